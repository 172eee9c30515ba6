"""Work that another process of the program does: it answers, tells how far it is, stops, fails and dies in words."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kclub_desktop import apart
from kclub_desktop.errors import LibraryTooNew
from kclub_desktop.errors_of_work import WorkCutShort
from kclub_desktop.progress import Cancelled, Progress


def test_another_process_answers_and_tells_how_far_it_is():
    heard, moved = [], []
    progress = Progress(lambda *far: moved.append(far))

    total, process = apart.run("work_apart:add", 1, 2, 3, progress=progress, heard=heard.append)

    assert total == 6 and process != os.getpid()
    assert heard == [1, 2, 3]
    assert moved[0] == (1, None)


def test_a_refusal_comes_with_all_it_knows():
    with pytest.raises(LibraryTooNew) as refused:
        apart.run("work_apart:refuse", progress=Progress())
    assert (refused.value.folder, refused.value.file_version) == ("/somewhere", 12)


def test_a_bug_there_is_a_bug_here_and_its_account_in_the_log(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    with pytest.raises(RuntimeError, match="bug"):
        apart.run("work_apart:be_wrong", progress=Progress())
    assert "KeyError: 'nothing'" in next(tmp_path.rglob("kclub.log")).read_text(encoding="utf-8")


def test_work_that_is_killed_is_told_and_not_waited_for():
    with pytest.raises(WorkCutShort):
        apart.run("work_apart:die", progress=Progress())


def test_work_stops_when_it_is_cancelled(tmp_path):
    progress, file = Progress(), tmp_path / "said"
    with pytest.raises(Cancelled):
        apart.run(
            "work_apart:wait_to_be_stopped", file, progress=progress, heard=lambda _word: progress.cancel()
        )
    assert file.read_text(encoding="utf-8") == "stopped"


def test_work_cancelled_before_it_began_is_not_done(tmp_path):
    progress, file = Progress(), tmp_path / "said"
    progress.cancel()
    with pytest.raises(Cancelled):
        apart.run("work_apart:wait_to_be_stopped", file, progress=progress)


def test_work_ends_when_whoever_wanted_it_is_killed(tmp_path):
    file = tmp_path / "said"
    code = (
        "import sys; from pathlib import Path; from kclub_desktop import apart; from kclub_desktop.progress import Progress;"
        f"apart.run('work_apart:wait_to_be_stopped', Path({str(file)!r}), progress=Progress(), heard=lambda w: print(w, flush=True))"
    )
    knows_the_tests = os.environ | {"PYTHONPATH": str(Path(__file__).parent)}
    wanting = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env=knows_the_tests)
    assert wanting.stdout.readline().strip() == b"waits"
    wanting.kill()
    wanting.wait()
    wanting.stdout.close()
    until = time.monotonic() + 10
    while not file.exists() and time.monotonic() < until:
        time.sleep(0.02)
    assert file.exists()
