"""Attachments' bytes: handed to the hub by the device that has them, fetched by those that do not, each under its hash.

The rows come first, as any other change; the bytes follow after a sync, a piece at a time, and go on where they were cut
off. What arrives is checked against its hash before it has its name. A kiosk neither hands in nor fetches any.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from kclub_desktop.progress import Progress
from kclub_desktop.store import Library, attachments, disk
from kclub_desktop.sync import settings, state
from kclub_desktop.sync.endpoint import FileNotTaken, NoFilesThere
from kclub_protocol.scopes import Role

_NAME = "sync.files"
_PIECE = 1 << 20
_ASKED_AT_ONCE = 500
_AGAIN_SECONDS = 3_600
_WAITING_AGAIN_SECONDS = 60
_PRIVATE = 0o600
FULL, TOO_OLD = "full", "too-old"


class Files(Protocol):
    """What is asked of an endpoint that keeps files. Every call may raise HubUnreachable, HubRefused, NoFilesThere."""

    def files_known(self, hashes: Sequence[str]) -> dict[str, tuple[int, bool]]:
        """Hash → (bytes that are there, is it whole?)."""

    def put_file(self, sha256: str, size: int, offset: int, piece: bytes) -> tuple[int, bool]:
        """Hand in a piece; as files_known. Raises FileNotTaken."""

    def get_file(self, sha256: str, offset: int) -> Iterator[bytes]:
        """A file from a byte on. Raises FileNotTaken."""


@dataclass(frozen=True)
class FilesState:
    """How the exchange of files stands.

    sent, received  files, by the exchange that this tells of
    here_only       files that are on this device and not at the hub
    elsewhere       files that are not here, nor at the hub yet
    why             what keeps them: full or too-old; '' if nothing does
    """

    sent: int = 0
    received: int = 0
    here_only: int = 0
    elsewhere: int = 0
    why: str = ""

    def left(self) -> dict[str, Any]:
        """What has not come everywhere, as plain data."""
        return {"here_only": self.here_only, "elsewhere": self.elsewhere, "why": self.why}


def last(library: Library) -> FilesState:
    """How it stood after the last exchange."""
    kept = json.loads(settings.get(library, _NAME) or "{}")
    return FilesState(**kept.get("state", {}))


def exchange(library: Library, endpoint: Files, progress: Progress | None = None) -> FilesState:
    """Hand in what the hub lacks and fetch what is missing here, if there is reason to; costs one look-up else.

    Raises HubUnreachable, HubRefused, FileNotWritable, FileNotReadable, Cancelled; what was exchanged until then stays.
    """
    role = library.value("SELECT role FROM device WHERE node = ? AND deleted_at IS NULL", (library.node,))
    seen = _seen(library)
    if role == Role.KIOSK or not _is_due(library, seen):
        return FilesState(**{**asdict(last(library)), "sent": 0, "received": 0})
    try:
        result = _Exchange(library, endpoint, progress or Progress()).run()
    except NoFilesThere:
        here = sum(attachments.path_of(library, sha256).is_file() for sha256, _ in _wanted(library))
        result = FilesState(here_only=here, why=TOO_OLD)
    note = {"seen": seen, "at": library.clock.now(), "state": asdict(result)}
    settings.put(library, _NAME, json.dumps(note))
    return result


def _seen(library: Library) -> str:
    """What says whether anything about files changed since: the rows, and the life of the hub's log."""
    count, live, newest = library.rows(
        "SELECT count(*), count(*) FILTER (WHERE deleted_at IS NULL AND sha256 <> ''), coalesce(max(id), 0) FROM attachment"
    )[0]
    return f"{count} {live} {newest} {settings.get(library, settings.LIFE)} {state.of(library).url}"


def _is_due(library: Library, seen: str) -> bool:
    kept = json.loads(settings.get(library, _NAME) or "{}")
    if kept.get("seen") != seen:
        return not seen.startswith("0 ")
    left = kept["state"]
    if not (left["here_only"] or left["elsewhere"]):
        return False
    pause = _AGAIN_SECONDS if left["why"] else _WAITING_AGAIN_SECONDS
    return bool(abs(library.clock.now() - kept["at"]) >= pause)


