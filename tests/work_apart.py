"""What test_apart.py has done by another process."""

import os
import threading

from kclub_desktop.errors import LibraryTooNew


def add(*numbers, progress, tell):
    print("a line that is no answer")
    for number in numbers:
        tell(number)
        progress.advance(number)
    return sum(numbers), os.getpid()


def refuse(*, progress, tell):
    raise LibraryTooNew(folder="/somewhere", file_version=12, known_version=9)


def be_wrong(*, progress, tell):
    return {}["nothing"]


def die(*, progress, tell):
    os.kill(os.getpid(), 9)


def wait_to_be_stopped(file, *, progress, tell):
    stopped = threading.Event()
    progress.when_cancelled(stopped.set)
    tell("waits")
    stopped.wait(20)
    file.write_text("stopped", encoding="utf-8")
    progress.advance()
