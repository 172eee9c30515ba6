"""Whole files as programs write them: encodings, preambles, broken quotes, noise, and files that are none."""

import os

import pytest

from kclub_desktop.errors import FileNotReadable, NotImportable, UnrecognisedFile
from kclub_desktop.import_export import import_files, recognise
from kclub_desktop.import_export.profile import Kind, plain_header
from kclub_desktop.import_export.profiles import all_profiles
from kclub_desktop.import_export.records import records

NOW = 1_790_000_000
LIST = "姓名,手机号,邮箱\n高霞,13800138000,gao@example.cn\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_file_was_saved_in_another_encoding(bring_in, library, encoding, delimiter):
    told = bring_in(LIST.replace(",", delimiter), encoding)

    assert told["created"] == {"member": 1}
    assert library.rows("SELECT name, phone, email FROM member") == [
        ("高霞", "+8613800138000", "gao@example.cn")
    ]


def test_accents_of_a_western_file_became_chinese(bring_in, library):
    told = bring_in("Name,Email\nSíle Müller,sile@example.org\nJosé Ærø,jose@example.org\n", "cp1252")

    assert told["encoding"] == "cp1252"
    assert library.rows("SELECT name FROM member ORDER BY name") == [("José Ærø",), ("Síle Müller",)]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_one_broken_letter_spoilt_the_whole_file(bring_in, library, encoding):
    good = "".join(f"高霞强,{13800138000 + i},,朋友推荐的会员\n" for i in range(20))
    broken = "姓名,手机号,邮箱,备注\n".encode(encoding) + good.encode(encoding) + b"\xff,13900139000,,\n"

    told = bring_in(broken)

    assert (told["encoding"], told["created"]) == (encoding, {"member": 21})
    assert [(each["line"], each["reason"]) for each in told["warnings"]] == [(22, "W_ENCODING")]


def test_a_title_above_the_header_hid_it(bring_in):
    text = "sep=;\r\nKClub 会员表（2026年6月导出）;;\r\n\r\n姓名;手机;电子邮箱\r\n林小满;19900000601;lin1@example.com\r\n"

    told = bring_in(text, "gb18030")

    assert (told["delimiter"], told["header_line"], told["created"]) == (";", 4, {"member": 1})


def test_line_numbers_are_not_the_files_own(bring_in):
    text = 'name,email,note\r\nAnna,anna@example.org,"one\r\ntwo\r\nthree"\r\n\r\nBen,nowhere,\r\n,,\r\nname,email,note\r\n'

    told = bring_in(text)

    assert [(each["line"], each["reason"]) for each in told["rejected"]] == [(6, "E_BAD_EMAIL")]
    assert [(each["line"], each["reason"]) for each in told["skipped"]] == [
        (5, "S_BLANK"),
        (7, "S_BLANK"),
        (8, "S_REPEATED_HEADER"),
    ]
    assert told["rows"] == 2


def test_a_quotation_mark_that_is_never_closed_swallowed_the_rows_after_it(bring_in):
    text = 'name,email\nAnna,anna@example.org\n"Ben,ben@example.org\nCora,cora@example.org\nDan,dan@example.org\n'

    told = bring_in(text)

    assert told["created"] == {"member": 3}
    assert [(each["line"], each["reason"]) for each in told["rejected"]] == [(3, "E_QUOTE")]


def test_a_quotation_mark_closed_in_a_later_row_swallowed_that_row(bring_in):
    text = 'name,email\n"Ben,ben@example.org\nCora "C",cora@example.org\n"Dan",dan@example.org\nEve,eve@example.org\n'

    told = bring_in(text)

    assert told["created"] == {"member": 3}
    assert [each["line"] for each in told["rejected"]] == [2]


def test_lines_are_counted_the_same_for_every_line_end():
    for end in ("\n", "\r\n", "\r"):
        text = end.join(["a,b", '"x', 'y",1', "", "c,d"])
        lines = text.splitlines(keepends=True)
        assert [record.line for record in records(lines, ",")] == [1, 2, 4, 5]


def test_the_same_line_twice_was_counted_as_two(bring_in):
    told = bring_in("name,email\nAnna,anna@example.org\nAnna,anna@example.org\nAnna,Anna@Example.org\n")

    assert (told["created"], told["merged"]) == ({"member": 1}, {"member": 1})
    assert [(each["line"], each["reason"]) for each in told["skipped"]] == [(3, "S_DUP")]


