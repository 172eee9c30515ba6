"""Does this device see money? Staff may be let in without it: then there is none in this copy, and none is written.

What that is, is said in kclub_protocol/scopes.py; that it is so, the hub tells with every answer (sync/moneyless.py).
How money leaves a copy that had it is in hiding_money.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kclub_desktop.errors_of_money import MoneyNotHere

if TYPE_CHECKING:
    import peewee

_NAME = "money.hidden"


def sees_money(library: peewee.SqliteDatabase) -> bool:
    """Does this device see money? One look-up."""
    found = library.execute_sql("SELECT 1 FROM setting WHERE name = ?", (_NAME,)).fetchone()
    return found is None


def require(library: peewee.SqliteDatabase) -> None:
    """Raises MoneyNotHere on a device that sees no money."""
    if not sees_money(library):
        raise MoneyNotHere


def note(library: peewee.SqliteDatabase, sees: bool) -> None:
    """From now on this device sees money, or none."""
    if sees:
        library.execute_sql("DELETE FROM setting WHERE name = ?", (_NAME,))
    else:
        library.execute_sql(
            "INSERT INTO setting (name, value) VALUES (?, '1') ON CONFLICT DO NOTHING", (_NAME,)
        )
