"""The tab of benefits: what levels, plans and points give, in words, and making or changing one."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from kclub_desktop.community import benefits
from kclub_desktop.community.benefits import (
    CONTENT,
    DISCOUNT,
    EARLY_ACCESS,
    KINDS,
    LONGEST_DAYS,
    LONGEST_HOURS,
    MOST_POINTS,
    Given,
)
from kclub_desktop.ui.desk import parts
from kclub_desktop.ui.desk.incentive_fields import Form, NumberField, Select
from kclub_desktop.ui.desk.incentives_query import Benefits
from kclub_desktop.ui.desk.incentives_tab import Tab
from kclub_desktop.ui.widgets.number_fields import PercentField
from kclub_desktop.words import tr, tr_code, tr_many
from kclub_desktop.words_for_rewards import BENEFITS, benefit_words


class BenefitsTab(Tab):
    """A line per benefit."""

    data: Benefits | None

    def header_buttons(self) -> list[QWidget]:
        """Make a benefit."""
        new = partial(self.change, Given(0, DISCOUNT, "", percent=1000))
        return [parts.button(tr("New benefit"), new, kind="primary", icon="add")]

    def note(self) -> str:
        """How many there are."""
        return tr_many("1 benefit", "{n} benefits", len(self.data.benefits) if self.data else 0)

    def fill(self, layout: QVBoxLayout) -> None:
        """All benefits, or what they are."""
        assert self.data is not None
        if not self.data.benefits:
            words = tr(
                "A benefit is what a level, a plan or points give: a lower price, tickets before others, courses for"
                " members, an answer before others. The program keeps to it by itself."
            )
            layout.addWidget(parts.card(parts.small_message(words), title=tr("No benefits yet")))
            return
        lines = parts.column(gap=12)
        for number, one in enumerate(self.data.benefits):
            if number:
                lines.addWidget(parts.line())
            lines.addLayout(self._line(one, self.data))
        layout.addWidget(parts.card(lines))

    def change(self, one: Given) -> None:
        """Make or change a benefit."""
        if self.editing or self.data is None:
            return
        title = tr("Change {benefit}", benefit=one.name) if one.id else tr("New benefit")
        form = Form(title, partial(self._save, one), self.leave)
        self._name = parts.field(tr("Name, as members read it"), value=one.name)
        self._kind = Select(tr("What it gives"), [(code, tr(BENEFITS[code])) for code in KINDS], one.kind)
        self._percent = PercentField(tr("Percent off"), one.percent or None)
        self._hours = NumberField(tr("Hours earlier"), one.hours or None, LONGEST_HOURS)
        courses = [(None, tr("Everything")), *self.data.courses.items()]
        self._course = Select(tr("For the course"), courses, one.course)
        self._category = parts.field(tr("For the category or tag"), value=one.category)
        form.ask(tr("Name, as members read it"), self._name)
        form.ask_beside(
            (tr("What it gives"), self._kind),
            (tr("Percent off"), self._percent),
            (tr("Hours earlier"), self._hours),
        )
        form.ask_beside((tr("For the course"), self._course), (tr("For the category or tag"), self._category))
        self._ask_who(form, one, self.data)
        self._active = QCheckBox(tr("In use"))
        self._active.setChecked(one.active)
        form.fields.addWidget(self._active)
        if one.id:
            remove = parts.button(tr("Delete this benefit"), partial(self._delete, one), kind="quiet")
            form.fields.addLayout(parts.row(remove, None))
        self._kind.currentIndexChanged.connect(lambda _at: self._fit())
        self._fit()
        self._form = form
        self.edit(form)

    def _ask_who(self, form: Form, one: Given, found: Benefits) -> None:
        nobody = [(None, tr("None"))]
        self._level = Select(tr("From the level on"), [*nobody, *found.levels.items()], one.level)
        self._plan = Select(tr("With the plan"), [*nobody, *found.plans.items()], one.plan)
        self._points = NumberField(
            tr("Or for so many points"), one.points or None, MOST_POINTS, tr("not for points")
        )
        self._valid = NumberField(tr("Days it holds"), one.valid_days, LONGEST_DAYS, tr("handed out at once"))
        form.ask_beside((tr("From the level on"), self._level), (tr("With the plan"), self._plan))
        form.ask_beside((tr("Or for so many points"), self._points), (tr("Days it holds"), self._valid))

    def _fit(self) -> None:
        kind = self._kind.code
        self._percent.setEnabled(kind == DISCOUNT)
        self._hours.setEnabled(kind == EARLY_ACCESS)
        for field in (self._course, self._category):
            field.setEnabled(kind in (DISCOUNT, CONTENT))

    def _save(self, one: Given) -> None:
        kind = self._kind.code
        self._percent.check()
        if kind == DISCOUNT and self._percent.refused:
            self._percent.line.setFocus()
            return
        about = kind in (DISCOUNT, CONTENT)
        wanted = Given(
            one.id, kind, self._name.text(), self._level.code, self._plan.code, self._percent.hundredths or 0,
            self._hours.value or 0, self._course.code if about else None,
            self._category.text() if about else "", self._points.value or 0, self._valid.value,
            self._active.isChecked(),
        )  # fmt: skip
        self.page.do(
            lambda: benefits.save(self.session.library, wanted),
            said=tr("Benefit saved"),
            done=lambda _id: self.leave(),
            failed=self._form.refuse,
        )

    def _delete(self, one: Given) -> None:
        self.page.do(
            lambda: benefits.delete(self.session.library, one.id),
            said=tr("Benefit deleted"),
            done=lambda _none: self.leave(),
            failed=self._form.refuse,
        )

    def _line(self, one: Given, found: Benefits) -> parts.QHBoxLayout:
        words = parts.column(gap=2)
        words.addWidget(parts.text(one.name, "strong", wrap=True))
        what = benefit_words(one, found.courses.get(one.course or 0, ""))
        who = _who(one, found)
        words.addWidget(parts.text(f"{what} · {who}" if who else what, "secondary", wrap=True))
        kind = parts.pill(
            tr_code(BENEFITS, one.kind, "Something of your own"), "accent" if one.active else ""
        )
        change = parts.button(tr("Change"), partial(self.change, one), kind="quiet")
        change.setAccessibleName(f"{tr('Change')}: {one.name}")
        made = parts.row(words, parts.pill(tr("Off"), "warn") if not one.active else kind, change, gap=12)
        made.setStretch(0, 1)
        return made


def _who(one: Given, found: Benefits) -> str:
    told = []
    if one.level in found.levels:
        told.append(tr("from {level} on", level=found.levels[one.level]))
    if one.plan in found.plans:
        told.append(tr("with {plan}", plan=found.plans[one.plan]))
    if one.points:
        cost = tr_many("for 1 point", "for {n} points", one.points)
        if one.valid_days:
            cost = tr("{cost}, {days}", cost=cost, days=tr_many("1 day", "{n} days", one.valid_days))
        told.append(cost)
    return tr(", ").join(told)
