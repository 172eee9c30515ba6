"""`kclub pair`, `devices`, `conflicts` and `sync --status` as three people would type them, against a real hub."""

import json

import pytest
from typer.testing import CliRunner

from kclub_desktop.cli.main import app
from kclub_desktop.clock import SystemClock
from kclub_desktop.community import members
from kclub_desktop.store import Op, open_library, rows
from kclub_desktop.store.tables import Member
from kclub_desktop.sync import aside, settings
from kclub_hub import communities
from kclub_hub.serve import HubServer
from tests.making import made_library


class Hub:
    def __init__(self, folder):
        self.server = HubServer(folder / "hub.db")
        self.server.start()
        self.url = self.server.url
        self.community = communities.new_community(self.server.database, "Zhixing")

    def code(self, role="owner"):
        return communities.new_code(self.server.database, self.community, role)


@pytest.fixture
def hub(tmp_path):
    made = Hub(tmp_path)
    yield made
    made.server.stop()


@pytest.fixture(autouse=True)
def _own_secrets(tmp_path, monkeypatch):
    monkeypatch.setenv("KCLUB_CONFIGURATION", str(tmp_path / "configuration"))
    monkeypatch.setenv("KCLUB_PASSPHRASE", "correct horse")


def run(*words):
    return CliRunner().invoke(app, ["--language", "en", *map(str, words)])


def answered(*words):
    ran = run(*words, "--json")
    assert ran.exit_code == 0, ran.output
    return json.loads(ran.stdout)


def edited(folder, **fields):
    with open_library(folder, clock=SystemClock()) as library:
        members.edit(library, library.value("SELECT id FROM member"), fields)


@pytest.fixture
def owner(tmp_path, hub):
    """The founding library, with one member."""
    folder = tmp_path / "owner"
    with made_library(folder, name="Zhixing", clock=SystemClock()) as library, library.write(Op.ADD_MEMBER):
        rows.add(library, Member, name="李娜", created_at=1)
    answered("pair", "--library", folder, "--hub", hub.url, "--code", hub.code(), "--name", "Desk")
    return folder


@pytest.fixture
def staff(tmp_path, owner):
    """A second device that came in by a link the first one made."""
    link = answered("pair", "--library", owner, "--role", "staff")["link"]
    told = answered("pair", "--library", tmp_path / "staff", "--link", link, "--name", "Laptop")
    assert (told["community"], told["name"], told["conflicts"]) == ("Zhixing", "Laptop", 0)
    return tmp_path / "staff"


def test_a_second_and_a_third_device_join_with_what_their_role_may_see(tmp_path, hub, owner, staff):
    code = run("pair", "--library", owner, "--role", "kiosk").stdout
    assert "Kiosk: Sees published courses" in code
    made = answered("pair", "--library", owner, "--role", "kiosk")
    answered(
        "pair",
        "--library",
        tmp_path / "door",
        "--hub",
        hub.url,
        "--code",
        made["code"].lower(),
        "--name",
        "Door",
    )

    with open_library(staff, clock=SystemClock()) as library:
        assert library.value("SELECT name FROM member") == "李娜"
    with open_library(tmp_path / "door", clock=SystemClock()) as library:
        assert library.value("SELECT name FROM member") == "李*"
    listed = answered("devices", "list", "--library", owner)["devices"]
    assert [(each["name"], each["role"], each["here"]) for each in listed] == [
        ("Desk", "owner", True), ("Laptop", "staff", False), ("Door", "kiosk", False),
    ]  # fmt: skip
    for refused in (("pair", "--role", "owner"), ("devices", "revoke", "Desk")):
        ran = run(*refused, "--library", staff)
        assert ran.exit_code == 1 and "only an owner's device may do that" in ran.stderr


def test_a_device_is_renamed_given_money_removed_and_let_in_again(owner, staff):
    answered("devices", "rename", "Laptop", "前台", "--library", owner)
    assert answered("devices", "money", "前台", "--library", owner)["money"] is True
    assert "前台" in run("devices", "list", "--library", owner).stdout
    answered("devices", "money", "前台", "--no", "--library", owner)
    answered("devices", "revoke", "前台", "--library", owner)
    ran = run("sync", "--library", staff)
    assert ran.exit_code == 1 and "this device was removed; ask an owner" in ran.stderr
    answered("devices", "restore", "前台", "--library", owner)
    assert run("sync", "--library", staff).exit_code == 0
    assert [run("sync", "--library", each).exit_code for each in (owner, staff)] == [0, 0]
    link = answered("pair", "--library", owner, "--role", "staff")["link"]
    assert answered("pair", "--library", staff, "--link", link)["name"] == "前台", "it is the one it was"
    unknown = run("devices", "revoke", "nobody", "--library", owner)
    assert unknown.exit_code == 1 and "前台" in unknown.stderr
    assert run("devices", "revoke", "Desk", "--library", owner).exit_code == 2
    assert run("devices", "money", "Desk", "--library", owner).exit_code == 2


