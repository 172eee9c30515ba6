"""Why a disk or a file refused, in words: the system and SQLite say it in English, whatever language the person reads."""

from __future__ import annotations

from kclub_desktop.words import tr, tr_noop

_SAID = {
    "database or disk is full": tr_noop("the disk is full"),
    "No space left on device": tr_noop("the disk is full"),
    "Disk quota exceeded": tr_noop("the disk is full"),
    "attempt to write a readonly database": tr_noop("it may only be read"),
    "Read-only file system": tr_noop("it may only be read"),
    "disk I/O error": tr_noop("the disk does not read or write as it should"),
    "Input/output error": tr_noop("the disk does not read or write as it should"),
    "unable to open database file": tr_noop("it cannot be opened"),
    "No such file or directory": tr_noop("there is no such file or folder"),
    "Not a directory": tr_noop("there is no such file or folder"),
    "Is a directory": tr_noop("it is a folder"),
    "Permission denied": tr_noop("this user may not do that there"),
    "Operation not permitted": tr_noop("this user may not do that there"),
    "File exists": tr_noop("it is there already"),
}


def disk_words(reason: str) -> str:
    """The reason in the language of the person; as it is where it is none of the usual ones."""
    return tr(_SAID[reason]) if reason in _SAID else reason
