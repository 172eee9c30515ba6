"""Who would move, on a card: how many up and down, each level now and then, and names."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QGridLayout

from kclub_desktop.community.level_preview import Preview
from kclub_desktop.ui.desk import parts, shown
from kclub_desktop.words import tr, tr_many

_NAMED = 12


class PreviewCard(QFrame):
    """Filled as answers come."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        layout = parts.column(self, parts.CARD, 10)
        layout.addWidget(parts.text(tr("Who would move"), "section"))
        self._inside = parts.column(gap=10)
        layout.addLayout(self._inside)
        self.wait()

    def wait(self) -> None:
        """Nothing is known yet."""
        parts.clear(self._inside)
        self._inside.addWidget(parts.small_message(tr("Shown as soon as the rules are complete.")))

    def show_preview(self, found: Preview) -> None:
        """Show an answer."""
        parts.clear(self._inside)
        up = tr_many("1 goes up", "{n} go up", found.up)
        down = tr_many("1 goes down", "{n} go down", found.down)
        self._inside.addLayout(
            parts.row(
                parts.pill(up, "good" if found.up else ""),
                parts.pill(down, "warn" if found.down else ""),
                None,
            )
        )
        self._inside.addLayout(_counts(found))
        for one in found.named[:_NAMED]:
            went = tr(
                "{name}: {before} → {after}",
                name=one.name or tr("No name"),
                before=one.before or tr("No level"),
                after=one.after or tr("No level"),
            )
            self._inside.addWidget(parts.text(went, "secondary", wrap=True))
        rest = found.up + found.down - min(_NAMED, len(found.named))
        if rest > 0:
            self._inside.addWidget(parts.text(tr_many("and 1 more", "and {n} more", rest), "secondary"))


def _counts(found: Preview) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(0, 1)
    for column, words in enumerate((tr("Level"), tr("Now"), tr("Then"))):
        grid.addWidget(parts.text(words, "secondary"), 0, column)
    for row, (name, now, then) in enumerate(reversed(found.counts), start=1):
        grid.addWidget(parts.text(name or tr("No level"), wrap=True), row, 0)
        grid.addWidget(parts.text(shown.number(now)), row, 1)
        grid.addWidget(parts.text(shown.number(then), "strong" if now != then else ""), row, 2)
    return grid
