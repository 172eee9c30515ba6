"""One box that finds: by name, pinyin, initials, e-mail, phone, tag, with typing mistakes last; always in step.

`find` gives the best rows of a table, `fitting` all of them as SQL. What is searched is in declared.py, what the index
holds in entry.py. The index is this device's own, made from the rows, and never leaves it.
"""

from kclub_desktop.store.search.checking import Difference, check
from kclub_desktop.store.search.declared import SEARCHED, Searched
from kclub_desktop.store.search.finding import (
    Found,
    begins,
    find,
    find_everywhere,
    fitting,
    fitting_exactly,
)
from kclub_desktop.store.search.index import install, is_current, rebuild, refresh, tidy
from kclub_desktop.store.search.query import Way, tagged
from kclub_desktop.store.search.sound import spoken
from kclub_desktop.store.search.waiting import complete

__all__ = [
    "SEARCHED",
    "Difference",
    "Found",
    "Searched",
    "Way",
    "begins",
    "check",
    "complete",
    "find",
    "find_everywhere",
    "fitting",
    "fitting_exactly",
    "install",
    "is_current",
    "rebuild",
    "refresh",
    "spoken",
    "tagged",
    "tidy",
]
