"""A simulated computer: a real library in a folder, a clock that may be wrong, and a process that may die at any moment."""

import shutil
import sqlite3

from kclub_desktop.store import Library, open_library
from kclub_desktop.store.library import FILE_NAME
from kclub_desktop.sync import pairing, renewal
from kclub_desktop.sync.endpoints.hub import PairedAs
from kclub_desktop.sync.session import Restored, sync_once
from kclub_hub import communities
from kclub_hub import renewal as hub_renewal
from kclub_protocol.scopes import Sees

from .endpoint import SimulatedEndpoint


class Died(BaseException):
    """The power went."""


class Clock:
    """The world's time, wrong by a skew."""

    def __init__(self, world):
        self._world, self.skew_ms = world, 0

    def milliseconds(self):
        return self._world.now_ms + self.skew_ms

    def now(self):
        return self.milliseconds() // 1000


class MortalLibrary(Library):
    """Dies at the n-th statement from now, before or after it; the file is as a killed process leaves it."""

    dies_in = None

    def execute_sql(self, sql, params=None):
        if self.dies_in is not None:
            self.dies_in -= 1
            if self.dies_in <= 0:
                raise Died
        return super().execute_sql(sql, params)

    def rewrite(self):
        """Writing the file anew changes no row, and takes as long as half a run: it is tested on real files."""
        self.value("SELECT 1")
        return True


class Device:
    """One device of the world. token: as the hub told it; old: it has an older version of the program; sees: what it was
    granted of money when it was let in."""

    def __init__(self, world, number, template, role="owner", old=False, sees=Sees.WRITES):
        self.sees = sees
        self.world, self.number, self.role, self.old = world, number, role, old
        self.folder = world.folder / f"device{number}"
        shutil.copytree(template, self.folder)
        self.clock = Clock(world)
        self.token = ""
        self.backup = None
        self.put_back_now = self.hub_put_back_now = False
        self.library = None
        self.open()

    def open(self):
        opened = open_library(self.folder, clock=self.clock)
        opened.__class__ = MortalLibrary
        # What fsync is for is tested with real processes; here nothing loses power but the library's object.
        opened.execute_sql("PRAGMA synchronous = OFF")
        self.library = opened

    def pair(self):
        library = self.library
        granted = {"money": self.sees is Sees.WRITES, "sees_money": self.sees is not Sees.NOTHING}
        code = communities.new_code(self.world.hub, self.world.community, self.role, **granted)
        founding = communities.Founder("A", "Asia/Shanghai", "CNY") if self.number == 0 else None
        told = communities.pair(self.world.hub, code, f"device {self.number}", founding=founding)
        self._hold(told)
        pairing._note(
            library,
            SimulatedEndpoint.url,
            self._as_paired(told),
            f"device {self.number}",
            new=founding is None,
        )

    def sync(self):
        """Sync once, as session.sync does; a copy that was put back becomes a new device."""
        for _ in range(2):
            if renewal.is_due(self.library):
                self.renew()
            try:
                done = sync_once(self.library, SimulatedEndpoint(self.world, self))
                self.put_back_now = self.hub_put_back_now = False
                return done
            except Restored:
                renewal.make_due(self.library)
        raise AssertionError("a renewed device was taken for a restored one")

    def renew(self):
        key = self.library.value("SELECT restored_key FROM library_state")
        token = self.token
        endpoint = SimulatedEndpoint(self.world, self)
        told = endpoint._call(lambda: hub_renewal.renew(self.world.hub, token, key))
        self._hold(told)
        renewal.note(self.library, SimulatedEndpoint.url, self._as_paired(told), f"device {self.number}")

    def crash(self, statements):
        self.library.dies_in = statements

    def restart(self):
        """As after a kill: what was not committed is gone."""
        self.library.dies_in = None
        self.library.shut()
        self.open()

    def keep_backup(self):
        self.backup = self.world.folder / f"backup{self.number}"
        self.backup.unlink(missing_ok=True)
        with sqlite3.connect(self.backup) as to:
            self.library.connection().backup(to)
        to.close()

    def put_back(self, knows_it):
        """The file of the backup takes the place of the present one; by the program, or by hand."""
        self.library.shut()
        for part in ("", "-wal", "-shm"):
            (self.folder / f"{FILE_NAME}{part}").unlink(missing_ok=True)
        shutil.copy(self.backup, self.folder / FILE_NAME)
        self.open()
        self.put_back_now = True
        if knows_it:
            renewal.make_due(self.library)

    def _hold(self, told):
        self.token = told.token

    @staticmethod
    def _as_paired(told):
        return PairedAs(**{name: getattr(told, name) for name in PairedAs.__dataclass_fields__})
