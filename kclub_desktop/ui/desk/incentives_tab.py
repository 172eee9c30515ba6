"""What the tabs of the Incentives page share: a column that scrolls, what is being edited, and what is done by the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kclub_desktop.ui.desk import parts

if TYPE_CHECKING:
    from kclub_desktop.ui.desk.incentives_page import IncentivesPage


class Tab(QWidget):
    """One tab. Subclasses give `fill`, and `header_buttons` for the header."""

    def __init__(self, page: IncentivesPage) -> None:
        super().__init__()
        self.page, self.session = page, page.session
        self.editing = False
        self.data: Any = None
        inside = QWidget()
        self._layout: QVBoxLayout = parts.column(inside, gap=16)
        parts.column(self).addWidget(parts.scrolling(inside))

    def header_buttons(self) -> list[QWidget]:
        """Buttons for the page's header."""
        return []

    def asked(self) -> Any:
        """What of the tab's own choices the query needs."""
        return None

    def show_found(self, data: Any) -> str:
        """Show what was found; the words beside the title."""
        self.data = data
        self._again()
        return self.note()

    def note(self) -> str:
        """The words beside the title."""
        return ""

    def fill(self, layout: QVBoxLayout) -> None:
        """Put what was found into the empty column."""
        raise NotImplementedError

    def edit(self, editor: QWidget) -> None:
        """Show an editor in place of the content until `leave`."""
        self.editing = True
        self.page.show_actions(False)
        parts.clear(self._layout)
        self._layout.addWidget(editor)
        self._layout.addStretch(1)

    def leave(self) -> None:
        """Back from the editor to what is kept now."""
        self.editing = False
        self.page.show_actions(True)
        if self.data is not None:
            self._again()
        self.page.refresh()

    def _again(self) -> None:
        parts.clear(self._layout)
        self.fill(self._layout)
        self._layout.addStretch(1)
