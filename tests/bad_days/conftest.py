"""Real processes, killed at a moment drawn from the round's number, so that a failure can be had again."""

import multiprocessing
import os
import random
import signal
import sys
import time

import pytest

RAISED = os.environ.get("KCLUB_BAD_DAYS_ROUNDS")
"""Rounds of each kind of kill; 200 for a night."""
SECONDS = float(os.environ.get("KCLUB_BAD_DAYS_SECONDS", "8"))
"""How long several programs write at once; 60 for a night."""
_FORK = multiprocessing.get_context("fork") if sys.platform != "win32" else None


class Killed:
    """Starts work in a process of its own and kills it -9."""

    def __call__(self, work, *given, seed, within, once=None):
        """Kill up to `within` seconds after the work began, or as soon as `once` holds; what it had said until then, in order."""
        listening, saying = _FORK.Pipe(duplex=False)
        child = _FORK.Process(target=_run, args=(work, saying, given), daemon=True)
        child.start()
        saying.close()
        assert listening.recv() == "began"
        if once is None:
            time.sleep(random.Random(seed).uniform(0, within))
        while once is not None and child.is_alive() and not once():
            time.sleep(0.001)
        os.kill(child.pid, signal.SIGKILL)
        child.join()
        said = []
        try:
            while listening.poll():
                said.append(listening.recv())
        except EOFError:
            pass
        return said


def _run(work, saying, given):
    work(saying.send, *given)
    os._exit(0)


@pytest.fixture
def killed():
    if _FORK is None:
        pytest.skip("SIGKILL is a POSIX word")
    return Killed()


@pytest.fixture
def rounds():
    """Of what takes a moment."""
    return range(int(RAISED or 40))


@pytest.fixture
def few_rounds():
    """Of what takes a second."""
    return range(int(RAISED or 14))


@pytest.fixture
def seconds():
    return SECONDS


@pytest.fixture
def fork():
    if _FORK is None:
        pytest.skip("processes are started by fork here")
    return _FORK
