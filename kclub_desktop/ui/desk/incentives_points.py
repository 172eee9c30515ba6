"""The tab of points: what earns them, what is owed in all, what does not add up, the newest lines, and corrections by hand."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QCheckBox, QFrame, QVBoxLayout, QWidget

from kclub_desktop.community import points, points_rules
from kclub_desktop.community.points_rules import LONGEST_DAYS, MOST_POINTS, PURCHASE, Rule
from kclub_desktop.errors import FieldRefused
from kclub_desktop.ui.desk import parts, shown
from kclub_desktop.ui.desk.incentive_fields import Form, NumberField
from kclub_desktop.ui.desk.incentives_query import Points
from kclub_desktop.ui.desk.incentives_tab import Tab
from kclub_desktop.ui.desk.lists import RowList
from kclub_desktop.ui.widgets.kpi_card import KpiCard
from kclub_desktop.ui.widgets.money_field import MoneyField
from kclub_desktop.ui.widgets.person_picker import PersonPicker
from kclub_desktop.ui.widgets.side_by_side import SideBySide
from kclub_desktop.words import tr
from kclub_desktop.words_for_rewards import BEHAVIOURS, line_words, rule_words, signed

_LIST_PX = 360


class PointsTab(Tab):
    """Rules and the ledger."""

    data: Points | None

    def header_buttons(self) -> list[QWidget]:
        """Correct somebody's points."""
        return [parts.button(tr("Correct points"), self.correct, kind="primary", icon="add")]

    def fill(self, layout: QVBoxLayout) -> None:
        """What is owed above, rules beside the newest lines."""
        assert self.data is not None
        owed = KpiCard(
            tr("Points members have"),
            shown.number(self.data.outstanding),
            note=tr("Earned and not spent yet"),
        )
        layout.addWidget(SideBySide(owed, self._overdrawn(self.data)))
        layout.addWidget(self._rules(self.data))
        layout.addWidget(self._lines(self.data))

    def correct(self) -> None:
        """Ask whose points, how many and why."""
        if self.editing:
            return
        form = Form(tr("Correct points"), self._give, self.leave, tr("Correct"))
        self._who = PersonPicker(tr("Name, e-mail or phone"), self.page.find_people, self.session.jobs)
        self._much = NumberField(
            tr("Points, below zero to take some off"), None, points.MOST, "+50, -20", least=-points.MOST
        )
        self._why = parts.field(tr("What the member may read later"))
        form.ask(tr("Member"), self._who)
        form.ask(tr("Points, below zero to take some off"), self._much)
        form.ask(tr("Why"), self._why)
        self._form = form
        self.edit(form)
        self._who.line.setFocus()

    def change_rule(self, rule: Rule) -> None:
        """Ask what a behaviour earns from now on."""
        if self.editing or self.data is None:
            return
        form = Form(tr(BEHAVIOURS[rule.behaviour]), partial(self._save_rule, rule), self.leave)
        self._on = QCheckBox(tr("Earns points"))
        self._on.setChecked(rule.active)
        form.fields.addWidget(self._on)
        self._points = NumberField(tr("Points"), rule.points or None, MOST_POINTS)
        self._per: MoneyField | None = None
        if rule.behaviour == PURCHASE:
            currency = rule.currency or self.data.currency
            self._per = MoneyField(tr("For each"), currency, rule.money_per_point)
            form.ask_beside((tr("Points"), self._points), (tr("For each"), self._per))
        else:
            form.ask(tr("Points"), self._points)
        self._day = NumberField(tr("At most a day"), rule.per_day, MOST_POINTS, tr("no limit"))
        self._gone = NumberField(tr("Gone after days"), rule.expires_after_days, LONGEST_DAYS, tr("never"))
        form.ask_beside((tr("At most a day"), self._day), (tr("Gone after days"), self._gone))
        note = tr("It holds for what happens from now on. What was earned before stays as it was.")
        form.fields.addWidget(parts.text(note, "secondary", wrap=True))
        self._form = form
        self.edit(form)

    def _save_rule(self, rule: Rule) -> None:
        money = rule.money_per_point if self._per is None else (self._per.minor or 0)
        wanted = replace(
            rule, points=self._points.value or 0, money_per_point=money, per_day=self._day.value,
            expires_after_days=self._gone.value, active=self._on.isChecked(),
        )  # fmt: skip
        if wanted.active and not wanted.points:
            self._form.refuse(FieldRefused("points", "points"))
            return
        self.page.do(
            lambda: points_rules.save(self.session.library, wanted),
            said=tr("The rule holds from now on."),
            done=lambda _none: self.leave(),
            failed=self._form.refuse,
        )

    def _give(self) -> None:
        person, amount, words = self._who.person, self._much.value, self._why.text()
        if person is None:
            self._form.refuse(FieldRefused("member", "who"))
            return
        library = self.session.library
        self.page.do(
            lambda: points.correct(library, person.id, amount or 0, words),
            said=tr("{name}: {points} points", name=person.name, points=signed(amount or 0)),
            take_back=lambda line: points.take_back(library, line),
            done=lambda _line: self.leave(),
            failed=self._form.refuse,
        )

    def _overdrawn(self, found: Points) -> QFrame:
        if not found.overdrawn:
            words = tr("Nobody has spent more than they have.")
            return parts.card(parts.text(words, "secondary", wrap=True), title=tr("To look at"))
        lines = parts.column(gap=6)
        why = tr("Two devices apart spent the same points, or a refund came after they were spent.")
        lines.addWidget(parts.text(why, "secondary", wrap=True))
        for member, name, has in found.overdrawn[:8]:
            who = parts.button(
                name or tr("No name"), partial(self.page.wanted.emit, "members", member), kind="link"
            )
            lines.addLayout(parts.row(who, None, parts.pill(signed(has), "warn")))
        return parts.card(lines, title=tr("Spent more than there was"))

    def _rules(self, found: Points) -> QFrame:
        lines = parts.column(gap=10)
        for rule in found.rules:
            name = tr(BEHAVIOURS[rule.behaviour])
            change = parts.button(tr("Change"), partial(self.change_rule, rule), kind="quiet")
            change.setAccessibleName(f"{tr('Change')}: {name}")
            words = parts.column(gap=0)
            words.addWidget(parts.text(name, "strong"))
            words.addWidget(parts.text(rule_words(rule, found.currency), "secondary", wrap=True))
            beside = parts.row(words, change)
            beside.setStretch(0, 1)
            lines.addLayout(beside)
        return parts.card(lines, title=tr("What earns points"))

    def _lines(self, found: Points) -> QFrame:
        title = tr("Newest lines")
        if not found.lines:
            return parts.card(
                parts.small_message(
                    tr("No points yet. They come with payments, courses, ratings and events.")
                ),
                title=title,
            )
        listed = RowList(
            (tr("Member"), tr("What for"), tr("Points"), tr("When")), title, right=(2,), needs={3: 520}
        )
        listed.setMinimumHeight(_LIST_PX)
        zone = self.session.library.zone
        listed.fill(
            [
                (line.member, (line.name or tr("No name"), line_words(line), signed(line.points), shown.day(line.at, zone)))
                for line in found.lines
            ]
        )  # fmt: skip
        listed.clearSelection()
        listed.setCurrentCell(-1, -1)
        listed.chosen.connect(lambda member: self.page.wanted.emit("members", member))
        return parts.card(listed, title=title)
