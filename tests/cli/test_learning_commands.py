"""`kclub progress` and `kclub rate`, as a person or a script uses them."""

import json

import pytest
from typer.testing import CliRunner

from kclub_desktop.cli.main import app
from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import Course, Member


def kclub(*words, language="en"):
    return CliRunner().invoke(app, ["--language", language, *map(str, words)])


@pytest.fixture
def folder(library):
    with library.write(Op.IMPORT):
        rows.add(library, Member, name="Anna", email="anna@example.org", created_at=1)
        rows.add(library, Course, title="Ink Painting", created_at=1)
    return library.folder


@pytest.mark.parametrize("language", ["en", "zh"])
def test_progress_and_a_rating_are_recorded_and_taken_back(library, folder, language):
    who = ("anna@example.org", "ink painting")
    done = kclub("progress", *who, 100, "--library", folder, language=language)
    rated = kclub("rate", *who, 4, "--review", "calm", "--library", folder, language=language)

    assert done.exit_code == rated.exit_code == 0, done.output + rated.output
    assert "Anna" in done.stdout and "100%" in done.stdout and "4" in rated.stdout
    assert library.rows("SELECT progress, completed_at IS NULL FROM enrolment") == [(100, 0)]
    assert library.rows("SELECT stars, review FROM rating WHERE deleted_at IS NULL") == [(4, "calm")]
    assert kclub("undo", "--library", folder).exit_code == 0
    assert library.rows("SELECT 1 FROM rating WHERE deleted_at IS NULL") == []


@pytest.mark.parametrize(
    "words",
    [("progress", "anna@example.org", "ink", 101), ("rate", "anna@example.org", "ink", 6),
     ("progress", "nobody@example.org", "ink", 5), ("rate", "anna@example.org", "oil", 5)],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_words_and_nothing_is_written(library, folder, words):
    refused = kclub(*words, "--library", folder, "--json")
    assert refused.exit_code == 1 and json.loads(refused.stderr)["error"]["message"]
    assert library.rows("SELECT 1 FROM enrolment") == library.rows("SELECT 1 FROM rating") == []


@pytest.mark.parametrize(("language", "left"), [("en", "2 of 3 uses left"), ("zh", "剩余 2/3 次")])
def test_a_pass_pays_for_a_course_and_has_its_use_back_when_that_is_cancelled(
    library, folder, language, left
):
    from kclub_desktop.community import payments, plan_list, plans, subscriptions
    from kclub_desktop.community.plans import Wanted

    (who,), (course,) = (library.rows(f"SELECT id FROM {table}")[0] for table in ("member", "course"))
    with library.write(Op.EDIT_COURSE):
        rows.change(library, Course, course, access="members")
    ten = plans.add_price(library, plans.add(library, "Three"), Wanted(9_000, "CNY", "use", uses=3))
    row = plan_list.one(library, subscriptions.start(library, who, ten)).row
    payments.pay(library, row.order, row.due, "cash")
    asked = ("enrol", "anna@example.org", "ink", "--library", folder)

    done = kclub(*asked, language=language)
    assert done.exit_code == 0 and left in done.stdout, done.output
    assert kclub(*asked, language=language).exit_code == 0
    cancelled = kclub(*asked, "--cancel", "--json")
    assert json.loads(cancelled.stdout)["passes"][0]["left"] == 3
    refused = kclub(*asked, "--cancel", language=language)
    assert refused.exit_code == 1 and "Ink Painting" in refused.stderr
    undone = kclub("undo", "--library", folder, "--json")
    assert json.loads(undone.stdout)["taken_again"] == 1
