"""Segments: filters over members as plain data, compiled to SQL, counted, listed and watched.

What a filter may say is in filters.py, what it means in fields.py; saving one is community/segments.py, its words are
words_for_segments.py.
"""

from kclub_desktop.store.segments.compiled import among, compiled, count, depends_on, members
from kclub_desktop.store.segments.filters import (
    EVERYBODY,
    OPERATORS,
    AllOf,
    AnyOf,
    Not,
    Part,
    Where,
    conditions,
    from_data,
    parse,
    to_data,
    to_text,
)
from kclub_desktop.store.segments.suggested import SUGGESTED
from kclub_desktop.store.segments.watch import Moved, SegmentWatch

__all__ = [
    "EVERYBODY",
    "OPERATORS",
    "SUGGESTED",
    "AllOf",
    "AnyOf",
    "Moved",
    "Not",
    "Part",
    "SegmentWatch",
    "Where",
    "among",
    "compiled",
    "conditions",
    "count",
    "depends_on",
    "from_data",
    "members",
    "parse",
    "to_data",
    "to_text",
]
