"""For the threads that keep copies in agreement: a bug in one sync must not be the end of all later ones.

One of the four places that may catch everything: a window would say for ever what it knew last.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from kclub_desktop.errors import KClubError
from kclub_desktop.errors_of_work import SyncBroke

log = logging.getLogger(__name__)


@contextmanager
def bugs_named() -> Iterator[None]:
    """Let a bug be one more thing that went wrong. Raises SyncBroke instead of it; the log has the account."""
    try:
        yield
    except KClubError:
        raise
    except Exception as error:
        log.exception("a sync ended with a bug")
        raise SyncBroke(type(error).__name__) from error
