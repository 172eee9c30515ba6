"""Two records of one person become one: which values stand, and that nothing else of either is lost.

Everything that named the record that goes names the one that is kept afterwards (repointing.py); of things both had, one
is left (uniting.py). One merge is one step of undo, which brings both back. What other devices add to the record that
is gone before they hear of it is settled when it arrives (settling.py).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kclub_desktop.community import consent, duplicates
from kclub_desktop.community.repointing import MEMBER, repoint
from kclub_desktop.errors import UnknownMember
from kclub_desktop.errors_of_members import MergeRefused
from kclub_desktop.progress import Progress
from kclub_desktop.store import Library, Op, backup, rows
from kclub_desktop.store.declare import Table
from kclub_desktop.store.tables import Contact, Member, Note

FIELDS = (
    "name", "email", "phone", "birthday", "language", "level", "plan", "channel", "note", "household", "referrer",
    "campaign", "partner",
)  # fmt: skip
"""What of the record that goes may be taken; without a word of the person the kept record's value stands, if it has one."""
OTHER_NAME = "other_name"
"""Kind of a contact that keeps the name that does not stand, so that the person is still found by it."""
_LISTS = ("tags", "topics")


@dataclass(frozen=True)
class Merged:
    """What a merge did. winner: the member kept; losers: those who went into it; brought: rows they brought, by table."""

    winner: int
    losers: tuple[int, ...]
    brought: dict[type[Table], int]

    def as_json(self) -> dict[str, Any]:
        """As plain data; ids as text."""
        return {
            "winner": str(self.winner),
            "losers": [str(loser) for loser in self.losers],
            "brought": {model.name_of_table(): count for model, count in self.brought.items()},
        }


def merge(
    library: Library,
    winner: int,
    losers: Sequence[int],
    take: Collection[str] = frozenset(),
    *,
    initiator: object | None = None,
) -> Merged:
    """Make one member of several, as one step of undo; the losers stay in the file and name the winner.

    take  fields of FIELDS in which the (first) loser's value is to stand, and `field:ID` for fields of the owner's own
    Raises UnknownMember, MergeRefused for a person with themself, one that is merged already or was erased; then
    nothing is written.
    """
    brought: dict[type[Table], int] = {}
    if not losers or len({winner, *losers}) <= len(losers):
        raise MergeRefused(_name(library, winner), "same")
    with library.write(Op.MERGE_MEMBERS, initiator=initiator):
        for loser in losers:
            kept, gone = _standing(library, winner), _standing(library, loser)
            for model, count in _merge_one(library, kept, gone, take).items():
                brought[model] = brought.get(model, 0) + count
    return Merged(winner, tuple(losers), brought)


def merge_certain(library: Library, *, progress: Progress | None = None) -> list[Merged]:
    """Merge every pair that is almost certainly one person, as one step of undo and after a backup; the older record is kept.

    Raises what backup.before raises; then nothing is merged.
    """
    pairs = [
        pair for pair in duplicates.find(library, progress=progress) if pair.confidence >= duplicates.CERTAIN
    ]
    if not pairs:
        return []
    backup.before(library, backup.Reason.MERGE)
    done, kept = [], dict[int, int]()
    with library.write(Op.MERGE_MEMBERS):
        for pair in pairs:
            first, second = _end(kept, pair.first), _end(kept, pair.second)
            if first != second:
                winner, loser = sorted((first, second))
                done.append(merge(library, winner, [loser]))
                kept[loser] = winner
    return done


def _end(kept: Mapping[int, int], member: int) -> int:
    while member in kept:
        member = kept[member]
    return member


def _merge_one(library: Library, kept: Member, gone: Member, take: Collection[str]) -> dict[type[Table], int]:
    winner, loser = int(kept.id), int(gone.id)
    taken = {int(name.removeprefix("field:")) for name in take if name.startswith("field:")}
    brought = repoint(library, loser, winner, taken)
    values = combined(kept, gone, take)
    _keep_what_does_not_stand(library, kept, gone, values)
    stands = next((one for one in consent.log_of(library, winner) if one.purpose == consent.EMAIL), None)
    if stands is not None:
        values["email_consent"] = int(stands.given)
    elif values["email"] == gone.email != kept.email:
        values["email_consent"] = gone.email_consent
    rows.change(library, Member, winner, **values)
    # What was spent before is in one place only, or a sum over all records would count it twice.
    left = 0 if _spent_before(kept, gone) else gone.spent_before
    rows.change(library, Member, loser, merged_into=winner, spent_before=left)
    return dict(brought)


