"""Files of rows: kept once, whole or not there, private, named harmlessly, and gone when nobody wants them."""

import os
import stat

import pytest

from kclub_desktop.errors import AttachmentNotHere, AttachmentTooLarge, FileNotReadable, FileNotWritable
from kclub_desktop.store import Op, attachments, rows
from kclub_desktop.store.attachments import keeping
from kclub_desktop.store.attachments.collecting import GRACE_SECONDS, damaged, missing
from kclub_desktop.store.attachments.media_type import PROGRAM, UNKNOWN, media_type_of
from kclub_desktop.store.attachments.names import LONGEST_BYTES, safe_name
from kclub_desktop.store.doctor import examine
from kclub_desktop.store.privacy.erasing import erase
from kclub_desktop.store.tables import Attachment, Member, Note
from kclub_desktop.store.undo import undo
from kclub_protocol.ids import MAX_NODE, snowflake

PNG = b"\x89PNG\r\n\x1a\n" + b"picture" * 50


@pytest.fixture
def member(library):
    with library.write(Op.ADD_MEMBER):
        return rows.add(library, Member, name="Anna", created_at=1)


@pytest.fixture
def picture(tmp_path):
    file = tmp_path / "me.png"
    file.write_bytes(PNG)
    return file


def files(library):
    folder = library.folder / "attachments"
    return sorted(file for file in folder.rglob("*") if file.is_file())


def grow_old(library, clock):
    clock.move(GRACE_SECONDS + 10)
    for file in files(library):
        os.utime(file, (1_000, 1_000))


def test_a_file_is_kept_under_its_hash_for_its_owner_alone(library, member, picture):
    attachments.add(library, picture, Member, member)

    (kept,) = files(library)
    (row,) = attachments.of_row(library, Member, member)
    assert kept.read_bytes() == PNG and kept.name == row.sha256 and kept.parent.name == row.sha256[:2]
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert (row.name, row.media_type, row.bytes) == ("me.png", "image/png", len(PNG))


def test_the_same_bytes_are_kept_once_however_often_they_are_added(library, member, picture):
    for name in ("one.png", "two.png"):
        attachments.add(library, picture, Member, member, name=name)

    assert len(files(library)) == 1
    assert [row.name for row in attachments.of_row(library, Member, member)] == ["one.png", "two.png"]
    assert attachments.total_bytes(library) == len(PNG)


def test_a_file_that_is_too_large_is_refused_and_leaves_nothing(library, member, picture, monkeypatch):
    monkeypatch.setattr(keeping, "LARGEST_BYTES", 100)
    with pytest.raises(AttachmentTooLarge):
        attachments.add(library, picture, Member, member)
    assert files(library) == [] and attachments.of_row(library, Member, member) == []


def test_a_file_that_cannot_be_read_is_named(library, member, tmp_path):
    with pytest.raises(FileNotReadable):
        attachments.add(library, tmp_path / "nowhere.pdf", Member, member)


def test_a_full_disk_leaves_no_half_file_and_no_row(library, member, picture, monkeypatch):
    def full(_file):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(keeping.disk, "settle", full)
    with pytest.raises(FileNotWritable):
        attachments.add(library, picture, Member, member)
    assert files(library) == [] and attachments.of_row(library, Member, member) == []


def test_saving_gives_back_the_bytes_and_refuses_damaged_and_missing_ones(library, member, picture, tmp_path):
    attachment = attachments.add(library, picture, Member, member)
    attachments.save_as(library, attachment, tmp_path / "out.png")
    assert (tmp_path / "out.png").read_bytes() == PNG

    (kept,) = files(library)
    kept.write_bytes(b"something else")
    assert [name for name, _ in damaged(library)] == ["me.png"]
    with pytest.raises(AttachmentNotHere) as told:
        attachments.save_as(library, attachment, tmp_path / "again.png")
    assert told.value.damaged

    kept.unlink()
    assert [name for name, _ in missing(library)] == ["me.png"]
    with pytest.raises(AttachmentNotHere) as told:
        attachments.save_as(library, attachment, tmp_path / "again.png")
    assert not told.value.damaged and not (tmp_path / "again.png").exists()


def test_an_attachment_taken_off_can_be_brought_back_until_its_file_is_collected(
    library, member, picture, clock
):
    attachment = attachments.add(library, picture, Member, member)
    attachments.remove(library, attachment)
    removed = library.last_written
    assert attachments.collect(library).files == 0
    undo(library, removed)
    assert len(attachments.of_row(library, Member, member)) == 1
    attachments.remove(library, attachment)

    grow_old(library, clock)

    assert attachments.collect(library).files == 1
    assert files(library) == []


