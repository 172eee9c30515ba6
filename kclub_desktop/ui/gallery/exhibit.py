"""A part on show: declared beside its states, so that a test can see which part is missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from kclub_desktop.ui.jobs import Jobs


@dataclass(frozen=True)
class State:
    """One state of a part. words: marked with tr_noop; make: builds it anew, in the language and look of the moment."""

    words: str
    make: Callable[[Jobs], QWidget]


@dataclass(frozen=True)
class Exhibit:
    """part: the class shown; states: each state a person may meet it in; wide: it needs the whole width."""

    part: type[QWidget]
    states: tuple[State, ...]
    wide: bool = False
