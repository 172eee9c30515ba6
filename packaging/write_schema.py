"""Write what is generated from the table declarations: kclub_protocol/schema.json and the tables of docs/file-format.md.

`make schema` runs it; a test says when it has to be run.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from kclub_desktop.clock import FixedClock
from kclub_desktop.store import make_library
from kclub_desktop.store.described import as_json, as_markdown

ROOT = Path(__file__).resolve().parent.parent
SCHEMA = ROOT / "kclub_protocol" / "schema.json"
FORMAT = ROOT / "docs" / "file-format.md"
FROM_HERE = "<!-- what follows is written by make schema -->\n"


def written() -> dict[Path, str]:
    """File -> what it must hold now."""
    with (
        tempfile.TemporaryDirectory() as folder,
        make_library(Path(folder) / "new", name="New", clock=FixedClock(1_790_000_000)) as library,
    ):
        tables = as_markdown(library)
    said = FORMAT.read_text(encoding="utf-8").partition(FROM_HERE)[0]
    return {
        SCHEMA: _a_line_per_field(as_json()),
        FORMAT: f"{said}{FROM_HERE}\n{tables}",
    }


def _a_line_per_field(told: dict[str, Any]) -> str:
    """JSON that a person can read and a difference shows column by column."""
    entities = []
    for name, entity in told["entities"].items():
        fields = [f"   {json.dumps(field)}: {json.dumps(said)}" for field, said in entity["fields"].items()]
        head = json.dumps({key: said for key, said in entity.items() if key != "fields"})[1:-1]
        entities.append(
            f' {json.dumps(name)}: {{\n  {head},\n  "fields": {{\n' + ",\n".join(fields) + "\n  }\n }"
        )
    return '{"entities": {\n' + ",\n".join(entities) + "\n}}\n"


if __name__ == "__main__":
    for file, text in written().items():
        file.write_text(text, encoding="utf-8")
