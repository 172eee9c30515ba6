"""The first minute: a community is named, guessed right, begun; a refusal is said where one looks, and nothing is half made."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton

from kclub_desktop.errors import LibraryNotWritable
from kclub_desktop.ui.first_run import choices
from kclub_desktop.ui.first_run.window import Begun, Community, FirstRun
from kclub_desktop.ui.jobs import Jobs
from kclub_desktop.words import set_language


class Owner:
    """Somebody who has just started the program."""

    def __init__(self, qtbot, tmp_path, clock):
        self.made, self.begun, self.refusal = [], [], None
        self.folder, self.jobs = tmp_path / "library", Jobs()
        self.window = FirstRun(self._make, self.folder, clock, self.jobs)
        self.window.begun.connect(self.begun.append)
        qtbot.addWidget(self.window)
        self.window.show()
        self.qtbot = qtbot

    def _make(self, community):
        if self.refusal:
            raise self.refusal
        self.made.append(community)
        return self.folder

    def press(self, words):
        next(b for b in self.window.findChildren(QPushButton) if b.accessibleName() == words).click()
        self.qtbot.waitUntil(lambda: not self.jobs.busy)


@pytest.fixture
def owner(qtbot, tmp_path, clock, monkeypatch):
    monkeypatch.setattr(choices, "system_zone", lambda: "Europe/Berlin")
    made = Owner(qtbot, tmp_path, clock)
    yield made
    made.window.close()
    made.jobs.wait()


def test_a_name_is_all_that_must_be_typed(owner):
    owner.qtbot.keyClicks(owner.window.name, "Zhixing")
    owner.press("Start empty")
    assert owner.made == [Community("Zhixing", "Europe/Berlin", "EUR", "en")]
    assert owner.begun == [Begun(owner.folder)] and not owner.window.isVisible()


def test_without_a_name_nothing_is_made_and_the_field_says_so(owner):
    owner.press("Start empty")
    assert owner.made == [] and "needs a name" in owner.window.error.text()

    owner.qtbot.keyClicks(owner.window.name, "Z")
    assert owner.window.error.isHidden()


def test_files_are_chosen_before_anything_is_made(owner, monkeypatch):
    answers = [([], ""), (["members.csv"], "")]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: answers.pop(0))
    owner.qtbot.keyClicks(owner.window.name, "Zhixing")

    owner.press("Import a file …")
    assert owner.made == [] and owner.begun == []

    owner.qtbot.keyClick(owner.window.name, Qt.Key.Key_Return)
    owner.qtbot.waitUntil(lambda: bool(owner.begun))
    assert owner.begun == [Begun(owner.folder, ("members.csv",))]


def test_a_full_disk_is_said_and_what_was_typed_stays(owner):
    owner.refusal = LibraryNotWritable("folder", "No space left on device")
    owner.qtbot.keyClicks(owner.window.name, "Zhixing")
    owner.press("Start empty")
    assert owner.begun == [] and "the disk is full" in owner.window.error.text()
    assert owner.window.isEnabled() and owner.window.name.text() == "Zhixing"


def test_switching_the_language_keeps_what_was_typed_and_chosen(owner):
    owner.window.name.setText("知行")
    owner.window.zone._choose("Asia/Tokyo")
    assert owner.window.currency.code == "JPY"

    set_language("zh")

    assert owner.window.name.text() == "知行"
    assert (owner.window.zone.code, owner.window.currency.code) == ("Asia/Tokyo", "JPY")
    assert owner.window.zone.currentText().startswith("东京")


def test_a_chosen_currency_is_not_guessed_over(owner):
    owner.window.currency._choose("USD")
    owner.window.zone._choose("Asia/Tokyo")
    assert owner.window.currency.code == "USD"


def test_a_zone_is_found_by_typing_a_part_of_it_and_nonsense_gives_way(owner):
    line = owner.window.zone.lineEdit()
    line.setText("shangh")
    owner.window.zone._settle()
    assert owner.window.zone.code == "Asia/Shanghai"

    line.setText("nowhere at all")
    owner.window.zone._settle()
    assert owner.window.zone.code == "Asia/Shanghai" and line.text().startswith("Shanghai")


def test_the_demo_makes_nothing(owner):
    owner.press("Look at the demo community first")
    assert owner.made == [] and owner.begun == [Begun(None)]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_zone_and_currency_has_a_name(clock, language):
    set_language(language)
    zones, currencies = dict(choices.zones(clock.now())), dict(choices.currencies())
    assert {"Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Sydney"} <= zones.keys()
    assert {"CNY", "JPY", "KWD"} <= currencies.keys()
    assert all("UTC" in words for words in zones.values()) and all(currencies.values())


class Joining:
    """The window on a further computer, and a hub whose community nobody has founded yet."""

    def __init__(self, qtbot, folder, hub, clock):
        from kclub_desktop.secrets import Held
        from kclub_desktop.sync import joining
        from kclub_hub.communities import new_community

        self.qtbot, self.folder, self.hub, self.begun, self.jobs = qtbot, folder, hub, [], Jobs()
        self.community = new_community(hub.database, "Zhixing")

        def join(invited, name, language):
            joining.new_copy(folder, invited, Held(), clock, name)
            return folder

        self.window = FirstRun(lambda community: folder, folder, clock, self.jobs, join)
        qtbot.addWidget(self.window)
        self.window.begun.connect(self.begun.append)
        self.window.show()
        link = next(one for one in self.window.findChildren(QPushButton) if one.text() == "Join a community")
        qtbot.mouseClick(link, Qt.MouseButton.LeftButton)

    def found(self):
        from kclub_hub.communities import Founder, new_code, pair

        founder = Founder("Zhixing", "Asia/Shanghai", "CNY")
        pair(self.hub.database, new_code(self.hub.database, self.community), "Desk", founding=founder)

    def link(self, role="staff", code=""):
        from kclub_desktop.sync.link import link_of
        from kclub_hub.communities import new_code

        return link_of(self.hub.url, code or new_code(self.hub.database, self.community, role))

    def says(self, words):
        self.qtbot.waitUntil(lambda: words in self.window.joiner.refused.text(), timeout=20_000)
        assert not self.folder.exists() and not self.begun

    def joins(self, name):
        from kclub_desktop.store import is_library
        from kclub_hub.communities import devices

        self.qtbot.waitUntil(lambda: bool(self.begun), timeout=20_000)
        self.jobs.wait()
        assert self.begun[0].folder == self.folder and is_library(self.folder)
        return name in [each.name for each in devices(self.hub.database, self.community)]


@pytest.fixture
def newcomer(qtbot, tmp_path, clock):
    from kclub_hub.serve import HubServer

    hub = HubServer(tmp_path / "hub.db", clock=clock.milliseconds)
    hub.start()
    yield Joining(qtbot, tmp_path / "joined", hub, clock)
    hub.stop()


def test_a_further_computer_joins_by_the_link_and_a_wrong_code_is_told_where_it_was_typed(
    newcomer, qtbot, clock
):
    from kclub_desktop.store import open_library

    newcomer.found()
    joiner = newcomer.window.joiner
    joiner.address.setText(newcomer.link(code="WRONGONE"))
    qtbot.mouseClick(joiner.go, Qt.MouseButton.LeftButton)
    newcomer.says("does not take this code")
    assert joiner.code.text() == "WRONGONE"

    joiner.address.setText(newcomer.link())
    joiner.name.setText("Laptop")
    qtbot.mouseClick(joiner.go, Qt.MouseButton.LeftButton)
    assert newcomer.joins("Laptop")
    with open_library(newcomer.folder, clock=clock) as library:
        assert library.name == "Zhixing"


def test_a_scanner_types_the_link_letter_by_letter_and_its_enter_pairs(newcomer, qtbot):
    newcomer.found()
    joiner = newcomer.window.joiner
    joiner.address.setFocus()
    for letter in newcomer.link("kiosk"):
        qtbot.keyClicks(newcomer.window.focusWidget(), letter)
    assert len(joiner.code.text()) == 8
    qtbot.keyClick(newcomer.window.focusWidget(), Qt.Key.Key_Return)
    assert newcomer.joins(joiner.name.text())


def test_a_code_of_a_hub_without_a_community_yet_makes_no_nameless_one_and_stays_good_for_its_founder(
    newcomer, qtbot
):
    from kclub_hub.communities import devices

    joiner, link = newcomer.window.joiner, newcomer.link("owner")
    joiner.address.setText(link)
    qtbot.mouseClick(joiner.go, Qt.MouseButton.LeftButton)
    newcomer.says("There is no community at the hub")
    assert devices(newcomer.hub.database, newcomer.community) == []

    newcomer.found()
    qtbot.mouseClick(joiner.go, Qt.MouseButton.LeftButton)
    assert newcomer.joins(joiner.name.text())
