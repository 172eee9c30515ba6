"""The cable is held, pulled, cut or led elsewhere at every moment a person may be at: the chip says so and nothing else does."""

import shutil
import time

import pytest
from PySide6.QtWidgets import QApplication

from kclub_desktop.clock import SystemClock
from kclub_desktop.community import members
from kclub_desktop.secrets import Held
from kclub_desktop.store import Op, attachments, open_library, rows
from kclub_desktop.store.tables import Attachment, Member
from kclub_desktop.sync.endpoints import hub as hub_calls
from kclub_desktop.sync.loop import SyncLoop
from kclub_desktop.sync.session import sync
from kclub_hub import communities
from kclub_hub.serve import HubServer
from kclub_protocol.scopes import Sees
from tests.cable import Cable
from tests.ui.desk.conftest import Desk

LARGE = bytes(range(256)) * 8_000
BREAKAGES = {
    "held": Cable.hold,
    "pulled": Cable.pull,
    "cut in the head": lambda cable: cable.cut_after(20),
    "cut in the body": lambda cable: cable.cut_after(700),
    "led elsewhere": Cable.lead_elsewhere,
}


def broken(*how):
    return pytest.mark.parametrize("breaks", [BREAKAGES[each] for each in how], ids=how)


@pytest.fixture
def hub(tmp_path):
    server = HubServer(tmp_path / "hub.db")
    server.start()
    server.community = communities.new_community(server.database, "Zhixing")
    server.cable = Cable(server.url)
    yield server
    server.cable.close()
    server.stop()


@pytest.fixture
def impatient(monkeypatch):
    """A person waits half a second."""
    monkeypatch.setattr(hub_calls, "_PERSON_SECONDS", 0.5)


class AtWork(Desk):
    """A desk whose window syncs through the cable, and what may be seen of that."""

    def __init__(self, qtbot, folder, hub, new_library):
        clock = SystemClock()
        made = open_library(shutil.copytree(new_library, folder), clock=clock)
        with made.write(Op.ADD_MEMBER):
            self.member = rows.add(made, Member, name="李娜", created_at=1)
        super().__init__(qtbot, made, clock, SyncLoop(made, Held()))
        self.hub, self.sync = hub, self.session.sync

    def pair(self):
        self.sync.pair(
            self.hub.cable.url, communities.new_code(self.hub.database, self.hub.community), "Desk"
        )
        sync(self.library, self.sync.secrets)
        self.sync.start()

    @property
    def chip(self):
        return self.window._sidebar.chip.text()

    def looks(self):
        """Everything of the window that may change without anybody's doing, but for the chip."""
        asides = self.window.asides
        seen = {each for each in QApplication.topLevelWidgets() if each.isVisible()}
        return self.said, asides.notices.unread, asides._tray.isVisible(), seen

    def shows(self, name):
        """Open a page: what stands on it is here, whatever the hub does."""
        page = self.window.show_page(name)
        self.qtbot.waitUntil(lambda: page.settled, timeout=5_000)
        return page

    def until(self, said):
        """Wait until the chip says so."""
        until = time.monotonic() + 30
        while not self.chip.startswith(said) and time.monotonic() < until:
            self.sync.wake()
            self.window._chip.refresh()
            self.qtbot.wait(100)
        assert self.chip.startswith(said), self.chip

    def close(self):
        self.hub.cable.mend()
        self.window.close()
        self.session.jobs.wait()
        self.sync.stop()
        self.library.shut()


@pytest.fixture
def desk(qtbot, tmp_path, hub, new_library):
    made = AtWork(qtbot, tmp_path / "desk", hub, new_library)
    yield made
    made.close()


class Laptop:
    """Another device, right at the hub."""

    def __init__(self, folder, hub, new_library):
        self.library, self.secrets = (
            open_library(shutil.copytree(new_library, folder), clock=SystemClock()),
            Held(),
        )
        loop = SyncLoop(self.library, self.secrets)
        loop.pair(hub.url, communities.new_code(hub.database, hub.community), "Laptop")
        self.sync()

    def sync(self):
        sync(self.library, self.secrets)

    def names(self):
        return names(self.library)


