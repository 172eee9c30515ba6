"""What a file is, by its first bytes. Its name decides only where the bytes leave it open, and never makes it harmless."""

from __future__ import annotations

SNIFFED_BYTES = 512
UNKNOWN = "application/octet-stream"
PROGRAM = "application/x-executable"

_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (8, b"WAVE", "audio/wav"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftypqt", "video/quicktime"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (0, b"OggS", "audio/ogg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"MZ", PROGRAM),
    (0, b"\x7fELF", PROGRAM),
    (0, b"\xcf\xfa\xed\xfe", PROGRAM),
    (0, b"\xca\xfe\xba\xbe", PROGRAM),
    (0, b"#!", PROGRAM),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
)
_IN_ZIP = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".epub": "application/epub+zip",
}
_TEXTS = {".csv": "text/csv", ".md": "text/markdown", ".ics": "text/calendar", ".srt": "text/plain"}
_MARKUP = (b"<!doctype", b"<html", b"<svg", b"<script", b"<?xml")


def media_type_of(first: bytes, name: str) -> str:
    """Media type of a file from its first SNIFFED_BYTES and, inside a zip or a text only, from its name."""
    ending = "." + name.lower().rpartition(".")[2]
    for at, signature, found in _SIGNATURES:
        if first[at : at + len(signature)] == signature:
            return _IN_ZIP.get(ending, found) if found == "application/zip" else found
    if not _is_text(first):
        return UNKNOWN
    if first.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        return "text/html"
    return _TEXTS.get(ending, "text/plain")


def _is_text(first: bytes) -> bool:
    if b"\x00" in first:
        return False
    for cut in range(4):
        # The last letter may have been cut in two.
        try:
            first[: len(first) - cut].decode()
        except UnicodeDecodeError:
            continue
        return True
    return False
