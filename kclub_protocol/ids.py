"""Row ids: 63-bit Snowflakes for things made once, derived ids for things that exist once per pair.

A Snowflake is positive, 41 bits of milliseconds since 2020-01-01 UTC, 13 bits of node, 9 of sequence. A derived
id is negative, so the two kinds can never meet. Which table uses which is declared in the store.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

EPOCH_MS = 1_577_836_800_000
"""2020-01-01T00:00:00Z in Unix milliseconds."""

NODE_BITS = 13
SEQUENCE_BITS = 9
MAX_NODE = (1 << NODE_BITS) - 1
_SEQUENCE_MASK = (1 << SEQUENCE_BITS) - 1
_NODE_SHIFT = SEQUENCE_BITS
_TIME_SHIFT = NODE_BITS + SEQUENCE_BITS
_MAX_TIME = (1 << 41) - 1


def snowflake(ms: int, node: int, sequence: int = 0) -> int:
    """Compose an id from Unix milliseconds, node and sequence. Raises ValueError outside their ranges."""
    since = ms - EPOCH_MS
    if not 0 <= since <= _MAX_TIME:
        raise ValueError(f"time {ms} ms is outside the range of a row id")
    if not 0 <= node <= MAX_NODE or not 0 <= sequence <= _SEQUENCE_MASK:
        raise ValueError(f"node {node} or sequence {sequence} is outside its range")
    return since << _TIME_SHIFT | node << _NODE_SHIFT | sequence


def milliseconds_of(row_id: int) -> int:
    """Unix milliseconds at which a Snowflake was made."""
    return (row_id >> _TIME_SHIFT) + EPOCH_MS


def node_of(row_id: int) -> int:
    """Node that made a Snowflake."""
    return row_id >> _NODE_SHIFT & MAX_NODE


class IdMaker:
    """Makes ever larger Snowflakes of one node; a millisecond's 512 used up, it borrows from the next one."""

    def __init__(self, node: int, last: int = 0) -> None:
        """last: the largest id this node has ever made, so that a clock set back reuses none."""
        if not 0 <= node <= MAX_NODE:
            raise ValueError(f"node {node} is outside 0..{MAX_NODE}")
        self.node = node
        self.last = last

    def make(self, now_ms: int) -> int:
        """The next id at now_ms (Unix milliseconds)."""
        if self.last:
            last_ms = milliseconds_of(self.last)
            if now_ms <= last_ms:
                sequence = (self.last & _SEQUENCE_MASK) + 1
                now_ms = last_ms + (sequence >> SEQUENCE_BITS)
                self.last = snowflake(now_ms, self.node, sequence & _SEQUENCE_MASK)
                return self.last
        self.last = snowflake(now_ms, self.node, 0)
        return self.last


@lru_cache(maxsize=1024)
def _told(part: str) -> bytes:
    """A text of a key with its length before it: names of tables and words that come again at every row."""
    text = f"s{part}".encode()
    return len(text).to_bytes(4, "big") + text


_LENGTHS = tuple(length.to_bytes(4, "big") for length in range(64))
"""Of a number's text, by how many bytes it has."""


def derived_id(table: str, *key: int | str) -> int:
    """Negative 63-bit id of a natural key: two offline devices that make the same pair make the same row.

    key: the parts in their declared order; parts are told apart, so ("a", "bc") is not ("ab", "c").
    """
    told = _told(table)
    for part in key:
        if isinstance(part, int):
            text = f"i{part}".encode()
            told += _LENGTHS[len(text)] + text
        else:
            told += _told(part)
    value = int.from_bytes(hashlib.blake2b(told, digest_size=8).digest(), "big") >> 1
    return -max(value, 1)
