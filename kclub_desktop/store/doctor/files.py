"""The attachments' files against the rows that name them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kclub_desktop.store.attachments import collecting
from kclub_desktop.store.doctor.finding import Finding, State

if TYPE_CHECKING:
    from kclub_desktop.store.library import Library

_SHOWN = 5


def attachment_troubles(library: Library) -> Iterator[Finding]:
    """Missing and damaged ones, which only an archive or another device can bring back; and files nobody uses."""
    for code, found in (
        ("attachment_missing", list(collecting.missing(library))),
        ("attachment_damaged", list(collecting.damaged(library))),
    ):
        if found:
            # The hash and not the name: a name can speak of a person.
            names = ", ".join(file.name[:12] for _, file in found[:_SHOWN])
            yield Finding(code, {"n": len(found), "names": names})
    if elsewhere := sum(1 for _ in collecting.elsewhere(library)):
        yield Finding("attachment_elsewhere", {"n": elsewhere}, State.NOTICE)
    if idle := collecting.unused(library):
        size = sum(file.stat().st_size for file in idle)
        yield Finding("attachment_unused", {"n": len(idle), "megabytes": size // 1_000_000}, State.NOTICE)


def collect_unused(library: Library) -> None:
    """Remove the files nobody uses."""
    collecting.collect(library)
