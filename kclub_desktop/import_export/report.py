"""What an import did, or would do: counts and every line that was not simply taken; as data, JSON and a CSV to mend."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kclub_desktop.import_export.codes import words_for_code
from kclub_desktop.import_export.fields import harmless, unharmed
from kclub_desktop.import_export.parse import Remark
from kclub_desktop.import_export.plan import Difference, Review, Slice
from kclub_desktop.import_export.recognise import Recognised
from kclub_desktop.store import ChangeGroup


@dataclass
class FileReport:
    """What one file did. rows: records read; created and merged count by subject (member, course, rating, enrolment)."""

    recognised: Recognised
    rows: int = 0
    created: Counter[str] = field(default_factory=Counter)
    merged: Counter[str] = field(default_factory=Counter)
    changed: int = 0
    skipped: list[Remark] = field(default_factory=list)
    rejected: list[Remark] = field(default_factory=list)
    rejected_cells: list[tuple[int, list[str]]] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)

    def add(self, done: Slice) -> None:
        """Count in a slice that was written (or, in a dry run, planned)."""
        self.rows += done.rows
        self.created.update(done.created)
        self.merged.update(done.merged)
        self.changed += sum(len(changes) for changes in done.filled.values())
        self.skipped += done.skipped
        self.rejected += done.rejected
        self.rejected_cells += done.rejected_cells
        self.warnings += done.warnings
        self.differences += done.differences
        self.reviews += done.reviews

    @property
    def rows_rejected(self) -> int:
        """Rows that were not taken; one row may have several entries in `rejected`."""
        return len(self.rejected_cells)

    def as_json(self) -> dict[str, Any]:
        """Plain data; messages in the current language."""
        subject = self.recognised.profile.subject.value
        return {
            "file": self.recognised.path.name,
            "source": self.recognised.profile.source,
            "confidence": self.recognised.confidence,
            "encoding": self.recognised.letters.name,
            "delimiter": self.recognised.delimiter,
            "header_line": self.recognised.header_line,
            "rows": self.rows,
            "created": {subject: 0, **self.created},
            "merged": {subject: 0, **self.merged},
            "changed": self.changed,
            "skipped": [_line(remark) for remark in self.skipped],
            "rejected": [_cell(remark) for remark in self.rejected],
            "warnings": [_cell(remark) for remark in self.warnings],
            "differences": [difference._asdict() for difference in self.differences],
            "reviews": [review._asdict() for review in self.reviews],
        }

    def write_rejected(self, path: Path | str) -> int:
        """The rejected rows with a reason column, to be mended and imported again. Returns how many. Raises OSError."""
        reasons: dict[int, list[str]] = {}
        for remark in self.rejected:
            field_said = f"{remark.field}: " if remark.field else ""
            reasons.setdefault(remark.line, []).append(field_said + words_for_code(remark.code))
        with Path(path).open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([*self.recognised.headers, "reason"])
            for line, cells in self.rejected_cells:
                padded = cells + [""] * (len(self.recognised.headers) - len(cells))
                said = " ".join(reasons.get(line, []))
                writer.writerow([*(harmless(unharmed(cell)) for cell in padded), said])
        return len(self.rejected_cells)


@dataclass
class ImportReport:
    """What an import did. undo: the group that one undo takes back; its id is None if nothing was written.

    cancelled: the person stopped it; what the counts say was written before is still there.
    """

    files: list[FileReport]
    dry_run: bool = False
    cancelled: bool = False
    undo: ChangeGroup = field(default_factory=ChangeGroup)

    def as_json(self) -> dict[str, Any]:
        """Plain data; messages in the current language."""
        return {
            "files": [file.as_json() for file in self.files],
            "dry_run": self.dry_run,
            "cancelled": self.cancelled,
            "undo": self.undo.id,
        }


def _line(remark: Remark) -> dict[str, Any]:
    return {"line": remark.line, "reason": remark.code.value, "message": words_for_code(remark.code)}


def _cell(remark: Remark) -> dict[str, Any]:
    return {
        "line": remark.line,
        "field": remark.field,
        "reason": remark.code.value,
        "message": words_for_code(remark.code),
        "value": remark.value,
    }
