"""What conditions need of a member's facts, kept added up: when they were last active, what they spent per currency.

Kept in step inside each write, from the log, for the members it touched; made anew by `rebuild`. This device's own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

import peewee

from kclub_desktop.store.tables import Activity, Member, Payment

if TYPE_CHECKING:
    from kclub_desktop.store.library import Library

_SPENT = (
    "SELECT currency, member, sum(amount) FROM (SELECT currency, member, amount FROM payment WHERE member IS NOT NULL"
    " {payments} UNION ALL SELECT spent_before_currency, id, spent_before FROM member WHERE spent_before <> 0 {members})"
    " GROUP BY currency, member"
)
_SPENDERS = (
    "SELECT p.member FROM change c JOIN payment p ON p.id = c.row WHERE c.id > ?1 AND c.entity = ?2"
    " AND p.member IS NOT NULL UNION SELECT before FROM change WHERE id > ?1 AND entity = ?2 AND field = 'member'"
    " AND before IS NOT NULL UNION SELECT row FROM change WHERE id > ?1 AND entity = ?3"
    " AND field IN ('spent_before', 'spent_before_currency')"
    " UNION SELECT c.row FROM change c JOIN member m ON m.id = c.row WHERE c.id > ?1 AND c.entity = ?3"
    " AND c.field = '' AND m.spent_before <> 0"
)

_OF_SPENDING = frozenset({"", "spent_before", "spent_before_currency"})


def refresh(library: Library, first_change: int, touched: Mapping[int, Collection[str]]) -> None:
    """Bring in what the open change set touched (log entries with a larger id than first_change).

    touched  number of table → the fields of it in those entries
    """
    if "" in touched.get(Activity.number, ()):
        library.execute_sql(
            "INSERT INTO member_activity (member, last_at) SELECT a.member, max(a.at) FROM change c"
            " JOIN activity a ON a.id = c.row WHERE c.id > ? AND c.entity = ? AND a.member IS NOT NULL GROUP BY a.member"
            " ON CONFLICT (member) DO UPDATE SET last_at = max(last_at, excluded.last_at)",
            (first_change, Activity.number),
        )
    if "member" in touched.get(Activity.number, ()):
        moved = library.rows(
            "SELECT before FROM change WHERE id > ?1 AND entity = ?2 AND field = 'member' AND before IS NOT NULL"
            " UNION SELECT after FROM change WHERE id > ?1 AND entity = ?2 AND field = 'member' AND after IS NOT NULL",
            (first_change, Activity.number),
        )
        _active_anew(library, (member for (member,) in moved))
    if Payment.number in touched or _OF_SPENDING.intersection(touched.get(Member.number, ())):
        spenders = library.rows(_SPENDERS, (first_change, Payment.number, Member.number))
        _spent_anew(library, (member for (member,) in spenders))
    if "erased_at" in touched.get(Member.number, ()):
        erased = library.rows(
            "SELECT row FROM change WHERE id > ? AND entity = ? AND field = 'erased_at'",
            (first_change, Member.number),
        )
        of_members(library, (member for (member,) in erased))


def of_members(library: Library, members: Iterable[int]) -> None:
    """Add up anew for these members, whatever happened to their facts: for erasing."""
    wanted = list(members)
    _active_anew(library, wanted)
    _spent_anew(library, wanted)


def rebuild(database: peewee.SqliteDatabase) -> None:
    """Add everything up anew."""
    database.execute_sql("DELETE FROM member_activity")
    database.execute_sql(
        "INSERT INTO member_activity (member, last_at) SELECT member, max(at) FROM activity WHERE member IS NOT NULL"
        " GROUP BY member"
    )
    database.execute_sql("DELETE FROM member_spent")
    database.execute_sql(
        f"INSERT INTO member_spent (currency, member, amount) {_SPENT.format(payments='', members='')}"
    )


def differing(library: Library) -> list[int]:
    """Members whose figures are not what their facts say, for `kclub doctor`; [] when all are."""
    facts = _SPENT.format(payments="", members="")
    kept = "SELECT currency, member, amount FROM member_spent"
    last = "SELECT member, max(at) FROM activity WHERE member IS NOT NULL GROUP BY member"
    kept_last = "SELECT member, last_at FROM member_activity"
    found = library.rows(
        f"SELECT member FROM (SELECT * FROM ({facts}) EXCEPT {kept})"
        f" UNION SELECT member FROM (SELECT * FROM ({kept}) EXCEPT SELECT * FROM ({facts}))"
        f" UNION SELECT member FROM (SELECT * FROM ({last}) EXCEPT {kept_last})"
        f" UNION SELECT member FROM (SELECT * FROM ({kept_last}) EXCEPT SELECT * FROM ({last})) ORDER BY 1"
    )
    return [member for (member,) in found]


def _active_anew(library: Library, members: Iterable[int]) -> None:
    wanted = [(member,) for member in members]
    connection = library.connection()
    connection.executemany("DELETE FROM member_activity WHERE member = ?", wanted)
    connection.executemany(
        "INSERT INTO member_activity (member, last_at) SELECT member, max(at) FROM activity WHERE member = ?"
        " GROUP BY member",
        wanted,
    )


def _spent_anew(library: Library, members: Iterable[int]) -> None:
    wanted = list(members)
    connection = library.connection()
    connection.executemany("DELETE FROM member_spent WHERE member = ?", [(member,) for member in wanted])
    connection.executemany(
        f"INSERT INTO member_spent (currency, member, amount) {_SPENT.format(payments='AND member = ?1', members='AND id = ?1')}",
        [(member,) for member in wanted],
    )
