"""Erasing a person: everything that speaks of them goes, here at once and on every device and hub that syncs.

What stays is a member record without a name, so that the books still add up: amounts, dates and what was attended. An
erasure cannot be undone. It is a mark on the member, `erased_at`, and each device that sees the mark blanks what it
has itself, edits that were under way included; see `obey`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from kclub_desktop.errors import UnknownMember
from kclub_desktop.store import rows, setting
from kclub_desktop.store.attachments import collecting
from kclub_desktop.store.changes import Op
from kclub_desktop.store.declare import Table
from kclub_desktop.store.privacy import blanking, cleaning, erased_list
from kclub_desktop.store.privacy.belonging import Belongings, belongings, owners, person_of
from kclub_desktop.store.privacy.blanking import Blanked
from kclub_desktop.store.tables import BY_NUMBER, Attachment, Erasure, Member, Subscription

if TYPE_CHECKING:
    from kclub_desktop.store.library import Library

_OBEYED = "privacy.obeyed"
"""Setting: the last change set that was looked through for rows of erased members."""
ASKED, RETENTION = "asked", "retention"
ERASING = (Op.ERASE, Op.RETENTION)


@dataclass
class Erased:
    """What an erasure does or did. members: records of the person, merged ones included; running: subscriptions that
    were not ended before, and that whoever charges them goes on charging."""

    members: list[int]
    blanked: Blanked = field(default_factory=Blanked)
    running: int = 0

    def as_json(self) -> dict[str, Any]:
        """As plain data, ids as text."""
        told = {"members": [str(member) for member in self.members], "running": self.running}
        return {**told, **asdict(self.blanked)}


def preview(library: Library, member: int) -> Erased:
    """What erasing this person would do; writes nothing. Raises UnknownMember."""
    members = _known(library, member)
    return _counted(library, members, belongings(library, members))


def erase(library: Library, member: int, *, initiator: object | None = None) -> Erased:
    """Erase a person for good. Raises UnknownMember, LibraryBusy, LibraryNotWritable.

    The tables are clean when it returns. If the bytes could not be cleaned out of the file, it is due and doctor says so.
    """
    return erase_many(library, [member], initiator=initiator)[0]


def erase_many(
    library: Library,
    members: Sequence[int],
    why: str = ASKED,
    *,
    clean: bool = True,
    initiator: object | None = None,
) -> list[Erased]:
    """Erase several people, each in a change set of its own, and clean the file once.

    why    asked or retention
    clean  False leaves it due, for a caller who goes on erasing
    """
    done = []
    if not erased_members(library):
        _note_obeyed(library, _newest(library))
    for member in members:
        people = _known(library, member)
        owned = belongings(library, people)
        done.append(_counted(library, people, owned))
        hashes = blanking.said_in(library, owned, Attachment, "sha256")
        with library.write(Op.ERASE, initiator=initiator):
            _mark(library, people, why)
            _blank(library, owned)
        collecting.drop(library, hashes)
    if done:
        erased_list.write(library)
        if clean:
            cleaning.clean(library)
    return done


def blank_rows(library: Library, owned: Belongings, op: Op) -> None:
    """Blank rows of a table without erasing whose they are, as a retention rule asks; cleaning is then due."""
    with library.write(op):
        _blank(library, owned)


def obey(library: Library, *, clean: bool = False) -> bool:
    """Blank whatever has come here of erased members since the last call: rows, edits, their log. True if there was any.

    Called after each sync. A change set of our own is written only for what the others cannot know of yet.
    clean  clean the file in any case
    """
    erased = erased_members(library)
    newest = _newest(library)
    seen = int(setting.get(library, _OBEYED) or 0)
    if newest <= seen:
        return False
    touched = owners(library, _touched(library, seen)) & erased if erased else set()
    people = sorted({one for member in touched for one in person_of(library, member)})
    if people:
        owned = belongings(library, people)
        hashes = blanking.said_in(library, owned, Attachment, "sha256")
        with library.write(Op.ERASE):
            _mark(library, people)
            _blank(library, owned, log_after=seen)
        later = library.rows("SELECT id FROM change_set WHERE id > ? LIMIT 2", (newest,))
        if later == [(library.last_written,)]:
            newest = later[0][0]
    _note_obeyed(library, newest)
    if people:
        collecting.drop(library, hashes)
        erased_list.write(library)
    if people or clean:
        cleaning.clean(library)
    return bool(people)


def after_restore(library: Library) -> int:
    """Erase again whom the list beside the file names and the restored file still knows. Returns how many people."""
    # What was looked through before the backup was made says nothing of what is in it now.
    _note_obeyed(library, 0)
    erased, again = erased_members(library), []
    for member in erased_list.read(library.folder):
        if member not in erased and library.value("SELECT 1 FROM member WHERE id = ?", (member,)):
            again.append(member)
    erase_many(library, again)
    erased_list.write(library)
    return len(again)


def erased_members(library: Library) -> set[int]:
    """Every member record that was erased. Facts say so: they cannot be taken back."""
    return {row for (row,) in library.rows("SELECT member FROM erasure")}


def _counted(library: Library, members: list[int], owned: Belongings) -> Erased:
    running = [
        row
        for row in owned.get(Subscription, ())
        if library.value(
            "SELECT 1 FROM subscription WHERE id = ? AND deleted_at IS NULL AND ended_at IS NULL"
            " AND status IN ('trialing', 'active', 'past_due', 'unpaid', 'paused')",
            (row,),
        )
    ]
    return Erased(members, blanking.count(library, owned), len(running))


def _newest(library: Library) -> int:
    return int(library.value("SELECT coalesce(max(id), 0) FROM change_set"))


def _note_obeyed(library: Library, change_set: int) -> None:
    setting.put(library, _OBEYED, str(change_set))


def _known(library: Library, member: int) -> list[int]:
    if not library.value("SELECT 1 FROM member WHERE id = ?", (member,)):
        raise UnknownMember(str(member))
    return person_of(library, member)


def _mark(library: Library, members: Sequence[int], why: str = ASKED) -> None:
    erased, now = erased_members(library), library.clock.now()
    for member in members:
        found = library.rows(
            "SELECT coalesce(erased_at, ?1), coalesce(deleted_at, ?1) FROM member WHERE id = ?2",
            (now, member),
        )
        if not found:  # the erasure came before the member; it is obeyed when the member comes
            continue
        erased_at, deleted_at = found[0]
        rows.change(library, Member, member, erased_at=erased_at, deleted_at=deleted_at)
        if member not in erased:
            rows.add(library, Erasure, member=member, erased_at=erased_at, why=why)


def _blank(library: Library, owned: Belongings, log_after: int = 0) -> None:
    blanking.blank(library, owned, log_after)
    cleaning.mark_due(library)


def _touched(library: Library, after: int) -> dict[type[Table], list[int]]:
    found: dict[type[Table], list[int]] = defaultdict(list)
    log = library.rows(
        "SELECT DISTINCT entity, row FROM change"
        " WHERE id >= (SELECT min(log_from) FROM change_set WHERE id > ?1) AND change_set > ?1",
        (after,),
    )
    for entity, row in log:
        found[BY_NUMBER[entity]].append(row)
    return found
