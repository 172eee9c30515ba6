"""An add-on of Anki: says when the deck list is on screen; then ends the process, or times what it is asked for.

The list is on screen when its page has been built and the browser engine has drawn two frames since. Questions come
as lines of JSON on the input (KCLUB_BENCH_ASKED is set), answers go out the same way, in milliseconds taken in here:
  ["find", TEXT]   ids of the notes that fit
  ["list", TEXT, COLUMN]   the browser's table searched and sorted, until it has painted
  ["page"]   one page further down in that table
"""

from __future__ import annotations

import json
import os
import sys
import time
import traceback

import aqt
from aqt import gui_hooks, mw
from aqt.qt import QEvent, QObject, QSocketNotifier

TWO_FRAMES = "requestAnimationFrame(() => requestAnimationFrame(() => pycmd('kclub:painted')))"
WIDTH, HEIGHT, ROW_HEIGHT = (int(n) for n in os.environ.get("KCLUB_BENCH_TABLE", "1000 720 36").split())


def say(**answer: float) -> None:
    """One line for whoever started the process."""
    print(json.dumps(answer), flush=True)


class Painted(QObject):
    """Counts how often a widget was told to paint."""

    count = 0

    def eventFilter(self, _watched, event):
        self.count += event.type() == QEvent.Type.Paint
        return False


class Asked:
    """Answers questions about the collection and the browser's table."""

    def __init__(self) -> None:
        self._browser = None
        self._painted = Painted()
        self._lines = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, mw)
        self._lines.activated.connect(self._read)

    def _read(self, *_descriptor) -> None:
        line = sys.stdin.readline()
        if not line:
            os._exit(0)
        verb, *words = json.loads(line)
        self._lines.setEnabled(False)  # a question waits while the table paints
        answer = None
        try:
            answer = getattr(self, verb)(*words)
        finally:
            if answer is None:  # Anki would show a dialog, and nobody is here to close it
                traceback.print_exc(file=sys.__stderr__)
                os._exit(1)
        say(ms=answer)
        self._lines.setEnabled(True)

    def find(self, text: str) -> float:
        """Milliseconds for the ids."""
        began = time.perf_counter()
        mw.col.find_notes(text)
        return 1000 * (time.perf_counter() - began)

    def list(self, text: str, column: str) -> float:
        """Milliseconds until the table shows the notes of a search in the order of a column."""
        browser = self._opened()
        browser.table._state.sort_column = column
        began = time.perf_counter()
        browser.search_for(text)
        seen = self._painted.count
        while self._painted.count == seen:
            mw.app.processEvents()
        return 1000 * (time.perf_counter() - began)

    def page(self) -> float:
        """Milliseconds for one page down, painted."""
        view = self._opened().form.tableView
        bar = view.verticalScrollBar()
        began = time.perf_counter()
        bar.setValue(bar.value() + bar.pageStep())
        view.viewport().repaint()
        return 1000 * (time.perf_counter() - began)

    def _opened(self):
        if self._browser is None:
            self._browser = aqt.dialogs.open("Browser", mw)
            view = self._browser.form.tableView
            self._browser.resize(2 * WIDTH + 400, HEIGHT + 400)  # room for the table beside the editor
            view.setFixedSize(WIDTH, HEIGHT)
            view.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
            view.viewport().installEventFilter(self._painted)
            self._browser.search_for("")
            until = time.monotonic() + 2  # its editor and side bar come in later; they are not the list
            while time.monotonic() < until:
                mw.app.processEvents()
            cut_off = view.viewport().visibleRegion().boundingRect() != view.viewport().rect()
            assert not cut_off, "what is not in sight is not painted, and looks fast"
        return self._browser


asked: list[Asked] = []


def on_message(handled, message: str, _context):
    """The page's word that two frames went by; it comes once more whenever the list is drawn again."""
    if message != "kclub:painted":
        return handled
    if not asked:
        say(ready=1)
        if "KCLUB_BENCH_ASKED" not in os.environ:
            os._exit(0)
        asked.append(Asked())
    return True, None


gui_hooks.webview_did_receive_js_message.append(on_message)
gui_hooks.deck_browser_did_render.append(lambda deck_list: deck_list.web.eval(TWO_FRAMES))