def names(library):
    return sorted(row[0] for row in library.rows("SELECT name FROM member WHERE deleted_at IS NULL"))


@pytest.fixture
def laptop(desk, tmp_path, hub, new_library):
    desk.pair()
    made = Laptop(tmp_path / "laptop", hub, new_library)
    yield made
    made.library.shut()


@broken("held", "cut in the body", "led elsewhere")
def test_while_members_are_saved_and_pages_opened_only_the_chip_changes_and_later_both_have_all(
    desk, laptop, hub, breaks
):
    desk.until("All saved")
    before = desk.looks()
    breaks(hub.cable)

    for number in range(3):
        desk.shows("members")
        members.edit(desk.library, desk.member, {"note": f"written {number}"})
        with desk.library.write(Op.ADD_MEMBER):
            rows.add(desk.library, Member, name=f"Guest {number}", created_at=1)
        desk.shows(("overview", "sync", "insights")[number])
    desk.qtbot.wait(1_800)  # longer than work is hidden
    assert desk.looks() == before

    with laptop.library.write(Op.ADD_MEMBER):
        rows.add(laptop.library, Member, name="Meanwhile", created_at=1)
    laptop.sync()
    hub.cable.mend()
    desk.until("All saved")
    desk.qtbot.waitUntil(lambda: desk.sync.wake() or "Meanwhile" in names(desk.library), timeout=30_000)
    laptop.sync()
    assert names(desk.library) == laptop.names() == ["Guest 0", "Guest 1", "Guest 2", "Meanwhile", "李娜"]
    assert laptop.library.value("SELECT note FROM member WHERE name = '李娜'") == "written 2"
    assert desk.looks()[1:] == before[1:]


def test_a_hub_that_hangs_holds_up_nothing_however_often_it_is_asked(desk, laptop, hub):
    desk.until("All saved")
    page = desk.shows("sync")
    hub.cable.hold()
    for _ in range(5):
        page.sync_now()
        page._on_told()
        page.make_code("staff", Sees.READS)
        desk.qtbot.wait(20)
    for name in ("members", "incentives", "money", "events", "insights", "sync"):
        desk.shows(name)
    members.edit(desk.library, desk.member, {"note": "saved all the same"})
    desk.qtbot.waitUntil(lambda: desk.shows("members").settled, timeout=5_000)
    hub.cable.mend()
    desk.until("All saved")


@broken("held", "pulled", "cut in the head", "led elsewhere")
def test_pairing_says_where_and_what_is_wrong_and_keeps_what_was_typed(desk, hub, impatient, breaks):
    page = desk.shows("sync")
    code = communities.new_code(hub.database, hub.community)
    page.join.address.setText(hub.cable.url)
    page.join.code.setText(code)
    page.join.name.setText("Desk")
    breaks(hub.cable)
    page.join.pair()
    desk.qtbot.waitUntil(lambda: page.join.go.isEnabled(), timeout=10_000)
    assert hub.cable.url in page.join.refused.text() and page.join.refused.isVisible()
    assert (page.join.address.text(), page.join.code.text(), page.join.name.text()) == (
        hub.cable.url,
        code,
        "Desk",
    )
    assert desk.said == ""

    hub.cable.mend()
    if breaks not in (Cable.pull, Cable.lead_elsewhere):  # the hub took it, and only its answer was lost
        page.join.code.setText(communities.new_code(hub.database, hub.community))
    page.join.pair()
    desk.qtbot.waitUntil(lambda: not page.join.isVisible(), timeout=10_000)
    assert desk.said == "Paired with the hub"


