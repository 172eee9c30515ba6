"""A member's plans: how each stands and what comes next, with all that can be done, each in a small panel under it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from kclub_desktop.community import payments, subscriptions, uses
from kclub_desktop.community.plan_list import SubscriptionRow
from kclub_desktop.community.subscription_states import RUNNING, possible
from kclub_desktop.errors import KClubError
from kclub_desktop.ui.desk import parts, plans_query
from kclub_desktop.ui.desk.money.doing import do_money
from kclub_desktop.ui.desk.page import Page
from kclub_desktop.ui.desk.plans_query import Choices
from kclub_desktop.ui.desk.subscription_panels import (
    CancelPanel,
    ChangePanel,
    PausePanel,
    PayPanel,
    StartPanel,
)
from kclub_desktop.ui.widgets.flow import Flow
from kclub_desktop.words import tr
from kclub_desktop.words_for_errors import words_for
from kclub_desktop.words_for_subscriptions import standing_words, state_tone, state_words

_ENDED_SHOWN = 2


class SubscriptionPart(QWidget):
    """Loads by itself; page: does the work and says what happened."""

    def __init__(self, page: Page, member: int) -> None:
        super().__init__()
        self._page, self.member = page, member
        self._layout = parts.column(self, gap=12)
        self.panel: QWidget | None = None
        self.load()

    def load(self) -> None:
        """Ask again how they stand."""
        library, member = self._page.session.library, self.member
        self._page.session.jobs.start(
            lambda progress: plans_query.choices(library, member),
            key=f"plans-of-member:{self._page.name}",
            done=self._fill,
        )

    def _fill(self, found: Choices) -> None:
        try:
            parts.clear(self._layout)
        except RuntimeError:  # this part was closed while it was asked
            return
        self.panel = None
        running = [row for row in found.rows if row.status in RUNNING]
        ended = [row for row in found.rows if row.status not in RUNNING]
        for row in [*running, *ended[:_ENDED_SHOWN]]:
            self._layout.addWidget(self._one(row, found))
        if not running:
            self._layout.addWidget(parts.text(tr("No plan now."), "secondary"))
        if found.prices:
            words = tr("Start a plan") if not running else tr("Start another plan")
            place = parts.column()
            start = parts.button(
                words, lambda: self._open(place, StartPanel(found.prices, self._start, self.load)), icon="add"
            )
            place.addLayout(parts.row(start, None))
            self._layout.addLayout(place)

    def _one(self, row: SubscriptionRow, found: Choices) -> QWidget:
        made = QWidget()
        inside = parts.column(made, gap=4)
        top = parts.row(
            parts.text(row.plan_name, "strong", wrap=True),
            parts.pill(state_words(row.status), state_tone(row.status)),
        )
        top.setStretch(0, 1)
        inside.addLayout(top)
        for line in standing_words(row, self._page.session.library.zone):
            inside.addWidget(parts.text(line, "secondary", wrap=True))
        place = parts.column()
        acts = self._acts(row, found, place)
        if acts:
            holder = QWidget()
            flow = Flow(holder)
            for words, action in acts:
                one = parts.button(words, action, kind="link")
                one.setAccessibleName(f"{words}: {row.plan_name}")
                flow.addWidget(one)
            inside.addWidget(holder)
        inside.addLayout(place)
        return made

    def _acts(self, row: SubscriptionRow, found: Choices, place: Any) -> list[tuple[str, Callable[[], Any]]]:
        library, can = self._page.session.library, possible(row.status)
        open_ = partial(self._open, place)
        again = row.interval in ("month", "year")
        acts: list[tuple[str, Callable[[], Any]]] = []
        if row.due and row.order is not None:
            acts.append(
                (tr("Record payment"), lambda: open_(PayPanel(row, partial(self._pay, row), self.load)))
            )
        if "change" in can and again and len(found.prices) > 1:
            acts.append(
                (
                    tr("Change"),
                    lambda: open_(
                        ChangePanel(self._page, row, found.prices, partial(self._change, row), self.load)
                    ),
                )
            )
        if "pause" in can:
            acts.append(
                (
                    tr("Pause"),
                    lambda: open_(PausePanel(self._page.session, partial(self._pause, row), self.load)),
                )
            )
        if "resume" in can:
            acts.append(
                (
                    tr("Resume"),
                    partial(self._do, lambda: subscriptions.resume(library, row.id), tr("Resumed")),
                )
            )
        if row.cancel_at_period_end and "keep" in can:
            acts.append(
                (
                    tr("Take the cancellation back"),
                    partial(
                        self._do, lambda: subscriptions.keep(library, row.id), tr("Cancellation taken back")
                    ),
                )
            )
        elif "cancel" in can:
            later = "cancel_later" in can and row.period_ends_at is not None
            acts.append(
                (
                    tr("Cancel the plan"),
                    lambda: open_(CancelPanel(later, partial(self._cancel, row), self.load)),
                )
            )
        if "lose_grace" in can:
            acts.append(
                (
                    tr("Mark unpaid"),
                    partial(
                        self._do, lambda: subscriptions.mark_unpaid(library, row.id), tr("Became unpaid")
                    ),
                )
            )
        if row.left is not None and row.left < 0:
            acts.append(
                (
                    tr("Let it be"),
                    partial(
                        self._do, lambda: uses.forgive(library, row.id), tr("The overrun was let be"), False
                    ),
                )
            )
        return acts  # fmt: skip

    def _open(self, place: Any, panel: QWidget) -> None:
        parts.clear(place)
        place.addWidget(panel)
        self.panel = panel

    def _start(self, price: int, trial: bool) -> None:
        library, member = self._page.session.library, self.member
        self._do(lambda: subscriptions.start(library, member, price, trial=trial), tr("Subscription started"))

    def _pay(self, row: SubscriptionRow, method: str) -> None:
        library, order, due = self._page.session.library, row.order, row.due
        assert order is not None
        do_money(
            self._page,
            lambda: payments.pay(library, order, due, method),
            said=tr("Payment recorded"),
            done=lambda _result: self.load(),
            failed=self._refused,
        )

    def _change(self, row: SubscriptionRow, price: int, now: bool) -> None:
        library = self._page.session.library
        self._do(
            lambda: subscriptions.change(library, row.id, price, now=now),
            tr("Price changed") if now else tr("Change planned"),
        )

    def _pause(self, row: SubscriptionRow, until: int | None) -> None:
        library = self._page.session.library
        self._do(lambda: subscriptions.pause(library, row.id, until=until), tr("Paused"))

    def _cancel(self, row: SubscriptionRow, now: bool, why: str) -> None:
        library = self._page.session.library
        said = tr("Ended") if now else tr("Cancelled for the end of the period")
        self._do(lambda: subscriptions.cancel(library, row.id, now=now, why=why), said)

    def _do(self, work: Callable[[], Any], said: str, undoable: bool = True) -> None:
        self._page.do(
            work, said=said, undoable=undoable, done=lambda _result: self.load(), failed=self._refused
        )

    def _refused(self, error: KClubError) -> None:
        if self.panel is not None and hasattr(self.panel, "refuse"):
            self.panel.refuse(words_for(error))
        else:
            self._page.trouble.emit(words_for(error))
