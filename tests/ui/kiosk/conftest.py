"""A door: a small community on disk, an event that begins in an hour, and the kiosk's window in front of it."""

import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kclub_desktop.community import learning, members
from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import Course, Event, Registration
from kclub_desktop.ui.jobs import Jobs
from kclub_desktop.ui.kiosk import pin
from kclub_desktop.ui.kiosk.window import KioskWindow
from kclub_desktop.ui.session import Models, Session, Settings

sys.path.insert(0, str(Path(__file__).parent))

from reading import GUESTS, LONG_MS, PIN


@dataclass
class Door:
    """The community behind the window, and what is in its hands."""

    session: Session
    event: int
    other: int
    who: dict[str, int] = field(default_factory=dict)

    def ticket(self, guest):
        return f"ZX-{guest.upper()}"


@pytest.fixture
def door(qapp, library, clock):
    now = clock.now()
    with library.write(Op.EDIT_EVENT):
        event = rows.add(
            library, Event, title="圆桌", place="Attic", starts_at=now + 3600, ends_at=now + 9000
        )
        other = rows.add(library, Event, title="Design Night", starts_at=now + 90_000, ends_at=now + 99_000)
    jobs = Jobs()
    made = Door(Session(library, jobs, clock, Settings(library), Models()), event, other)
    made.who = {
        guest: members.add(library, {"name": name, "level": "Gold", "phone": f"1380013800{n}"})
        for n, (guest, name) in enumerate(GUESTS.items())
    }
    with library.write(Op.REGISTER):
        for guest, member in made.who.items():
            rows.add(
                library,
                Registration,
                event=other if guest == "elsewhere" else event,
                member=member,
                registered_at=now,
                ticket=made.ticket(guest),
                paid=int(guest != "unpaid"),
                status=guest if guest in ("waiting", "cancelled") else "registered",
            )
    with library.write(Op.EDIT_COURSE):
        courses = [rows.add(library, Course, title=f"Course {letter}", created_at=now) for letter in "ABCDE"]
    for guest in ("second", "unpaid", "waiting"):
        for course in courses[:3]:
            learning.enrol(library, made.who[guest], course)
    learning.enrol(library, made.who["paid"], courses[0])
    pin.keep(made.session.settings, PIN)
    yield made
    jobs.wait()


@pytest.fixture
def opened(qtbot, door):
    """Opens windows at the door and closes them at the end."""
    windows = []

    def open_one(event=None, **times):
        times = {"return_ms": LONG_MS, "idle_ms": LONG_MS, "hold_ms": 0} | times
        window = KioskWindow(door.session, event or door.event, door_name="East", **times)
        windows.append(window)
        window.resize(1024, 640)
        window.show()
        qtbot.waitExposed(window)
        return window

    yield open_one
    for window in windows:
        window.leave()
        window.deleteLater()


@pytest.fixture
def kiosk(opened):
    return opened()


@pytest.fixture
def settled(qtbot, door):
    """Waits until nothing is being looked up any more."""
    return lambda: qtbot.waitUntil(lambda: not door.session.jobs.busy)


@pytest.fixture
def scan(settled):
    """A scanner: types the code and Enter, on whatever screen."""

    def read(window, code):
        QTest.keyClicks(window, code)
        QTest.keyClick(window, Qt.Key.Key_Return)
        settled()

    return read