def test_a_person_called_total_was_taken_for_a_sum(bring_in):
    told = bring_in("name,email,total spent\nTotal,total@example.org,5\nTotal,,1299\n合计：,,1299\n")

    assert told["created"] == {"member": 1}
    assert [each["line"] for each in told["skipped"]] == [3, 4]


def test_more_cells_than_headers_were_pressed_into_the_wrong_columns(bring_in):
    told = bring_in("name,email\nAnna,anna@example.org,,\nBen,x,ben@example.org\n")

    assert told["created"] == {"member": 1}
    assert [(each["line"], each["reason"]) for each in told["rejected"]] == [(3, "E_COLS")]


def test_an_old_excel_date_column_was_read_the_american_way(bring_in, library):
    bring_in("email,joined\na@example.org,3/4/2026\nb@example.org,25/4/2026\n")

    assert library.value("SELECT joined_at FROM member WHERE email = 'a@example.org'") == 1775145600


def test_a_date_that_can_be_read_in_two_ways_was_guessed(bring_in, library):
    told = bring_in("email,joined\na@example.org,3/4/2026\n")

    assert [each["reason"] for each in told["warnings"]] == ["W_AMBIGUOUS_DATE"]
    assert library.value("SELECT joined_at FROM member") is None


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n \r\n", "empty"),
        (b"PK\x03\x04" + b"\x00" * 50, "binary"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "binary"),
        (bytes(range(256)) * 4, "binary"),
    ],
)
def test_a_file_that_is_no_table_crashed_the_import(library, written, content, why):
    with pytest.raises(NotImportable) as refused:
        import_files(library, [written(content)], now=NOW)

    assert refused.value.why == why


def test_a_missing_file_or_a_folder_crashed_the_import(library, tmp_path):
    for path, why in ((tmp_path / "nothing.csv", "missing"), (tmp_path, "folder")):
        with pytest.raises(NotImportable) as refused:
            import_files(library, [path], now=NOW)
        assert refused.value.why == why


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the root user may read everything"
)
def test_a_file_that_may_not_be_read_crashed_the_import(library, written):
    path = written(LIST)
    path.chmod(0)
    with pytest.raises(FileNotReadable):
        import_files(library, [path], now=NOW)


def test_a_name_too_long_for_the_system_crashed_the_import(library, tmp_path):
    with pytest.raises(FileNotReadable):
        import_files(library, [tmp_path / ("x" * 5000)], now=NOW)


def test_an_unknown_table_was_imported_as_something_else(library, written):
    path = written("planet;moons;ring\nSaturn;146;yes\n")

    with pytest.raises(UnrecognisedFile) as refused:
        import_files(library, [path], now=NOW)

    assert refused.value.headers == ("planet", "moons", "ring")


def test_orders_with_an_email_column_were_imported_as_members(library, written):
    text = "Order,Email,Total,Lineitem name,Shipping,Fulfilled\n#1,a@example.org,5,Tea,0,yes\n"

    with pytest.raises(UnrecognisedFile):
        import_files(library, [written(text)], now=NOW)


def test_one_unknown_file_among_good_ones_left_half_an_import(library, written):
    good, unknown = written(LIST, name="good.csv"), written("planet,moons\nSaturn,146\n", name="unknown.csv")

    with pytest.raises(UnrecognisedFile):
        import_files(library, [good, unknown], now=NOW)

    assert library.value("SELECT count(*) FROM member") == 0


def test_a_known_source_under_another_name_and_in_another_order_was_not_recognised(written):
    text = "tiers,labels,created_at,stripe_customer_id,complimentary_plan,subscribed_to_emails,note,name,EMAIL,ID,new_one\n"

    found = recognise(written(text, name="Kundenliste (2).txt"))

    assert found.profile.source == "ghost_members"
    assert 0.8 < found.confidence < 1


def test_a_source_has_two_columns_for_one_field_or_one_header_for_two():
    sources = [profile.source for profile in all_profiles()]
    assert len(set(sources)) == len(sources) >= 7
    for profile in all_profiles():
        fields = [column.field for column in profile.columns]
        assert len(set(fields)) == len(fields), profile.source
        taken = [column for column in profile.columns if column.kind is not Kind.IGNORED]
        assert len({plain_header(h) for c in taken for h in c.headers}) == len(
            {(c.field, plain_header(h)) for c in taken for h in c.headers}
        ), profile.source
        assert all(name in fields for group in profile.signature for name in group)
