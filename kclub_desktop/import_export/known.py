"""Who and what the library already holds, by everything that identifies it; loaded once, kept up to date by the plan.

A person is found by an id of a source, then by e-mail, then by mobile number, never by name. A course is found by
its id, else by its title. What is planned but not written yet has a negative number until it gets its id.
"""

from __future__ import annotations

import unicodedata
from typing import Any, NamedTuple

from kclub_desktop.import_export import fields
from kclub_desktop.import_export.profiles.kclub_members import OWN
from kclub_desktop.store import Library

Ids = list[tuple[str, str]]


class Match(NamedTuple):
    """The member a row is about, and what told so: id, email or phone."""

    member: int
    by: str


class Known:
    """Identity maps of one import. For 100,000 members about 60 MB and half a second."""

    def __init__(self, library: Library) -> None:
        self.by_email: dict[str, int] = {}
        self.by_phone: dict[str, int] = {}
        self.by_id: dict[tuple[str, str, str], int] = {}
        self.by_title: dict[str, int] = {}
        self._members: set[int] = set()
        self._courses: set[int] = set()
        self._written: dict[int, int] = {}
        self._kept: dict[int, int] = {}
        self._planned = 0
        self._load_members(library)
        self._load_courses(library)
        self._load_ids(library)

    def plan_new(self) -> int:
        """A number for a row that is planned; `written` tells its id later."""
        self._planned -= 1
        return self._planned

    def written(self, planned: int, row_id: int) -> None:
        """The row that had this number now has this id."""
        self._written[planned] = row_id

    def id_of(self, number: int) -> int:
        """Id of a row, planned or not; the number itself while it is not written."""
        return self._written.get(number, number) if number < 0 else number

    def member(self, ids: Ids, email: str, phone: str) -> Match | None:
        """The member that these identify; the first that tells wins, in the order id, e-mail, mobile."""
        for endpoint, external in ids:
            if (found := self._by_id("member", endpoint, external)) is not None:
                return Match(self.id_of(found), "id")
        if email and (found := self.by_email.get(email)) is not None:
            return Match(self.id_of(found), "email")
        if phone and (found := self.by_phone.get(phone)) is not None:
            return Match(self.id_of(found), "phone")
        return None

    def course(self, ids: Ids, title: str) -> int | None:
        """The course of that id; by title only where the row has no id."""
        for endpoint, external in ids:
            if (found := self._by_id("course", endpoint, external)) is not None:
                return self.id_of(found)
        if ids or not title:
            return None
        found = self.by_title.get(plain_title(title))
        return None if found is None else self.id_of(found)

    def learn(self, kind: str, number: int, ids: Ids) -> Ids:
        """Remember ids of a row. Returns those that were not known before."""
        new = [pair for pair in ids if self._by_id(kind, *pair) is None]
        for endpoint, external in new:
            self.by_id[kind, endpoint, external] = number
        return new

    def learn_contact(self, number: int, email: str, phone: str) -> None:
        """Remember how a member is reached; who had the address or number first keeps it."""
        if email:
            self.by_email.setdefault(email, number)
        if phone and fields.identifies(phone):
            self.by_phone.setdefault(phone, number)

    def _by_id(self, kind: str, endpoint: str, external: str) -> int | None:
        found = self.by_id.get((kind, endpoint, external))
        if found is None and endpoint == OWN and external.isdecimal() and len(external) < 20:
            own = self._members if kind == "member" else self._courses
            return int(external) if int(external) in own else None
        return found

    def _load_members(self, library: Library) -> None:
        merged: list[tuple[int, str, str]] = []
        into: dict[int, int] = {}
        by_email, by_phone, identifies = self.by_email, self.by_phone, fields.identifies
        sql = "SELECT id, email, phone, merged_into FROM member WHERE deleted_at IS NULL ORDER BY id"
        for row, email, phone, merged_into in library.rows(sql):
            if merged_into is not None:
                into[row] = merged_into
                merged.append((row, email, phone))
                continue
            self._members.add(row)
            if email:
                by_email.setdefault(_plain_email(email), row)
            if phone and identifies(phone):
                by_phone.setdefault(phone, row)
        for row, email, phone in merged:
            kept = _end_of(into, row)
            if kept in self._members:
                self._kept[row] = kept
                self.learn_contact(kept, _plain_email(email), phone)

    def _load_courses(self, library: Library) -> None:
        for row, title in library.rows("SELECT id, title FROM course WHERE deleted_at IS NULL ORDER BY id"):
            self._courses.add(row)
            self.by_title.setdefault(plain_title(title), row)

    def _load_ids(self, library: Library) -> None:
        sql = "SELECT kind, endpoint, external, row FROM external_id WHERE deleted_at IS NULL"
        live = {"member": self._members, "course": self._courses}
        for kind, endpoint, external, row in library.rows(sql):
            row = self._kept.get(row, row)
            if row in live.get(kind, ()):
                self.by_id[kind, endpoint, external] = row


def _end_of(into: dict[int, int], row: int) -> int:
    """The member that was kept after all merges; two devices may have merged in a circle."""
    passed = set()
    while row in into and row not in passed:
        passed.add(row)
        row = into[row]
    return row


def plain_title(title: str) -> str:
    """A title as titles are compared."""
    return unicodedata.normalize("NFKC", title).strip().casefold()


def _plain_email(email: str) -> str:
    if not email:
        return ""
    plain: Any = email.strip().lower() if email.isascii() else fields.email(email)
    return plain if type(plain) is str else email.strip().casefold()
