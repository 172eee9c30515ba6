"""The sidebar: the community's name with its menu, the pages, the sync chip, and the switches of language and theme."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QFrame, QMenu, QPushButton, QScrollArea, QWidget

from kclub_desktop.ui.desk import parts
from kclub_desktop.ui.theme import icons
from kclub_desktop.ui.theme import tokens as t
from kclub_desktop.ui.theme.apply import scaled, widened
from kclub_desktop.words import language_name, next_language, tr, tr_many, tr_noop

PAGES = {
    "overview": tr_noop("Overview"),
    "members": tr_noop("Members"),
    "courses": tr_noop("Courses"),
    "events": tr_noop("Events"),
    "plans": tr_noop("Plans"),
    "money": tr_noop("Money"),
    "incentives": tr_noop("Incentives"),
    "insights": tr_noop("Insights"),
    "sync": tr_noop("Sync"),
    "settings": tr_noop("Settings"),
}
_BELOW = ("settings",)
"""Pages one opens now and then stand at the bottom, by the chip."""


def keys_of(code: str) -> str:
    """The keys that open a page: Ctrl+1 … Ctrl+9 in order, Ctrl+, for the settings as everywhere."""
    return "Ctrl+," if code == "settings" else f"Ctrl+{list(PAGES).index(code) + 1}"


_EDGE_PX, _PADDING_PX = 3 * t.GRID, 2 * t.GRID


class Sidebar(QFrame):
    """Says what was clicked; the window does it."""

    page_wanted = Signal(str)
    language_wanted = Signal()
    theme_wanted = Signal()
    library_wanted = Signal(str)
    """new, open or demo."""
    palette_wanted = Signal()
    notices_wanted = Signal()

    def __init__(self, community: str, current: str, hidden: Collection[str] = ()) -> None:
        """hidden: pages that this device is not shown."""
        super().__init__()
        self.setObjectName("sidebar")
        self.setFixedWidth(widened(t.SIDEBAR_PX))
        layout = parts.column(self, _EDGE_PX, 4)
        layout.addWidget(self._community(community))
        layout.addSpacing(8)
        layout.addWidget(self._find())
        layout.addSpacing(8)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        made = {
            code: self._page(code, tr(words), code == current)
            for code, words in PAGES.items()
            if code not in hidden
        }
        self._pages = _scrolling([button for code, button in made.items() if code not in _BELOW])
        layout.addWidget(self._pages, 1)
        for code in _BELOW:
            layout.addWidget(made[code])
        self.chip = QPushButton("")
        self.chip.setObjectName("chip")
        self.chip.setIconSize(QSize(scaled(16), scaled(16)))
        self.chip.clicked.connect(lambda: self.page_wanted.emit("sync"))
        layout.addWidget(self.chip)
        layout.addLayout(self._switches())

    def mark(self, page: str) -> None:
        """Show which page is open; one that is not in the sidebar marks none."""
        self._group.setExclusive(page in self._buttons)
        for code, one in self._buttons.items():
            one.setChecked(code == page)
        self._group.setExclusive(True)
        if page in self._buttons and page not in _BELOW:
            self._pages.ensureWidgetVisible(self._buttons[page], 0, 0)

    def say_sync(self, words: str, icon: str = "check", tone: str = "") -> None:
        """Put the state of sync into the chip; tone "warn" when a person should look."""
        metrics, room = self.chip.fontMetrics(), widened(t.SIDEBAR_PX) - scaled(76)
        lines = [metrics.elidedText(line, Qt.TextElideMode.ElideRight, room) for line in words.split("\n")]
        self.chip.setText("\n".join(lines))
        self.chip.setProperty("elided", lines != words.split("\n"))
        self.chip.setIcon(
            icons.icon(icon, "warn" if tone == "warn" else "good" if icon == "check" else "secondary")
        )
        said = words.replace("\n", " · ")
        self.chip.setToolTip(said)
        self.chip.setAccessibleName(said)
        self.chip.setProperty("tone", tone)
        self.chip.style().unpolish(self.chip)
        self.chip.style().polish(self.chip)

    def say_unread(self, count: int) -> None:
        """Show on the bell that there is something to read, and say how much."""
        words = (
            tr_many("1 notification to read", "{n} notifications to read", count)
            if count
            else tr("Notifications")
        )
        self.bell.setIcon(
            icons.icon("notices_unread" if count else "notices", "warn" if count else "secondary")
        )
        self.bell.setToolTip(words)
        self.bell.setAccessibleName(words)

    def _community(self, name: str) -> QPushButton:
        button = QPushButton()
        button.setObjectName("community")
        # The style sheet's font is not on the button yet.
        font = QFont(button.font())
        font.setPixelSize(scaled(t.SECTION_PX))
        font.setWeight(QFont.Weight.DemiBold)
        room = widened(t.SIDEBAR_PX) - 2 * _EDGE_PX - 2 * _PADDING_PX - 2
        button.setText(QFontMetrics(font).elidedText(name, Qt.TextElideMode.ElideRight, room))
        button.setToolTip(name)
        button.setAccessibleName(tr("Community {name}: change library", name=name))
        menu = QMenu(button)
        menu.addAction(tr("History"), partial(self.page_wanted.emit, "history"))
        menu.addSeparator()
        for code, words in (
            ("new", tr("New library …")),
            ("open", tr("Open another library …")),
            ("demo", tr("Open the demo community")),
        ):
            menu.addAction(words, partial(self.library_wanted.emit, code))
        # Not setMenu: a button with a menu loses the room at its left.
        button.clicked.connect(lambda: menu.popup(button.mapToGlobal(button.rect().bottomLeft())))
        return button

    def _find(self) -> QPushButton:
        words, keys = tr("Find anything"), "Ctrl+K"
        button = parts.button(words, self.palette_wanted.emit, icon="search")
        button.setObjectName("chip")
        font = QFont(button.font())
        font.setPixelSize(scaled(t.SECONDARY_PX))
        room = widened(t.SIDEBAR_PX) - 2 * _EDGE_PX - scaled(48)
        # The key is said where there is room for it; it is in the tooltip anyway.
        if QFontMetrics(font).horizontalAdvance(f"{words}   {keys}") < room:
            button.setText(f"{words}   {keys}")
        button.setAccessibleName(tr("Find anything"))
        button.setToolTip(f"{tr('Find anything')} (Ctrl+K)")
        return button

    def _page(self, code: str, words: str, current: bool) -> QPushButton:
        one = QPushButton(icons.icon(code, "accent" if current else "secondary"), words)
        one.setObjectName("sidebar_item")
        one.setIconSize(QSize(scaled(18), scaled(18)))
        one.setCheckable(True)
        one.setChecked(current)
        one.setToolTip(f"{words} ({keys_of(code)})")
        one.setAccessibleName(words)
        one.clicked.connect(lambda _checked=False: self.page_wanted.emit(code))
        one.toggled.connect(lambda on: one.setIcon(icons.icon(code, "accent" if on else "secondary")))
        self._group.addButton(one)
        self._buttons[code] = one
        return one

    def _switches(self) -> parts.QHBoxLayout:
        # Each language is named in itself, so that whoever cannot read this one finds theirs.
        other = parts.button(
            language_name(next_language()), self.language_wanted.emit, kind="quiet", icon="language"
        )
        other.setToolTip(tr("Switch language"))
        theme = parts.icon_button(tr("Light or dark"), self.theme_wanted.emit, "theme")
        self.bell = parts.icon_button(tr("Notifications"), self.notices_wanted.emit, "notices")
        return parts.row(other, None, theme, self.bell, gap=2)


def _scrolling(pages: list[QPushButton]) -> QScrollArea:
    """The pages in a column that scrolls where a low window and large text leave too little room for all of them."""
    inside = QWidget()
    inside.setObjectName("sidebar_pages")
    column = parts.column(inside, gap=4)
    for one in pages:
        column.addWidget(one)
    column.addStretch(1)
    area = parts.scrolling(inside)
    area.setObjectName("sidebar_pages")
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    # What the area itself would like to be is not what the sidebar must be high.
    area.setMinimumHeight(pages[0].sizeHint().height())
    watch = _Seen(area)
    for one in pages:
        one.installEventFilter(watch)
    return area


class _Seen(QObject):
    """Brings the page that was reached by Tab, or is opened, into sight."""

    def __init__(self, area: QScrollArea) -> None:
        super().__init__(area)
        self._area = area

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self._area.ensureWidgetVisible(watched, 0, 0)
        return False
