"""No looking for what nothing needs in the midst of a sync."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unswept() -> Iterator[None]:
    """Python sweeps each time some hundred things more were made than freed, and what a page of changes makes is all in
    use: ten thousand rows are gone through again and again, a quarter of the time they take. A window sweeps by a clock
    of its own anyway (app/sweeping.py).
    """
    swept = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if swept:
            gc.enable()
