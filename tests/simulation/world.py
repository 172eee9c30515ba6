"""The simulated world: one seed, one run. It owns time, the network, the hub and the devices, and knows every edit made.

Safety is checked after each step, agreement after the world has healed. Nothing but the seed decides anything.
"""

import contextlib
import random
import tempfile
from collections import Counter
from pathlib import Path

from kclub_desktop.errors import HubRefused, HubUnreachable, KClubError
from kclub_desktop.store import Op, moneyless, rows
from kclub_desktop.store.privacy import erasing
from kclub_desktop.store.tables import (
    Activity,
    Attachment,
    CheckIn,
    Enrolment,
    Member,
    Note,
    Payment,
    Rating,
)
from kclub_desktop.store.undo import undo, undo_last
from kclub_desktop.sync import aside, digest
from kclub_hub import communities, device_care, keep
from kclub_hub.compact import compact
from kclub_hub.database import HubDatabase
from kclub_hub.problems import Problem
from kclub_protocol.ids import node_of
from kclub_protocol.masks import display_name
from kclub_protocol.scopes import Sees

from .device import Device, Died
from .template import START_MS, WRITTEN
from .versions import Versions

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
FIELDS = ("name", "note", "tags", "level")
TRACKED = (*FIELDS, "merged_into")
OLD_ONES = 0.3
"""How many of the owner's devices begin with an older version of the program."""
STEPS = {
    "edit": 30, "add": 8, "pay": 8, "rate": 6, "many": 3, "undo": 3, "archive": 2, "sync": 30, "crash": 4,
    "partition": 3, "join": 3, "skew": 3, "backup": 3, "restore": 5, "erase": 2, "compact": 2, "wander": 3,
    "hub dies": 2, "hub backup": 2, "hub restored": 2, "rest": 4, "year": 1, "upgrade": 2, "attach": 2, "merge": 3,
    "part": 2,
}  # fmt: skip
QUARREL = {
    "add": 10,
    "merge": 20,
    "part": 15,
    "sync": 45,
    "edit": 5,
    "undo": 2,
    "pay": 3,
    "crash": 2,
    "restore": 1,
    "backup": 1,
}
"""A world of people who do not agree about who is who."""
FRONT_DESK = {**STEPS, "grant": 8, "merge": 6, "part": 4, "pay": 14}
"""A world with a member of staff who is let see and write money, and is not any more."""
DISASTER = {**STEPS, "hub backup": 6, "hub restored": 8, "backup": 6, "restore": 10, "compact": 4}
"""A world in which backups of the hub and of devices are put back at the same time."""
AT_A_KIOSK = ("add", "pay", "rate", "crash", "partition", "join", "skew", "backup", "restore", "rest")
FAULTS = {"": 70, "lost": 8, "answer lost": 10, "doubled": 6, "delayed": 6}