@broken("held", "pulled", "cut in the head", "led elsewhere")
def test_what_needs_the_hub_says_so_in_words_and_the_page_goes_on(desk, laptop, hub, impatient, breaks):
    desk.until("All saved")
    page = desk.shows("sync")
    desk.qtbot.waitUntil(lambda: len(page.devices.rows) == 2, timeout=10_000)
    other = page.devices.rows[1].device
    breaks(hub.cable)

    page.remove(other)
    desk.qtbot.waitUntil(lambda: bool(desk.said), timeout=10_000)
    if hub.cable.url not in desk.said:  # an answer so short was whole before it was cut
        assert desk.said == "Laptop was removed. It is let in no more."
        assert communities.devices(hub.database, hub.community)[1].revoked_at
    assert "will go later" not in desk.said
    page.invite_device()
    page.invite._chose("kiosk")
    page.invite._make()
    desk.qtbot.waitUntil(lambda: hub.cable.url in page.invite.refused.text(), timeout=10_000)
    assert page.invite.make.isEnabled() and page.invite.role == "kiosk"
    page._on_told()
    desk.qtbot.waitUntil(lambda: not page.devices.rows or hub.cable.how == "cut", timeout=10_000)

    hub.cable.mend()
    desk.qtbot.waitUntil(lambda: page._look() or bool(page.devices.rows), timeout=10_000)
    page.make_code("kiosk", Sees.READS)
    desk.qtbot.waitUntil(lambda: page.invite.code is not None, timeout=10_000)


@broken("held", "cut in the body")
def test_a_first_copy_that_is_cut_off_goes_on_and_has_all_of_it_once(
    qtbot, tmp_path, hub, new_library, desk, breaks
):
    with desk.library.write(Op.ADD_MEMBER):
        for number in range(1_500):
            rows.add(desk.library, Member, name=f"Guest {number:04}", note="long " * 20, created_at=1)
    desk.pair()
    clock = SystemClock()
    with open_library(shutil.copytree(new_library, tmp_path / "second"), clock=clock) as library:
        cable, loop = Cable(hub.url), SyncLoop(library, Held())
        second = Desk(qtbot, library, clock, loop)
        loop.pair(cable.url, communities.new_code(hub.database, hub.community, "staff"), "Second")
        loop.start()
        qtbot.waitUntil(lambda: cable.carried > 2_000, timeout=20_000)
        breaks(cable)
        qtbot.wait(500)
        assert second.said == "" and second.window.asides.notices.unread == 0
        cable.mend()
        until = time.monotonic() + 30
        while len(names(library)) < 1_501 and time.monotonic() < until:
            loop.wake()
            qtbot.wait(100)
        assert names(library) == names(desk.library)
        second.window.close()
        second.session.jobs.wait()
        loop.stop()
        cable.close()


@broken("held", "cut in the body")
@pytest.mark.parametrize("up", [True, False], ids=["handed in", "fetched"])
def test_a_file_on_its_way_goes_on_where_it_was_cut(desk, laptop, hub, tmp_path, breaks, up):
    desk.until("All saved")
    source = tmp_path / "paper.pdf"
    source.write_bytes(LARGE)
    giver = desk if up else laptop
    member = giver.library.value("SELECT id FROM member")
    row = attachments.add(giver.library, source, Member, member)
    sha256 = rows.get(giver.library, Attachment, row).sha256
    before = desk.looks()
    if up:
        breaks(hub.cable)
        desk.sync.wake()
    else:
        laptop.sync()
        desk.sync.wake()
        carried = hub.cable.carried
        desk.qtbot.waitUntil(lambda: hub.cable.carried > carried + 1_000, timeout=20_000)
        breaks(hub.cable)
    desk.qtbot.wait(600)
    assert desk.looks() == before
    hub.cable.mend()
    desk.until("All saved")
    other = laptop if up else desk

    def there():
        (laptop.sync if up else desk.sync.wake)()
        file = attachments.path_of(other.library, sha256)
        return file.is_file() and file.read_bytes() == LARGE

    desk.qtbot.waitUntil(there, timeout=30_000)
