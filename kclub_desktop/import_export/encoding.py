"""In which letters a file is written: byte order marks, UTF-8, GB18030, UTF-16, then Western European by frequency.

Decided from the bytes alone, never from a file's name or this computer's language. Reads the file once, in blocks.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

_BLOCK = 1 << 20
_SAMPLE = 4 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_CONTAINERS = (
    (b"PK\x03\x04", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"%PDF", "pdf"),
    (b"\xd0\xcf\x11\xe0", "ole"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"SQLite format 3", "database"),
)


@dataclass(frozen=True)
class Letters:
    """How to open a file as text. whole: every byte can be read; lines: how many line ends it has."""

    encoding: str
    whole: bool
    lines: int

    @property
    def name(self) -> str:
        """The encoding as a report names it, without the mark at the beginning."""
        return "utf-8" if self.encoding == "utf-8-sig" else self.encoding


def container(head: bytes) -> str | None:
    """What kind of file begins like this, if it is not text: zip, gzip, pdf, … or binary."""
    for mark, kind in _OTHER_CONTAINERS:
        if head.startswith(mark):
            return kind
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or not head.count(0):
        return None
    return None if _wide(head) else "binary"


def letters_of(path: Path) -> Letters:
    """Encoding of a text file. Raises OSError."""
    utf8, lines, valid = codecs.getincrementaldecoder("utf-8")("strict"), 0, True
    with path.open("rb") as file:
        head = file.read(_BLOCK)
        block = head
        while block:
            lines += block.count(b"\n")
            if valid:
                try:
                    utf8.decode(block)
                except UnicodeDecodeError:
                    valid = False
            block = file.read(_BLOCK)
        if valid:
            try:
                utf8.decode(b"", final=True)
            except UnicodeDecodeError:
                valid = False
        file.seek(0)
        sample = file.read(_SAMPLE)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return Letters(encoding, valid or encoding != "utf-8-sig", lines)
    if wide := _wide(head):
        return Letters(wide, True, lines)
    if valid:
        return Letters("utf-8", True, lines)
    return _guessed(sample, lines)


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark: nearly every second byte of Western text, commas and line ends, is zero."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = max(len(head) // 2, 1)
    if even + odd < half * 0.15 or min(even, odd) > max(even, odd) * 0.05:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _guessed(sample: bytes, lines: int) -> Letters:
    """Bytes that are not all UTF-8. A few broken letters do not make a UTF-8 or GB18030 file a Western one."""
    if _share_read(sample, "utf-8") > 0.9:
        return Letters("utf-8", False, lines)
    if _share_of_pairs(sample) > 0.6 and _share_read(sample, "gb18030") > 0.9:
        broken = _share_read(sample, "gb18030") < 1
        return Letters("gb18030", not broken and len(sample) < _SAMPLE, lines)
    try:
        sample.decode("cp1252")
        return Letters("cp1252", len(sample) < _SAMPLE, lines)
    except UnicodeDecodeError:
        return Letters("latin-1", True, lines)


def _share_read(sample: bytes, encoding: str) -> float:
    """Of the letters beyond ASCII, the share that this encoding can read."""
    text = sample.decode(encoding, "replace")
    beyond = len(text) - len(text.encode("ascii", "ignore"))
    return 1 - text.count("\ufffd") / beyond if beyond else 0.0


def _share_of_pairs(sample: bytes) -> float:
    """Share of the high bytes that stand in pairs: near 1 in Chinese text, small where accented letters are single."""
    runs = [len(run) for run in re.findall(rb"[\x80-\xff]+", sample)]
    pairs, singles = sum(run // 2 for run in runs), sum(run % 2 for run in runs)
    return pairs / (pairs + singles) if pairs else 0.0
