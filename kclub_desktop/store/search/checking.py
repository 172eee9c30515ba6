"""Is the index what the rows say? For `kclub doctor`; `rebuild` is the cure for everything found here."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kclub_desktop.progress import Progress
from kclub_desktop.store.declare import Table
from kclub_desktop.store.search.declared import SEARCHED, Searched
from kclub_desktop.store.search.entry import terms_of, whole_words
from kclub_desktop.store.search.index import expected

if TYPE_CHECKING:
    from kclub_desktop.store.library import Library


@dataclass(frozen=True)
class Difference:
    """One thing that is not as the rows say.

    kind  "missing", "stale" or "left_over" for a row's text; "terms" or "words" (row 0) for what is made from the texts
    """

    model: type[Table]
    row: int
    kind: str


def check(library: Library, progress: Progress | None = None) -> list[Difference]:
    """All differences between the index and the rows; [] when it is in step. 100,000 members take some ten seconds."""
    progress = progress or Progress()
    return [each for searched in SEARCHED.values() for each in _of_table(library, searched, progress)]


def _of_table(library: Library, searched: Searched, progress: Progress) -> list[Difference]:
    held = dict(library.rows(f"SELECT id, text FROM {searched.texts}"))
    terms: Counter[str] = Counter()
    words: set[str] = set()
    for text in held.values():
        of_text = terms_of(text)
        terms.update(set(of_text))
        words.update(whole_words(of_text))
    found: list[Difference] = []
    for row, text in expected(library, searched):
        progress.advance()
        had = held.pop(row, None)
        if had != text:
            found.append(Difference(searched.model, row, "missing" if had is None else "stale"))
    found += [Difference(searched.model, row, "left_over") for row in held]
    if _terms_held(library, searched) != terms:
        found.append(Difference(searched.model, 0, "terms"))
    if {word for (word,) in library.rows(f"SELECT word FROM {searched.vocabulary}")} != words:
        found.append(Difference(searched.model, 0, "words"))
    return found


def _terms_held(library: Library, searched: Searched) -> Counter[str]:
    """How many rows each term of the index has."""
    with library.atomic():
        library.execute_sql(
            f"CREATE VIRTUAL TABLE temp.search_held USING fts5vocab (main, {searched.terms}, row)"
        )
        held = Counter(dict(library.rows("SELECT term, doc FROM temp.search_held")))
        library.execute_sql("DROP TABLE temp.search_held")
    return held
