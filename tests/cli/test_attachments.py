"""`kclub attach` and `kclub attachments` as a person types them."""

import json

import pytest
from typer.testing import CliRunner

from kclub_desktop.cli.main import app
from kclub_desktop.store import Op, attachments, rows
from kclub_desktop.store.doctor import examine
from kclub_desktop.store.privacy.erasing import erase
from kclub_desktop.store.tables import Attachment, Member

PDF = b"%PDF-1.7 a contract"


def kclub(*words, language="en"):
    return CliRunner().invoke(app, ["--language", language, *map(str, words)])


@pytest.fixture
def anna(library):
    with library.write(Op.ADD_MEMBER):
        return rows.add(library, Member, name="Anna", email="anna@example.org", created_at=1)


@pytest.fixture
def contract(tmp_path):
    file = tmp_path / "contract.pdf"
    file.write_bytes(PDF)
    return file


@pytest.mark.parametrize(("language", "added"), [("en", "2 files added"), ("zh", "已添加 2 个附件")])
def test_files_are_added_listed_and_saved(library, anna, contract, tmp_path, language, added):
    photo = tmp_path / "me.txt"
    photo.write_text("a photo, in words")

    made = kclub(
        "attach", "anna@example.org", contract, photo, "--library", library.folder, language=language
    )
    listed = kclub("attachments", anna, "--library", library.folder, language=language)
    saved = kclub("attachments", anna, "--library", library.folder, "--save", tmp_path / "out" / "anna")

    assert [each.exit_code for each in (made, listed, saved)] == [0, 0, 0], made.output + saved.output
    assert added in made.stdout and "contract.pdf" in listed.stdout and "19 B" in listed.stdout
    assert (tmp_path / "out" / "anna" / "contract.pdf").read_bytes() == PDF
    assert not list(examine(library))


def test_a_script_gets_ids_as_text_and_where_each_copy_is(library, anna, contract, tmp_path):
    made = json.loads(kclub("attach", anna, contract, "--library", library.folder, "--json").stdout)
    told = json.loads(
        kclub("attachments", anna, "--library", library.folder, "--save", tmp_path / "o", "--json").stdout
    )

    (one,) = told["files"]
    assert made["added"][0]["attachment"] == one["attachment"]
    assert (one["media_type"], one["bytes"], one["here"]) == ("application/pdf", len(PDF), True)
    assert one["saved"] == str(tmp_path / "o" / "contract.pdf")


def test_my_own_file_of_the_same_name_was_overwritten(library, anna, contract, tmp_path):
    kclub("attach", anna, contract, contract, "--library", library.folder)
    out = tmp_path / "out"
    out.mkdir()
    (out / "contract.pdf").write_text("mine")

    kclub("attachments", anna, "--library", library.folder, "--save", out)

    assert (out / "contract.pdf").read_text() == "mine"
    assert {file.name for file in out.iterdir()} == {"contract.pdf", "contract 2.pdf", "contract 3.pdf"}


def test_a_name_from_another_device_leads_out_of_the_folder(library, anna, contract, tmp_path):
    row = attachments.add(library, contract, Member, anna)
    with library.write(Op.EDIT_ATTACHMENT):
        rows.change(library, Attachment, row, name="../../.bash\u202erc")

    kclub("attachments", anna, "--library", library.folder, "--save", tmp_path / "a" / "out")

    assert [file.name for file in (tmp_path / "a").rglob("*") if file.is_file()] == ["bashrc"]


def test_one_file_that_is_not_there_adds_none_of_them(library, anna, contract, tmp_path):
    result = kclub("attach", anna, contract, tmp_path / "gone.pdf", "--library", library.folder)

    assert result.exit_code == 1 and "gone.pdf" in result.stderr
    assert not attachments.of_row(library, Member, anna)


def test_adding_several_is_one_step_of_undo(library, anna, contract):
    kclub("attach", anna, contract, contract, "--library", library.folder)
    assert kclub("undo", "--library", library.folder).exit_code == 0
    assert not attachments.of_row(library, Member, anna)


def test_a_file_that_is_not_on_this_computer_is_named_and_the_others_are_saved(
    library, anna, contract, tmp_path
):
    lost = tmp_path / "lost.txt"
    lost.write_text("soon gone")
    kclub("attach", anna, lost, contract, "--library", library.folder)
    gone, _here = attachments.of_row(library, Member, anna)
    attachments.path_of(library, gone.sha256).unlink()
    words = ("attachments", anna, "--library", library.folder, "--save", tmp_path / "out")

    said, told = kclub(*words), kclub(*words, "--json")

    assert said.exit_code == told.exit_code == 1
    assert "lost.txt is not on this computer." in said.stderr and (tmp_path / "out" / "contract.pdf").exists()
    assert json.loads(told.stderr)["error"]["kind"] == "AttachmentNotHere"
    assert [one["here"] for one in json.loads(told.stdout)["files"]] == [False, True]


def test_nobody_gets_a_file_after_an_erasure_and_the_files_they_had_are_gone(library, anna, contract):
    kclub("attach", anna, contract, "--library", library.folder)
    erase(library, anna)

    again = kclub("attach", anna, contract, "--library", library.folder)
    listed = json.loads(kclub("attachments", anna, "--library", library.folder, "--json").stdout or "{}")

    assert again.exit_code == 1 and not listed.get("files")
    assert not [file for file in (library.folder / "attachments").rglob("*") if file.is_file()]
    assert not list(examine(library))


def test_a_file_name_gives_orders_to_the_terminal(library, anna, contract):
    row = attachments.add(library, contract, Member, anna)
    with library.write(Op.EDIT_ATTACHMENT):
        rows.change(library, Attachment, row, name="\x1b]0;owned\x07.pdf")
    assert not set(kclub("attachments", anna, "--library", library.folder).output) & set("\x1b\x07")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_member_without_files_is_said_in_words(library, anna, language):
    said = kclub("attachments", anna, "--library", library.folder, language=language)
    assert said.exit_code == 0 and "Anna" in said.stdout
