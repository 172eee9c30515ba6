"""A member's courses in the inspector: how far they are, what they think of each, and taking them out of one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kclub_desktop.ui.desk import parts
from kclub_desktop.ui.desk.members_query import Taken
from kclub_desktop.words import tr

SHOWN = 12


class CoursesPart(QWidget):
    """Says which course a member is to be taken out of."""

    cancelled = Signal(object)

    def __init__(self, taken: Sequence[Taken]) -> None:
        super().__init__()
        box = parts.column(self, gap=2)
        for one in taken[:SHOWN]:
            state = f"{one.progress}%" + (f"  ★ {one.stars}" if one.stars else "")
            words = tr("Cancel the enrolment: {course}", course=one.title)
            away = parts.icon_button(words, partial(self.cancelled.emit, one.course), "close")
            row = parts.row(parts.text(one.title, wrap=True), parts.text(state, "secondary"), away)
            row.setStretch(0, 1)
            box.addLayout(row)
        if len(taken) > SHOWN:
            box.addWidget(parts.text(tr("{n} more", n=len(taken) - SHOWN), "secondary"))
