"""One benchmark beside a named reference: interleaved runs, the median of each, and their ratio with its interval.

Nothing here asserts a time: machines differ and are busy, a ratio taken in turns moves little. What is measured is the
caller's: a function that gives the milliseconds of one run, or a whole process until it says that it is ready.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

BUILD = Path(__file__).resolve().parent.parent / "build" / "bench"
"""What the benchmarks make once and keep: libraries, Anki, its collection."""
READY_WITHIN_S = 120
TAIL_FROM = 100
"""Runs from which a 99th percentile means something."""
Run = Callable[[], float]


class NotMeasured(Exception):
    """A program did not get to where it is measured; the text says what it said last."""


@dataclass(frozen=True)
class Outcome:
    """Milliseconds of each run in order; theirs is empty where the reference is not available."""

    name: str
    reference: str
    ours: list[float]
    theirs: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """Median of ours over median of theirs: below 1 we are faster."""
        return statistics.median(self.ours) / statistics.median(self.theirs)

    def interval(self) -> tuple[float, float]:
        """Where 95 % of the ratios lie when the pairs are drawn again, with replacement, 2,000 times."""
        drawn = np.random.default_rng(0).integers(0, len(self.ours), (2000, len(self.ours)))
        ratios = np.median(np.array(self.ours)[drawn], axis=1) / np.median(
            np.array(self.theirs)[drawn], axis=1
        )
        low, high = np.percentile(ratios, (2.5, 97.5))
        return float(low), float(high)

    def __str__(self) -> str:
        if not self.theirs:
            return f"{self.name}: {spread(self.ours)}  (reference not available here)"
        low, high = self.interval()
        said = f"{self.name}: {spread(self.ours)}  {self.reference}: {spread(self.theirs)}"
        return f"{said}\n  ours takes {self.ratio:.2f}× as long (95 %: {low:.2f}–{high:.2f}, {len(self.ours)} pairs)"


def versus(name: str, ours: Run, theirs: Run | None, pairs: int, *, reference: str = "reference") -> Outcome:
    """Run both in turns and print what came of it.

    ours, theirs  give the milliseconds of one run, measured where the work is done; theirs None: only ours is run
    pairs         runs of each; one more of each comes first and is thrown away, since it fills caches
    """
    sides = (ours,) if theirs is None else (ours, theirs)
    taken: dict[int, list[float]] = {0: [], 1: []}
    for pair in range(pairs + 1):
        order = range(len(sides)) if pair % 2 else reversed(range(len(sides)))
        for side in order:
            milliseconds = sides[side]()
            if pair:
                taken[side].append(milliseconds)
    outcome = Outcome(name, reference, taken[0], taken[1])
    print(outcome, flush=True)
    return outcome


def processor_ms(process: int | None = None) -> float:
    """Milliseconds of processor time that a process and all its threads took until now, to 10 ms; this one's exactly."""
    if process is None:
        return 1000 * time.process_time()
    told = Path(f"/proc/{process}/stat")
    if not told.is_file():  # not on Linux
        return 0.0
    fields = told.read_text().rpartition(")")[2].split()
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def timed(work: Callable[[], object]) -> Run:
    """A function as a run: the milliseconds that it takes here."""

    def run() -> float:
        began = time.perf_counter()
        work()
        return 1000 * (time.perf_counter() - began)

    return run


def spread(taken: Sequence[float]) -> str:
    """Median and what it varies by: smallest to largest, or the 99th percentile when there are many runs."""
    middle = statistics.median(taken)
    if len(taken) >= TAIL_FROM:
        return f"p50 {shown(middle)}, p99 {shown(float(np.percentile(taken, 99)))} ms"
    return f"{shown(middle)} ms ({shown(min(taken))}–{shown(max(taken))})"


def shown(milliseconds: float) -> str:
    """Three figures at most: more would be noise."""
    return f"{milliseconds:,.0f}" if milliseconds >= 100 else f"{milliseconds:.3g}"


def plain_environment(**more: str) -> dict[str, str]:
    """This environment for a program under measure: windows off screen unless a platform is named, folders of its own.

    Without compiled files a start takes three times as long, so the wish not to write them is not passed on.
    """
    home = BUILD / "home"
    folders = {f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("CONFIG", "DATA", "STATE", "CACHE")}
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {"QT_QPA_PLATFORM": "offscreen", **inherited, **folders, **more}


@dataclass
class Program:
    """A process under measure: it prints a line of JSON when it is ready, and more when asked through its input."""

    command: Sequence[str | Path]
    environment: Mapping[str, str]

    def __enter__(self) -> Program:
        self._said = tempfile.TemporaryFile()
        self._began = time.perf_counter()
        self._process = subprocess.Popen(
            self.command,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            text=True,
        )
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._said):
            stream.close()

    def ready_ms(self) -> tuple[float, dict[str, float]]:
        """Milliseconds from before the process was made until it said that it is ready, and what it said."""
        answer = self.answer()
        return 1000 * (time.perf_counter() - self._began), answer

    def ask(self, *words: str) -> dict[str, float]:
        """Hand it a line of words and wait for its answer."""
        self._process.stdin.write(json.dumps(words) + "\n")
        self._process.stdin.flush()
        return self.answer()

    def answer(self) -> dict[str, float]:
        """The next line of JSON that it prints. Raises NotMeasured if it ends or is silent for two minutes."""
        watch = threading.Timer(READY_WITHIN_S, self._process.kill)
        watch.start()
        try:
            for line in self._process.stdout:
                if line.startswith("{"):
                    return json.loads(line)
        finally:
            watch.cancel()
        raise NotMeasured(self._last_words())

    def ends_well(self) -> None:
        """Wait for its end. Raises NotMeasured if that is no success."""
        try:
            ended = self._process.wait(READY_WITHIN_S)
        except subprocess.TimeoutExpired:
            raise NotMeasured(f"{Path(self.command[0]).name} was ready but did not end") from None
        if ended != 0:
            raise NotMeasured(self._last_words())

    def _last_words(self) -> str:
        """What it said last, its name and how it ended."""
        self._process.wait()
        self._said.seek(0)
        said = last_words(self._said.read().decode(errors="replace"))
        return (
            f"{Path(self.command[0]).name} ended with {self._process.returncode}: {said or 'it said nothing'}"
        )


def last_words(said: str) -> str:
    """The last line that has words in it, without the frame drawn around it; empty if there is none."""
    lines = [line.strip("╭╮╰╯─│ ") for line in said.splitlines()]
    return next((line for line in reversed(lines) if line), "")
