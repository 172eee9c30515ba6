"""Anki as the reference: its own environment and a collection of our members as notes, made once under build/bench.

It runs as people run it, as a process of its own; inside_anki/ holds what runs within it. Where it cannot be had (no
network, libraries missing) one line says so and the benchmarks print our figures alone.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

import community
from versus import BUILD, NotMeasured, Program, last_words, plain_environment

VERSION = "26.9.3"
NAME = f"Anki {VERSION}"
INSIDE = Path(__file__).resolve().parent / "inside_anki"


@dataclass(frozen=True)
class Anki:
    """An installed Anki with its base folder."""

    environment: Path
    base: Path

    def start_ms(self) -> float:
        """Milliseconds from before the process until the deck list is on screen."""
        with self.program() as program:
            return program.ready_ms()[0]

    def program(self, **more: str) -> Program:
        """Anki about to be started; with KCLUB_BENCH_ASKED it stays and answers."""
        if os.geteuid() == 0:
            more["QTWEBENGINE_DISABLE_SANDBOX"] = "1"
        environment = plain_environment(ANKI_SINGLE_INSTANCE_KEY=f"kclub-bench-{os.getpid()}", **more)
        return Program([self.environment / "bin" / "anki", "-b", self.base, "-p", "Bench"], environment)


def prepared(count: int = community.MEMBERS, build: Path = BUILD) -> Anki | None:
    """Anki with a note per member, started once; None, with a line said, where that cannot be."""
    try:
        environment = community.kept(build / "anki", f"{VERSION} {sys.version}", _install)
        base = community.kept(
            build / f"anki-notes-{count}",
            f"{VERSION} {_inside()} {community.people_file(count).stat().st_size}",
            lambda new: _fill(new, environment, community.people_file(count)),
        )
        anki = Anki(environment, base)
        anki.start_ms()
    except NotMeasured as missing:
        print(f"{NAME} is not available here: {missing}", flush=True)
        return None
    return anki


def sync_environment(build: Path = BUILD) -> Path | None:
    """An environment with Anki's library and sync server, without its window; None, with a line said, where it cannot be."""
    try:
        return community.kept(
            build / "anki-sync", f"{VERSION} {sys.version}", lambda new: _install(new, "anki")
        )
    except NotMeasured as missing:
        print(f"{NAME} is not available here: {missing}", flush=True)
        return None


def _install(folder: Path, package: str = "aqt[qt6]") -> None:
    venv.create(folder, with_pip=False)
    wanted = [f"{package}=={VERSION}"]
    _run([sys.executable, "-m", "pip", "--python", folder, "install", "-q", "--compile", *wanted])


def _fill(base: Path, environment: Path, people: Path) -> None:
    _run([environment / "bin" / "python", INSIDE / "collection.py", base, people])
    addon = base / "addons21" / "kclub_bench"
    addon.mkdir(parents=True)
    shutil.copy(INSIDE / "addon.py", addon / "__init__.py")


def _run(command: list[str | Path]) -> None:
    ended = subprocess.run(
        command,
        env=plain_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode != 0:
        raise NotMeasured(last_words(ended.stderr) or f"{command[0]} ended with {ended.returncode}")


def _inside() -> str:
    return hashlib.sha256(b"".join(file.read_bytes() for file in sorted(INSIDE.glob("*.py")))).hexdigest()
