"""Backups: made and checked by opening them, kept by rotation, taken before risky work, and put back."""

from kclub_desktop.store.backup.due import backup_if_due, before, next_due
from kclub_desktop.store.backup.listing import Backup, Reason, all_backups
from kclub_desktop.store.backup.making import make
from kclub_desktop.store.backup.rescue import is_good, newest_good

__all__ = [
    "Backup",
    "Reason",
    "all_backups",
    "backup_if_due",
    "before",
    "is_good",
    "make",
    "newest_good",
    "next_due",
]
