"""A person's export: everything that is held, nothing of others, and a page on which nobody's name becomes a program."""

import json
from html.parser import HTMLParser

import pytest
from lives import SECRET, whole_life
from typer.testing import CliRunner

from kclub_desktop.cli.main import app
from kclub_desktop.errors import FolderNotEmpty, UnknownMember
from kclub_desktop.import_export.person import everything_on, export_person
from kclub_desktop.store import Op, attachments, rows
from kclub_desktop.store.privacy.belonging import ways
from kclub_desktop.store.privacy.erasing import erase
from kclub_desktop.store.tables import REPLICATED, Course, Erasure, Member, Message, Rating
from kclub_desktop.words import current_language

NASTY = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>"


class Page(HTMLParser):
    """Counts elements and collects text and attributes."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.words, self.attributes = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return " ".join(self.words)


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


def read(out):
    return json.loads((out / "person.json").read_text("utf-8")), Page(
        (out / "person.html").read_text("utf-8")
    )


def test_every_table_that_can_speak_of_a_person_is_in_the_export(library, out):
    member, made = whole_life(library)

    export_person(library, member, out)

    data, _ = read(out)
    expected = {model.name_of_table() for model in REPLICATED if ways(model) or model is Member} - {"erasure"}
    assert set(data["tables"]) == expected
    for model in REPLICATED:
        if ways(model) and model is not Erasure:
            assert str(made[model]) in {row["id"] for row in data["tables"][model.name_of_table()]}


def test_every_value_and_every_edit_of_the_person_is_in_data_and_on_the_page(library, out):
    member, _ = whole_life(library)
    with library.write(Op.EDIT_MEMBER):
        rows.change(
            library, Member, member, note="prefers evenings", email_consent=1, joined_at=1_700_000_000
        )

    export_person(library, member, out)

    data, page = read(out)
    (told,) = data["tables"]["member"]
    assert told["note"] == "prefers evenings" and told["joined_at"] == "2023-11-14T22:13:20Z"
    assert told["email_consent"] is True
    assert {edit["field"] for edit in data["history"]} >= {"note", "joined_at"}
    assert "prefers evenings" in page.text and "15 Nov 2023" in page.text
    for table, items in data["tables"].items():
        for value in {v for item in items for v in item.values() if isinstance(v, str) and SECRET in v}:
            assert value in page.text, (table, value)


def test_nothing_of_others_is_in_it(library, out):
    whole_life(library, "Somebody Else")
    with library.write(Op.IMPORT):
        other = rows.add(library, Member, name="Third Person", email="third@example.org", created_at=1)
        member = rows.add(library, Member, name="Anna", referrer=other, created_at=1)
        course = rows.add(library, Course, title="Tea", author=other, created_at=1)
        rows.put(library, Rating, member=member, course=course, stars=5, rated_at=1)
        rows.put(library, Rating, member=other, course=course, stars=1, review="terrible", rated_at=1)

    export_person(library, member, out)

    written = (out / "person.json").read_text() + (out / "person.html").read_text()
    for word in ("Somebody", "Third Person", "third@example.org", "terrible"):
        assert word not in written
    assert "another member" in read(out)[1].text and "Tea" in read(out)[1].text


@pytest.mark.parametrize(
    "nasty", [NASTY, "</td></table></main>", "&lt;b&gt;", "' onmouseover='x", "\u2028</style>"]
)
def test_what_somebody_typed_never_becomes_markup(library, out, nasty, tmp_path):
    (tmp_path / "a.txt").write_text("x")
    member, _ = whole_life(library)
    with library.write(Op.EDIT_MEMBER):
        rows.change(library, Member, member, name=nasty, note=nasty)
    for _ in range(5):
        with library.write(Op.EDIT_MEMBER):
            rows.add(library, Message, conversation=1, member=member, body=nasty, written_at=1)
    attachments.add(library, tmp_path / "a.txt", Member, member, name=nasty)

    export_person(library, member, out)

    _, page = read(out)
    assert not {"script", "img", "iframe", "object", "form"} & set(page.tags)
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert page.tags.count("main") == 1 and page.tags.count("style") == 1
    assert page.text.count(nasty) >= 7


def test_the_page_loads_nothing_from_anywhere(library, out):
    member, _ = whole_life(library)
    export_person(library, member, out)

    _, page = read(out)

    assert not {"link", "img", "script", "iframe"} & set(page.tags)
    assert ("content", "default-src 'none'; style-src 'unsafe-inline'") in page.attributes
    assert not [value for name, value in page.attributes if name in ("src", "href") and "//" in (value or "")]
    assert (
        "url(" not in (out / "person.html").read_text() and "@import" not in (out / "person.html").read_text()
    )


def test_the_page_is_in_the_persons_language_and_the_program_keeps_its_own(library, out):
    with library.write(Op.ADD_MEMBER):
        member = rows.add(library, Member, name="李娜", language="zh", created_at=1)

    export_person(library, member, out)

    assert "会员" in read(out)[1].text and 'lang="zh-Hans"' in (out / "person.html").read_text()
    assert current_language() == "en"


def test_their_files_come_along_and_what_is_not_here_is_named(library, out, tmp_path):
    with library.write(Op.ADD_MEMBER):
        member = rows.add(library, Member, name="Anna", created_at=1)
    for name in ("cv.txt", "gone.txt"):
        (tmp_path / name).write_text(name)
        attachments.add(library, tmp_path / name, Member, member)
    gone = attachments.of_row(library, Member, member)[1]
    attachments.path_of(library, gone.sha256).unlink()

    written = export_person(library, member, out)

    data, page = read(out)
    assert (written.files, written.missing) == (1, ["gone.txt"])
    assert (out / "files" / "1-cv.txt").read_text() == "cv.txt"
    assert [file["file"] for file in data["files"]] == ["files/1-cv.txt", None]
    assert ("href", "files/1-cv.txt") in page.attributes


def test_records_that_were_merged_into_the_person_are_told_as_well(library):
    with library.write(Op.IMPORT):
        kept = rows.add(library, Member, name="Anna", created_at=1)
        rows.add(library, Member, name="Anna Older", created_at=1, merged_into=kept)

    held = everything_on(library, kept)

    assert [row["name"] for row in held.rows[Member]] == ["Anna", "Anna Older"]


def test_of_an_erased_person_only_what_the_books_keep_is_left(library, out):
    member, _ = whole_life(library)
    erase(library, member)

    export_person(library, member, out)

    assert SECRET not in (out / "person.json").read_text() + (out / "person.html").read_text()


def test_a_folder_with_something_in_it_is_left_alone(library, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    member, _ = whole_life(library)
    with pytest.raises(FolderNotEmpty):
        export_person(library, member, tmp_path)
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_somebody_unknown_is_refused(library, out):
    with pytest.raises(UnknownMember):
        export_person(library, 77, out)
    assert not out.exists()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_command_says_where_it_is(library, out, language):
    member, _ = whole_life(library)
    words = ["export", "--library", library.folder, "--person", member, "--to", out]

    result = CliRunner().invoke(app, ["--language", language, *map(str, words)])

    assert result.exit_code == 0, result.output
    assert str(out) in result.stdout and (out / "person.html").exists()
    again = CliRunner().invoke(app, ["--language", language, *map(str, words), "--json"])
    assert again.exit_code == 1 and json.loads(again.stderr)["error"]["kind"] == "FolderNotEmpty"
