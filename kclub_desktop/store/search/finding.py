"""Finding rows: the best fifty by how they fit, or all that fit as SQL for a list that has an order of its own.

Each way of fitting is asked in turn until enough rows are found, newest first within one way and archived ones behind,
so a common word costs no more than a rare one. Typing mistakes are thought of only where little was found.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kclub_desktop.store.declare import Table
from kclub_desktop.store.search import mistakes
from kclub_desktop.store.search.declared import SEARCHED, Searched
from kclub_desktop.store.search.query import EXACT_WAYS, Condition, Typed, Way, ids, later, not_later

if TYPE_CHECKING:
    from kclub_desktop.store.library import Library

PAGE = 50
_LITTLE = 3
"""Fewer found than this, and a typing mistake is thought of."""


@dataclass(frozen=True)
class Found:
    """A row that fits, and how."""

    model: type[Table]
    row: int
    way: Way


def find(library: Library, model: type[Table], text: str, limit: int = PAGE) -> list[Found]:
    """Rows of a searched table that fit text, the best first; [] for a text without a word. Raises KeyError."""
    searched, typed = SEARCHED[model], Typed(text)
    if not typed.words:
        return []
    found: dict[int, Way] = {}
    ways = EXACT_WAYS if len(typed.words) == 1 else (Way.NAME, Way.NAME_BEGINS, Way.SOUND, Way.CONTACT)
    any_later = _any_later(library, searched)
    for way in ways:
        condition = typed.fits(way)
        if condition is not None:
            _add(library, searched, condition, way, found, limit, any_later)
        if len(found) >= limit:
            break
    if len(found) < _LITTLE:
        meant = mistakes.meant(library, searched, typed)
        if meant is not None:
            _add(library, searched, meant, Way.MISTAKE, found, limit, any_later)
    return [Found(model, row, way) for row, way in found.items()]


def find_everywhere(
    library: Library, text: str, limit: int = PAGE, models: Iterable[type[Table]] | None = None
) -> list[Found]:
    """At most `limit` rows of each searched table (or of these), each table's in its order, tables as declared."""
    return [
        found
        for model in (SEARCHED if models is None else models)
        for found in find(library, model, text, limit)
    ]


def fitting(library: Library, model: type[Table], text: str) -> tuple[str, list[Any]]:
    """(SQL of a subquery that gives the ids of all rows that fit, its parameters), mistakes thought of if none does.

    For `id IN (…)`; nothing fits a text that has no word. The answer follows the rows as long as it is not kept.
    """
    searched, typed = SEARCHED[model], Typed(text)
    exact = fitting_exactly(model, text)
    if not typed.words or library.value(f"SELECT EXISTS ({exact[0]})", exact[1]):
        return exact
    meant = mistakes.meant(library, searched, typed)
    return exact if meant is None else ids(searched, meant)


def fitting_exactly(model: type[Table], text: str) -> tuple[str, list[Any]]:
    """As `fitting` without a thought of mistakes, so the same text always means the same: for what is saved."""
    condition = Typed(text).anyhow()
    return ids(SEARCHED[model], condition) if condition else ("SELECT 0 WHERE 0", [])


def begins(text: str, typed: str) -> bool:
    """Does a name, one of its words, its whole sound or its initials begin with what was typed, spaces aside?

    text  the row's kept text (`search_X.text`)
    """
    joined = Typed(typed).folded.replace(" ", "")
    lines = text.split("\n")
    starts = (f"={joined}", f"^{joined}", f"-{joined}")
    words = next((line for line in lines if line.startswith("=")), "")
    return bool(joined) and (any(line.startswith(starts) for line in lines) or f" {joined}" in words)


def _add(
    library: Library, searched: Searched, condition: Condition, way: Way, found: dict[int, Way], limit: int,
    any_later: bool,
) -> None:  # fmt: skip
    """Put what fits behind what is found already, at most limit in all."""
    matches = [not_later(condition.match), later(condition.match)] if any_later else [condition.match]
    for match in matches:
        if len(found) >= limit:
            return
        sql, params = ids(searched, Condition(match, condition.reads))
        # Rows that a better way found come again and are passed over: ask for that many more.
        for (row,) in library.rows(f"{sql} ORDER BY 1 DESC LIMIT ?", (*params, limit + len(found))):
            found.setdefault(row, way)
            if len(found) >= limit:
                return


def _any_later(library: Library, searched: Searched) -> bool:
    return bool(searched.later) and bool(
        library.rows(f"SELECT rowid FROM {searched.terms} WHERE {searched.terms} MATCH ? LIMIT 1", ['"!"'])
    )
