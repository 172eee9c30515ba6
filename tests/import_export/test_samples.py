"""The four files people brought first: every good row arrives, every other one is shown with its line and reason."""

import json
from pathlib import Path

import pytest

from kclub_desktop.import_export import import_files
from kclub_desktop.store.undo import group_of, undo

NOW = 1_790_000_000
SAMPLES = Path(__file__).parent / "samples"
NAMES = ("ratings", "members_zh_gb18030", "courses", "ghost_members")


def bring_all(library, **options):
    return import_files(library, [SAMPLES / f"{name}.csv" for name in NAMES], now=NOW, **options)


def by_name(report):
    return {Path(file["file"]).stem: file for file in report.as_json()["files"]}


def reasons(entries):
    return [(entry["line"], entry["field"], entry["reason"]) for entry in entries]


def test_good_rows_of_a_ghost_export_were_lost(library):
    ghost = by_name(bring_all(library))["ghost_members"]

    assert (ghost["source"], ghost["rows"]) == ("ghost_members", 64)
    assert ghost["created"] == {"member": 61}
    assert ghost["merged"] == {"member": 1}
    assert reasons(ghost["rejected"]) == [
        (72, "email", "E_BAD_EMAIL"),
        (73, "email", "E_NO_IDENTITY"),
        (73, "created_at", "E_BAD_DATE"),
    ]
    assert (74, "name", "W_FORMULA") in reasons(ghost["warnings"])


def test_a_chinese_list_saved_by_excel_came_out_as_question_marks(library):
    shop = by_name(bring_all(library))["members_zh_gb18030"]

    assert (shop["encoding"], shop["source"]) == ("gb18030", "member_list")
    assert shop["created"] == {"member": 50}
    assert [(each["line"], each["reason"]) for each in shop["skipped"]] == [(52, "S_FOOTER"), (53, "S_BLANK")]
    assert reasons(shop["rejected"]) == [(54, "加入日期", "E_BAD_DATE"), (54, "累计消费", "E_BAD_AMOUNT")]
    assert library.rows(
        "SELECT phone, level, spent_before, spent_before_currency, channel, joined_at FROM member WHERE name = '杨明刚'"
        " AND email = 'm2@example.cn'"
    ) == [("+8613684278406", "金卡", 129900, "CNY", "线下活动", 1789747200)]


def test_ratings_of_unknown_courses_and_of_nine_stars_came_in(library):
    files = by_name(bring_all(library))

    assert files["courses"]["created"] == {"course": 12}
    assert files["ratings"]["rows"] == 174
    assert files["ratings"]["created"] == {"rating": 172, "enrolment": 172}
    assert reasons(files["ratings"]["rejected"]) == [
        (174, "course_id", "E_UNKNOWN_COURSE"),
        (174, "email", "E_UNKNOWN_MEMBER"),
        (175, "stars", "E_BAD_RATING"),
    ]


def test_importing_the_same_files_again_made_doubles(library):
    bring_all(library)
    before = library.rows("SELECT id, stamp FROM change_set"), library.value("SELECT count(*) FROM change")

    second = bring_all(library)

    for file in second.as_json()["files"]:
        assert not any(file["created"].values()), file
        assert not file["differences"]
    assert by_name(second)["ghost_members"]["merged"] == {"member": 62}
    assert (
        library.rows("SELECT id, stamp FROM change_set"),
        library.value("SELECT count(*) FROM change"),
    ) == before
    assert second.undo.id is None


def test_a_dry_run_wrote_something_or_said_something_else(library):
    planned = bring_all(library, dry_run=True)
    assert library.value("SELECT count(*) FROM change_set") == 0

    done = bring_all(library)

    assert planned.as_json()["files"] == done.as_json()["files"]


def test_one_undo_does_not_take_back_the_whole_import(library):
    report = bring_all(library)

    undo(library, group_of(report.undo))

    for table in ("member", "course", "rating", "enrolment", "external_id"):
        assert library.value(f"SELECT count(*) FROM {table} WHERE deleted_at IS NULL") == 0, table


def test_after_an_undo_the_files_cannot_be_imported_again(library):
    undo(library, group_of(bring_all(library).undo))

    again = by_name(bring_all(library))

    assert again["ghost_members"]["created"] == {"member": 61}
    assert again["ratings"]["created"] == {"rating": 172, "enrolment": 172}
    bring_all(library)
    assert library.value("SELECT count(*) FROM member WHERE deleted_at IS NULL") == 111


def test_what_ghost_knows_of_a_member_was_dropped(library):
    bring_all(library)

    kept = library.rows(
        "SELECT id, name, note, email_consent, tags, plan, joined_at FROM member WHERE email = 'reader0@example.org'"
    )
    ids = library.rows("SELECT endpoint, kind, external FROM external_id WHERE row = ?", (kept[0][0],))

    assert kept[0][1:] == (
        "Tom O'Neil",
        'met at the spring\nsalon, likes "tea"',
        1,
        "vip,workshop",
        "Complimentary",
        1774501953,
    )
    assert sorted(ids) == [
        ("ghost", "member", "bcac64625e268fa08bcce7cd"),
        ("stripe", "member", "cus_b425118bcb5d0e3"),
    ]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_report_cannot_be_written_as_json_with_words(library, language):
    from kclub_desktop.words import set_language

    set_language(language)
    try:
        report = bring_all(library)
        told = json.loads(json.dumps(report.as_json()))
    finally:
        set_language("en")

    messages = [entry["message"] for file in told["files"] for entry in file["rejected"] + file["skipped"]]
    assert len(messages) == 10
    assert all(
        any("\u4e00" <= letter <= "\u9fff" for letter in text) == (language == "zh") for text in messages
    )


def test_a_stopped_import_lost_what_was_in_already(library, written):
    from kclub_desktop.progress import Progress

    lines = "".join(f"Name {i},m{i}@example.org\n" for i in range(1200))
    path = written("name,email\n" + lines)
    seen = []

    def stop_after_two(done, total):
        seen.append((done, total))
        if len(seen) == 2:
            progress.cancel()

    progress = Progress(stop_after_two)
    report = import_files(library, [path], now=NOW, progress=progress)

    assert report.cancelled
    assert report.files[0].created["member"] == 1000 == library.value("SELECT count(*) FROM member")
    undo(library, group_of(report.undo))
    assert library.value("SELECT count(*) FROM member WHERE deleted_at IS NULL") == 0


def test_rejected_lines_cannot_be_mended_and_imported(library, tmp_path):
    ghost = bring_all(library).files[3]
    mended = tmp_path / "rejected.csv"

    assert ghost.write_rejected(mended) == 2
    text = mended.read_text(encoding="utf-8-sig").replace("not-an-address", "bad.mail@example.org")
    mended.write_text(text, encoding="utf-8")
    report = import_files(library, [mended], now=NOW)

    assert "This is not an e-mail address" in text
    assert report.files[0].created["member"] == 1


def test_a_reason_has_no_words_or_none_in_chinese():
    from kclub_desktop.import_export.codes import SOFTENED, Code, words_for_code
    from kclub_desktop.words import catalogue

    for code in Code:
        assert words_for_code(code) in catalogue("zh"), code
    assert all(hard.rejects and not soft.rejects for hard, soft in SOFTENED.items())
