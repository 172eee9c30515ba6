"""What a person reads for a table or a column: in the history, in an export on one person, where two edits differ.

The store's names are keys here and nothing is asked of it; a test demands words for every declared table and column.
A name that a newer version brought is shown as it is.
"""

from __future__ import annotations

from kclub_desktop.words import tr
from kclub_desktop.words_for_fields.columns import COLUMNS, OWN
from kclub_desktop.words_for_fields.tables import TABLES


def words_for_table(table: str) -> str:
    """One thing of a table, in the current language: order_line -> "Order line"."""
    said = TABLES.get(table)
    return tr(said) if said else _plain(table)


def words_for_field(table: str, column: str) -> str:
    """A column in the current language, as its table means it: member, joined_at -> "Joined on"."""
    said = OWN.get((table, column)) or COLUMNS.get(column)
    return tr(said) if said else _plain(column)


def _plain(name: str) -> str:
    return name.replace("_", " ").capitalize()
