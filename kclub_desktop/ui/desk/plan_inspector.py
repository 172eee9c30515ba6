"""A plan at the right of the list: its words edited in place, its prices with their history, and a form for a new one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from kclub_desktop.community import plans
from kclub_desktop.community.plan_list import PlanRow, PriceRow
from kclub_desktop.community.plans import Wanted
from kclub_desktop.errors import FieldRefused, KClubError
from kclub_desktop.ui.desk import parts, shown
from kclub_desktop.ui.desk.editable import Editable, not_kept
from kclub_desktop.ui.desk.price_form import PriceForm
from kclub_desktop.ui.widgets.flow import Flow
from kclub_desktop.words import tr, tr_many
from kclub_desktop.words_for_errors import words_for
from kclub_desktop.words_for_subscriptions import PLAN_STATES, monthly_words, price_words

if TYPE_CHECKING:
    from kclub_desktop.ui.desk.plans_page import PlansPage


class PlanInspector(QWidget):
    """plan None: the form of a new one."""

    def __init__(self, page: PlansPage, plan: PlanRow | None) -> None:
        super().__init__()
        self.page, self.plan = page, plan
        self.form: PriceForm | None = None
        self.fields: dict[str, Editable] = {}
        self._layout = parts.column(self, gap=12)
        if plan is None:
            self._new()
        else:
            self._head(plan)
            self._words(plan)
            self._figures(plan)
            self._prices(plan)

    @property
    def busy(self) -> bool:
        """Is somebody typing here?"""
        typing = any(one.line.hasFocus() or one.error.isVisible() for one in self.fields.values())
        return typing or self.form is not None

    def same(self, other: PlanInspector) -> bool:
        """Is it of the same plan?"""
        return (self.plan and self.plan.id) == (other.plan and other.plan.id)

    # A new plan

    def _new(self) -> None:
        self._top(tr("New plan"))
        for field, name in (("name", tr("Plan name")), ("summary", tr("Offers"))):
            one = Editable(field, name, "", framed=True)
            self.fields[field] = one
            self._layout.addWidget(one)
        self.form = PriceForm(
            self.page.session.library.currency, tr("Put on sale"), self._add, self.page.close_inspector
        )
        self._layout.addWidget(self.form)

    def _add(self, wanted: Wanted) -> None:
        library = self.page.session.library
        name, summary = (self.fields[field].line.text() for field in ("name", "summary"))

        def made(plan: int) -> None:
            self.form = None
            self.page.chosen = plan
            self.page.refresh()

        self.page.do(
            lambda: plans.add(library, name, summary=summary, prices=(wanted,), initiator=self.page),
            said=tr("{plan} is on sale.", plan=name.strip()),
            done=made,
            failed=self._refused,
        )

    # A plan that is there

    def _top(self, title: str) -> None:
        close = parts.icon_button(tr("Close"), self.page.close_inspector, "close")
        top = parts.row(parts.text(title, "section", wrap=True), close)
        top.setStretch(0, 1)
        self._layout.addLayout(top)

    def _head(self, plan: PlanRow) -> None:
        self._top(plan.name)
        words, tone = PLAN_STATES[plan.status]
        act = (
            parts.button(tr("Sell no more"), partial(self._do, plans.retire, tr("{plan} is sold no more. Whoever has it keeps it.", plan=plan.name)), kind="link")
            if plan.status == "on_sale"
            else parts.button(tr("Put on sale"), partial(self._do, plans.put_on_sale, tr("{plan} is on sale.", plan=plan.name)), kind="link")
        )  # fmt: skip
        self._layout.addLayout(parts.row(parts.pill(tr(words), tone), None, act))

    def _words(self, plan: PlanRow) -> None:
        for field, name, value in (
            ("name", tr("Plan name"), plan.name),
            ("summary", tr("Offers"), plan.summary),
        ):
            one = Editable(field, name, value)
            one.kept.connect(self._edit)
            self.fields[field] = one
            self._layout.addWidget(one)

    def _figures(self, plan: PlanRow) -> None:
        self._layout.addWidget(parts.line())
        self._layout.addLayout(parts.fact(tr("Members"), shown.number(plan.holders)))
        self._layout.addLayout(parts.fact(tr("MRR"), monthly_words(plan.monthly)))
        if plan.level:
            self._layout.addLayout(parts.fact(tr("Level"), plan.level))
        benefits = tr(", ").join(plan.benefits)
        self._layout.addLayout(
            parts.fact(tr("Gives"), benefits or tr("No benefits yet: add them under Incentives."))
        )

    def _prices(self, plan: PlanRow) -> None:
        self._layout.addWidget(parts.line())
        self._layout.addWidget(parts.text(tr("Prices"), "section"))
        for price in plan.prices:
            if price.status == "on_sale":
                self._layout.addWidget(self._price(price))
        self._place = parts.column()
        self._layout.addLayout(self._place)
        add = parts.button(tr("Add a price"), partial(self._open_form, None), icon="add")
        self._place.addLayout(parts.row(add, None))
        retired = [price for price in plan.prices if price.status != "on_sale"]
        if retired:
            self._layout.addWidget(parts.text(tr("Earlier prices"), "section"))
            for price in retired:
                self._layout.addWidget(self._price(price))

    def _price(self, price: PriceRow) -> QWidget:
        made = QWidget()
        inside = parts.column(made, gap=2)
        words = price_words(price.amount, price.currency, price.interval, price.interval_count, price.uses)
        inside.addWidget(parts.text(f"{price.name}: {words}" if price.name else words, "strong", wrap=True))
        inside.addWidget(parts.text(" · ".join(self._about(price)), "secondary", wrap=True))
        if price.status == "on_sale":
            acts = QWidget()
            flow = Flow(acts)
            for name, action in (
                (tr("New price in its place"), partial(self._open_form, price)),
                (tr("Sell no more"), partial(self._retire_price, price)),
            ):
                one = parts.button(name, action, kind="link")
                one.setAccessibleName(f"{name}: {words}")
                flow.addWidget(one)
            inside.addWidget(acts)
        return made

    def _about(self, price: PriceRow) -> list[str]:
        zone = self.page.session.library.zone
        said = [tr_many("1 member has it", "{n} members have it", price.holders)]
        if price.trial_days:
            said.append(tr_many("1 day of trial", "{n} days of trial", price.trial_days))
        if price.valid_days:
            said.append(tr_many("valid for 1 day", "valid for {n} days", price.valid_days))
        if price.sold_from and price.sold_until:
            said.append(
                tr(
                    "sold from {day} to {end}",
                    day=shown.day(price.sold_from, zone),
                    end=shown.day(price.sold_until, zone),
                )
            )
        elif price.sold_from:
            said.append(tr("sold since {day}", day=shown.day(price.sold_from, zone)))
        return said

    def _open_form(self, price: PriceRow | None) -> None:
        parts.clear(self._place)
        keep = partial(self._keep_price, price)
        self.form = PriceForm(self.page.session.library.currency, tr("Keep"), keep, self._close_form, price)
        self._place.addWidget(self.form)
        self.form.amount.setFocus()

    def _close_form(self) -> None:
        self.form = None
        self.page.refresh()

    def _keep_price(self, price: PriceRow | None, wanted: Wanted) -> None:
        assert self.plan is not None
        library, plan = self.page.session.library, self.plan

        def work() -> int:
            if price is None:
                return plans.add_price(library, plan.id, wanted, initiator=self.page)
            return plans.replace_price(library, price.id, wanted, initiator=self.page)

        self.page.do(
            work,
            said=tr("{plan} has a new price.", plan=plan.name),
            done=lambda _price: self._close_form(),
            failed=self._refused,
        )

    def _retire_price(self, price: PriceRow) -> None:
        library = self.page.session.library
        self.page.do(
            lambda: plans.retire_price(library, price.id),
            said=tr("This price is sold no more. Whoever has it keeps it."),
        )

    def _do(self, act: object, said: str) -> None:
        assert self.plan is not None and callable(act)
        library, plan = self.page.session.library, self.plan.id
        self.page.do(lambda: act(library, plan), said=said)

    def _edit(self, field: str, value: str) -> None:
        assert self.plan is not None
        page, plan, one = self.page, self.plan, self.fields[field]
        what = one.line.accessibleName()

        def refused(error: KClubError) -> None:
            # The person may have gone on to another plan meanwhile, or to another page.
            if isValid(one) and one.isVisible():
                one.refuse(words_for(error))
            else:
                page.trouble.emit(not_kept(plan.name, what, value, error))

        page.do(
            lambda: plans.edit(page.session.library, plan.id, {field: value}),
            said=tr("Change kept"),
            done=lambda _result: one.accept(value) if isValid(one) else None,
            failed=refused,
        )

    def _refused(self, error: KClubError) -> None:
        field = error.field if isinstance(error, FieldRefused) else "name"
        if self.form is not None and (self.plan is not None or field not in self.fields):
            self.form.refuse(words_for(error))
        else:
            self.fields[field].refuse(words_for(error))