def combined(kept: Member, gone: Member, take: Collection[str]) -> dict[str, Any]:
    """The values the kept member has afterwards. Looks nothing up."""
    values: dict[str, Any] = {}
    for name in FIELDS:
        mine, theirs = getattr(kept, name), getattr(gone, name)
        wanted = name in take and theirs not in (None, "")
        values[name] = theirs if wanted or mine in (None, "") else mine
    for name in ("referrer",):
        if values[name] in (kept.id, gone.id):
            values[name] = None
    for name in _LISTS:
        values[name] = joined(str(getattr(kept, name)), str(getattr(gone, name)))
    values["status"] = "member" if "member" in (kept.status, gone.status) else kept.status
    values["joined_at"] = min((at for at in (kept.joined_at, gone.joined_at) if at is not None), default=None)
    values["archived_at"] = kept.archived_at if gone.archived_at is not None else None
    values["on_leaderboards"] = min(kept.on_leaderboards, gone.on_leaderboards)
    values.update(_spent_before(kept, gone))
    return values


def joined(mine: str, theirs: str) -> str:
    """Two lists of words separated by commas as one, each word once whatever its case."""
    found: dict[str, str] = {}
    for word in (part.strip() for part in f"{mine},{theirs}".split(",")):
        if word:
            found.setdefault(word.casefold(), word)
    return ", ".join(found.values())


def _spent_before(kept: Member, gone: Member) -> dict[str, Any]:
    if not gone.spent_before or (
        kept.spent_before and kept.spent_before_currency != gone.spent_before_currency
    ):
        return {}
    return {
        "spent_before": kept.spent_before + gone.spent_before,
        "spent_before_currency": gone.spent_before_currency,
    }


def keep_aside(library: Library, member: int, values: Mapping[str, str], written_at: int) -> None:
    """Keep values of a member's fields that do not stand: ways to reach them and names as contacts, a note as a note.

    Called with what is there already it adds nothing. written_at: UTC seconds, of a note. Only inside a write.
    """
    known = _contacts(library, member)
    for field, kind in (("email", "email"), ("phone", "phone"), ("name", OTHER_NAME)):
        value = values.get(field, "")
        if value and _plain(value) not in known:
            rows.add(library, Contact, member=member, kind=kind, value=value, position=len(known))
            known.add(_plain(value))
    if values.get("note"):
        _note(library, member, values["note"], written_at)


def _keep_what_does_not_stand(library: Library, kept: Member, gone: Member, values: dict[str, Any]) -> None:
    """An address, a number, a name or a note that gives way stays with the person, where it is found."""
    for record in (kept, gone):
        away = {
            field: str(getattr(record, field))
            for field in ("email", "phone", "name", "note")
            if _plain(str(getattr(record, field))) != _plain(str(values[field]))
        }
        keep_aside(library, int(kept.id), away, int(record.created_at))
    if gone.spent_before and not _spent_before(kept, gone):
        from kclub_desktop.words import tr
        from kclub_desktop.words_for_values import money

        amount = money(gone.spent_before, gone.spent_before_currency)
        _note(library, int(kept.id), tr("Spent before: {amount}", amount=amount), int(gone.created_at))


def _note(library: Library, winner: int, body: str, written_at: int) -> None:
    rows.add(library, Note, entity=MEMBER, row=winner, body=body, written_at=written_at)


def _contacts(library: Library, member: int) -> set[str]:
    found = library.rows("SELECT value FROM contact WHERE member = ? AND deleted_at IS NULL", (member,))
    return {_plain(value) for (value,) in found}


def _plain(value: str) -> str:
    return " ".join(value.split()).casefold()


def _standing(library: Library, member: int) -> Member:
    """The record as it stands now. Raises UnknownMember, MergeRefused."""
    found = rows.get(library, Member, member)
    if found is not None and found.erased_at is not None:
        raise MergeRefused("", "erased")
    if found is None or found.deleted_at is not None:
        raise UnknownMember(str(member))
    if found.merged_into is not None:
        raise MergeRefused(str(found.name), "merged")
    return found


def _name(library: Library, member: int) -> str:
    return str(library.value("SELECT name FROM member WHERE id = ?", (member,)) or "")
