"""`kclub hub …` as an owner types it: devices, removing one, backup and restore, the audit log, in words and as JSON."""

import json

import pytest
from typer.testing import CliRunner

from kclub_desktop.cli.main import app
from kclub_hub.communities import new_code, new_community, pair
from kclub_hub.database import HubDatabase


@pytest.fixture
def database(tmp_path):
    """A hub with a laptop and a kiosk."""
    hub = HubDatabase(tmp_path / "hub.db")
    community = new_community(hub, "知行学社")
    pair(hub, new_code(hub, community), "laptop")
    pair(hub, new_code(hub, community, "kiosk"), "door")
    hub.close()
    return tmp_path / "hub.db"


def run(*words):
    return CliRunner().invoke(app, ["--language", "en", "hub", *map(str, words)])


def answered(*words):
    ran = run(*words, "--json")
    assert ran.exit_code == 0, ran.output
    return json.loads(ran.stdout)


def test_the_devices_are_listed_with_name_and_role(database):
    told = answered("devices", "--database", database)
    assert [(each["name"], each["role"]) for each in told] == [("laptop", "owner"), ("door", "kiosk")]
    assert "door" in run("devices", "--database", database).stdout


def test_a_device_is_removed_by_its_name_and_that_stands_in_the_audit_log(database):
    answered("revoke", "door", "--database", database)

    assert [each["revoked_at"] is None for each in answered("devices", "--database", database)] == [
        True,
        False,
    ]
    assert answered("audit", "--database", database)[0]["action"] == "revoked"


def test_an_unknown_device_is_named_with_those_there_are(database):
    ran = run("revoke", "nobody", "--database", database)
    assert ran.exit_code == 1
    assert "laptop" in ran.stderr


def test_a_hub_goes_into_a_file_and_comes_back_in_a_new_place(database, tmp_path):
    rows = answered("backup", tmp_path / "b", "--database", database)["rows"]

    assert answered("restore", tmp_path / "b", "--database", tmp_path / "new.db")["rows"] == rows
    assert len(answered("devices", "--database", tmp_path / "new.db")) == 2
    for again in (("backup", tmp_path / "b"), ("restore", tmp_path / "b"), ("restore", database)):
        ran = run(*again, "--database", database)
        assert ran.exit_code == 1 and ran.stderr and "Traceback" not in ran.output


def test_a_code_for_a_kiosk_is_made_and_another_role_is_named(database):
    assert answered("code", "--role", "kiosk", "--database", database)["role"] == "kiosk"
    assert run("code", "--role", "king", "--database", database).exit_code == 2


def test_a_database_that_cannot_be_reached_is_told_without_its_password():
    ran = run("devices", "--database", "postgresql://kclub:secret@127.0.0.1:1/hub")
    assert ran.exit_code == 1
    assert "127.0.0.1" in ran.stderr and "secret" not in ran.stderr


def test_compaction_says_how_much_went(database):
    assert answered("compact", "--database", database) == {"upto": 0, "values": 0, "change_sets": 0}
