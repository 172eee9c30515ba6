"""One sync from end to end: take what others wrote, hand over our own, until both sides have it all, then compare."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass, replace
from typing import Any

from kclub_desktop.community import settling
from kclub_desktop.errors import ClockWrong, HubRefused
from kclub_desktop.progress import Progress
from kclub_desktop.secrets import Secrets
from kclub_desktop.store import Library
from kclub_desktop.store.privacy import erasing, forgotten
from kclub_desktop.sync import (
    aside,
    clock_put_right,
    diary,
    digest,
    files,
    moneyless,
    others,
    outbox,
    parted,
    removals,
    renewal,
    settings,
    state,
)
from kclub_desktop.sync.endpoint import AnotherLife, Endpoint, NotTaken, Page, PullFirst, TooMuchHere
from kclub_desktop.sync.endpoints.hub import HubEndpoint
from kclub_desktop.sync.merge import Merged, merge
from kclub_desktop.sync.repair import repair
from kclub_desktop.sync.steps import Steps
from kclub_desktop.sync.sweeping import unswept
from kclub_desktop.sync.taking_up import is_known, take_up
from kclub_protocol.changes import ChangeSet
from kclub_protocol.scopes import Role

_BATCH = 500
_TRIES = 20
_SETS_AT_ONCE, _ROWS_AT_ONCE = 50, 500
_TOKEN_SECONDS = 90 * 86_400
_COMPARED_UP_TO = 5_000
"""Entries of the log up to which copies are compared after each sync in which something moved; larger ones hourly."""
_COMPARED_EVERY_SECONDS = 3_600
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Synced:
    """What a sync did.

    received, sent  change sets
    conflicts       fields two people had changed at once
    aside           change sets of ours that the hub does not take
    repaired        rows that differed from another copy and were put right
    files           attachments whose bytes were handed in or fetched
    """

    received: int
    sent: int
    conflicts: int
    aside: int = 0
    repaired: int = 0
    files: int = 0

    def as_json(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)


NOTHING = Synced(0, 0, 0)


class Restored(Exception):
    """The hub knows of a change set that this device wrote and does not have: it is a copy of an earlier day."""


def endpoint_of(library: Library, secrets: Secrets, kind: type[HubEndpoint] = HubEndpoint) -> HubEndpoint:
    """The hub this library is paired with; a restored copy becomes a new device first.

    kind  how it is asked
    Raises NotPaired, NoKeyring, HubRefused if its token is not kept here; HubUnreachable for a restored copy.
    """
    if renewal.is_due(library):
        renewal.renew(library, secrets)
    known = state.of(library)
    token = secrets.get(state.secret_name(known.community, known.device))
    if not token:
        raise HubRefused(known.url, 401, "no token")
    return kind(known.url, token)


def sync(
    library: Library,
    secrets: Secrets,
    progress: Progress | None = None,
    kind: type[HubEndpoint] = HubEndpoint,
    before: Synced = NOTHING,
) -> Synced:
    """Agree with the hub this library is paired with; also as a copy that was put back by hand and does not know it.

    kind    how the hub is asked
    before  what a sync did that this one goes on with
    Raises NotPaired, NoKeyring, HubUnreachable, HubRefused, ClockWrong.
    """
    for _ in range(3):
        endpoint = endpoint_of(library, secrets, kind)
        try:
            with unswept(), library.writing_much():
                synced = sync_once(library, endpoint, progress, before)
                removals.repeat(library, endpoint)
                moved = files.exchange(library, endpoint, progress)
                synced = replace(synced, files=moved.sent + moved.received)
                diary.worked(library, synced.received, synced.sent, synced.conflicts, synced.repaired)
                _renew_token(library, secrets, endpoint)
            return synced
        except Restored:
            renewal.make_due(library)
        except ClockWrong:
            if not clock_put_right.restamp(library):
                raise
        finally:
            endpoint.close()
    raise HubRefused(state.of(library).url, 409, "restored")


def _renew_token(library: Library, secrets: Secrets, endpoint: HubEndpoint) -> None:
    """A new token every three months. The hub takes the old one until it has met the new one, so none is lost on the way."""
    now, since = library.clock.now(), int(settings.get(library, settings.TOKEN_AT) or 0)
    if since and now - since >= _TOKEN_SECONDS:
        known = state.of(library)
        secrets.put(state.secret_name(known.community, known.device), endpoint.new_token())
    if not since or now - since >= _TOKEN_SECONDS:
        settings.put(library, settings.TOKEN_AT, str(now))


def sync_once(
    library: Library, endpoint: Endpoint, progress: Progress | None = None, before: Synced = NOTHING
) -> Synced:
    """Pull, push, and pull again while others write at the same time.

    Raises Restored, HubUnreachable, HubRefused, ClockWrong; what was merged until then stays and nothing is sent twice.
    """
    run = _Run(library, endpoint, progress or Progress(), before)
    try:
        _whole(run, library)
    except TooMuchHere as much:
        much.so_far = run.synced()
        raise
    state.finished(library, library.clock.now())
    return run.synced()


def _whole(run: _Run, library: Library) -> None:
    take_up(library, state.of(library).pushed, run.merged)
    for _ in range(_TRIES):
        try:
            run.pull()
            run.push()
            run.hand_in_for_others()
            break
        except PullFirst:
            continue
        except AnotherLife:
            # Its cursors mean nothing any more, and it may lack what we sent: everything is asked and told again.
            state.begin_again(library)
            settings.put(library, settings.LIFE, "")
            settings.put(library, settings.FOR_OTHERS, "1")
    run.try_aside_again()
    run.read_again()
    run.compare()


def _parts(change_sets: Sequence[ChangeSet]) -> Iterator[list[ChangeSet]]:
    """As many as are merged in some 50 ms, since the desk wants to write in between."""
    part: list[ChangeSet] = []
    rows = 0
    for each in change_sets:
        if part and (len(part) >= _SETS_AT_ONCE or rows + len(each.changes) > _ROWS_AT_ONCE):
            yield part
            part, rows = [], 0
        part.append(each)
        rows += len(each.changes)
    if part:
        yield part


def log_is_long(library: Library) -> bool:
    """Too long for comparing copies after each sync."""
    return int(library.value("SELECT coalesce(max(id), 0) FROM change")) > _COMPARED_UP_TO


def comparing_is_due(library: Library) -> bool:
    """Is it time to compare copies, whether or not anything moved?"""
    before = int(settings.get(library, settings.COMPARED_AT) or 0)
    return abs(library.clock.now() - before) > _COMPARED_EVERY_SECONDS


class _Run:
    """One sync under way."""

    def __init__(self, library: Library, endpoint: Endpoint, progress: Progress, before: Synced) -> None:
        self._library, self._endpoint, self._progress = library, endpoint, progress
        self.merged, self.sent, self.repaired = Merged(), before.sent, before.repaired
        self.merged.change_sets, self.merged.conflicts = before.received, before.conflicts

    def synced(self) -> Synced:
        """What it did so far."""
        merged, set_aside = self.merged, len(aside.listed(self._library))
        return Synced(merged.change_sets, self.sent, merged.conflicts, set_aside, self.repaired)

    def pull(self) -> None:
        """Merge all that others wrote. A new copy asks for it in one stream."""
        library, steps, sees = self._library, Steps(), True
        for page in self._pages():
            sees = sees if page.sees_money is None else page.sees_money
            self._check_own(page.own)
            # A stream is not asked for by life: a copy that was put back may still know the one before.
            if page.life and settings.get(library, settings.LIFE) not in ("", page.life):
                raise AnotherLife
            known = state.of(library)
            for part in _parts(page.change_sets):
                # One alone needs none, and in a large one each row would cost more than the row before (docs/performance.md).
                with library.together() if len(part) > 1 else nullcontext():
                    for received in part:
                        self._check_not_ours(received)
                        merge(library, received, known.pushed, self.merged, steps.group_of(received))
                self._progress.advance(len(part))
            if page.next != known.pulled:
                state.pulled(library, page.next)
            if page.life:
                settings.put(library, settings.LIFE, page.life)
        moneyless.follow(library, self._endpoint, sees, state.of(library).pushed)
        kiosk = state.role(library) == Role.KIOSK
        # Before an erasure is obeyed: what was only thought to be an erased person's is somebody else's.
        if not kiosk:
            settling.settle(library)
        # Before anything is sent: what this device still says of an erased person must not leave it.
        erasing.obey(library, clean=self.merged.erased)
        self.merged.erased = False
        if not kiosk:
            self.merged.conflicts += parted.note(library)

    def push(self) -> None:
        """Send everything that waits. What is not taken is set aside, and the rest goes on."""
        library = self._library
        skipped = {each.change_set for each in aside.listed(library)} | outbox.kept_back(library)
        while True:
            known = state.of(library)
            ids, change_sets, last = outbox.collect(library, known.pushed, _BATCH, skipped)
            if last == known.pushed:
                return
            if change_sets:
                life = settings.get(library, settings.LIFE)
                try:
                    seen = self._endpoint.push(last, known.pulled, change_sets, life)
                except NotTaken as refused:
                    aside.put(library, ids[refused.index], refused.reason)
                    skipped.add(ids[refused.index])
                    continue
                if seen > known.pulled:
                    state.pulled(library, seen)
            state.pushed(library, last)
            self.sent += len(change_sets)
            self._progress.advance(len(change_sets))

    def hand_in_for_others(self) -> None:
        """After the hub was put back; what others wrote is asked for again, since it has a place in the hub's order now."""
        if others.hand_in(self._library, self._endpoint):
            self.pull()

    def try_aside_again(self) -> None:
        """Send what was set aside once more, each alone, if it is time."""
        library = self._library
        for each in aside.due(library):
            _ids, change_sets, last = outbox.collect(library, each.change_set - 1, 1)
            if last != each.change_set:  # it was handed in meanwhile, as one of another device's
                aside.taken(library, each.change_set)
                continue
            known = state.of(library)
            try:
                self._endpoint.push(last, known.pulled, change_sets, settings.get(library, settings.LIFE))
                aside.taken(library, each.change_set)
                self.sent += 1
            except NotTaken as refused:
                aside.put(library, each.change_set, refused.reason)
            except (PullFirst, AnotherLife):
                return

    def read_again(self) -> None:
        """After an update: what an erasure took of fields that were unknown then is read again, as the erasure left it."""
        library = self._library
        known = {field for field in forgotten.listed(library) if is_known(*field)}
        if known:
            repair(library, self._endpoint, state.of(library).pushed, completing=known)
            forgotten.read_again(library, known)

    def compare(self) -> None:
        """Ask whether other copies at the same place hold the same, and put this one right if it differs."""
        library = self._library
        known = state.of(library)
        if not self._is_due() or outbox.waiting(library, known.pushed) or aside.listed(library):
            return
        differing = self._endpoint.compare(known.pulled, digest.digests(library))
        settings.put(library, settings.COMPARED_AT, str(library.clock.now()))
        settings.put(library, settings.DIFFERS, "")
        if differing:
            right = repair(library, self._endpoint, known.pushed)
            self.repaired += right
            # Then the other copy is the one to be put right, and need not be asked about at every sync.
            settings.put(library, settings.DIFFERS, "" if right else ", ".join(differing))
            log.warning("sync: %s differed, %d rows put right", ", ".join(differing), right)

    def _pages(self) -> Iterator[Page]:
        known = state.of(self._library)
        if not known.pulled:
            yield from self._endpoint.catch_up(0)
        more = True
        while more:
            life = settings.get(self._library, settings.LIFE)
            page = self._endpoint.pull(state.of(self._library).pulled, 0.0, life)
            yield page
            more = page.more

    def _check_own(self, own: int) -> None:
        """The hub's latest of our stamps says how much of ours it has, though its answer may have been lost."""
        if not own:
            return
        found = self._ours(own)
        if found > state.of(self._library).pushed:
            state.pushed(self._library, found)

    def _check_not_ours(self, received: ChangeSet) -> None:
        """What this very device wrote, and has not: another one had it still, and handed it in."""
        if received.node == self._library.node:
            self._ours(received.stamp)

    def _ours(self, stamp: int) -> int:
        """Id of the change set that this device wrote under a stamp. Raises Restored if it is not here."""
        here = "SELECT id FROM change_set WHERE stamp = ? AND node = ?"
        found = self._library.value(here, (stamp, self._library.node))
        if found is None:
            raise Restored
        return int(found)

    def _is_due(self) -> bool:
        moved = self.merged.change_sets or self.sent
        known = settings.get(self._library, settings.DIFFERS)
        if moved and not known and not log_is_long(self._library):
            return True
        return comparing_is_due(self._library)
