"""What a hub may know of the fields it keeps: the schema as this version's declarations wrote it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parent / "schema.json"


@cache
def entities() -> dict[str, Any]:
    """Entity -> what schema.json says of it."""
    read: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))["entities"]
    return read


def is_erasure(entity: str, field: str, value: object) -> bool:
    """Is this what an erasure leaves in the field? Of a field that only a newer version knows: is it nothing?"""
    known = entities().get(entity, {}).get("fields", {}).get(field)
    if known is None:
        return value in ("", None)
    return "erased" in known and bool(value == known["erased"])
