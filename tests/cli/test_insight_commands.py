"""`kclub insights` in a range of days, as a person or a script asks for it."""

import json

import pytest
from community.plans_for_tests import moment
from typer.testing import CliRunner

from kclub_desktop.cli.main import app
from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import Course, Member, Payment, Rating
from tests.making import made_library


def kclub(*words, language="en"):
    return CliRunner().invoke(app, ["--language", language, "insights", *map(str, words)])


@pytest.fixture
def folder(tmp_path, clock):
    """A community in Shanghai that was paid late on the last evening of January and early on the next morning."""

    with made_library(
        tmp_path / "club", name="Club", zone="Asia/Shanghai", currency="CNY", clock=clock
    ) as library:
        with library.write(Op.IMPORT):
            who = rows.add(library, Member, name="Anna", joined_at=moment("2026-01-05"), created_at=1)
            course = rows.add(library, Course, title="Ink", created_at=1)
            rows.add(library, Rating, member=who, course=course, stars=4, rated_at=moment("2026-02-03"))
            for amount, at in ((1_000, "2026-01-31 23:59"), (200, "2026-02-01 00:00")):
                rows.add(
                    library,
                    Payment,
                    member=who,
                    amount=amount,
                    currency="CNY",
                    paid_at=moment(at),
                    method="cash",
                )
        return library.folder


def answered(*words):
    result = kclub(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def revenue(answer):
    return sum(sum(bar.values()) for bar in answer["money"]["by_source"].get("CNY", []))


def test_days_are_those_of_the_community(folder):
    january = answered("--library", folder, "--from", "2026-01-01", "--to", "2026-01-31")
    february = answered("--library", folder, "--from", "2026-02-01", "--to", "2026-02-28")
    assert (revenue(january), revenue(february)) == (1_000, 200)
    assert sum(january["ratings"]["all"]["stars"]) == 0 and february["ratings"]["all"]["stars"] == [
        0,
        0,
        0,
        1,
        0,
    ]
    assert january["range"]["days"] == "custom"


def test_without_days_all_of_it_is_told_and_an_open_end_is_open(folder):
    assert revenue(answered("--library", folder)) == 1_200
    assert revenue(answered("--library", folder, "--from", "2026-02-01")) == 200
    assert revenue(answered("--library", folder, "--to", "2026-01-31")) == 1_000
    assert answered("--library", folder, "--days", "last_30_days")["range"]["days"] == "last_30_days"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--from", "2026-13-01"), "This is not a date."),
        (("--to", "soon"), "This is not a date."),
        (("--from", "2026-02-01", "--to", "2026-01-01"), "The first day is after the last one."),
        (("--days", "next_month"), "last_90_days"),
    ],
)
def test_days_that_are_none_are_refused_in_words(folder, words, said):
    result = kclub("--library", folder, *words)
    assert result.exit_code != 0 and said in result.stderr and "Traceback" not in result.output


def test_a_person_reads_where_the_money_comes_from_in_their_language(folder):
    assert "Where the money comes from" in kclub("--library", folder).stdout
    assert "收入来源" in kclub("--library", folder, language="zh").stdout
