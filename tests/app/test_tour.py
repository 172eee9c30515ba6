"""`kclub tour`: the whole main job, end to end, and that its summary would say if a part of it had not worked."""

import json

import pytest
from typer.testing import CliRunner

from kclub_desktop.app import commands
from kclub_desktop.app.tour import run_tour
from kclub_desktop.app.tour.summary import Summary
from kclub_desktop.cli.main import app
from kclub_desktop.ui.desk.sidebar import PAGES


@pytest.fixture(scope="module")
def toured(tmp_path_factory):
    out = tmp_path_factory.mktemp("tour")
    return out, run_tour(out)


def test_every_step_of_the_main_job_works(toured):
    _out, summary = toured
    assert [step["step"] for step in summary["steps"] if not step["ok"]] == []
    assert {step["step"] for step in summary["steps"]} == {
        "import", "demo", "duplicates", "recommend", "insights", "desk", "check-in", "sync", "merge", "conflict",
        "removed",
    }  # fmt: skip


def test_every_page_is_photographed_in_both_themes_languages_and_sizes(toured):
    out, summary = toured
    names = [
        f"{page}-{{}}-{size}"
        for page in (*PAGES, "history", "duplicates")
        for size in ("1024x640", "1440x900")
    ]
    for name in (*names, "kiosk-{}", "kiosk-welcome-{}", "kiosk-removed-{}", "pair-again-{}"):
        for look in ("en-light", "en-dark", "zh-light", "zh-dark"):
            file = out / f"{name.format(look)}.png"
            assert file.name in summary["screenshots"] and file.stat().st_size > 5_000, file.name


def test_the_summary_is_written_and_says_what_was_counted(toured):
    out, summary = toured
    assert json.loads((out / "summary.json").read_text(encoding="utf-8")) == summary
    imported = next(step for step in summary["steps"] if step["step"] == "import")
    assert imported["files"][0]["file"] == "ghost_members.csv"


def test_one_step_that_fails_makes_the_whole_tour_fail(tmp_path):
    summary = Summary(tmp_path)
    summary.note("import", True, "fine")
    summary.note("sync", False, "rows differ")
    assert summary.as_json()["ok"] is False


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("in the way")
    commands.add_to(app)
    result = CliRunner().invoke(app, ["--language", "en", "tour", "--out", str(tmp_path / "file" / "tour")])
    assert result.exit_code == 1
    assert "cannot be written" in result.stderr and "Traceback" not in result.output