class World:
    """Everything there is, drawn from a seed."""

    def __init__(self, seed, template, folder=None, steps=60, weights=STEPS):
        self.weights = weights
        self.seed, self.random = seed, random.Random(seed)
        self._own = tempfile.TemporaryDirectory(dir=folder)
        self.folder = Path(self._own.name)
        self.now_ms = START_MS
        self.story = []
        self.steps = steps
        self.calm = False
        self.away = set()
        self.wandering = []
        self.hub_file = 0
        self.hub = self._new_hub()
        self.community = communities.new_community(self.hub, "A")
        self.written = 0
        self.told = set()
        self.members = []
        self.drawn = Counter()
        self.versions = Versions()
        self.edits, self.facts, self.erased = [], {}, set()
        count = self.random.randint(2, 4)
        self.devices = []
        staff = ["staff"] if "grant" in weights else []
        roles = ["owner"] * count + staff + ["kiosk"] * self.random.randint(0, 1)
        for number, role in enumerate(roles):
            old = role == "owner" and self.random.random() < OLD_ONES
            sees = self.random.choice(list(Sees)) if role == "staff" else Sees.WRITES
            self.devices.append(Device(self, number, template, role, old, sees))
            if number == 0:
                self._add(self.devices[0])
            self.devices[number].pair()

    def close(self):
        self.versions.use(old=False)
        for device in self.devices:
            device.library.shut()
        self.hub.close()
        self._own.cleanup()

    # Time and network

    def draw_fault(self, device):
        """What befalls a call of a device."""
        if self.calm:
            return ""
        if device.number in self.away:
            return "lost"
        fault = self._draw(FAULTS)
        self.drawn[f"call {fault}" if fault else "call"] += 1
        return fault

    def step(self):
        """One thing happens somewhere."""
        self.now_ms += self.random.choice((1, 40, 1500, 60_000, HOUR_MS))
        device, what = self.random.choice(self.devices), self._draw(self.weights)
        if device.role == "kiosk" and what not in AT_A_KIOSK:
            what = "sync"
        self.story.append(f"{what} on {device.number}{' (old)' if device.old else ''}")
        self.versions.use(device.old)
        try:
            if getattr(self, "_" + what.replace(" ", "_"))(device) is not False:
                self.drawn[what] += 1
                self.drawn[f"{what} by an old one"] += device.old
        except Died:
            self.drawn["died"] += 1
            self.story.append(f"{device.number} died")
            device.restart()
            self._forget_what_is_nowhere()

    def heal(self):
        """No more faults: everyone can reach the hub, clocks are right, nobody dies."""
        self.calm, self.away = True, set()
        for device in self.devices:
            device.library.dies_in = None
            device.clock.skew_ms = 0
        self.now_ms += 24 * HOUR_MS

    def settles_within(self, rounds):
        """Do all come to rest?"""
        for _ in range(rounds):
            self.now_ms += 1000
            done = []
            for device in self.devices:
                self.versions.use(device.old)
                done.append(device.sync())
            self._check_repairs(done)
            if not any(each.received or each.sent for each in done):
                return True
        return False

    def upgrade_all(self):
        """Every device gets today's program; were there any without it?"""
        old = [device for device in self.devices if device.old]
        for device in old:
            device.old = False
        return bool(old)

    # What happens; False: there was nothing to do it with

    def _edit(self, device):
        if not (found := self._member_of(device)):
            return False
        field = self.random.choice(self._fields(device))
        self._change(device, found, field, self._new_value())

    def _many(self, device):
        known = [
            m for (m,) in device.library.rows("SELECT id FROM member WHERE erased_at IS NULL ORDER BY id")
        ]
        field, value = self.random.choice(self._fields(device)), self._new_value()
        chosen = self.random.sample(known, min(len(known), 5))
        before = {m: self._value(device, m, field) for m in chosen}
        with device.library.write(Op.EDIT_MEMBER) as opened:
            rows.change_many(device.library, Member, [{"id": m, field: f"{value}.{m}"} for m in chosen])
        for member in chosen:
            self._note_edit(device, opened, member, field, f"{value}.{member}", before[member])

    def _add(self, device):
        name = self._new_value()
        with device.library.write(Op.ADD_MEMBER) as opened:
            member = rows.add(device.library, Member, name=name, created_at=device.clock.now())
        self.members.append(member)
        self._note_edit(device, opened, member, "name", name, "")

    def _pay(self, device):
        if not (member := self._member_of(device)):
            return False
        kinds = [(CheckIn, {"event": 1, "scanned_at": 5, "door": "A"})]
        if device.role == "owner" or self._writes_money(device):
            why = {} if device.old else {"why": self._new_value()}
            kinds.append((Payment, {"amount": 5, "currency": "CNY", "paid_at": 1, **why}))
            if not device.old:
                kinds.append((Activity, {"kind": "view", "at": device.clock.now()}))
        model, more = self.random.choice(kinds)
        with device.library.write(Op.RECORD_ORDER if model is Payment else Op.CHECK_IN) as opened:
            fact = rows.add(device.library, model, member=member, **more)
        self.facts[model, fact] = (more.get("why"), member), opened.stamp, opened.node
        return None

    def _writes_money(self, device):
        """Staff: as far as the device knows, and the person was told."""
        if device.role != "staff" or not moneyless.sees_money(device.library):
            return False
        with contextlib.suppress(
            Problem
        ):  # the answer to its renewal was lost: it has only the token of before
            return communities.device_of(self.hub, device.token).money
        return False

    def _grant(self, _device):
        """An owner decides anew what staff may do with money."""
        for device in self.devices:
            if device.role == "staff":
                sees = self.random.choice(list(Sees))
                with contextlib.suppress(Problem):
                    self._let(device, sees)

    def _let(self, device, sees):
        known = communities.device_of(self.hub, device.token)
        device_care.change(
            self.hub, self.community, known.id, by="",
            money=sees is Sees.WRITES, sees_money=sees is not Sees.NOTHING,
        )  # fmt: skip

    def _rate(self, device):
        if not (member := self._member_of(device)):
            return False
        with device.library.write(Op.RATE):
            known = (Rating,) if device.role == "kiosk" or device.old else (Rating, Enrolment)
            model = self.random.choice(known)
            if model is Rating:
                more = {"stars": self.random.randint(1, 5), "rated_at": device.clock.now()}
            else:
                more = {"enrolled_at": 5, "progress": self.random.randint(0, 100)}
            rows.put(device.library, model, member=member, course=self.random.randint(1, 3), **more)
        return None

    def _attach(self, device):
        """What is about a row without referring to it: a file, words."""
        if not (member := self._member_of(device)):
            return False
        about = {"entity": "member", "row": member}
        with device.library.write(Op.EDIT_ATTACHMENT):
            if self.random.random() < 0.5:
                rows.add(device.library, Note, body=self._new_value(), written_at=1, **about)
            else:
                said = {
                    "sha256": f"{self.written:064x}",
                    "name": self._new_value(),
                    "media_type": "text/plain",
                }
                rows.add(device.library, Attachment, added_at=1, **said, **about)
        return None

    def _merge(self, device):
        """Two records turn out to be one person; others may do the same the other way round, at the same time."""
        known = self._standing(device)
        if len(known) < 2:
            return False
        loser, kept = self.random.sample(known, 2)
        self._change(device, loser, "merged_into", kept)
        both = [
            each
            for each in self.devices
            if each is not device and each.role == "owner" and {loser, kept} <= set(self._standing(each))
        ]
        if both and self.random.random() < 0.6:
            other = self.random.choice(both)
            self.story.append(f"and the other way round on {other.number}")
            self.versions.use(other.old)
            self._change(other, kept, "merged_into", loser)
            self.drawn["merge the other way round"] += 1
        return None

    @staticmethod
    def _standing(device):
        return [
            row
            for (row,) in device.library.rows(
                "SELECT id FROM member WHERE erased_at IS NULL AND merged_into IS NULL ORDER BY id"
            )
        ]

    def _part(self, device):
        """A merge that stands turns out to be wrong: who made it takes it back, here or elsewhere."""
        owners = [each for each in self.devices if each.role == "owner"]
        for each in self.random.sample(owners, len(owners)):
            found = each.library.value(
                "SELECT s.id FROM change c JOIN change_set s ON s.id = c.change_set JOIN member m ON m.id = c.row"
                " WHERE c.field = 'merged_into' AND c.after IS m.merged_into AND m.merged_into IS NOT NULL"
                " AND s.origin = 'here' AND s.operation = 'edit_member' AND s.undone_by IS NULL ORDER BY s.id DESC"
            )
            if found is not None:
                self.versions.use(each.old)
                before = self._all_values(each)
                undo(each.library, found)
                self._note_overwritten(before, self._all_values(each))
                return None
        return False

    def _archive(self, device):
        if not (member := self._member_of(device)):
            return False
        with device.library.write(Op.ARCHIVE_MEMBERS):
            rows.change(device.library, Member, member, deleted_at=device.clock.now())

    def _undo(self, device):
        before = self._all_values(device)
        try:
            undo_last(device.library)
        except KClubError:
            return False
        self._note_overwritten(before, self._all_values(device))

    def _erase(self, device):
        if len(self.members) < 3 or not (member := self._member_of(device)):
            return False
        # Records that this device knows to be the same person go with it, and others elsewhere when they meet.
        self.erased.update(erasing.erase(device.library, member).members)
        return None

    def _sync(self, device):
        try:
            self._check_repairs([device.sync()])
        except (HubUnreachable, HubRefused) as error:
            assert not isinstance(error, HubRefused) or error.reason in ("unknown-token", "revoked"), error

    def _crash(self, device):
        device.crash(self.random.randint(1, 120))
        self._sync(device) if self.random.random() < 0.5 else self._pay(device)
        device.library.dies_in = None

    def _partition(self, device):
        self.away.add(device.number)

    def _join(self, device):
        self.away.discard(device.number)

    def _skew(self, device):
        device.clock.skew_ms = self.random.randint(-10 * HOUR_MS, 10 * HOUR_MS)

    def _backup(self, device):
        device.keep_backup()
        device.backup_edits = len(self.edits)

    def _restore(self, device):
        # Two backups put back at once, the hub's and a device's, can lose what only a kiosk or staff still has, whom
        # nobody believes what another wrote (docs/hub.md).
        if device.backup is None or (device.hub_put_back_now and self.weights is not DISASTER):
            return False
        # A clock that was set back since could give out a stamp twice; by hand there is no remedy to that.
        highest = device.library.value("SELECT last_stamp FROM library_state") >> 16
        device.clock.skew_ms = max(0, highest - self.now_ms + 1)
        # The list of conflicts is a device's own and goes back with it; what lost is in everyone's history.
        self.told |= self._conflicts(device)
        knows_it = self.random.random() < 0.5
        self.drawn["restore by the program" if knows_it else "restore by hand"] += 1
        device.put_back(knows_it)
        self._forget_what_is_nowhere()
        device.backup = None

    def _compact(self, device):
        compact(self.hub, self.community)

    def _wander(self, device):
        if not self.wandering:
            return False
        for work in self.wandering:
            with contextlib.suppress(Problem):  # refused: it is old
                work()
        self.wandering.clear()

    def _hub_dies(self, device):
        self.hub.close()
        self.hub = HubDatabase(self._hub_path(), lambda: self.now_ms)

    def _hub_backup(self, device):
        (self.folder / "hub.backup").unlink(missing_ok=True)
        keep.back_up(self.hub, self.folder / "hub.backup")
        self.backed_up = {device.token for device in self.devices}

    def _hub_restored(self, device):
        # A device renewed since is not in it and would have to be paired by a person again.
        if not (self.folder / "hub.backup").exists() or {d.token for d in self.devices} != self.backed_up:
            return False
        if any(each.put_back_now for each in self.devices) and self.weights is not DISASTER:
            return False
        self.hub.close()
        self.hub_file += 1
        self.hub = self._new_hub()
        keep.restore(self.hub, self.folder / "hub.backup")
        self.wandering.clear()
        self._forget_what_is_nowhere()
        for each in self.devices:
            each.hub_put_back_now = True
        return None

    def _rest(self, device):
        self.now_ms += 7 * DAY_MS

    def _year(self, device):
        """One is away for longer than the hub waits for anybody; the others go on, and what they replaced goes."""
        self.now_ms += 370 * DAY_MS
        for other in self.devices:
            if other is not device:
                self.versions.use(other.old)
                self._sync(other)
        self._compact(device)

    def _upgrade(self, device):
        if not device.old:
            return False
        device.old = False
        self.versions.use(old=False)
        device.restart()
        return None

    # What is known of it

    def check_safety(self):
        """Whatever happened: each file is whole, and no fact is in one twice."""
        device = self.random.choice(self.devices)
        assert device.library.value("SELECT open_change_set FROM library_state") is None

    def check_alike(self):
        """Copies hold the same of what both know, also of different versions of the program."""
        self.versions.use(old=False)
        owners = [device for device in self.devices if device.role == "owner"]
        for known in (self._all_columns, Versions.known_to_old):
            same = [device for device in owners if not device.old or known is Versions.known_to_old]
            contents = [self._contents(device, known) for device in same]
            for other, device in zip(contents[1:], same[1:], strict=True):
                for table in contents[0].keys() | other.keys():
                    there = contents[0].get(table), other.get(table)
                    assert there[0] == there[1], (
                        f"{same[0].number} and {device.number} differ in {table}: {there}"
                    )

    def trust_staff(self):
        """Staff may write money from now on, so that what waits for it can be handed in; was there any?"""
        staff = [device for device in self.devices if device.role == "staff"]
        for device in staff:
            self._let(device, Sees.WRITES)
            aside.hurry(device.library)
        return bool(staff)

    def check_end(self):
        """All copies equal, every fact there once, no edit missing."""
        self.check_alike()
        for device in self.devices:
            if device.role == "staff":
                self._check_staff(device)
        waiting = self._aside()
        for (model, fact), (said, *written) in self.facts.items():
            if tuple(written) not in waiting:
                self._check_fact(model, fact, *said)
        self._check_edits()
        for device in self.devices:
            if device.role == "kiosk":
                self._check_kiosk(device)

    def _check_fact(self, model, fact, why, member):
        columns = "why" if model is Payment else "NULL"
        found = self.devices[0].library.rows(
            f'SELECT {columns}, member FROM "{model.name_of_table()}" WHERE id = ?', (fact,)
        )
        assert len(found) == 1, f"fact {fact} of {model.__name__} is gone"
        gone = member in self.erased or self._is_erased(member)
        assert gone or not why or found[0][0] == why, f"fact {fact} says {found[0][0]!r} instead of {why!r}"

    def _aside(self):
        """(stamp, node) of what staff wrote and may not hand in any more."""
        return {
            written
            for device in self.devices
            for each in aside.listed(device.library)
            for written in device.library.rows(
                "SELECT stamp, node FROM change_set WHERE id = ?", (each.change_set,)
            )
        }

    def _check_staff(self, staff):
        """It holds what owners hold, or all of it but money, of which there is nothing then."""
        granted = communities.device_of(self.hub, staff.token)
        assert moneyless.sees_money(staff.library) == granted.sees_money
        here, there = (self._contents(each, self._all_columns) for each in (staff, self.devices[0]))
        assert not (granted.money and self._aside()), "what waits for the leave to write money has it"
        waits = bool(self._aside())
        if not granted.sees_money:
            assert waits or "payment" not in here
        for table in here.keys() | there.keys():
            if table != "payment" or (granted.sees_money and not waits):
                assert here.get(table) == there.get(table), f"staff differs in {table}"

    def _check_kiosk(self, kiosk):
        """It knows the same members, by their display names, and of what is hidden nothing."""
        there = dict(self.devices[0].library.rows("SELECT id, name FROM member"))
        seen = kiosk.library.rows("SELECT id, name, note, tags FROM member")
        assert {row for row, *_ in seen} == there.keys()
        own = {
            node for (node,) in self.devices[0].library.rows("SELECT node FROM device WHERE role = 'kiosk'")
        }
        for row, name, *_ in seen:
            # Who signed up there was typed in there.
            assert name == display_name(there[row]) or (node_of(row) in own and name == there[row])
        assert not any(note or tags for *_, note, tags in seen)
        stars = "SELECT id, stars FROM rating ORDER BY id"
        assert kiosk.library.rows(stars) == self.devices[0].library.rows(stars)

    def _check_edits(self):
        """Each value stands, or somebody saw it and wrote over it, or it is in a list of conflicts."""
        seen = {(e["member"], e["field"], e["before"]) for e in self.edits}
        listed = set().union(*map(self._conflicts, self.devices))
        logged = set(self.devices[0].library.rows("SELECT row, field, after FROM change"))
        listed |= self.told & logged
        # What was carried over to the record that was kept is listed there; what is written is written once in a world.
        words = {(field, value) for _row, field, value in listed if field != "merged_into"}
        for edit in self.edits:
            key = edit["member"], edit["field"], edit["value"]
            if edit["member"] in self.erased or key in seen or key in listed or edit.get("overwritten"):
                continue
            if key[1:] in words:
                continue
            if self._is_erased(edit["member"]):
                continue
            now = self._value(self.devices[0], edit["member"], edit["field"])
            if edit["field"] == "merged_into" and self._are_one(edit["member"], edit["value"]):
                continue
            assert now == edit["value"], f"{edit} was lost to {now!r}"

    def _are_one(self, member, other):
        """Do two records stand for the same one?

        Two people who did not know of each other may merge two records into each other. One of the two has to stand
        again, and settling gives up its merge (the record's field becomes empty, as the history says). What the person
        wanted holds nevertheless, and that is what is asked: the two are one member, by whosever merge.
        """
        return self._end_of(member) == self._end_of(other)

    def _end_of(self, member):
        while (into := self._value(self.devices[0], member, "merged_into")) is not None:
            member = into
        return member

    def _conflicts(self, device):
        found = device.library.rows("SELECT row, field, kept, lost FROM conflict")
        return {(row, field, value) for row, field, *both in found for value in both}

    def _check_repairs(self, done):
        assert not any(each.repaired for each in done), "copies had come apart and were put right"
        # What staff wrote of money and may not hand in any more waits on its device.
        assert "grant" in self.weights or not any(each.aside for each in done), "a change set was not taken"

    @staticmethod
    def _all_columns(model):
        return model.columns()

    def _contents(self, device, known):
        """Table → what a copy holds of the columns that are known."""
        found = {}
        for model in digest._with_rows(device.library):
            assert model in WRITTEN, f"add {model.__name__} to template.WRITTEN"
            if not (columns := known(model)):
                continue
            listed = ", ".join(f'"{name}"' for name in ("id", *columns))
            lines = device.library.rows(f'SELECT {listed} FROM "{model.name_of_table()}" ORDER BY id')
            found[model.name_of_table()] = lines
        return found

    # Bookkeeping

    def _change(self, device, member, field, value):
        before = self._value(device, member, field)
        with device.library.write(Op.EDIT_MEMBER) as opened:
            rows.change(device.library, Member, member, **{field: value})
        self._note_edit(device, opened, member, field, value, before)

    def _note_edit(self, device, opened, member, field, value, before):
        self.edits.append(
            {"member": member, "field": field, "value": value, "before": before, "device": device.number,
             "stamp": opened.stamp, "node": opened.node}
        )  # fmt: skip

    def _note_overwritten(self, before, after):
        """An undo wrote over what it saw."""
        for edit in self.edits:
            key = edit["member"], edit["field"]
            if before.get(key) == edit["value"] != after.get(key):
                edit["overwritten"] = True

    def _forget_what_is_nowhere(self):
        """Forget what a dying process had not committed, and what was on a disk that was put back and nowhere else.

        The first was never promised, the second is gone with the person's own knowledge. What is at the hub alone, since
        the file it was made in was put back, is to come from there: it stays known, and with it what it wrote over.
        """

        def there(stamp, node):
            return self._logged(stamp, node) or any(
                self._has(each, stamp, node)
                for each in self.devices
                if each.role == "owner" or self.weights is not DISASTER
            )

        self.edits = [edit for edit in self.edits if there(edit["stamp"], edit["node"])]
        self.facts = {key: kept for key, kept in self.facts.items() if there(*kept[1:])}

    def _has(self, device, stamp, node):
        return device.library.value("SELECT 1 FROM change_set WHERE stamp = ? AND node = ?", (stamp, node))

    def _logged(self, stamp, node):
        with self.hub.reading() as db:
            return db.execute("SELECT 1 FROM log_set WHERE node = ? AND stamp = ?", (node, stamp)).fetchone()

    def _member_of(self, device):
        known = device.library.rows("SELECT id FROM member WHERE erased_at IS NULL ORDER BY id")
        return self.random.choice(known)[0] if known else None

    def _is_erased(self, member):
        return self.devices[0].library.value(
            "SELECT 1 FROM member WHERE id = ? AND erased_at IS NOT NULL", (member,)
        )

    @staticmethod
    def _fields(device):
        """What may be edited there: an older version knows no levels."""
        return FIELDS[:-1] if device.old else FIELDS

    def _value(self, device, member, field):
        return device.library.value(f'SELECT "{field}" FROM member WHERE id = ?', (member,))

    def _all_values(self, device):
        listed = ", ".join(TRACKED)
        return {
            (row[0], field): value
            for row in device.library.rows(f"SELECT id, {listed} FROM member")
            for field, value in zip(TRACKED, row[1:], strict=True)
        }

    def _new_value(self):
        self.written += 1
        return f"v{self.written} x"  # two words, so that a kiosk sees another name

    def _draw(self, weights):
        return self.random.choices(list(weights), weights.values())[0]

    def _new_hub(self):
        return HubDatabase(self._hub_path(), lambda: self.now_ms)

    def _hub_path(self):
        return self.folder / f"hub{self.hub_file}.db"
