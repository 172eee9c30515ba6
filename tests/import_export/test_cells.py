"""Single cells: what they become, or the code that says why not."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kclub_desktop.import_export import fields, money
from kclub_desktop.import_export.codes import Code
from kclub_desktop.import_export.moments import day_first_in, moment

SHANGHAI = "Asia/Shanghai"


def at(*parts, zone=SHANGHAI):
    return int(datetime(*parts, tzinfo=ZoneInfo(zone)).timestamp())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" Reader3@Example.ORG ", "reader3@example.org"),
        ("ｌｉｎ＠example.cn", "lin@example.cn"),
        ("not-an-address", Code.BAD_EMAIL),
        ("a@b", Code.BAD_EMAIL),
        ("rim***@qq.com", Code.BAD_EMAIL),
        ("用户@例子.公司", "用户@例子.公司"),
        ("a..b@example.com", Code.BAD_EMAIL),
    ],
)
def test_an_email_was_misread(text, expected):
    assert fields.email(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("+86 17989620626", "+8617989620626"),
        ("159-9805-2274", "+8615998052274"),
        ("199000000602", Code.BAD_PHONE),
        ("１９９０００００６０２", "+8619900000602"),
        ("0086 138 0013 8000", "+8613800138000"),
        ("021-5555 0607", "+862155550607"),
        ("+1 415 555 2671", "+14155552671"),
        ("186******05", Code.BAD_PHONE),
        ("1.99E+10", Code.BAD_PHONE),
        ("12345", Code.BAD_PHONE),
        ("call me", Code.BAD_PHONE),
    ],
)
def test_a_phone_number_was_misread(text, expected):
    assert fields.phone(text) == expected


def test_a_shared_landline_was_taken_for_a_person():
    assert fields.identifies("+8613800138000")
    assert fields.identifies("+447400123456")
    assert not fields.identifies("+862155550607")
    assert not fields.identifies("")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-13", at(2026, 3, 13)),
        ("2026/3/6", at(2026, 3, 6)),
        ("2026年6月11日", at(2026, 6, 11)),
        ("2025.3.1", at(2025, 3, 1)),
        ("20250301", at(2025, 3, 1)),
        ("2026-03-11 20:16", at(2026, 3, 11, 20, 16)),
        ("2026/9/3 12:00:05", at(2026, 9, 3, 12, 0, 5)),
        ("2026年9月3日 12时05分", at(2026, 9, 3, 12, 5)),
        ("2026-03-26T05:12:33.000Z", at(2026, 3, 26, 5, 12, 33, zone="UTC")),
        ("2026-02-01 11:13:25 +0800", at(2026, 2, 1, 11, 13, 25)),
        ("2026-01-02 03:04:05 UTC", at(2026, 1, 2, 3, 4, 5, zone="UTC")),
        ("Nov 28, 2025", at(2025, 11, 28)),
        ("28 November 2025", at(2025, 11, 28)),
        ("13/04/2026", at(2026, 4, 13)),
        ("03/20/2026 6:55 p.m.", at(2026, 3, 20, 18, 55)),
        ("3/4/2026", Code.AMBIGUOUS_DATE),
        ("25-3-1", Code.AMBIGUOUS_DATE),
        ("2026-13-45", Code.BAD_DATE),
        ("2026-02-30", Code.BAD_DATE),
        ("2026-01-01 25:00", Code.BAD_DATE),
        ("yesterday", Code.BAD_DATE),
        ("", Code.BAD_DATE),
    ],
)
def test_a_date_was_misread(text, expected):
    assert moment(text, SHANGHAI) == expected


def test_the_column_does_not_tell_day_from_month():
    assert day_first_in(["3/4/2026", "13/4/2026"]) is True
    assert day_first_in(["3/4/2026", "4/13/2026"]) is False
    assert day_first_in(["3/4/2026", ""]) is None
    assert day_first_in(["13/4/2026", "4/13/2026"]) is None
    assert moment("3/4/2026", SHANGHAI, True) == at(2026, 4, 3)
    assert moment("3/4/2026", SHANGHAI, False) == at(2026, 3, 4)


@pytest.mark.parametrize(
    ("text", "currency", "expected"),
    [
        ("¥1,299.00", "CNY", (129900, "CNY")),
        ("￥2,050.5", "CNY", (205050, "CNY")),
        ("199", "CNY", (19900, "CNY")),
        ("1234.5元", "CNY", (123450, "CNY")),
        ("１２３．５", "CNY", (12350, "CNY")),
        ("¥1500", "JPY", (1500, "JPY")),
        ("1500.00", "JPY", (1500, "JPY")),
        ("1500.5", "JPY", Code.BAD_AMOUNT),
        ("49.00 €", "CNY", (4900, "EUR")),
        ("USD 49.00", "CNY", (4900, "USD")),
        ("$49.00", "USD", (4900, "USD")),
        ("$49.00", "CNY", Code.BAD_CURRENCY),
        ("元", "CNY", Code.BAD_AMOUNT),
        ("1.299,00", "CNY", Code.BAD_AMOUNT),
        ("12,34.00", "CNY", Code.BAD_AMOUNT),
        ("199.005", "CNY", Code.BAD_AMOUNT),
        ("abc", "CNY", Code.BAD_AMOUNT),
        ("1.2万", "CNY", Code.AMOUNT_DROPPED),
        ("-5", "CNY", Code.NEGATIVE_AMOUNT),
        ("(5.00)", "CNY", Code.NEGATIVE_AMOUNT),
        ("-0", "CNY", (0, "CNY")),
    ],
)
def test_money_was_guessed(text, currency, expected):
    assert money.amount(text, currency) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("5", 5), ("4.0", 4), ("5分", 5), ("★★★★☆", 4), ("3/5", 3), ("9", Code.BAD_RATING), ("0", Code.BAD_RATING),
     ("4.5", Code.BAD_RATING), ("good", Code.BAD_RATING), ("☆☆☆", Code.BAD_RATING), ("50", Code.BAD_RATING)],
)  # fmt: skip
def test_stars_were_misread(text, expected):
    assert fields.stars(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("TRUE", 1), ("是", 1), ("0", 0), ("否", 0), ("maybe", Code.BAD_FLAG)]
)
def test_yes_and_no_were_misread(text, expected):
    assert fields.flag(text) == expected


def test_labels_were_not_split():
    assert fields.labels("老客户、上海, VIP,,VIP", ",，、|") == "老客户,上海,VIP"
    assert fields.labels("career|tech", ",|") == "career,tech"


PARTS = st.text("ab019._+-'", min_size=1, max_size=12)
DOMAINS = st.lists(st.text("ab09-", min_size=1, max_size=6), min_size=1, max_size=3).map(".".join)
ENDS = st.sampled_from(["com", "org", "cn", "test", "local", "invalid", "c", "123", "xn--p1ai", "museum"])


@given(local=PARTS, domain=DOMAINS, end=ENDS)
@settings(max_examples=400, deadline=None)
def test_the_quick_email_check_says_something_else_than_the_library(local, domain, end):
    address = f"{local}@{domain}.{end}"

    if fields.is_plain_email(address):
        assert fields.checked_email(address) == address


@given(local=st.integers(40, 80), label=st.integers(40, 80), labels=st.integers(1, 5))
@settings(max_examples=60, deadline=None)
def test_the_quick_email_check_takes_what_is_too_long(local, label, labels):
    address = f"{'a' * local}@{'.'.join(['b' * label] * labels)}.org"

    if fields.is_plain_email(address):
        assert fields.checked_email(address) == address


@given(
    number=st.from_regex(r"(\+86|0086|86)?1[3-9][0-9]{9}", fullmatch=True),
    gaps=st.lists(st.tuples(st.integers(3, 13), st.sampled_from(" -")), max_size=3),
)
@settings(max_examples=300, deadline=None)
def test_the_quick_phone_check_says_something_else_than_the_library(number, gaps):
    written = number
    for position, gap in gaps:
        written = written[:position] + gap + written[position:]

    assert fields.phone(written) == fields.checked_phone(number, "CN")


@given(st.integers(0, 10**12), st.sampled_from(["CNY", "USD", "JPY", "KWD"]))
def test_an_amount_does_not_come_back_as_it_was_written(minor, currency):
    assert money.amount(money.written(minor, currency), currency) == (minor, currency)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)))
@settings(deadline=None)
def test_a_time_does_not_come_back_as_it_was_written(time):
    seconds = int(time.replace(tzinfo=UTC).timestamp())

    assert moment(datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), SHANGHAI) == seconds


@given(st.text(max_size=60))
@settings(deadline=None)
def test_a_strange_cell_crashed_the_import(text):
    for read in (
        fields.email,
        fields.phone,
        fields.flag,
        fields.stars,
        fields.language,
        money.currency_code,
        lambda cell: money.amount(cell, "CNY"),
        lambda cell: moment(cell, SHANGHAI),
    ):
        read(text)


@given(st.text(alphabet=st.sampled_from("'=+-@\t\rab "), max_size=8))
def test_a_spreadsheet_would_run_an_exported_cell_or_it_comes_back_changed(text):
    made = fields.harmless(text)

    assert made[:1] not in ("=", "+", "-", "@", "\t", "\r")
    assert fields.unharmed(made) == text
