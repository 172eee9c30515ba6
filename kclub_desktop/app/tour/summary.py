"""What the tour did and counted: a line per step, true only if what was claimed was seen in the data."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Summary:
    """Steps in order; screenshots as paths inside the folder."""

    folder: Path
    steps: list[dict[str, Any]] = field(default_factory=list)
    screenshots: list[str] = field(default_factory=list)

    def note(self, step: str, ok: object, said: str, **counted: Any) -> None:
        """One step: whether all of it worked, in words, and what was counted."""
        self.steps.append({"step": step, "ok": bool(ok), "said": said, **counted})

    def as_json(self) -> dict[str, Any]:
        """Plain data; ok only if every step was."""
        return {
            "ok": bool(self.steps) and all(step["ok"] for step in self.steps),
            "steps": self.steps,
            "screenshots": self.screenshots,
        }

    def write(self) -> None:
        """summary.json in the folder."""
        told = json.dumps(self.as_json(), ensure_ascii=False, indent=2)
        (self.folder / "summary.json").write_text(told + "\n", encoding="utf-8")
