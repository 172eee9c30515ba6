"""Two records that may be one person, beside each other: why, what each brings, and which value stands in each field."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from kclub_desktop.ui.desk import parts, shown
from kclub_desktop.ui.desk.duplicates_query import Compared, Side
from kclub_desktop.ui.theme.apply import scaled
from kclub_desktop.ui.widgets.avatar import Avatar
from kclub_desktop.ui.widgets.side_by_side import SideBySide
from kclub_desktop.ui.widgets.value_choice import ElidedButton, ValueChoices
from kclub_desktop.words import tr
from kclub_desktop.words_for_duplicates import evidence_words, sureness_words
from kclub_desktop.words_for_fields import words_for_table


class MergeView(QWidget):
    """Shows one pair; deciding is the page's business."""

    member_wanted = Signal(object)
    """Id of one of the two, whom the person wants to see."""

    def __init__(self, zone: str) -> None:
        super().__init__()
        self._zone = zone
        self.choices: ValueChoices | None = None
        self._layout = parts.column(self, gap=12)

    def show_pair(self, found: Compared) -> None:
        """Fill with a pair."""
        parts.clear(self._layout)
        sure = parts.pill(f"{found.pair.percent}% · {sureness_words(found.pair.confidence)}", "accent")
        title = parts.text(tr("Is this one person?"), "section", wrap=True)
        top = parts.row(title, sure)
        top.setStretch(0, 1)
        self._layout.addLayout(top)
        reasons = parts.column(gap=2)
        for evidence in found.pair.evidence:
            reasons.addWidget(parts.text(f"·  {evidence_words(evidence)}", "secondary", wrap=True))
        self._layout.addLayout(reasons)
        self._layout.addWidget(
            SideBySide(
                self._card(found.kept, tr("This record is kept")),
                self._card(found.gone, tr("This one goes into it")),
            )
        )
        self._fields(found)
        note = tr(
            "All that either has stays with the person; an address, a name or a note that does not stand is kept beside."
        )
        self._layout.addWidget(parts.text(note, "secondary", wrap=True))
        self._layout.addStretch(1)

    @property
    def taken(self) -> frozenset[str]:
        """The keys of the fields in which the younger record's value is to stand."""
        return frozenset(self.choices.right_taken) if self.choices is not None else frozenset()

    def _fields(self, found: Compared) -> None:
        self.choices = ValueChoices(tr("the record that is kept"), tr("the one that goes into it"))
        for one in found.fields:
            self.choices.add(one.key, one.name, one.mine, one.theirs)
        self._layout.addWidget(parts.line())
        if any(one.mine and one.theirs and one.mine != one.theirs for one in found.fields):
            self._layout.addWidget(
                parts.text(tr("Choose what is right where they differ"), "strong", wrap=True)
            )
        self._layout.addWidget(self.choices)

    def _card(self, side: Side, role: str) -> QFrame:
        member = side.member
        name = str(member.name) or tr("No name")
        opens = ElidedButton(name, tr("Open {name}", name=name), "link")
        opens.clicked.connect(lambda: self.member_wanted.emit(int(member.id)))
        since = member.joined_at if member.joined_at is not None else member.created_at
        words = tr("since {day}", day=shown.day(since, self._zone))
        if member.archived_at is not None:
            words += " · " + tr("Archived")
        names = parts.column(gap=0)
        names.addWidget(opens)
        names.addWidget(parts.text(words, "secondary", wrap=True))
        top = parts.row(Avatar(name, scaled(36)), names, gap=10)
        top.setStretch(1, 1)
        brings = tr(", ").join(
            f"{words_for_table(table)} {shown.number(count)}" for table, count in side.brings.items()
        )
        card = parts.card(
            parts.text(role, "caption", wrap=True),
            top,
            parts.text(brings or tr("Brings nothing but these fields"), "secondary", wrap=True),
            margins=12,
        )
        card.setObjectName("tile")
        inside = card.layout()
        assert isinstance(inside, QVBoxLayout)
        inside.addStretch(1)
        return card
