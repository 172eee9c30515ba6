"""Writing Markdown at the desk: a dialog with the editor and its preview, and how such words are shown in an inspector."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QWidget

from kclub_desktop.errors import KClubError
from kclub_desktop.ui.desk import parts
from kclub_desktop.ui.desk.page import Page
from kclub_desktop.ui.widgets.markdown_editor import MarkdownEditor
from kclub_desktop.ui.widgets.markdown_view import MarkdownView
from kclub_desktop.words import tr
from kclub_desktop.words_for_errors import words_for

_WIDE = (760, 420)
_MOST_PX = 140
_SIGNS = "*_[#>`|"


class MarkdownDialog(QDialog):
    """Words written in Markdown and seen as they will be read; keep(words) runs as a job of the page."""

    def __init__(
        self,
        page: Page,
        title: str,
        asks: str,
        name: str,
        words: str,
        keep: Callable[[str], Any],
        said: str = "",
    ) -> None:
        """asks: what is to be written; name: of the field; said: what was done, otherwise “Change kept”."""
        super().__init__(page)
        self._page, self._keep_words, self._said = page, keep, said
        self.setWindowTitle(title)
        self.resize(*_WIDE)
        layout = parts.column(self, parts.PAGE, 12)
        layout.addWidget(parts.text(asks, "section", wrap=True))
        self.editor = MarkdownEditor(name)
        self.editor.set_markdown(words)
        layout.addWidget(self.editor, 1)
        self.error = parts.text("", "field_error", wrap=True)
        self.error.hide()
        layout.addWidget(self.error)
        self.keep = parts.button(tr("Keep"), self.write, kind="primary")
        layout.addLayout(parts.row(None, parts.button(tr("Cancel"), self.reject), self.keep))
        self.editor.edit.setFocus()

    def write(self) -> None:
        """Keep the words; stay open when they are refused."""
        words = self.editor.markdown
        self._page.do(
            lambda: self._keep_words(words),
            said=self._said or tr("Change kept"),
            done=lambda _result: self.accept(),
            failed=self._refused,
        )

    def _refused(self, error: KClubError) -> None:
        self.error.setText(words_for(error))
        self.error.show()


def markdown_part(name: str, words: str, room_px: int, role: str = "", most_px: int = _MOST_PX) -> QWidget:
    """Words as they are read: a plain sentence as a label, what has signs of Markdown laid out, as high as it needs.

    room_px: the width it has; most_px: higher than that it scrolls; role: of a plain sentence
    """
    if "\n" not in words and not any(sign in words for sign in _SIGNS):
        return parts.text(words, role, wrap=True)
    view = MarkdownView(name, words)
    view.setObjectName("read_only")
    view.document().setDocumentMargin(0)
    view.document().setTextWidth(room_px)
    view.setFixedHeight(min(most_px, round(view.document().size().height()) + 2 * view.frameWidth() + 2))
    # An address that somebody wrote into a note or a summary; the view tells only those a browser may be given.
    view.link_wanted.connect(lambda link: QDesktopServices.openUrl(QUrl(link)))
    return view
