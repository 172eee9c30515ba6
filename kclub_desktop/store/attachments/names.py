"""A file name that is safe on every system and shows what it is: no path, no hidden letters, nothing reserved."""

from __future__ import annotations

import re
import unicodedata

LONGEST_BYTES = 200
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_FALLBACK = "attachment"


def safe_name(name: str) -> str:
    """The name without what could mislead a person or a system; never empty."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    # Category C: controls, and the marks that let “gpj.exe” read as “exe.jpg”.
    name = "".join(letter for letter in name if unicodedata.category(letter)[0] != "C")
    name = _FORBIDDEN.sub("_", name).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if not dot:
        stem, ending = name, ""
    if _RESERVED.fullmatch(stem.partition(".")[0]):
        stem = f"_{stem}"
    if not stem:
        stem = _FALLBACK
    ending = ending[:20]
    while len(f"{stem}{dot}{ending}".encode()) > LONGEST_BYTES:
        stem = stem[:-1]
    return f"{stem}{dot}{ending}"
