"""Attachments' bytes on their way between copies and a real hub: whole, once, checked, and gone where they must be."""

import hashlib
import os

import pytest

from kclub_desktop.errors import HubUnreachable
from kclub_desktop.progress import Cancelled, Progress
from kclub_desktop.store import Op, attachments, rows
from kclub_desktop.store.privacy import erasing
from kclub_desktop.store.tables import Attachment, Member
from kclub_desktop.sync import files
from kclub_desktop.sync.endpoints.hub import HubEndpoint
from kclub_desktop.sync.session import sync
from kclub_desktop.sync.status import status
from kclub_desktop.words_for_hub import files_words
from kclub_hub import blobs, communities, keep
from kclub_hub.database import HubDatabase
from kclub_hub.serve import HubServer

from .conftest import NOW

LARGE = os.urandom(2_500_000)


@pytest.fixture
def two(hubs, copies):
    """Two copies of a community with one member."""
    first, second = copies("知行学社"), copies()
    with first.library.write(Op.ADD_MEMBER):
        first.member = rows.add(first.library, Member, name="李娜", created_at=1)
    first.pair(hubs.urls[0], hubs.code())
    sync(first.library, first.secrets)
    second.pair(hubs.urls[1], hubs.code())
    sync(second.library, second.secrets)
    return first, second


@pytest.fixture
def attach(tmp_path):
    def add(copy, content=LARGE, name="paper.pdf"):
        source = tmp_path / name
        source.write_bytes(content)
        row = attachments.add(copy.library, source, Member, copy.member)
        return rows.get(copy.library, Attachment, row).sha256

    return add


def bytes_of(copy, sha256):
    file = attachments.path_of(copy.library, sha256)
    return file.read_bytes() if file.is_file() else None


def agree(copy):
    return sync(copy.library, copy.secrets)


def kept_at(hub):
    with hub.database.reading() as db:
        return dict(db.execute("SELECT sha256, have FROM blob").fetchall())


def test_a_file_added_here_is_there_after_both_synced(two, attach):
    first, second = two
    sha256 = attach(first)

    assert agree(first).files == 1
    assert agree(second).files == 1

    assert bytes_of(second, sha256) == LARGE
    assert agree(first).files == agree(second).files == 0
    assert files.last(second.library) == files.FilesState(received=1)


def test_what_was_cut_off_goes_on_where_it_was(two, attach, hubs, monkeypatch):
    first, second = two
    sha256 = attach(first)
    put, sent = HubEndpoint.put_file, []

    def cut(self, sha256, size, offset, piece):
        if len(sent) == 1:
            sent.append(0)
            raise HubUnreachable(self.url, "gone")
        sent.append(offset)
        return put(self, sha256, size, offset, piece)

    monkeypatch.setattr(HubEndpoint, "put_file", cut)
    with pytest.raises(HubUnreachable):
        agree(first)
    agree(first)
    assert sent == [0, 0, 1 << 20, 2 << 20]

    part = attachments.path_of(second.library, sha256).parent / f".{sha256}.part"
    asked = []
    get = HubEndpoint.get_file

    def broken(self, sha256, offset):
        asked.append(offset)
        for number, piece in enumerate(get(self, sha256, offset)):
            if len(asked) == 1 and number == 5:
                raise HubUnreachable(self.url, "gone")
            yield piece

    monkeypatch.setattr(HubEndpoint, "get_file", broken)
    with pytest.raises(HubUnreachable):
        agree(second)
    begun = part.stat().st_size
    agree(second)
    assert asked == [0, begun] and 0 < begun < len(LARGE)
    assert bytes_of(second, sha256) == LARGE and not part.exists()


def test_stopping_in_the_middle_leaves_nothing_half(two, attach):
    first, second = two
    sha256 = attach(first)
    agree(first)
    progress = Progress(shown=lambda done, total: progress.cancel() if total else None)

    with pytest.raises(Cancelled):
        sync(second.library, second.secrets, progress)

    assert bytes_of(second, sha256) is None
    assert agree(second).files == 1


def test_an_erasure_takes_the_bytes_from_the_hub_and_from_every_copy_and_they_cannot_come_back(
    two, attach, hubs
):
    first, second = two
    sha256 = attach(first)
    agree(first)
    agree(second)

    erasing.erase(second.library, first.member)
    agree(second)
    agree(first)

    assert kept_at(hubs) == {}
    assert bytes_of(first, sha256) is bytes_of(second, sha256) is None
    known = communities.device_of(hubs.database, token_of(first))
    with pytest.raises(Exception, match="No attachment"):
        blobs.take(hubs.database, known, sha256, 3, 0, b"abc")
    assert LARGE[:64] not in hubs.file.read_bytes()


