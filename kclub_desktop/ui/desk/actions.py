"""Everything the desk's window does on a key or from the palette: one table, from which shortcuts, palette and F1 are made."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QKeySequence

from kclub_desktop.ui.desk import looks
from kclub_desktop.ui.desk.sidebar import PAGES, keys_of
from kclub_desktop.ui.widgets.keyboard_map import named_shortcut
from kclub_desktop.words import tr, tr_noop

if TYPE_CHECKING:
    from kclub_desktop.ui.desk.command_palette import Command
    from kclub_desktop.ui.desk.window import DeskWindow

Keys = str | QKeySequence.StandardKey
OF_KIOSK = frozenset({"sync", "settings"})
"""The pages of a computer that was paired to stand at a door: there nobody works with members."""
_NOT_AT_A_DOOR = frozenset({"History", "Duplicates", "Add member", "Import", "Export", "Undo", "Redo"}) | {
    words for code, words in PAGES.items() if code not in OF_KIOSK
}


@dataclass(frozen=True)
class Action:
    """words: marked with tr_noop; keys: each of them does it, the first is shown; listed: in the palette too."""

    words: str
    keys: tuple[Keys, ...]
    icon: str
    run: Callable[[], Any]
    listed: bool = True

    @property
    def shown_keys(self) -> str:
        """The first keys as this system writes them; '' for none."""
        if not self.keys:
            return ""
        return QKeySequence(self.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)


def actions_of(window: DeskWindow) -> list[Action]:
    """The pages, then what is done most, then how it looks; on a kiosk's computer what concerns itself alone."""
    return [one for one in _all_of(window) if not (window.is_kiosk and one.words in _NOT_AT_A_DOOR)]


def _all_of(window: DeskWindow) -> list[Action]:
    settings, standard = window.session.settings, QKeySequence.StandardKey
    pages = [
        Action(words, (keys_of(code),), code, partial(window.show_page, code))
        for code, words in PAGES.items()
    ]
    return [
        *pages,
        Action(tr_noop("History"), ("Ctrl+H",), "history", partial(window.show_page, "history")),
        Action(tr_noop("Duplicates"), ("Ctrl+D",), "segment", partial(window.show_page, "duplicates")),
        Action(tr_noop("Find anything"), ("Ctrl+K",), "search", window.open_palette, listed=False),
        Action(tr_noop("Find on this page"), (standard.Find,), "search", window.focus_filter, listed=False),
        Action(tr_noop("Add member"), ("Ctrl+N",), "add", partial(window.on_members, "add_member")),
        Action(tr_noop("Import"), ("Ctrl+I",), "import", partial(window.on_members, "import_files")),
        Action(tr_noop("Export"), ("Ctrl+E",), "export", partial(window.on_members, "export")),
        Action(tr_noop("Undo"), (standard.Undo,), "undo", window.undo_last),
        Action(tr_noop("Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), "redo", window.redo_last),
        Action(tr_noop("Sync now"), ("F5",), "sync", window.sync_now),
        Action(tr_noop("Notifications"), ("Ctrl+Shift+N",), "notices", window.open_notices),
        Action(tr_noop("Keyboard"), ("F1",), "keyboard", window.open_keyboard_map),
        Action(tr_noop("Switch language"), (), "language", window.switch_language),
        Action(tr_noop("Light or dark"), (), "theme", window.switch_theme),
        Action(
            tr_noop("Light or dark as the system"),
            (),
            "theme",
            partial(looks.choose, settings, theme="system"),
        ),
        Action(tr_noop("Larger text"), ("Ctrl++", "Ctrl+="), "larger", partial(looks.step_text, settings, 1)),
        Action(tr_noop("Smaller text"), ("Ctrl+-",), "smaller", partial(looks.step_text, settings, -1)),
        Action(tr_noop("Text in its usual size"), ("Ctrl+0",), "text", partial(looks.step_text, settings, 0)),
        Action(tr_noop("New library …"), (), "add", partial(window.change_library, "new")),
        Action(tr_noop("Open another library …"), (), "archive", partial(window.change_library, "open")),
    ]


def listen(window: DeskWindow, actions: list[Action]) -> None:
    """Make the shortcuts, named for the keyboard map."""
    for action in actions:
        for keys in action.keys:
            named_shortcut(keys, window, action.words, action.run)


def commands(actions: list[Action], hidden: Collection[str] = ()) -> list[Command]:
    """The palette's lines, in the current language. hidden: pages that this device is not shown."""
    from kclub_desktop.ui.desk.command_palette import Command

    unnamed = {PAGES[page] for page in hidden}
    return [
        Command(tr(one.words), one.shown_keys, one.icon, one.run)
        for one in actions
        if one.listed and one.words not in unnamed
    ]
