"""Members of a file: who each row is, what of it is new, and when it cannot be taken. E_NO_IDENTITY is decided here."""

from __future__ import annotations

from typing import Any

from kclub_desktop.import_export import fields
from kclub_desktop.import_export.codes import Code
from kclub_desktop.import_export.known import Known, Match
from kclub_desktop.import_export.parse import IDS, Remark, Row, RowReader
from kclub_desktop.import_export.plan import Current, Review, Slice, compare, new_ids
from kclub_desktop.import_export.profile import Subject
from kclub_desktop.store import Library
from kclub_desktop.store.tables import Consent, Member

_IDS = IDS[Subject.MEMBER]
_TEXTS = ("name", "email", "phone", "language", "level", "plan", "channel", "tags", "note")
_MONEY = ("spent_before", "spent_before_currency")
_FILLABLE = frozenset((*_TEXTS, "joined_at"))
_COLUMNS = (
    *_TEXTS,
    "status",
    "email_consent",
    "joined_at",
    "archived_at",
    "spent_before",
    "spent_before_currency",
)
_EMPTY: dict[str, Any] = {
    **dict.fromkeys(_TEXTS, ""),
    "status": "member",
    "email_consent": 0,
    "joined_at": None,
    "archived_at": None,
    "spent_before": 0,
    "spent_before_currency": "",
}


def no_identity(row: Row, reader: RowReader) -> Remark | None:
    """The fault of a row that does not say who it is about; None if it does, or if a bad e-mail says it already."""
    values = row.values
    if values.get(_IDS) or values.get("email") or fields.identifies(values.get("phone", "")):
        return None
    if any(fault.code is Code.BAD_EMAIL for fault in row.soft):
        return None
    bad_phone = next((fault for fault in row.soft if fault.code is Code.BAD_PHONE), None)
    if bad_phone:
        return bad_phone._replace(code=Code.NO_IDENTITY)
    named = "phone" if values.get("phone") else "email"
    return Remark(
        row.line, reader.header_of(named, "email", "phone"), Code.NO_IDENTITY, values.get("phone", "")
    )


def says_who(row: Row) -> bool:
    """Does anything in this row identify a person?"""
    values = row.values
    return bool(values.get(_IDS) or values.get("email") or fields.identifies(values.get("phone", "")))


class MemberPlanner:
    """Plans members; one per file."""

    def __init__(self, library: Library, known: Known, reader: RowReader, now: int, dry_run: bool) -> None:
        self._known, self._reader, self._now = known, reader, now
        self._current = Current(library, Member, _COLUMNS, dry_run)
        self._lines: dict[str, int] = {}
        self._source = reader.file.profile.source
        self._headers = {column.field: reader.file.headers[at] for at, column in reader.file.columns}

    def plan(self, rows: list[Row], into: Slice) -> None:
        """Add what these rows do to a slice."""
        found = (self._find(row) for row in rows)
        self._current.load(match.member for match in found if match)
        for row in rows:
            missing = no_identity(row, self._reader)
            if missing or row.faults or not says_who(row):
                into.reject(row, [*([missing] if missing else ()), *row.rejections()])
                continue
            into.warnings.extend(row.warnings())
            match = self._find(row)
            here = self._current.of(match.member) if match else None
            if match and here is not None and not self._someone_else(row, match, here, into):
                self._merge(row, match, here, into)
            else:
                self._add(row, into)

    def _find(self, row: Row) -> Match | None:
        values = row.values
        phone = values.get("phone", "")
        return self._known.member(
            values.get(_IDS, []), values.get("email", ""), phone if fields.identifies(phone) else ""
        )

    def _someone_else(self, row: Row, match: Match, here: dict[str, Any], into: Slice) -> bool:
        """The same phone with another e-mail and another name: two people until a person says otherwise."""
        email, name = row.values.get("email", ""), row.values.get("name", "")
        if match.by != "phone" or not (email and here["email"] and name and here["name"]):
            return False
        if email == here["email"].lower() or name == here["name"]:
            return False
        phone = row.values["phone"]
        there = match.member if match.member >= 0 else None
        into.reviews.append(Review(self._lines.get(phone), row.line, there, "same_phone_conflict"))
        return True

    def _add(self, row: Row, into: Slice) -> None:
        number = self._known.plan_new()
        values = {"id": number, **_EMPTY, **_columns_of(row.values), "created_at": self._now}
        into.add(Member, values)
        into.created["member"] += 1
        self._current.plan(number, values)
        if "email_consent" in row.values:
            self._consent(number, int(values["email_consent"]), into)
        self._known.learn_contact(number, values["email"], values["phone"])
        if values["phone"]:
            self._lines.setdefault(values["phone"], row.line)
        new_ids(into, "member", number, self._known.learn("member", number, row.values.get(_IDS, [])))

    def _consent(self, number: int, given: int, into: Slice) -> None:
        """What the file says of it is kept as what it is: the word of another system, without wording."""
        fact = {"id": self._known.plan_new(), "member": number, "purpose": "email", "given": given}
        into.add(Consent, {**fact, "given_at": self._now, "how": "import", "note": self._source})

    def _merge(self, row: Row, match: Match, here: dict[str, Any], into: Slice) -> None:
        into.merged["member"] += 1
        file = _columns_of(row.values)
        fills: dict[str, Any] = {}
        if not here["spent_before_currency"] and not here["spent_before"]:
            fills = {name: file.pop(name) for name in _MONEY if name in file}
        taken = self._known.by_phone.get(file.get("phone", ""))
        if taken is not None and self._known.id_of(taken) != match.member:
            file.pop("phone")
        more, differences = compare(row.line, here, file, _FILLABLE, self._headers)
        fills.update(more)
        into.differences.extend(differences)
        here.update(fills)
        if match.member >= 0:
            into.fill(Member, match.member, fills)
        self._known.learn_contact(match.member, fills.get("email", ""), fills.get("phone", ""))
        new = self._known.learn("member", match.member, row.values.get(_IDS, []))
        new_ids(into, "member", match.member, new)


def _columns_of(values: dict[str, Any]) -> dict[str, Any]:
    """Values of a row by the names of the table's columns."""
    columns = {name: value for name, value in values.items() if name in _EMPTY and name != "spent_before"}
    if "spent_before" in values:
        columns["spent_before"], columns["spent_before_currency"] = values["spent_before"]
    return columns
