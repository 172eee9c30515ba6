"""Who a row is about, and what of it is taken into what the library already knows."""

from pathlib import Path

import pytest

from kclub_desktop.import_export import import_files
from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import Member

NOW = 1_790_000_000
SAMPLES = Path(__file__).parent / "samples"


def known(library, **values):
    with library.write(Op.ADD_MEMBER):
        return rows.add(library, Member, created_at=NOW, **values)


def people(library):
    sql = (
        "SELECT name, email, phone FROM member WHERE deleted_at IS NULL AND merged_into IS NULL ORDER BY name"
    )
    return library.rows(sql)


@pytest.mark.parametrize(
    "line",
    [
        "Anna,ANNA@example.org ,",
        "Anna,,138-0013-8000",
        "A. Berg,,+86 13800138000",
        "Anna,other@example.org,13800138000",
    ],
)
def test_the_same_person_in_other_clothes_became_two(bring_in, library, line):
    known(library, name="Anna", email="anna@example.org", phone="+8613800138000")

    told = bring_in(f"name,email,phone\n{line}\n")

    assert (told["created"], told["merged"]) == ({"member": 0}, {"member": 1})
    assert people(library) == [("Anna", "anna@example.org", "+8613800138000")]


def test_two_people_of_one_name_became_one(bring_in, library):
    known(library, name="Anna", email="anna@example.org")

    bring_in("name,email\nAnna,anna.b@example.org\n")

    assert len(people(library)) == 2


def test_two_people_with_one_phone_became_one(bring_in, library):
    text = "姓名,手机号,邮箱\n吕萍,19900000604,lv@example.com\nLV PING,19900000604,lvping@example.com\n"

    told = bring_in(text)

    assert told["created"] == {"member": 2}
    assert told["reviews"] == [
        {"first_line": 2, "second_line": 3, "member": None, "why": "same_phone_conflict"},
    ]
    assert bring_in(text)["created"] == {"member": 0}


def test_a_landline_of_a_house_joined_two_people(bring_in, library):
    known(library, name="Anna", phone="+862155550607")

    told = bring_in("姓名,手机号,邮箱\n曾敏,021-5555 0607,\n李强,021-5555 0607,li@example.cn\n")

    assert told["created"] == {"member": 1}
    assert [(each["line"], each["field"], each["reason"]) for each in told["rejected"]] == [
        (2, "手机号", "E_NO_IDENTITY")
    ]


def test_a_member_merged_earlier_came_back(bring_in, library):
    kept = known(library, name="Anna", email="anna@example.org")
    known(library, name="Anna B.", email="old@example.org", merged_into=kept)

    told = bring_in("name,email,level\nAnna B.,old@example.org,Gold\n")

    assert told["merged"] == {"member": 1}
    assert library.value("SELECT level FROM member WHERE id = ?", (kept,)) == "Gold"


def test_an_empty_cell_wiped_what_was_known(bring_in, library):
    known(library, name="Anna", email="anna@example.org", level="Gold", note="likes tea")

    told = bring_in("name,email,level,note,phone\n,anna@example.org,,,13800138000\n")

    assert library.rows("SELECT name, level, note, phone FROM member") == [
        ("Anna", "Gold", "likes tea", "+8613800138000")
    ]
    assert told["changed"] == 1


def test_a_file_overwrote_what_a_person_had_edited(bring_in, library):
    known(library, name="Anna Berg", email="anna@example.org", level="Gold", email_consent=0)

    told = bring_in("name,email,level,subscribed\nAnna,anna@example.org,Silver,yes\n")

    assert library.rows("SELECT name, level, email_consent FROM member") == [("Anna Berg", "Gold", 0)]
    assert [(each["field"], each["here"], each["file"]) for each in told["differences"]] == [
        ("name", "Anna Berg", "Anna"),
        ("level", "Gold", "Silver"),
        ("subscribed", 0, 1),
    ]
    assert library.value("SELECT count(*) FROM change_set") == 1


def test_an_id_of_the_source_was_forgotten_when_the_email_changed(library, written):
    header = "id,email,name,subscribed_to_emails,complimentary_plan,stripe_customer_id\n"
    first = written(header + "bcac64625e268fa08bcce7cd,anna@example.org,Anna,true,,\n", name="1.csv")
    second = written(header + "bcac64625e268fa08bcce7cd,new@example.org,Anna,true,,\n", name="2.csv")
    import_files(library, [first], now=NOW)

    told = import_files(library, [second], now=NOW).as_json()["files"][0]

    assert (told["created"], told["merged"]) == ({"member": 0}, {"member": 1})
    assert [each["file"] for each in told["differences"]] == ["new@example.org"]


def test_rows_of_one_file_that_complete_each_other_were_not_joined(bring_in, library):
    told = bring_in(
        "name,email,phone,level\nAnna,anna@example.org,,\n,anna@example.org,13800138000,\n,,13800138000,Gold\n"
    )

    assert (told["created"], told["merged"]) == ({"member": 1}, {"member": 2})
    assert library.rows("SELECT name, phone, level FROM member") == [("Anna", "+8613800138000", "Gold")]


def test_a_row_far_below_does_not_find_the_one_above(bring_in, library):
    others = "".join(f"N{i},n{i}@example.org,\n" for i in range(700))

    told = bring_in(f"name,email,level\nAnna,anna@example.org,\n{others},anna@example.org,Gold\n")

    assert told["merged"] == {"member": 1}
    assert library.value("SELECT level FROM member WHERE email = 'anna@example.org'") == "Gold"


def test_a_good_row_was_refused_for_a_bad_detail(bring_in, library):
    told = bring_in("name,email,phone\nAnna,anna@example.org,12\nBen,nowhere,13800138000\n")

    assert told["created"] == {"member": 2}
    assert [(each["line"], each["reason"]) for each in told["warnings"]] == [
        (2, "W_BAD_PHONE"),
        (3, "W_BAD_EMAIL"),
    ]


def test_a_later_opinion_of_the_same_course_was_lost(library, written):
    import_files(library, [SAMPLES / "courses.csv"], now=NOW)
    known(library, name="Anna", email="anna@example.org")
    path = written(
        "email,course_id,stars,review,rated_at\nanna@example.org,C00,2,hard,2026-01-01 10:00\n"
        "anna@example.org,C00,5,now I see,2026-03-01 10:00\nanna@example.org,C00,1,older,2025-03-01 10:00\n"
    )

    told = import_files(library, [path], now=NOW).as_json()["files"][0]

    assert library.rows("SELECT stars, review FROM rating") == [(5, "now I see")]
    assert [(each["line"], each["reason"]) for each in told["warnings"]] == [(3, "W_RATING_REPLACED")]
    assert told["created"] == {"rating": 1, "enrolment": 1}


def test_both_faults_of_a_rating_are_not_told_at_once(library, written):
    import_files(library, [SAMPLES / "courses.csv"], now=NOW)
    known(library, name="Anna", email="anna@example.org")
    path = written(
        "邮箱,课程名称,评分\nanna@example.org,没有这门课,9\n,公众号写作课,5\nanna@example.org,公众号写作课,5分\n"
    )

    told = import_files(library, [path], now=NOW).as_json()["files"][0]

    assert [(each["line"], each["field"], each["reason"]) for each in told["rejected"]] == [
        (2, "评分", "E_BAD_RATING"),
        (2, "课程名称", "E_UNKNOWN_COURSE"),
        (3, "邮箱", "E_NO_IDENTITY"),
    ]
    assert library.rows("SELECT stars, rated_at FROM rating") == [(5, NOW)]