def test_bytes_that_are_not_those_of_the_hash_are_never_taken_for_the_file(two, attach, hubs, monkeypatch):
    first, second = two
    sha256 = attach(first)
    agree(first)
    with hubs.database.writing() as db:
        db.execute("UPDATE blob_piece SET bytes = ? WHERE start = 0", (bytes(1 << 20),))

    agree(second)

    assert bytes_of(second, sha256) is None and files.last(second.library).elsewhere == 1
    token = token_of(first)
    wrong = hashlib.sha256(b"other").hexdigest()
    answer = put(hubs, token, wrong, b"x" * 5)
    assert answer.status_code == 404
    attach(first, b"hello", "b.txt")
    agree_rows_only(first)
    hello = hashlib.sha256(b"hello").hexdigest()
    assert put(hubs, token, hello, b"hellO").json()["type"].endswith("not-its-hash")
    assert put(hubs, token, hello, b"hello").json() == {"sha256": hello, "have": 5, "whole": True}


def test_a_kiosk_gets_no_file_and_hands_in_none(two, attach, hubs):
    first, _ = two
    sha256 = attach(first)
    agree(first)
    paired = communities.pair(
        hubs.database, communities.new_code(hubs.database, hubs.community, "kiosk"), "the door"
    )

    import requests

    asked = [
        requests.get(f"{hubs.urls[0]}/v1/blobs/{sha256}", headers=bearer(paired.token), timeout=10),
        put(hubs, paired.token, sha256, b"x"),
        requests.post(
            f"{hubs.urls[0]}/v1/blobs/known",
            json={"hashes": [sha256]},
            headers=bearer(paired.token),
            timeout=10,
        ),
    ]

    assert [answer.status_code for answer in asked] == [403, 403, 403]


def test_a_full_hub_keeps_files_on_their_device_and_says_so(tmp_path, copies, attach):
    server = HubServer(tmp_path / "small.db", clock=lambda: NOW * 1000, blob_quota=1_000)
    server.start()
    try:
        community = communities.new_community(server.database, "A")
        first = copies("A")
        with first.library.write(Op.ADD_MEMBER):
            first.member = rows.add(first.library, Member, name="李娜", created_at=1)
        first.pair(server.url, communities.new_code(server.database, community))
        attach(first)

        assert agree(first).files == 0

        state = files.last(first.library)
        assert (state.here_only, state.why) == (1, files.FULL)
        assert status(first.library).files == state
        assert "is full: 1 file stays on this device" in files_words(**state.left())[0]
    finally:
        server.stop()


def test_with_an_older_hub_files_stay_here_and_everything_else_syncs(two, attach, monkeypatch):
    first, second = two
    send = HubEndpoint._send

    def older(self, method, path, **more):
        return send(self, method, path.replace("/v1/blobs", "/v1/nothing-of-the-kind"), **more)

    monkeypatch.setattr(HubEndpoint, "_send", older)
    sha256 = attach(first)

    agree(first)
    agree(second)

    assert (files.last(first.library).why, files.last(first.library).here_only) == (files.TOO_OLD, 1)
    assert second.library.value("SELECT sha256 FROM attachment") == sha256
    assert "too old to keep files" in files_words(**files.last(first.library).left())[0]


def test_after_a_restore_of_the_hub_files_are_handed_in_again(two, attach, hubs, tmp_path):
    first, second = two
    sha256 = attach(first)
    agree(first)
    keep.back_up(hubs.database, tmp_path / "hub.backup")
    restored = HubDatabase(tmp_path / "restored.db", lambda: NOW * 1000)
    keep.restore(restored, tmp_path / "hub.backup")
    restored.close()
    server = HubServer(tmp_path / "restored.db", clock=lambda: NOW * 1000)
    server.start()
    try:
        for copy in two:
            copy.library.execute_sql("UPDATE sync_state SET url = ?", (server.url,))
        assert agree(first).files == 1
        assert agree(second).files == 1
        assert bytes_of(second, sha256) == LARGE
    finally:
        server.stop()


def test_what_was_deleted_a_month_ago_leaves_the_hub(two, attach, hubs):
    first, _ = two
    sha256 = attach(first)
    agree(first)
    row = first.library.value("SELECT id FROM attachment")
    attachments.remove(first.library, row)
    agree(first)

    assert blobs.tidy(hubs.database, hubs.community) == 0 and sha256 in kept_at(hubs)
    hubs.database.clock = lambda: (NOW + 31 * 86_400) * 1000
    assert blobs.tidy(hubs.database, hubs.community) == 1 and not kept_at(hubs)


def agree_rows_only(copy):
    copy.sync()


def token_of(copy):
    return next(secret for name, secret in copy.secrets._held.items() if name.startswith("hub:"))


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


def put(hubs, token, sha256, piece):
    import requests

    return requests.put(
        f"{hubs.urls[0]}/v1/blobs/{sha256}",
        params={"size": len(piece)},
        data=piece,
        headers={**bearer(token), "Content-Type": "application/octet-stream"},
        timeout=10,
    )
