"""New libraries for tests: SQLite reads a thousand triggers while one is made, which takes longer than most tests."""

import sqlite3
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path
from secrets import token_hex
from shutil import copyfile

from kclub_desktop.clock import FixedClock
from kclub_desktop.store import make_library, open_library
from kclub_desktop.store.library import FILE_NAME


@cache
def _made_once():
    """A library nobody has written to, gone with this process."""
    folder = tempfile.TemporaryDirectory(prefix="kclub-new-")
    make_library(Path(folder.name) / "library", name="", clock=FixedClock(1)).shut()
    return folder


def made_library(folder, *, name, clock, zone="Asia/Shanghai", currency="CNY"):
    """As `make_library`: what it writes of its own into a new file, in a copy of one."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    file = Path(folder) / FILE_NAME
    assert not file.exists()
    copyfile(Path(_made_once().name) / "library" / FILE_NAME, file)
    with closing(sqlite3.connect(file)) as connection, connection:
        own = token_hex(16), name, zone, currency
        connection.execute("UPDATE library_state SET key = ?, name = ?, zone = ?, currency = ?", own)
    return open_library(folder, clock=clock)
