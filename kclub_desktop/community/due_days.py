"""A day as a person writes it, as the moment at which it ends where the community is."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kclub_desktop.community import contact
from kclub_desktop.errors import FieldRefused


def end_of(day: str, zone: str) -> int | None:
    """UTC seconds of the last second of a day, None for ''. Raises FieldRefused for what is no whole date."""
    kept = contact.birthday(day)
    if not kept:
        return None
    if kept.startswith("-"):
        raise FieldRefused("due_at", "date", day)
    begins = datetime.fromisoformat(kept).replace(tzinfo=ZoneInfo(zone))
    try:
        return int((begins + timedelta(days=1)).timestamp()) - 1
    except OverflowError as error:
        raise FieldRefused("due_at", "date", day) from error