def _wanted(library: Library) -> list[tuple[str, int]]:
    """(hash, size) of every attachment that stands."""
    return [
        (str(sha256), int(size))
        for sha256, size in library.rows(
            "SELECT sha256, max(bytes) FROM attachment WHERE deleted_at IS NULL AND sha256 <> '' GROUP BY sha256"
        )
        if attachments.is_hash(str(sha256))
    ]


class _Exchange:
    """One exchange under way."""

    def __init__(self, library: Library, endpoint: Files, progress: Progress) -> None:
        self._library, self._endpoint, self._progress = library, endpoint, progress
        self._sent = self._received = self._here_only = self._elsewhere = 0
        self._why = ""

    def run(self) -> FilesState:
        """Ask what is there, then move what is missing on either side."""
        wanted = _wanted(self._library)
        up: list[tuple[str, int]] = []
        down: list[tuple[str, int]] = []
        for start in range(0, len(wanted), _ASKED_AT_ONCE):
            part = wanted[start : start + _ASKED_AT_ONCE]
            there = self._endpoint.files_known([sha256 for sha256, _ in part])
            for sha256, size in part:
                have, whole = there.get(sha256, (0, False))
                here = attachments.path_of(self._library, sha256).is_file()
                if here and not whole:
                    up.append((sha256, have))
                elif not here and whole:
                    down.append((sha256, size))
                self._elsewhere += not here and not whole
        self._progress.expect(self._progress.done + len(up) + len(down))
        for sha256, have in up:
            self._hand_in(sha256, have)
            self._progress.advance()
        for sha256, size in down:
            self._fetch(sha256, size)
            self._progress.advance()
        return FilesState(self._sent, self._received, self._here_only, self._elsewhere, self._why)

    def _hand_in(self, sha256: str, have: int) -> None:
        file = attachments.path_of(self._library, sha256)
        if self._why == FULL or disk.sha256_of(file) != sha256:
            self._here_only += 1  # of a damaged one doctor tells
            return
        size, offset, again = file.stat().st_size, have, True
        with disk.reading_named(file), open(file, "rb") as reading:
            while offset < size:
                reading.seek(offset)
                try:
                    offset, _ = self._endpoint.put_file(sha256, size, offset, reading.read(_PIECE))
                except FileNotTaken as refused:
                    if refused.kind == "another-offset" and refused.have is not None and again:
                        offset, again = refused.have, False  # another device hands in the same file
                        continue
                    self._here_only += 1
                    self._why = FULL if refused.kind == FULL else self._why
                    return
                self._progress.advance(0)
        self._sent += 1

    def _fetch(self, sha256: str, size: int) -> None:
        target = attachments.path_of(self._library, sha256)
        part = disk.part_of(target)
        with disk.writing_named(target):
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            begun = part.stat().st_size if part.is_file() else 0
        try:
            self._receive(sha256, part, begun if begun < size else 0)
        except FileNotTaken:  # it was erased meanwhile
            part.unlink(missing_ok=True)
            self._elsewhere += 1
            return
        with disk.writing_named(target):
            if disk.sha256_of(part) != sha256:
                part.unlink(missing_ok=True)
                self._elsewhere += 1
                return
            disk.take_place(part, target)
        self._received += 1

    def _receive(self, sha256: str, part: Path, offset: int) -> None:
        pieces = self._endpoint.get_file(sha256, offset)
        with disk.writing_named(part):
            opened = os.open(part, os.O_WRONLY | os.O_CREAT | (0 if offset else os.O_TRUNC), _PRIVATE)
            with open(opened, "r+b", closefd=True) as out:
                out.seek(offset)
                size = offset
                for piece in pieces:
                    size += len(piece)
                    if size > attachments.LARGEST_BYTES:
                        raise FileNotTaken("full")
                    out.write(piece)
                    self._progress.advance(0)
