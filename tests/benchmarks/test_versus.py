"""The benchmarks' own ruler: who is faster is said the right way round, and a missing reference hides none of our figures."""

import importlib.util
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.fixture
def ruler(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    spec = importlib.util.spec_from_file_location("versus", BENCHMARKS / "versus.py")
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "versus", module)
    spec.loader.exec_module(module)
    return module


def test_twice_as_slow_is_not_called_twice_as_fast(ruler, capsys):
    outcome = ruler.versus("list", lambda: 20.0, lambda: 10.0, 5, reference="Anki")

    assert outcome.ratio == 2
    assert outcome.interval() == (2, 2)
    assert "ours takes 2.00× as long" in capsys.readouterr().out


def test_the_run_that_fills_the_caches_is_not_counted(ruler):
    ours, theirs = count(), count()

    outcome = ruler.versus("start", lambda: float(next(ours)), lambda: float(next(theirs)), 4)

    assert outcome.ours == [1, 2, 3, 4]
    assert outcome.theirs == [1, 2, 3, 4]


def test_neither_side_always_runs_first(ruler):
    order = []

    ruler.versus("start", lambda: order.append("ours") or 1.0, lambda: order.append("theirs") or 1.0, 2)

    assert order == ["theirs", "ours", "ours", "theirs", "theirs", "ours"]


def test_our_figures_are_printed_where_the_reference_is_missing(ruler, capsys):
    ruler.versus("start", lambda: 7.0, None, 3, reference="Anki")

    said = capsys.readouterr().out
    assert "7 ms" in said
    assert "reference not available here" in said


def test_a_program_that_ends_before_it_is_ready_is_no_measurement(ruler):
    command = [sys.executable, "-c", "import sys; sys.exit('no library here')"]

    with (
        ruler.Program(command, ruler.plain_environment()) as program,
        pytest.raises(ruler.NotMeasured, match="ended with 1: no library here"),
    ):
        program.ready_ms()


def test_a_start_is_timed_until_the_program_says_so_and_its_failure_after_that_is_seen(ruler):
    code = 'import sys; print("loading"); print(\'{"ready_ms": 5}\', flush=True); sys.exit(3)'

    with ruler.Program([sys.executable, "-c", code], ruler.plain_environment()) as program:
        taken, answer = program.ready_ms()
        with pytest.raises(ruler.NotMeasured, match="ended with 3"):
            program.ends_well()

    assert taken > 0
    assert answer == {"ready_ms": 5}


def test_without_a_network_one_line_says_that_anki_is_missing_and_nothing_half_made_is_kept(tmp_path):
    code = (
        f"import sys; sys.path.insert(0, {str(BENCHMARKS)!r})\n"
        f"import pathlib, anki; print(anki.prepared(10, pathlib.Path({str(tmp_path)!r})))"
    )
    offline = {
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": "",
        "PIP_CONFIG_FILE": "/dev/null",
        "PATH": "/usr/bin:/bin",
    }

    told = subprocess.run(
        [sys.executable, "-c", code], env=offline, capture_output=True, text=True, check=False
    )

    lines = told.stdout.splitlines()
    assert told.returncode == 0, told.stderr
    assert lines[-2].startswith("Anki 26.9.3 is not available here: ERROR: No matching distribution")
    assert lines[-1] == "None"
    assert not (tmp_path / "anki" / "made-from").exists()
