"""A hub's file of the first version opens with everything in it."""

import json
import sqlite3

from kclub_hub import communities, log, tables
from kclub_hub.database import HubDatabase
from kclub_hub.sqlite import SqliteConnection
from kclub_protocol.changes import ChangeSet, RowChange


def test_a_file_of_the_first_version_keeps_its_devices_and_its_log(tmp_path):
    file = tmp_path / "hub.db"
    old = SqliteConnection(file)
    old.begin(True, "")
    tables.STEPS[0](old)
    sent = ChangeSet(5 << 16, 0, "add_member", 1, (RowChange("member", 7, True, {"name": "李娜"}),)).to_json()
    old.execute("INSERT INTO community (id, name, added_at) VALUES ('c', 'KClub', 1)")
    for node, token in ((0, "first"), (1, "second")):
        old.execute(
            "INSERT INTO device (community, id, node, name, role, token_hash, added_at)"
            " VALUES ('c', ?, ?, ?, 'owner', ?, 1)",
            (f"d{node}", node, token, communities._hash(token)),
        )
    old.execute(
        "INSERT INTO change_set (community, seq, device, body) VALUES ('c', 3, 'd0', ?)", (json.dumps(sent),)
    )
    old.commit()
    old.close()

    hub = HubDatabase(file)

    second = communities.device_of(hub, "second")
    page = log.page_after(hub, second, 0, 10)
    assert [(seq, json.loads(text)) for seq, text in page.changes] == [(3, sent)]
    assert page.next == 3
    hub.close()
    assert sqlite3.connect(file).execute("SELECT version FROM hub_state").fetchone() == (len(tables.STEPS),)