def test_a_file_in_use_is_never_collected(library, member, picture, clock):
    attachments.add(library, picture, Member, member)
    grow_old(library, clock)
    assert attachments.collect(library).files == 0


def test_what_belonged_to_an_erased_person_goes_at_once_but_for_what_another_uses(library, member, tmp_path):
    for name in ("hers.txt", "shared.txt", "of_a_note.txt"):
        (tmp_path / name).write_text(name)
    with library.write(Op.ADD_MEMBER):
        other = rows.add(library, Member, name="Bea", created_at=1)
        note = rows.add(library, Note, entity="member", row=member, body="x", written_at=1)
    attachments.add(library, tmp_path / "hers.txt", Member, member)
    attachments.add(library, tmp_path / "of_a_note.txt", Note, note)
    for owner in (member, other):
        attachments.add(library, tmp_path / "shared.txt", Member, owner)

    erase(library, member)

    assert [file.read_text() for file in files(library)] == ["shared.txt"]
    assert library.rows("SELECT name FROM attachment WHERE deleted_at IS NULL") == [("shared.txt",)]
    assert library.value("SELECT count(*) FROM attachment WHERE sha256 <> ''") == 1


def test_doctor_names_missing_damaged_and_unused_files_and_collects_the_unused(
    library, member, picture, tmp_path, clock
):
    (tmp_path / "b.txt").write_text("b")
    (tmp_path / "c.txt").write_text("c")
    attachments.add(library, picture, Member, member)
    attachments.add(library, tmp_path / "b.txt", Member, member)
    attachments.remove(library, attachments.add(library, tmp_path / "c.txt", Member, member))
    paths = {file.read_bytes(): file for file in files(library)}
    paths[PNG].unlink()
    paths[b"b"].write_bytes(b"B")
    grow_old(library, clock)

    told = {(each.code, each.state.value) for each in examine(library, repair=True)}

    assert told == {
        ("attachment_missing", "fault"),
        ("attachment_damaged", "fault"),
        ("attachment_unused", "repaired"),
    }
    assert [file.read_bytes() for file in files(library)] == [b"B"]
    assert library.value("SELECT count(*) FROM attachment") == 3
    assert rows.get(library, Attachment, library.value("SELECT min(id) FROM attachment")).name == "me.png"


def test_doctor_calls_for_help_because_a_file_is_on_the_device_where_it_was_added(library, member, picture):
    attachments.add(library, picture, Member, member)
    with library.write(Op.EDIT_ATTACHMENT):
        # What came from another device carries that one's node in its id.
        elsewhere = snowflake(1_600_000_000_000, (library.node + 1) % MAX_NODE)
        said = {"sha256": "ab" * 32, "name": "x", "entity": "member", "row": member, "added_at": 1}
        rows.add(library, Attachment, id=elsewhere, **said)

    told = {(each.code, each.state.value) for each in examine(library)}

    assert ("attachment_elsewhere", "notice") in told
    assert not {code for code, state in told if state == "fault" and code.startswith("attachment")}


@pytest.mark.parametrize(
    ("first", "name", "expected"),
    [
        (PNG, "a.exe", "image/png"),
        (b"MZ\x90\x00", "holiday.png", PROGRAM),
        (b"#!/bin/sh\n", "notes.txt", PROGRAM),
        (b"<script>alert(1)</script>", "data.csv", "text/html"),
        (b"name,email\n", "list.csv", "text/csv"),
        ("讲义".encode()[:5], "a.txt", "text/plain"),
        (b"PK\x03\x04rest", "a.docx", media_type_of(b"PK\x03\x04", "b.docx")),
        (b"PK\x03\x04rest", "a.zip", "application/zip"),
        (b"\x00\x01\x02", "a.txt", UNKNOWN),
        (b"", "a.txt", "text/plain"),
    ],
)
def test_what_a_file_is_comes_from_its_bytes_and_not_from_its_name(first, name, expected):
    assert media_type_of(first, name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\cv.pdf", "cv.pdf"),
        ("invoice\u202egpj.exe", "invoicegpj.exe"),
        ("a\nb\x00.txt", "ab.txt"),
        ("NUL.txt", "_NUL.txt"),
        ("...", "attachment"),
        ("", "attachment"),
        (".hidden", "hidden"),
        ("讲义 第一章.pdf", "讲义 第一章.pdf"),
        ('a<b>"c?.md', "a_b__c_.md"),
    ],
)
def test_a_name_cannot_lead_out_of_the_folder_or_hide_what_it_is(name, expected):
    assert safe_name(name) == expected


def test_a_long_name_keeps_its_ending():
    assert safe_name("讲" * 300 + ".pdf").endswith("讲.pdf")
    assert len(safe_name("讲" * 300 + ".pdf").encode()) <= LONGEST_BYTES
