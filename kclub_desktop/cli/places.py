"""Where this person's library, demo, hub and log are when nothing else is said. No folder is made here."""

from __future__ import annotations

from pathlib import Path

from kclub_desktop.secrets import configuration_folder as configuration_folder


def data_folder() -> Path:
    """The system's folder for this person's KClub data."""
    from platformdirs import user_data_path

    return user_data_path("kclub", appauthor=False)


def own_library() -> Path:
    """The library that `kclub` opens when there is one."""
    return data_folder() / "library"


def demo_library() -> Path:
    """The demo community's folder, apart from the person's own library."""
    return data_folder() / "demo"


def default_library() -> Path:
    """The person's own library if there is one, else the demo's."""
    from kclub_desktop.store import is_library

    return own_library() if is_library(own_library()) else demo_library()


def has_own_library() -> bool:
    """Is there a file of the person's own? A damaged one counts: it is there to be mended, not to be forgotten."""
    from kclub_desktop.store import is_library
    from kclub_desktop.store.library import FILE_NAME

    file = own_library() / FILE_NAME
    return is_library(own_library()) or (file.is_file() and not _is_blank(file))


def _is_blank(file: Path) -> bool:
    """Did the making of this file stop before anything was in it?"""
    import sqlite3

    try:
        with sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True) as connection:
            return int(connection.execute("PRAGMA user_version").fetchone()[0]) == 0
    except sqlite3.DatabaseError:
        return False


def hub_database() -> Path:
    """The hub's file, where none is named."""
    return data_folder() / "hub.db"


def log_file() -> Path:
    """Where bugs are written down."""
    from platformdirs import user_log_path

    return user_log_path("kclub", appauthor=False) / "kclub.log"