def test_a_conflict_is_listed_shown_and_decided(owner, staff):
    edited(owner, note="near the door")
    edited(staff, note="by the window")
    answered("sync", "--library", staff)
    assert answered("sync", "--library", owner)["conflicts"] == 1
    (found,) = answered("conflicts", "list", "--library", owner)["conflicts"]
    assert (found["mine"]["value"], found["theirs"]["value"]) == ("near the door", "by the window")
    assert found["theirs"]["stands"] and found["theirs"]["device"] == "Laptop"
    shown = run("conflicts", "show", found["id"], "--library", owner).stdout
    assert "near the door" in shown and "Laptop" in shown and "both:" in shown

    assert answered("sync", "--status", "--library", owner)["conflicts"] == 1
    answered("conflicts", "keep", found["id"], "mine", "--library", owner)
    answered("sync", "--library", owner)
    answered("sync", "--library", staff)
    with open_library(staff, clock=SystemClock()) as library:
        assert library.value("SELECT note FROM member") == "near the door"
    assert answered("conflicts", "list", "--library", owner)["conflicts"] == []
    assert len(answered("conflicts", "list", "--settled", "--library", owner)["conflicts"]) == 1
    assert run("conflicts", "keep", found["id"], "everything", "--library", owner).exit_code == 2
    assert run("conflicts", "show", "x", "--library", owner).exit_code == 1


def test_how_a_copy_stands_is_said_without_the_network_with_what_is_not_taken(hub, owner, tmp_path):
    edited(owner, note="x")
    with open_library(owner, clock=SystemClock()) as library:
        last = library.value("SELECT max(id) FROM change_set")
        aside.put(library, last, "This device may not change that")
    hub.server.stop()

    told = answered("sync", "--status", "--library", owner)
    assert (told["paired"], told["hub"], told["device"], told["role"]) == (True, hub.url, "Desk", "owner")
    assert told["waiting"] >= 1 and told["set_aside"][0]["step"] == last
    assert told["files"]["here_only"] == 0
    with open_library(owner, clock=SystemClock()) as library:
        left = {"here_only": 2, "elsewhere": 0, "why": "full"}
        settings.put(library, "sync.files", json.dumps({"seen": "", "at": 0, "state": left}))
    shown = run("sync", "--status", "--library", owner).stdout
    assert "this device may not change that" in shown and "is full: 2 files stay on this device" in shown
    file = tmp_path / "aside.json"
    assert answered("sync", "--save-aside", file, "--library", owner)["changes"] == 1
    assert json.loads(file.read_text())["changes"][0]["change_set"]["changes"][0]["fields"] == {"note": "x"}
    assert run("sync", "--save-aside", file, "--library", owner).exit_code == 1


def test_a_code_and_an_address_in_wide_letters_pair(tmp_path, hub, owner):
    code = answered("pair", "--library", owner, "--role", "staff")["code"]
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in code)
    address = hub.url.replace(":", "：").replace(".", "。")
    told = answered("pair", "--library", tmp_path / "new", "--hub", address, "--code", wide, "--name", "L")
    assert told["community"] == "Zhixing"
    for nothing in ("http://[", "http：//［"):
        ran = run("pair", "--library", tmp_path / "none", "--hub", nothing, "--code", code)
        assert ran.exit_code == 1 and "this is not an address" in ran.stderr


def test_a_wrong_code_or_address_leaves_nothing_behind(tmp_path, hub, owner):
    new = tmp_path / "new"
    tries = {
        ("--hub", hub.url, "--code", "WRONGONE"): "does not take this code",
        ("--hub", "http://hub.example.com", "--code", "WRONGONE"): "https",
        ("--hub", "http://127.0.0.1:1", "--code", "WRONGONE"): "nothing answers there",
        ("--link", "https://hub.example.com"): "kclub:pair",
    }
    for words, said in tries.items():
        ran = run("pair", "--library", new, *words)
        assert ran.exit_code == 1 and said in ran.stderr, words
        assert not new.exists()
    for words in (
        (),
        ("--role", "king"),
        ("--role", "owner", "--money"),
        ("--code", "X"),
        ("--role", "owner", "--code", "X"),
    ):
        assert run("pair", "--library", owner, *words).exit_code == 2, words
