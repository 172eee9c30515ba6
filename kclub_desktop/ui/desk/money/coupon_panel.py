"""The panel of one coupon at the right of the list: where it stands, its terms, what took it; or the form that makes or changes it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kclub_desktop.community.coupon_list import CouponDetails, Use
from kclub_desktop.community.coupon_terms import Terms
from kclub_desktop.errors import KClubError
from kclub_desktop.ui.desk import parts, shown
from kclub_desktop.ui.desk.coupons_query import Loaded
from kclub_desktop.ui.desk.money.coupon_form import CouponForm
from kclub_desktop.words import tr, tr_many
from kclub_desktop.words_for_money import COUPON_STATES, takes_off


class CouponPanel(QWidget):
    """Shows what is loaded; asks for everything through signals."""

    closed = Signal()
    saved = Signal(object, object)
    """(coupon's id or 0 for a new one, Terms)"""
    switched = Signal(object, bool)
    """(coupon, may it be used)"""
    order_wanted = Signal(object)

    def __init__(self, currency: str, zone: str) -> None:
        """currency: the community's own."""
        super().__init__()
        self.setFixedWidth(parts.inspector_width())
        self._currency, self._zone = currency, zone
        self.form: CouponForm | None = None
        panel, self._layout = parts.inspector_panel()
        parts.column(self).addWidget(panel)

    def show_coupon(self, found: Loaded, now: int) -> None:
        """One coupon; without one the form that makes it. A form in which somebody types stays."""
        if found.coupon is None:
            self._open_form(found)
        elif self.form is None:
            self._show(found, found.coupon, now)

    def leave(self) -> None:
        """Let go of what was being typed."""
        self.form = None

    def refuse(self, error: KClubError) -> None:
        """Say in the form why it was not taken."""
        if self.form is not None:
            self.form.refuse(error)

    def _open_form(self, found: Loaded) -> None:
        parts.clear(self._layout)
        self._top(tr("Change {benefit}", benefit=found.coupon.row.code) if found.coupon else tr("New coupon"))
        coupon = found.coupon.row.id if found.coupon else 0
        keep = lambda terms: self.saved.emit(coupon, terms)  # noqa: E731
        self.form = CouponForm(found, self._currency, self._zone, keep, self.closed.emit)
        self._layout.addWidget(self.form)
        self._layout.addStretch(1)
        (self.form.name if self.form.code.isEnabled() is False else self.form.code).line.setFocus()

    def _show(self, found: Loaded, coupon: CouponDetails, now: int) -> None:
        parts.clear(self._layout)
        row = coupon.row
        self._top(row.code)
        words, tone = COUPON_STATES[row.state(now)]
        self._layout.addLayout(parts.row(parts.pill(tr(words), tone), None))
        if row.name:
            self._layout.addWidget(parts.text(row.name, "secondary", wrap=True))
        self._layout.addLayout(
            parts.row(
                parts.button(tr("Change"), partial(self._open_form, found)),
                parts.button(
                    tr("Stop this coupon") if row.active else tr("Use again"),
                    partial(self.switched.emit, row.id, not row.active),
                ),
                None,
            )
        )
        self._layout.addWidget(parts.line())
        for name, value in self._facts(coupon, coupon.terms):
            self._layout.addLayout(parts.fact(name, value))
        self._layout.addWidget(parts.line())
        self._layout.addWidget(parts.text(tr("Orders with it"), "section"))
        for use in coupon.uses:
            self._layout.addWidget(self._use(use))
        if not coupon.uses:
            self._layout.addWidget(parts.text(tr("Nobody has used it yet."), "secondary", wrap=True))
        self._layout.addStretch(1)

    def _facts(self, coupon: CouponDetails, terms: Terms) -> list[tuple[str, str]]:
        row, zone = coupon.row, self._zone
        told = [
            (tr("Takes off"), takes_off(row.kind, row.percent, row.amount, row.currency)),
            (tr("Holds for"), tr(", ").join(coupon.things) or tr("Everything")),
            (tr("Used"), used_words(row.used, row.use_limit)),
        ]
        if row.per_member is not None:
            told.append((tr("By a member"), tr_many("once at most", "{n} times at most", row.per_member)))
        if terms.course is None and terms.event is None:
            periods = tr_many("the first period", "the first {n} periods", terms.periods)
            told.append((tr("Subscription"), periods if terms.periods else tr("every period")))
        if terms.starts_at is not None:
            told.append((tr("First day"), shown.day(terms.starts_at, zone)))
        if terms.ends_at is not None:
            told.append((tr("Last day"), shown.day(terms.ends_at - 1, zone)))
        given = tr(", ").join(shown.money(amount, currency) for currency, amount in coupon.given.items())
        return [*told, (tr("Taken off in all"), given)] if given else told

    def _use(self, use: Use) -> QWidget:
        made = QWidget()
        inside = parts.column(made, gap=0)
        who = parts.button(
            f"{use.reference} · {use.name or tr('No name')}",
            partial(self.order_wanted.emit, use.order),
            kind="link",
        )
        amount = parts.text(f"−{shown.money(use.amount, use.currency)}", "secondary")
        inside.addLayout(parts.row(who, None, amount))
        day = parts.text(shown.day(use.used_at, self._zone), "secondary")
        day.setIndent(6)  # under the link's words, which stand in from its edge
        inside.addWidget(day)
        return made

    def _top(self, title: str) -> None:
        close = parts.icon_button(tr("Close"), self.closed.emit, "close")
        top = parts.row(parts.text(title, "section", wrap=True), close)
        top.setStretch(0, 1)
        self._layout.addLayout(top)


def used_words(used: int, limit: int | None) -> str:
    """How often, and of how many."""
    return shown.number(used) if limit is None else f"{shown.number(used)} / {shown.number(limit)}"
