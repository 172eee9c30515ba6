"""The list of members, as the table of the Members page shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

from kclub_desktop.ui.desk import members_query, shown
from kclub_desktop.ui.desk.member_words import status_words
from kclub_desktop.ui.desk.members_query import MemberRow
from kclub_desktop.ui.desk.paged_table import Line, PagedTable
from kclub_desktop.words import tr, tr_noop

COLUMNS = (
    ("name", tr_noop("Name")),
    ("level", tr_noop("Level")),
    ("email", tr_noop("E-mail")),
    ("channel", tr_noop("Channel")),
    ("status", tr_noop("Status")),
    ("joined", tr_noop("Joined")),
)


class MemberTable(PagedTable[MemberRow]):
    """Members, and who of them is called how."""

    titles = COLUMNS

    def lines(self, ids: Sequence[int]) -> Mapping[int, Line[MemberRow]]:
        """The members of these ids in words."""
        return {row.id: Line(row, self._words(row)) for row in members_query.member_rows(self._library, ids)}

    def row_named(self, letters: str, after: int) -> int | None:
        """The first row from `after` on, round the list, whose name begins with these letters; None if there is none."""
        named = members_query.ids_named(self._library, letters) if letters else frozenset()
        if not named:
            return None
        rows = chain(range(after, len(self.ids)), range(after))
        return next((row for row in rows if self.ids[row] in named), None)

    def _words(self, member: MemberRow) -> tuple[str, ...]:
        special = {
            "name": member.name or tr("No name"),
            "status": status_words(member.status, member.archived),
            "joined": shown.day(member.joined_at, self._zone),
        }
        return tuple(special.get(column) or str(getattr(member, column, "")) for column, _ in COLUMNS)
