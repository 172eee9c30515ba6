"""The keyboard map (F1): every shortcut that works now, read off the window itself, so that none can be forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from kclub_desktop.ui.theme.apply import scaled
from kclub_desktop.ui.widgets.blocks import PAGE, button, clear, column, field, row, scrolling, text
from kclub_desktop.words import tr


def named_shortcut(
    keys: QKeySequence | QKeySequence.StandardKey | str, owner: QWidget, words: str, action: Callable[[], Any]
) -> QShortcut:
    """A shortcut that the map can name. words: marked with tr_noop, since the language may change while it lives."""
    made = QShortcut(QKeySequence(keys), owner)
    made.setWhatsThis(words)
    made.activated.connect(lambda: action())
    return made


def shortcuts_of(window: QWidget) -> list[tuple[str, str]]:
    """(words, keys) of what works in a window now: its own first, then those of parts that are seen. Each once."""
    found: dict[str, list[str]] = {}
    for shortcut in sorted(window.findChildren(QShortcut), key=lambda one: one.parent() is not window):
        owner = shortcut.parent()
        if not shortcut.isEnabled() or (
            isinstance(owner, QWidget) and owner is not window and not owner.isVisible()
        ):
            continue
        words = shortcut.whatsThis()
        keys = shortcut.key().toString(QKeySequence.SequenceFormat.NativeText)
        if keys and keys not in found.setdefault(tr(words), []):
            found[tr(words)].append(keys)
    return [(words, " / ".join(keys)) for words, keys in found.items()]


class KeyboardMap(QDialog):
    """A list to read and to search in; Escape closes it."""

    def __init__(self, shortcuts: Iterable[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keyboard"))
        self.setMinimumSize(scaled(440), scaled(420))
        self.shortcuts = list(shortcuts)
        layout = column(self, PAGE, 12)
        layout.addWidget(text(tr("Keyboard"), "section"))
        self.line = field(tr("Find a shortcut"), filter=True)
        self.line.setMaximumWidth(16_777_215)
        self.line.textChanged.connect(self._show)
        layout.addWidget(self.line)
        inside = QWidget()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnStretch(0, 1)
        outer = column(inside)
        outer.addLayout(self._grid)
        outer.addStretch(1)
        layout.addWidget(scrolling(inside), 1)
        layout.addLayout(row(None, button(tr("Close"), self.accept)))
        self._show("")
        self.line.setFocus()

    def _show(self, typed: str) -> None:
        clear(self._grid)
        wanted = typed.strip().casefold()
        fitting = [pair for pair in self.shortcuts if wanted in f"{pair[0]} {pair[1]}".casefold()]
        for at, (words, keys) in enumerate(fitting):
            cap = text(keys, "key")
            name = text(words)
            name.setAccessibleName(f"{words}: {keys}")
            self._grid.addWidget(name, at, 0)
            self._grid.addWidget(cap, at, 1, Qt.AlignmentFlag.AlignRight)
        if not fitting:
            self._grid.addWidget(text(tr("No shortcut fits."), "secondary"), 0, 0)
