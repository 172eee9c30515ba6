"""The tab of badges: each with its rule and how many have it, giving one by hand, and making or changing one."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QCheckBox, QFrame, QVBoxLayout, QWidget

from kclub_desktop.community import badges
from kclub_desktop.community.badges import ICONS, Honour
from kclub_desktop.community.measures import Condition
from kclub_desktop.errors import FieldRefused
from kclub_desktop.ui.desk import parts
from kclub_desktop.ui.desk.incentive_fields import Form, Select
from kclub_desktop.ui.desk.incentives_tab import Tab
from kclub_desktop.ui.desk.level_fields import ConditionFields
from kclub_desktop.ui.theme import icons
from kclub_desktop.ui.theme.apply import scaled
from kclub_desktop.ui.widgets.flow import Flow
from kclub_desktop.ui.widgets.person_picker import PersonPicker
from kclub_desktop.words import tr, tr_many, tr_noop
from kclub_desktop.words_for_rewards import condition_words

_CARD_PX = 248
ICON_WORDS = {
    "star": tr_noop("Star"), "circle-wavy-check": tr_noop("Seal"), "medal": tr_noop("Medal"),
    "trophy": tr_noop("Cup"), "heart": tr_noop("Heart"), "flame": tr_noop("Flame"),
    "book-open": tr_noop("Open book"), "student": tr_noop("Graduate"), "ticket": tr_noop("Ticket"),
    "chat-circle": tr_noop("Speech bubble"), "users-three": tr_noop("Group"), "rocket-launch": tr_noop("Rocket"),
    "crown-simple": tr_noop("Crown"), "lightbulb": tr_noop("Lamp"),
}  # fmt: skip


class BadgesTab(Tab):
    """A grid of badges."""

    data: list[Honour] | None

    def header_buttons(self) -> list[QWidget]:
        """Make a badge."""
        new = partial(self.change, Honour(0, "", rule=Condition("courses", 5)))
        return [parts.button(tr("New badge"), new, kind="primary", icon="add")]

    def note(self) -> str:
        """How many badges there are."""
        return tr_many("1 badge", "{n} badges", len(self.data or ()))

    def fill(self, layout: QVBoxLayout) -> None:
        """Cards that go on in the next line."""
        if not self.data:
            words = tr(
                "A badge honours what somebody did once and for good: five courses, ten events, a year with you."
            )
            layout.addWidget(parts.card(parts.small_message(words), title=tr("No badges yet")))
            return
        grid = QWidget()
        flow = Flow(grid, gap=16)
        for one in self.data:
            flow.addWidget(self._card(one))
        layout.addWidget(grid)

    def change(self, badge: Honour) -> None:
        """Make or change a badge."""
        if self.editing:
            return
        form = Form(
            tr("Change {badge}", badge=badge.name) if badge.id else tr("New badge"),
            partial(self._save, badge),
            self.leave,
        )
        self._name = parts.field(tr("Name of the badge"), value=badge.name)
        self._summary = parts.field(tr("What it honours, in a few words"), value=badge.summary)
        self._icon = Select(tr("Icon"), [(code, tr(words)) for code, words in ICON_WORDS.items()], badge.icon)
        for at, code in enumerate(ICON_WORDS):
            self._icon.setItemIcon(at, icons.icon(code, "accent"))
        form.ask(tr("Name of the badge"), self._name)
        form.ask(tr("What it honours, in a few words"), self._summary)
        form.ask(tr("Icon"), self._icon)
        self._ruled = QCheckBox(tr("Given by a rule as soon as it is reached"))
        self._ruled.setChecked(badge.rule is not None)
        form.fields.addWidget(self._ruled)
        currency = self.session.library.currency
        self._rule = ConditionFields(badge.rule or Condition("courses", 5), currency)
        self._rule.gone.connect(lambda: self._ruled.setChecked(False))
        self._rule.setVisible(badge.rule is not None)
        self._ruled.toggled.connect(self._rule.setVisible)
        form.fields.addWidget(self._rule)
        if badge.id:
            remove = parts.button(tr("Delete this badge"), partial(self._delete, badge), kind="quiet")
            form.fields.addLayout(parts.row(remove, None))
        self._form = form
        self.edit(form)
        self._name.setFocus()

    def award(self, badge: Honour) -> None:
        """Give a badge by hand."""
        if self.editing:
            return
        form = Form(tr("Give {badge}", badge=badge.name), partial(self._give, badge), self.leave, tr("Give"))
        self._who = PersonPicker(tr("Name, e-mail or phone"), self.page.find_people, self.session.jobs)
        form.ask(tr("Member"), self._who)
        self._form = form
        self.edit(form)
        self._who.line.setFocus()

    def _save(self, badge: Honour) -> None:
        rule = self._rule.condition if self._ruled.isChecked() else None
        wanted = Honour(
            badge.id, self._name.text(), self._summary.text(), self._icon.code, rule, badge.active
        )
        self.page.do(
            lambda: badges.save(self.session.library, wanted),
            said=tr("Badge saved"),
            done=lambda _id: self.leave(),
            failed=self._form.refuse,
        )

    def _delete(self, badge: Honour) -> None:
        self.page.do(
            lambda: badges.delete(self.session.library, badge.id),
            said=tr("Badge deleted"),
            done=lambda _none: self.leave(),
            failed=self._form.refuse,
        )

    def _give(self, badge: Honour) -> None:
        person = self._who.person
        if person is None:
            self._form.refuse(FieldRefused("member", "who"))
            return
        self.page.do(
            lambda: badges.award(self.session.library, person.id, badge.id),
            said=tr("{name} has {badge} now.", name=person.name, badge=badge.name),
            done=lambda _id: self.leave(),
            failed=self._form.refuse,
        )

    def _card(self, badge: Honour) -> QFrame:
        picture = parts.text("")
        picture.setPixmap(icons.pixmap(badge.icon if badge.icon in ICONS else ICONS[0], "accent", scaled(28)))
        names = parts.column(gap=0)
        names.addWidget(parts.text(badge.name, "strong", wrap=True))
        names.addWidget(
            parts.text(tr_many("Held by 1 member", "Held by {n} members", badge.holders), "secondary")
        )
        top = parts.row(picture, names, gap=12)
        top.setStretch(1, 1)
        rule = (
            condition_words(badge.rule, self.session.library.currency) if badge.rule else tr("Given by hand")
        )
        give = parts.button(tr("Give"), partial(self.award, badge), kind="quiet")
        give.setAccessibleName(f"{tr('Give')}: {badge.name}")
        change = parts.button(tr("Change"), partial(self.change, badge), kind="quiet")
        change.setAccessibleName(f"{tr('Change')}: {badge.name}")
        made = parts.card(
            top,
            parts.text(badge.summary or rule, "secondary", wrap=True),
            parts.text(rule if badge.summary else "", "secondary", wrap=True),
            parts.row(give, change, None),
        )
        made.setFixedWidth(scaled(_CARD_PX))
        return made
