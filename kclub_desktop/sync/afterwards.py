"""What a sync leaves for when it is over, so that nobody waits for it: bringing the search up to date, tidying the file.

Neither is needed for anything to be right: who searches earlier brings in what is missing first, and the file is whole
at any moment.
"""

from __future__ import annotations

import logging

from kclub_desktop.errors import LibraryBusy, LibraryNotWritable
from kclub_desktop.store import Library, search

log = logging.getLogger(__name__)


def finish(library: Library) -> None:
    """Do it, in steps of some 50 ms between which others can write; next to nothing where little came."""
    try:
        search.complete(library)
        library.move_log()
    except (LibraryBusy, LibraryNotWritable) as error:
        log.info("after a sync: %s", type(error).__name__)
