"""Settings, Privacy: how long data on people is kept, what they are asked to agree to, and who was erased."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QCheckBox, QComboBox, QSizePolicy, QWidget

from kclub_desktop.community import consent, retention
from kclub_desktop.community.retention import Due, Rule
from kclub_desktop.progress import Progress
from kclub_desktop.ui.desk import parts
from kclub_desktop.ui.desk.settings.privacy_query import Privacy, privacy
from kclub_desktop.ui.desk.settings.section import Section, line
from kclub_desktop.ui.widgets.flow import Flow
from kclub_desktop.words import tr, tr_many
from kclub_desktop.words_for_consent import purpose_words
from kclub_desktop.words_for_retention import due_words, means_words, subject_words
from kclub_desktop.words_for_values import moment

_OFFERED_MONTHS = (3, 6, 12, 14, 18, 24, 36, 60, 84, 120)
_LIST_PX, _MONTHS_PX, _INDENT_PX = 132, 148, 28


class PrivacySection(Section):
    """Retention rules, consent wordings, erasures."""

    name = "privacy"

    def title(self) -> str:
        """Privacy, in the current language."""
        return tr("Privacy")

    def query(self, progress: Progress) -> Privacy:
        """Rules, wordings, erasures."""
        return privacy(self.session.library, self.session.clock.now())

    def build(self, found: Privacy) -> None:
        """The rules first: they are what can be decided here."""
        add = self.layout_.addWidget
        add(parts.text(tr("How long data on people is kept"), "strong"))
        for rule, count in found.rules:
            self._rule(rule, count)
        self._run(found)
        add(parts.line())
        add(parts.text(tr("What people are asked to agree to"), "strong"))
        for purpose, wording in found.wordings.items():
            self._wording(purpose, wording)
        add(parts.line())
        people = parts.button(tr("Choose in Members"), lambda: self.page.wanted.emit("members", None))
        words = tr("A member's menu exports everything on them, or erases them.")
        self.layout_.addLayout(line(tr("One person"), words, people))
        self._erasures(found)

    def _rule(self, rule: Rule, count: int) -> None:
        on = QCheckBox(subject_words(rule.subject))
        on.setChecked(rule.active)
        months = QComboBox()
        for choice in sorted({*_OFFERED_MONTHS, rule.months}):
            months.addItem(tr("after {n} months", n=choice), choice)
        months.setCurrentIndex(months.findData(rule.months))
        months.setAccessibleName(tr("Months: {rule}", rule=subject_words(rule.subject)))
        months.setMinimumWidth(_MONTHS_PX)
        tone = "warning" if rule.active and count else "secondary"
        would = parts.text(due_words(rule.subject, count, False), tone)
        on.clicked.connect(lambda checked: self.set_rule(rule, months.currentData(), checked))
        months.activated.connect(lambda: self.set_rule(rule, months.currentData(), on.isChecked()))
        means = parts.text(means_words(rule.subject), "secondary", wrap=True)
        means.setContentsMargins(_INDENT_PX, 0, 0, 0)
        on.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        first = QWidget()
        flow = Flow(first, gap=12)
        for widget in (on, would, months):
            flow.addWidget(widget)
        said = parts.column(gap=0)
        said.addWidget(first)
        said.addWidget(means)
        self.layout_.addLayout(said)

    def _run(self, found: Privacy) -> None:
        due = sum(count for rule, count in found.rules if rule.active)
        on = any(rule.active for rule, _ in found.rules)
        words = tr("Active rules run once a day while the desk is open.") if on else tr("All rules are off.")
        run = parts.button(tr("Erase now"), self.run_rules, kind="danger", enabled=due > 0)
        layout = parts.row(parts.text(words, "secondary", wrap=True), run)
        layout.setStretch(0, 1)
        self.layout_.addLayout(layout)

    def _wording(self, purpose: str, wording: str) -> None:
        field = parts.field(tr("The sentence people agree to"), value=wording)
        field.setAccessibleName(tr("Wording: {purpose}", purpose=purpose_words(purpose)))
        field.editingFinished.connect(partial(self._keep_wording, purpose, field, wording))
        name = parts.text(purpose_words(purpose), "secondary")
        name.setFixedWidth(_LIST_PX)
        layout = parts.row(name, field)
        layout.setStretch(1, 1)
        self.layout_.addLayout(layout)

    def _erasures(self, found: Privacy) -> None:
        if not found.erased:
            self.layout_.addLayout(line(tr("Erasures"), tr("Nobody was erased.")))
            return
        counted = tr_many("1 record was erased", "{n} records were erased", found.erased)
        self.layout_.addLayout(line(tr("Erasures"), counted))
        shown = [
            tr("{moment} · number {id} · {why}", moment=moment(at, found.zone), id=member, why=_why(why))
            for member, at, why in found.erasures
        ]
        listed = parts.text("\n".join(shown), "secondary")
        listed.setAccessibleName(tr("Erasures"))
        listed.setContentsMargins(_LIST_PX + parts.GAP, 0, 0, 0)
        area = parts.scrolling(listed)
        area.setFixedHeight(min(_LIST_PX, listed.sizeHint().height() + 4))
        self.layout_.addWidget(area)

    def set_rule(self, rule: Rule, months: int, active: bool) -> None:
        """Change a rule; undoable, for nothing is erased by it."""
        if (months, active) == (rule.months, rule.active):
            return
        library = self.session.library
        self.page.do(
            lambda: retention.set_rule(library, rule.subject, months, active),
            said=tr(
                "{rule}: {state}", rule=subject_words(rule.subject), state=tr("on") if active else tr("off")
            ),
        )

    def run_rules(self) -> None:
        """Do what the active rules say now."""
        library = self.session.library

        def said(done: list[Due]) -> str:
            return " · ".join(due_words(due.subject, due.count, True) for due in done if due.count)

        self.page.do(lambda: retention.run(library), said=said, undoable=False)

    def _keep_wording(self, purpose: str, field: parts.QLineEdit, before: str) -> None:
        words = field.text().strip()
        if words == before:
            return
        library = self.session.library
        self.page.do(lambda: consent.set_wordings(library, {purpose: words}), said=tr("Change kept"))


def _why(why: str) -> str:
    return tr("by a rule") if why == "retention" else tr("asked for")
