"""Whom a fact speaks of may be set anew when two members turn out to be one person; what happened never is.

The columns that may move follow from the declarations: those that name a member, and those that name a row which
exists once per member, since such a row gets another id with another member. Who moves them is community/merging.py.
"""

from __future__ import annotations

from functools import cache

from kclub_desktop.store.changes import Op
from kclub_desktop.store.declare import Kind, Reference, RowOf, Table
from kclub_desktop.store.tables import BY_NAME, Member
from kclub_protocol import changes

MOVING = frozenset(map(Op, changes.MOVING))
"""Operations by which a fact may come to speak of another member, here and on the devices that are told of it."""


@cache
def per_member(model: type[Table]) -> str:
    """The column of the natural key that names the member; '' for a table that has not one row per member."""
    return next((name for name in model.natural_key if names_member(model, name)), "")


def names_member(model: type[Table], name: str) -> bool:
    """Does the column hold the id of a member?"""
    column = model.column(name)
    return isinstance(column, Reference) and column.to == Member.name_of_table()


@cache
def moved(model: type[Table]) -> tuple[str, ...]:
    """The columns of a fact that a merge may set anew; none for a record, every column of which may be edited anyway."""
    if model.replication is not Kind.FACT or not model.follows_merge:
        return ()
    return tuple(name for name in model.columns() if _moves(model, name))


def _moves(model: type[Table], name: str) -> bool:
    column = model.column(name)
    if isinstance(column, RowOf):
        return True
    return isinstance(column, Reference) and (
        names_member(model, name) or bool(per_member(BY_NAME[column.to]))
    )
