"""What the kiosk asks the library beside the door itself: which event it is, and whose name fits, masked."""

from __future__ import annotations

from dataclasses import dataclass

from kclub_desktop.operations.door import EventBrief
from kclub_desktop.store import Library, search

SHORTEST_SEARCH = 2
MOST_FOUND = 6
_SOON_SECONDS = 12 * 3600


@dataclass(frozen=True)
class Found:
    """A registration whose name fits. name: masked; tail: end of the phone number or beginning of the e-mail, masked."""

    member: int
    ticket: str
    name: str
    tail: str


def event_shown(library: Library, event: int) -> EventBrief | None:
    """The event of that id, if it is there and not deleted."""
    rows = library.rows(
        "SELECT id, title, place, starts_at, zone FROM event WHERE id = ? AND deleted_at IS NULL", (event,)
    )
    return EventBrief(*rows[0]) if rows else None


def event_now(library: Library, now: int) -> int | None:
    """Id of the event that is on, else the next one, else the last one; None if there is none."""
    live = "FROM event WHERE deleted_at IS NULL AND status <> 'cancelled'"
    found: int | None = library.value(
        f"SELECT id {live} AND starts_at - ? <= ? AND ends_at > ? ORDER BY starts_at LIMIT 1",
        (_SOON_SECONDS, now, now),
    )
    if found is None:
        found = library.value(f"SELECT id {live} AND starts_at > ? ORDER BY starts_at LIMIT 1", (now,))
    if found is None:
        found = library.value(f"SELECT id {live} ORDER BY starts_at DESC LIMIT 1")
    return found


def find_names(library: Library, event: int, text: str) -> list[Found]:
    """Registrations of the event whose member's name, pinyin or initials begin with text; at most six, by name."""
    if not long_enough(text):
        return []
    rows = library.rows(
        "SELECT m.id, r.ticket, m.name, m.phone, m.email, s.text FROM registration r"
        " JOIN member m ON m.id = r.member JOIN search_member s ON s.id = m.id"
        " WHERE r.event = ? AND r.deleted_at IS NULL AND r.status <> 'cancelled' AND m.deleted_at IS NULL"
        " ORDER BY m.name, m.id",
        (event,),
    )
    fitting = [row for row in rows if search.begins(row[5], text)]
    return [Found(row[0], row[1], masked(row[2]), _tail(row[3], row[4])) for row in fitting[:MOST_FOUND]]


def long_enough(text: str) -> bool:
    """May it be looked for? One Latin letter or nothing may not, so that nobody can leaf through the list."""
    asked = "".join(text.split())
    return len(asked) >= SHORTEST_SEARCH or _is_chinese(asked)


def masked(name: str) -> str:
    """李磊 → 李**, Tom O'Neil → T** O**: enough to know oneself, not enough to be known by others."""
    parts = name.split()
    if len(parts) == 1 and not name.isascii():
        return f"{parts[0][0]}**"
    return " ".join(f"{part[0]}**" for part in parts)


def _is_chinese(text: str) -> bool:
    return any(ord(letter) > 0x2E7F for letter in text)


def _tail(phone: str, email: str) -> str:
    if phone:
        return f"··{phone[-2:]}"
    return f"{email[0]}**@" if email else ""
