"""`kclub recommend` as a person types it: next, not interested, invite, evaluate; in words and as JSON."""

import json

import pytest
from typer.testing import CliRunner

from kclub_desktop.cli.main import app
from kclub_desktop.clock import FixedClock
from kclub_desktop.demo import make_demo


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "library"
    make_demo(folder, clock=FixedClock(1_790_000_000)).shut()
    return folder


def kclub(*words, language="en"):
    return CliRunner().invoke(app, ["--language", language, *map(str, words)])


def answered(*words):
    result = kclub(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def a_member(demo):
    from kclub_desktop.clock import SystemClock
    from kclub_desktop.store import open_library

    with open_library(demo, clock=SystemClock()) as library:
        return library.value(
            "SELECT e.member FROM enrolment e JOIN member m ON m.id = e.member WHERE m.archived_at IS NULL"
            " GROUP BY e.member HAVING count(*) BETWEEN 4 AND 9 ORDER BY e.member LIMIT 1"
        )


def test_a_course_the_member_does_not_want_is_gone_from_the_list(demo):
    member = a_member(demo)
    first = answered("recommend", "--library", demo, "--member", member, "-k", 3)["courses"][0]

    after = answered(
        "recommend", "--library", demo, "--member", member, "-k", 3, "--not-interested", first["title"]
    )

    assert first["course"] not in [course["course"] for course in after["courses"]]


def test_whom_to_invite_is_said_with_chances_and_kept_as_a_segment(demo):
    found = answered("recommend", "--library", demo, "--invite", "机器学习", "-k", 5, "--segment")

    assert found["course"]["title"] == "机器学习的直觉"
    assert len(found["members"]) == 5
    chances = [one["chance"] for one in found["members"]]
    assert chances == sorted(chances, reverse=True)
    assert found["expected"] == pytest.approx(sum(chances))
    assert all(one["reason"] for one in found["members"])
    assert found["segment"]
    again = answered("recommend", "--library", demo, "--invite", "机器学习", "-k", 7, "--segment")
    assert again["segment"] == found["segment"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_proof_is_a_sentence_and_a_table(demo, language):
    said = kclub("recommend", "--library", demo, "--evaluate", language=language)

    assert said.exit_code == 0, said.output
    assert ("would have found" in said.stdout) == (language == "en")
    assert ("热门程度" in said.stdout) == (language == "zh")


def test_the_proof_as_json_has_intervals(demo):
    found = answered("recommend", "--library", demo, "--evaluate")

    assert found["enough"]
    assert found["blend"]["low"] <= found["blend"]["share"] <= found["blend"]["high"]
    assert found["blend"]["share"] > found["popularity"]["share"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--invite", "Nothing like it"), "Nothing like it"),
        (("--invite", "手绘笔记"), "not published"),
        (("--member", "nobody@example.com"), "nobody@example.com"),
    ],
)
def test_what_cannot_be_is_said_in_words(demo, words, said):
    result = kclub("recommend", "--library", demo, *words)

    assert result.exit_code == 1
    assert said in result.stderr
    assert "Traceback" not in result.output


def test_two_questions_at_once_are_refused(demo):
    result = kclub("recommend", "--library", demo, "--evaluate", "--invite", "SQL")

    assert result.exit_code == 2
    assert "--evaluate" in result.output


def test_whom_to_write_to_today_is_said_in_words_and_as_json(demo):
    found = answered("recommend", "--library", demo, "--today", "-k", 3)

    assert len(found["members"]) == 3
    assert all(one["name"] and one["title"] and one["reason"] for one in found["members"])
    said = kclub("recommend", "--library", demo, "--today", "-k", 3, language="zh")
    assert said.exit_code == 0
    assert "今天联系谁" in said.stdout
    refused = kclub("recommend", "--library", demo, "--today", "--evaluate")
    assert refused.exit_code == 2
