"""What a person types and reads: the commands on the sample files, a hub over HTTP, and errors in words."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kclub_desktop.cli.main import app
from kclub_desktop.clock import SystemClock
from kclub_desktop.store import Op, open_library, rows
from kclub_desktop.store.tables import Member
from kclub_hub.communities import new_code, new_community
from kclub_hub.serve import HubServer

SAMPLES = Path(__file__).parents[1] / "import_export" / "samples"
FILES = [
    str(SAMPLES / name)
    for name in ("ghost_members.csv", "members_zh_gb18030.csv", "courses.csv", "ratings.csv")
]


@pytest.fixture(autouse=True)
def _own_folders(tmp_path, monkeypatch):
    monkeypatch.setenv("KCLUB_PASSPHRASE", "for this test")
    monkeypatch.setenv("KCLUB_CONFIGURATION", str(tmp_path / "configuration"))


def kclub(*words, language="en"):
    return CliRunner().invoke(app, ["--language", language, *map(str, words)])


def answered(*words):
    result = kclub(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.fixture
def imported(tmp_path):
    folder = tmp_path / "L"
    answered("import", *FILES, "--library", folder)
    return folder


@pytest.mark.parametrize("language", ["en", "zh"])
def test_members_courses_and_ratings_are_exported_and_come_back_in_another_library(
    imported, tmp_path, language
):
    files = {what: tmp_path / f"{what}.csv" for what in ("members", "courses", "ratings")}
    named = [word for what, file in files.items() for word in (f"--{what}", file)]

    said = kclub("export", "--library", imported, *named, language=language)
    assert said.exit_code == 0 and all(str(file) in said.stdout.replace("\n", "") for file in files.values())
    answered("import", *files.values(), "--library", tmp_path / "again")

    tables = ("member", "course", "rating")
    counts = []
    for folder in (imported, tmp_path / "again"):
        with open_library(folder, clock=SystemClock()) as library:
            counts.append([library.value(f"SELECT count(*) FROM {table}") for table in tables])
    assert counts[0] == counts[1] and all(counts[0])
    told = answered("export", "--library", imported, "--courses", tmp_path / "c.csv")
    assert told == {"courses": {"file": str(tmp_path / "c.csv"), "rows": counts[0][1]}}


def test_a_list_takes_no_other_files_place_least_of_all_the_librarys(imported, tmp_path):
    one, file = tmp_path / "one.csv", imported / "community.kclub"
    for words in (
        ("--courses", file),
        ("--members", one, "--courses", file),
        ("--members", one, "--ratings", one),
    ):
        refused = kclub("export", "--library", imported, *words)
        assert refused.exit_code == 1 and "is there already" in refused.stderr
        assert not one.exists()
    assert kclub("insights", "--library", imported).exit_code == 0


def test_importing_twice_creates_nothing_the_second_time(tmp_path):
    first = answered("import", *FILES, "--library", tmp_path / "L")
    again = answered("import", *FILES, "--library", tmp_path / "L")

    assert first["files"][0]["created"] == {"member": 61}
    assert [sum(file["created"].values()) for file in again["files"]] == [0, 0, 0, 0]


def test_a_dry_run_writes_nothing(tmp_path):
    report = answered("import", FILES[0], "--library", tmp_path / "L", "--dry-run")
    assert report["files"][0]["created"] == {"member": 61}
    assert not (tmp_path / "L").exists()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_rejected_lines_are_named_in_the_persons_language(tmp_path, language):
    said = kclub("import", FILES[0], "--library", tmp_path / "L", language=language).stdout
    assert ("line " if language == "en" else "行") in said
    assert ("Rejected" in said) == (language == "en")


def test_courses_are_recommended_with_a_reason(imported):
    with open_library(imported, clock=SystemClock()) as library:
        email = library.value(
            "SELECT m.email FROM rating r JOIN member m ON m.id = r.member WHERE m.email <> ''"
            " GROUP BY m.id ORDER BY count(*) DESC"
        )
    answer = answered("recommend", "--library", imported, "--member", email.upper(), "-k", 3)
    assert len(answer["courses"]) == 3
    assert all(course["reason"] for course in answer["courses"])


def test_an_unknown_member_is_named_without_a_traceback(imported):
    result = kclub("recommend", "--library", imported, "--member", "nobody@example.com")
    assert result.exit_code == 1
    assert "nobody@example.com" in result.stderr
    assert "Traceback" not in result.output


def test_insights_count_the_ratings_that_were_imported(imported):
    answer = answered("insights", "--library", imported)
    with open_library(imported, clock=SystemClock()) as library:
        assert sum(answer["ratings"]["all"]["stars"]) == library.value("SELECT count(*) FROM rating")
    assert "转化漏斗" in kclub("insights", "--library", imported, language="zh").stdout


def test_a_second_copy_is_made_from_a_hub_and_an_edit_comes_back(imported, tmp_path):
    server = HubServer(tmp_path / "hub.db")
    server.start()
    try:
        community = new_community(server.database, "KClub")
        paired = ["--hub", server.url, "--code"]
        first = answered("sync", "--library", imported, *paired, new_code(server.database, community))
        second = answered("sync", "--library", tmp_path / "L2", *paired, new_code(server.database, community))
        with open_library(tmp_path / "L2", clock=SystemClock()) as library:
            member = library.value("SELECT min(id) FROM member")
            with library.write(Op.EDIT_MEMBER):
                rows.change(library, Member, member, note="from the second copy")
        answered("sync", "--library", tmp_path / "L2")
        answered("sync", "--library", imported)
    finally:
        server.stop()

    assert first["sent"] == second["received"]
    with open_library(imported, clock=SystemClock()) as library:
        assert rows.get(library, Member, member).note == "from the second copy"


def test_sync_without_a_pairing_says_what_is_missing(imported):
    result = kclub("sync", "--library", imported)
    assert result.exit_code == 1
    assert result.stderr.strip() and "Traceback" not in result.output


def test_a_pairing_code_is_made_for_a_new_hub(tmp_path):
    answer = answered("hub", "code", "--database", tmp_path / "hub.db")
    assert len(answer["code"]) == 8


def test_the_token_is_not_readable_where_it_is_kept(imported, tmp_path):
    server = HubServer(tmp_path / "hub.db")
    server.start()
    try:
        code = new_code(server.database, new_community(server.database, "KClub"))
        answered("sync", "--library", imported, "--hub", server.url, "--code", code)
        kept = json.loads((tmp_path / "configuration" / "secrets.json").read_text())
        assert all(":" in locked and "gAAAA" in locked for locked in kept.values())
        server_again = kclub("sync", "--library", imported)
        assert server_again.exit_code == 0
    finally:
        server.stop()


def test_the_demo_is_made_once_and_never_over_something_else(tmp_path):
    answer = answered("demo", tmp_path / "D")
    assert answer["counts"]["member"] == 400
    again = kclub("demo", tmp_path / "D")
    assert again.exit_code == 1 and "Traceback" not in again.output
