"""After the hub was put back from a backup: what others wrote, and this copy still has, is handed in for them.

Who wrote it may be gone, and then it would be on some copies and not on others. What was merged here is put together again
as it was sent, from the log: what lost against something later too, and fields this version does not know. Only an
owner's copy has everything; the hub says what it lost, and takes it once from however many.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kclub_desktop.store import Library, Op
from kclub_desktop.store.declare import Kind
from kclub_desktop.store.log import OF_SET
from kclub_desktop.store.privacy import forgotten
from kclub_desktop.store.tables import BY_NAME, BY_NUMBER
from kclub_desktop.sync import outbox, settings, state
from kclub_desktop.sync.endpoint import LOST_AT_ONCE, Endpoint, NotTaken
from kclub_desktop.sync.wire import fields_to_wire
from kclub_protocol.changes import MAX_ROW_CHANGES, ChangeSet, RowChange
from kclub_protocol.scopes import Role

_SETS_AT_ONCE, _ROWS_AT_ONCE = 200, 1_000
_Key = tuple[str, int]
"""(name of the table, row)."""


def hand_in(library: Library, endpoint: Endpoint) -> int:
    """Hand in what others wrote if the hub was put back since; how many change sets. One look-up if not.

    Cut short, it is done again at the next sync. Raises as Endpoint.push, but for what is about a single change set.
    """
    if not settings.get(library, settings.FOR_OTHERS):
        return 0
    if forgotten.listed(library):
        # An erasure took something that this version does not know: what it would hand in lacks that, and the hub takes a change
        # set once. It waits until the program is updated and has read it again.
        return 0
    done = 0
    if state.role(library) == Role.OWNER:
        life = settings.get(library, settings.LIFE)
        for batch in _batches(library, endpoint):
            done += _push(endpoint, batch, life)
    settings.put(library, settings.FOR_OTHERS, "")
    return done


def _push(endpoint: Endpoint, batch: list[ChangeSet], life: str) -> int:
    """What is not taken is left out: it is not this device's to set aside, and nobody could do anything about it."""
    while batch:
        try:
            endpoint.push_of_others(batch, life)
            return len(batch)
        except NotTaken as refused:
            del batch[refused.index]
    return 0


def _batches(library: Library, endpoint: Endpoint) -> Iterator[list[ChangeSet]]:
    batch: list[ChangeSet] = []
    rows = 0
    for stamp, node in _lost(library, endpoint):
        each = put_together(library, stamp, node)
        if not each.changes:
            continue
        if batch and rows + len(each.changes) > MAX_ROW_CHANGES:
            yield batch
            batch, rows = [], 0
        batch.append(each)
        rows += len(each.changes)
        if len(batch) >= _SETS_AT_ONCE or rows >= _ROWS_AT_ONCE:
            yield batch
            batch, rows = [], 0
    if batch:
        yield batch


def _lost(library: Library, endpoint: Endpoint) -> Iterator[tuple[int, int]]:
    """(stamp, node) of what others wrote and the endpoint lost, in the order in which it was written."""
    known = library.rows(
        "SELECT DISTINCT stamp, node FROM change_set WHERE origin = 'sync' AND node <> ? ORDER BY stamp, node",
        (library.node,),
    )
    for start in range(0, len(known), LOST_AT_ONCE):
        part = known[start : start + LOST_AT_ONCE]
        for place in endpoint.lost([(node, stamp) for stamp, node in part]):
            yield part[place]


def put_together(library: Library, stamp: int, node: int) -> ChangeSet:
    """A change set of another device as it was sent. Parts of it that came to be known later are lines of their own here."""
    parts = library.rows(
        "SELECT id, operation, at, undoes FROM change_set WHERE stamp = ? AND node = ? AND origin = 'sync'"
        " ORDER BY operation = ?, id",
        (stamp, node, Op.SYNC),
    )
    made: set[_Key] = set()
    fields: dict[_Key, dict[str, Any]] = {}
    for part, *_ in parts:
        _add_known(library, part, made, fields)
        _add_unknown(library, part, made, fields)
    changes = tuple(RowChange(*key, key in made, said) for key, said in fields.items())
    first, operation, at, undoes = parts[0]
    return ChangeSet(stamp, node, operation, at, changes, outbox.undoes_of(library, first, undoes))


def _add_known(library: Library, part: int, made: set[_Key], fields: dict[_Key, dict[str, Any]]) -> None:
    log = library.rows(
        "SELECT c.id, c.entity, c.row, c.field, c.after, c.applied FROM change_set s"
        f" JOIN change c ON {OF_SET} WHERE s.id = ? ORDER BY c.id",
        (part,),
    )
    inserted: dict[int, dict[int, int]] = {}
    said: dict[tuple[int, int], dict[str, Any]] = {}
    for change, entity, row, field, after, applied in log:
        edits = said.setdefault((entity, row), {})
        if field:
            edits[field] = after
            continue
        made.add((BY_NUMBER[entity].name_of_table(), row))
        # The making of a record that was here already says what it said, line by line; that of a fact does not.
        if applied or BY_NUMBER[entity].replication is Kind.FACT:
            inserted.setdefault(entity, {})[row] = change
    for entity, of_table in inserted.items():
        for row, values in outbox.as_made(library, BY_NUMBER[entity], of_table).items():
            said[entity, row] = values | said[entity, row]
    for (entity, row), values in said.items():
        model = BY_NUMBER[entity]
        key = model.name_of_table(), row
        fields.setdefault(key, {}).update(fields_to_wire(model, values, key in made))


def _add_unknown(library: Library, part: int, made: set[_Key], fields: dict[_Key, dict[str, Any]]) -> None:
    """What this version keeps for one that knows it, as it came."""
    kept = library.rows(
        "SELECT id, entity, row, field, value FROM unknown_change WHERE change_set = ? ORDER BY id", (part,)
    )
    for kept_as, entity, row, field, value in kept:
        fields.setdefault((entity, row), {})[field] = value
        if entity not in BY_NAME and not _was_kept_before(library, kept_as, part, entity, row):
            made.add((entity, row))


def _was_kept_before(library: Library, kept_as: int, part: int, entity: str, row: int) -> bool:
    """Was something of a row of an unknown table kept before this change set? Its making comes first."""
    found = library.value(
        "SELECT 1 FROM unknown_change WHERE entity = ? AND row = ? AND id < ? AND change_set <> ? LIMIT 1",
        (entity, row, kept_as, part),
    )
    return found is not None
