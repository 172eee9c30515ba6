"""More on a member in the inspector: birthday, channel, further contacts, the owner's own fields, who brought them, household."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QMenu, QWidget

from kclub_desktop.community.own_fields import OwnField
from kclub_desktop.community.reaching import KINDS
from kclub_desktop.store.tables import Member
from kclub_desktop.ui.desk import parts
from kclub_desktop.ui.desk.editable import Editable, editable
from kclub_desktop.ui.desk.member_beside import Beside
from kclub_desktop.ui.jobs import Jobs
from kclub_desktop.ui.theme.apply import scaled
from kclub_desktop.ui.widgets.flow import Flow
from kclub_desktop.ui.widgets.person_picker import Find, Person, PersonPicker
from kclub_desktop.ui.widgets.phone_field import region_of_zone
from kclub_desktop.words import tr
from kclub_desktop.words_for_members import contact_kind_words, household_kind_words


class RelationsPart(QWidget):
    """Holds the fields it makes in `fields`, so that a refusal finds its place."""

    kept = Signal(str, str)
    """(field, value): contact:ID, contact+KIND, own:ID, or a column of the member."""
    referrer_chosen = Signal(object)
    """Id of the member who brought them, or None."""
    member_wanted = Signal(object)
    household_wanted = Signal()
    own_fields_wanted = Signal()

    def __init__(
        self, member: Member, beside: Beside, find: Find | None, jobs: Jobs | None, zone: str = ""
    ) -> None:
        """zone: the community's, which tells where a number without a country code is from."""
        super().__init__()
        self._region = region_of_zone(zone)
        self.fields: dict[str, Editable] = {}
        self._layout = parts.column(self, gap=2)
        self._field("birthday", tr("Birthday"), str(member.birthday))
        self._field("channel", tr("Channel"), str(member.channel))
        for reached in beside.contacts:
            name = reached.label or contact_kind_words(reached.kind)
            self._field(f"contact:{reached.id}", name, reached.value, phone=reached.kind == "phone")
        for own, value in beside.own:
            if own.kind in ("choice", "yes_no"):
                self._choice(own, value)
            else:
                self._field(f"own:{own.id}", own.name, value)
        self._new_contact = parts.column(gap=2)
        self._layout.addLayout(self._new_contact)
        if find is not None and jobs is not None:
            self._referrer(beside, find, jobs)
        self._household(beside)
        self._more()

    def _field(self, field: str, name: str, value: str, *, phone: bool = False) -> Editable:
        one = editable(field, name, value, self._region if phone else None)
        one.kept.connect(self.kept)
        self.fields[field] = one
        self._layout.addWidget(one)
        return one

    def _named(self, name: str, thing: QWidget) -> None:
        label = parts.text(name, "secondary", wrap=True)
        label.setFixedWidth(scaled(88))
        label.setBuddy(thing)
        line = parts.row(label, thing)
        line.setStretch(1, 1)
        self._layout.addLayout(line)

    def _choice(self, own: OwnField, value: str) -> None:
        box = QComboBox()
        box.setAccessibleName(own.name)
        box.addItem("–", "")
        words = [(one, one) for one in own.choices] if own.kind == "choice" else [("yes", tr("Yes"))]
        for code, said in words:
            box.addItem(said, code)
        box.setCurrentIndex(max(0, box.findData(value)))
        # The owner's own words may be longer than the panel is wide; the list shows them whole.
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.activated.connect(lambda _index: self.kept.emit(f"own:{own.id}", str(box.currentData())))
        self._named(own.name, box)

    def _referrer(self, beside: Beside, find: Find, jobs: Jobs) -> None:
        picker = PersonPicker(tr("Who brought them"), find, jobs)
        if beside.referrer is not None:
            picker.pick(Person(*beside.referrer))
        picker.picked.connect(lambda person: self.referrer_chosen.emit(person.id if person else None))
        self._named(tr("Brought by"), picker)
        if beside.brought:
            words = parts.text(tr("{n} came through them", n=beside.brought), "secondary", wrap=True)
            words.setContentsMargins(scaled(96), 0, 0, 0)
            self._layout.addWidget(words)

    def _household(self, beside: Beside) -> None:
        if beside.household is None:
            return
        name, kind = beside.household
        change = parts.button(name, self.household_wanted.emit, kind="link")
        change.setAccessibleName(tr("Change the household {name}", name=name))
        self._named(household_kind_words(kind), _left(change))
        for row, other in beside.belongs_with[:8]:
            link = parts.button(other or tr("No name"), partial(self.member_wanted.emit, row), kind="link")
            self._named("", _left(link))

    def _more(self) -> None:
        menu = QMenu()
        for kind in KINDS:
            menu.addAction(contact_kind_words(kind), partial(self._add_contact, kind))
        add = parts.button(
            tr("Add contact …"), lambda: menu.popup(add.mapToGlobal(add.rect().bottomLeft())), kind="link"
        )
        menu.setParent(add, menu.windowFlags())
        household = parts.button(tr("Household …"), self.household_wanted.emit, kind="link")
        own = parts.button(tr("Own fields …"), self.own_fields_wanted.emit, kind="link")
        # With large text, or in a language of longer words, the three do not fit into one line of the panel.
        holder = QWidget()
        flow = Flow(holder, gap=parts.GAP)
        for link in (add, household, own):
            flow.addWidget(link)
        self._layout.addWidget(holder)

    def _add_contact(self, kind: str) -> None:
        region = self._region if kind == "phone" else None
        one = editable(f"contact+{kind}", contact_kind_words(kind), "", region)
        one.kept.connect(self.kept)
        self.fields[one.field] = one
        self._new_contact.addWidget(one)
        one.line.setFocus()


def _left(widget: QWidget) -> QWidget:
    """A widget as wide as it needs, at the left of its place."""
    holder = QWidget()
    holder.setLayout(parts.row(widget, None))
    return holder
