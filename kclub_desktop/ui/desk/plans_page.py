"""The plans page: what memberships offer and cost and who has them, and the lists of subscriptions to work through."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from kclub_desktop.community import renewals
from kclub_desktop.community.renewals import Run
from kclub_desktop.community.worklists import LISTS, Item
from kclub_desktop.progress import Progress
from kclub_desktop.store.tables import (
    Benefit,
    CheckIn,
    Member,
    Order,
    Payment,
    PaymentAttempt,
    Plan,
    PlanUse,
    Price,
    Subscription,
    SubscriptionEvent,
)
from kclub_desktop.ui.desk import parts, plans_query, shown
from kclub_desktop.ui.desk.lists import RowList
from kclub_desktop.ui.desk.page import Page
from kclub_desktop.ui.desk.plan_inspector import PlanInspector
from kclub_desktop.ui.desk.plans_query import PLANS, Found
from kclub_desktop.ui.desk.subscription_part import SubscriptionPart
from kclub_desktop.ui.session import Session
from kclub_desktop.words import tr, tr_noop
from kclub_desktop.words_for_subscriptions import (
    PLAN_STATES,
    item_words,
    monthly_words,
    price_words,
    run_words,
    state_words,
)

TABS = {
    "past_due": tr_noop("Past due"),
    "failed": tr_noop("Failed payments"),
    "trials": tr_noop("Trials ending"),
    "expiring": tr_noop("Expiring"),
    "win_back": tr_noop("Win back"),
    "overrun": tr_noop("Overrun passes"),
}
_NOTHING = {
    "past_due": tr_noop("Nobody owes for a subscription."),
    "failed": tr_noop("No charge has failed."),
    "trials": tr_noop("No trial ends within 30 days."),
    "expiring": tr_noop("Nothing renews or ends within 30 days."),
    "win_back": tr_noop("Nobody left within the last 90 days."),
    "overrun": tr_noop("No pass was used more often than bought."),
}


class PlansPage(Page):
    """Plans, prices, subscriptions."""

    name = "plans"
    models = frozenset(
        {Plan, Price, Subscription, SubscriptionEvent, PlanUse, Order, Payment, PaymentAttempt, Member, Benefit, CheckIn}
    )  # fmt: skip

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self.which, self.chosen = PLANS, 0
        self.found: Found | None = None
        super().__init__(session, parent)

    def title(self) -> str:
        """Plans, in the current language."""
        return tr("Plans")

    def build(self, body: QWidget) -> None:
        """Tabs, a list, the inspector of what is chosen."""
        self.count = parts.text("", "secondary")
        run = parts.icon_button(tr("Renew what is due"), self.renew, "sync")
        new = parts.button(tr("New plan"), self.new_plan, kind="primary", icon="add")
        left = parts.column(margins=parts.PAGE, gap=12)
        left.addLayout(parts.header(self.title(), self.count, run, new))
        self.mrr = parts.text("", "secondary", wrap=True)
        left.addWidget(self.mrr)
        self._tabs = parts.column()
        left.addLayout(self._tabs)
        self.plans = RowList(
            (tr("Plan"), tr("Price"), tr("Status"), tr("Members"), tr("MRR")),
            self.title(), right=(3, 4), needs={1: 420, 2: 520, 4: 340},
        )  # fmt: skip
        self.plans.chosen.connect(self.go_to)
        self.work = RowList(
            (tr("Member"), tr("Plan"), tr("What is to be done"), tr("Day"), tr("Amount")),
            tr("Subscriptions"), right=(4,), needs={1: 520, 2: 420, 3: 340},
        )  # fmt: skip
        self.work.chosen.connect(self._item_chosen)
        self.nothing = parts.small_message("")
        for widget in (self.plans, self.work, self.nothing):
            left.addWidget(widget, 1)
            widget.hide()
        self.inspector, self._inside = parts.inspector_panel()
        self.inspector.hide()
        parts.beside(left, self.inspector, body)

    def query(self, progress: Progress) -> Found:
        """The plans and the list that is shown."""
        return plans_query.ask(self.session.library, self.which, self.session.clock.now())

    def show_loaded(self, found: Found) -> None:
        """Fill the list that is shown and what is chosen on it."""
        self.found = found
        if not found.plans and not self.inspector.isVisible():
            self.show_empty(
                tr("No plans yet"),
                tr(
                    "A plan is what members pay for again and again, or by a pass: its prices, who has it, what it gives."
                ),
                tr("New plan"),
                self.new_plan,
            )
            return
        monthly = monthly_words(found.monthly)
        self.count.setText(shown.number(len(found.plans)))
        self.mrr.setText(tr("Monthly recurring revenue (MRR): {sum}", sum=monthly))
        self._fill_tabs(found)
        if self.which == PLANS:
            self._show_only(self.plans)
            self.plans.fill([(plan.id, self._cells(plan)) for plan in found.plans], self.chosen)
        else:
            self._show_only(self.work if found.items else self.nothing)
            self.nothing.setText(tr(_NOTHING[self.which]))
            zone = self.session.library.zone
            self.work.fill(
                [(one.subscription, _work_cells(self.which, one, zone)) for one in found.items], self.chosen
            )
        self._show_chosen()

    def go_to(self, row_id: int) -> None:
        """Show one plan."""
        self.chosen = row_id
        if self.which != PLANS:
            self.show_list(PLANS)
            return
        self.plans.mark(row_id)
        self._show_chosen()

    def show_list(self, which: str) -> None:
        """Show the plans, or one of the lists to work through."""
        if which != self.which and which != PLANS:
            self.chosen = 0
        self.which = which
        self.close_inspector(keep=True)
        self.refresh()

    def new_plan(self) -> None:
        """Open the form of a new plan in the inspector."""
        self.show_content()
        self.chosen = 0
        self._open(PlanInspector(self, None))
        if self.found is not None and self.which == PLANS:
            self._show_only(self.plans)

    def renew(self) -> None:
        """The renewal run, now."""
        library = self.session.library

        def said(done: Run) -> str:
            steps = {str(step): count for step, count in done.steps.items()}
            return " · ".join(run_words(steps, done.asked, done.uses))

        self.do(
            lambda progress: renewals.run(library, progress=progress, initiator=self),
            said=said,
            name=tr("Renewing"),
            done=lambda _done: self.refresh(),
        )

    def close_inspector(self, keep: bool = False) -> None:
        """Give the list the whole width. keep: what is chosen stays so."""
        self.chosen = self.chosen if keep else 0
        self.inspector.hide()
        parts.clear(self._inside)
        if self.found is not None and not self.found.plans:
            self.refresh()

    def _fill_tabs(self, found: Found) -> None:
        parts.clear(self._tabs)
        options = [(PLANS, self.title())]
        for code in LISTS:
            n = found.counts[code]
            if code == "overrun" and not n and self.which != code:
                continue
            options.append((code, f"{tr(TABS[code])} {n}" if n else tr(TABS[code])))
        tabs = parts.Choice(options, self.which)
        tabs.chosen.connect(self.show_list)
        self._tabs.addWidget(tabs)

    def _cells(self, plan: plans_query.PlanRow) -> tuple[str, ...]:
        selling = [price for price in plan.prices if price.status == "on_sale"]
        prices = tr(", ").join(
            price_words(p.amount, p.currency, p.interval, p.interval_count, p.uses) for p in selling
        )
        return (
            plan.name, prices or shown.NOTHING, tr(PLAN_STATES[plan.status][0]), shown.number(plan.holders),
            monthly_words(plan.monthly),
        )  # fmt: skip

    def _item_chosen(self, subscription: int) -> None:
        self.chosen = subscription
        self._show_chosen()

    def _show_chosen(self) -> None:
        if self.found is None or not self.chosen:
            return
        if self.which == PLANS:
            plan = next((plan for plan in self.found.plans if plan.id == self.chosen), None)
            if plan is not None:
                self._open(PlanInspector(self, plan))
            return
        item = next((one for one in self.found.items if one.subscription == self.chosen), None)
        if item is None:
            self.close_inspector()
            return
        self._open(_Case(self, item))

    def _open(self, widget: QWidget) -> None:
        """Put it into the inspector; a form in which somebody types is not taken away by a refresh."""
        current = self._inside.itemAt(0)
        before = current.widget() if current is not None else None
        if (
            isinstance(before, PlanInspector)
            and isinstance(widget, PlanInspector)
            and before.busy
            and before.same(widget)
        ):
            widget.deleteLater()
            return
        parts.clear(self._inside)
        self._inside.addWidget(widget)
        self._inside.addStretch(1)
        self.inspector.show()

    def _show_only(self, wanted: QWidget) -> None:
        for widget in (self.plans, self.work, self.nothing):
            widget.setVisible(widget is wanted)


class _Case(QWidget):
    """One line of a work list: who it is, and their plans with all that can be done."""

    def __init__(self, page: PlansPage, item: Item) -> None:
        super().__init__()
        layout = parts.column(self, gap=12)
        close = parts.icon_button(tr("Close"), page.close_inspector, "close")
        top = parts.row(parts.text(item.name or tr("No name"), "section", wrap=True), close)
        top.setStretch(0, 1)
        layout.addLayout(top)
        layout.addWidget(parts.text(item_words(page.which, item.why, item.left), "secondary", wrap=True))
        who = parts.button(tr("Open member"), partial(page.wanted.emit, "members", item.member), kind="link")
        layout.addLayout(parts.row(who, None))
        layout.addWidget(parts.line())
        layout.addWidget(SubscriptionPart(page, item.member))


def _work_cells(which: str, one: Item, zone: str) -> tuple[str, ...]:
    to_do = item_words(which, one.why, one.left) or state_words(one.status)
    return (
        one.name or tr("No name"), one.plan, to_do, shown.day(one.at, zone), shown.money(one.amount, one.currency),
    )  # fmt: skip
