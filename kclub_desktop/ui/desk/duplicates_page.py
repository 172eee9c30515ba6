"""The duplicates page: pairs of members who may be one person, the surest first; one of them in full, to be decided."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kclub_desktop.community import duplicates, merging
from kclub_desktop.community.duplicates import Pair
from kclub_desktop.errors import KClubError
from kclub_desktop.progress import Progress
from kclub_desktop.store.tables import Contact, Member, NotDuplicate
from kclub_desktop.ui.desk import duplicates_query, parts, shown
from kclub_desktop.ui.desk.duplicates_query import Compared, Listed
from kclub_desktop.ui.desk.lists import RowList
from kclub_desktop.ui.desk.merge_view import MergeView
from kclub_desktop.ui.desk.page import Page
from kclub_desktop.ui.session import Session
from kclub_desktop.ui.widgets.keyboard_map import named_shortcut
from kclub_desktop.words import tr, tr_noop
from kclub_desktop.words_for_duplicates import reasons_words
from kclub_desktop.words_for_errors import words_for

_LIST_PX = 280
# With fewer than all of these the page could not be worked through without a mouse.
_KEYS = (
    ("Return", tr_noop("Merge the two"), "merge"),
    ("N", tr_noop("Not the same person"), "not_same"),
    ("J", tr_noop("Next pair"), "next_pair"),
    ("K", tr_noop("Pair before"), "pair_before"),
)


class DuplicatesPage(Page):
    """Every pair, and one of them."""

    name = "duplicates"
    models = frozenset({Member, Contact, NotDuplicate})

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self._found: list[Pair] | None = None
        self._asked: list[Pair] = []
        self.pairs: list[Pair] = []
        self.chosen = 0
        self._compare: Compared | None = None
        super().__init__(session, parent)

    def title(self) -> str:
        """Duplicates, in the current language."""
        return tr("Duplicates")

    def build(self, body: QWidget) -> None:
        """List at the left, the pair at the right."""
        self.count = parts.text("", "secondary")
        self.list = RowList((tr("Members"), "%"), self.title(), right=(1,))
        # Not wider with larger text: the pair beside it needs that room in a small window.
        self.list.setFixedWidth(_LIST_PX)
        self.list.chosen.connect(self._choose)
        self.view = MergeView(self.session.library.zone)
        self.view.member_wanted.connect(lambda member: self.wanted.emit("members", member))
        holder = QWidget()
        inside = parts.column(holder)
        inside.setContentsMargins(0, 0, 12, 0)
        inside.addWidget(self.view)
        layout = parts.column(body, parts.PAGE, 12)
        layout.addLayout(
            parts.header(
                self.title(),
                self.count,
                parts.button(tr("Look again"), self.look_again, icon="search"),
                parts.button(tr("Members"), lambda: self.wanted.emit("members", None), icon="members"),
            )
        )
        self.not_same_button = parts.button(tr("Not the same person"), self.not_same, shortcut="N")
        self.merge_button = parts.button(tr("Merge"), self.merge, kind="primary", shortcut="Return")
        right = parts.column(gap=12)
        right.addWidget(parts.scrolling(holder), 1)
        right.addLayout(parts.row(None, self.not_same_button, self.merge_button))
        both = parts.row(self.list, right, gap=20)
        both.setStretch(1, 1)
        layout.addLayout(both, 1)
        for keys, words, action in _KEYS:
            for owner in (self.list, holder) if keys != "Return" else (self.list,):
                made = named_shortcut(keys, owner, words, partial(self._on_key, action))
                made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.setFocusProxy(self.list)

    # Loading

    def query(self, progress: Progress) -> Listed:
        """The pairs: found anew in a community of usual size, else those found before that still stand."""
        library = self.session.library
        if self._found is None or duplicates_query.few_enough(library):
            self._found = duplicates.find(library, progress=progress)
        asked = [pair for pair in self._asked if pair.confidence < duplicates.WORTH_A_LOOK]
        return duplicates_query.standing(library, [*asked, *self._found])

    def refresh(self) -> None:
        """As every page; the first look, which may take seconds, can be watched and stopped."""
        if self._found is not None:
            super().refresh()
            return
        self.stale = False
        self._in_place.loading()
        self._stack.setCurrentWidget(self._in_place)
        self.session.jobs.start(
            self.query,
            key=f"page:{self.name}",
            name=tr("Looking for duplicates"),
            done=self._arrived,
            failed=self._stopped,
        )

    def look_again(self) -> None:
        """Compare everybody anew."""
        self._found = None
        self.refresh()

    def show_loaded(self, found: Listed) -> None:
        """Fill the list; the pair that was looked at stays chosen, or the one that took its place."""
        before = self._pair()
        self.pairs = found.pairs
        self.count.setText(shown.number(len(self.pairs)) if self.pairs else "")
        if not self.pairs:
            self.show_message(
                tr("Nobody seems to be here twice"),
                tr(
                    "Members who share an e-mail, a phone number, or a name and a birthday would be shown here, to be made"
                    " one or left as they are."
                ),
                tr("Members"),
                lambda: self.wanted.emit("members", None),
                icon="members",
            )
            return
        lines = []
        for place, pair in enumerate(self.pairs):
            names = [found.names.get(row, "").strip() or tr("No name") for row in (pair.first, pair.second)]
            lines.append((place + 1, (" · ".join(dict.fromkeys(names)), f"{pair.percent}")))
        if before in self.pairs:
            self.chosen = self.pairs.index(before)
        self.chosen = min(self.chosen, len(self.pairs) - 1)
        self.list.fill(lines, self.chosen + 1)
        for place, pair in enumerate(self.pairs):
            if (item := self.list.item(place, 0)) is not None:
                item.setToolTip(reasons_words(pair))
        self._load_pair()

    def go_to(self, row_id: Any) -> None:
        """Show a pair: two members a person wants to make one, whether they look alike or not."""
        first, second = sorted(row_id)
        library = self.session.library

        def asked(pair: Pair) -> None:
            self._asked = [pair]
            self._found = self._found if self._found is not None else []
            self.pairs, self.chosen = [pair], 0
            self.refresh()

        self.session.jobs.start(
            lambda progress: duplicates.between(library, first, second), key="pair", done=asked
        )

    def _pair(self) -> Pair | None:
        return self.pairs[self.chosen] if self.chosen < len(self.pairs) else None

    def _choose(self, place: int) -> None:
        self.chosen = place - 1
        self._load_pair()

    def _load_pair(self) -> None:
        pair, library = self._pair(), self.session.library
        self._compare = None
        if pair is not None:
            self.session.jobs.start(
                lambda progress: duplicates_query.compared(library, pair), key="pair", done=self._show_pair
            )

    def _show_pair(self, found: Compared | None) -> None:
        if found is not None and found.pair == self._pair():
            self._compare = found
            self.view.show_pair(found)

    # Deciding

    def merge(self) -> None:
        """Make one of the two; undo brings both back."""
        found, take = self._compare, self.view.taken
        if found is None:
            return
        kept, gone = found.pair.first, found.pair.second
        name = str(found.kept.member.name) or tr("No name")
        self.do(
            lambda: merging.merge(self.session.library, kept, [gone], take),
            said=tr("Merged into {name}", name=name),
            failed=self._refused,
        )

    def not_same(self) -> None:
        """Leave them as two, and do not ask again."""
        pair = self._pair()
        if pair is not None:
            self.do(
                lambda: duplicates.say_not_same(self.session.library, pair.first, pair.second),
                said=tr("Kept: they are two people."),
                failed=self._refused,
            )

    def _refused(self, error: KClubError) -> None:
        """Another program or device was quicker: what is shown is no longer so, whether news of it came or not."""
        self.trouble.emit(words_for(error))
        self.refresh()

    def next_pair(self) -> None:
        """The one below."""
        self._step(1)

    def pair_before(self) -> None:
        """The one above."""
        self._step(-1)

    def _step(self, by: int) -> None:
        if self.pairs:
            self.list.setCurrentCell(max(0, min(self.chosen + by, len(self.pairs) - 1)), 0)

    def _on_key(self, action: str) -> None:
        getattr(self, action)()

    def _stopped(self, error: Any) -> None:
        if error is None:
            self.loaded = True
            self.show_message(
                tr("The search was stopped"),
                tr("Nothing was changed. Looking through everybody takes some seconds."),
                tr("Look again"),
                self.look_again,
                icon="search",
            )
        else:
            self._could_not_load(error)
