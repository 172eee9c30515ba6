"""What a member agreed to, in the inspector: a line per purpose, and a button that records another word."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtWidgets import QSizePolicy, QWidget

from kclub_desktop.community.consent import PURPOSES, Said
from kclub_desktop.ui.desk import parts
from kclub_desktop.ui.theme.apply import scaled
from kclub_desktop.ui.widgets.flow import Flow
from kclub_desktop.ui.widgets.label import plain_tip
from kclub_desktop.words import tr
from kclub_desktop.words_for_consent import given_words, how_words, purpose_words
from kclub_desktop.words_for_values import day


class ConsentPart(QWidget):
    """standing: the newest word per purpose; say: called with (purpose, given)."""

    def __init__(self, standing: Mapping[str, Said], zone: str, say: Callable[[str, bool], None]) -> None:
        super().__init__()
        layout = parts.column(self, gap=4)
        own = [purpose for purpose in standing if purpose not in PURPOSES]
        for purpose in (*PURPOSES, *own):
            said = standing.get(purpose)
            given = said is not None and said.given
            words = tr("Withdraw") if given else tr("Record consent")
            act = parts.button(words, partial(say, purpose, not given), kind="link")
            act.setAccessibleName(f"{words}: {purpose_words(purpose)}")
            name = parts.text(purpose_words(purpose), "secondary")
            name.setWordWrap(True)
            name.setFixedWidth(scaled(96))
            told = parts.text(self._words(said, zone), wrap=True)
            if said is not None and said.wording:
                told.setToolTip(plain_tip(said.wording))
            told.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
            both = QWidget()
            flow = Flow(both)
            for widget in (told, act):
                flow.addWidget(widget)
            line = parts.row(name, both)
            line.setStretch(1, 1)
            layout.addLayout(line)

    def _words(self, said: Said | None, zone: str) -> str:
        if said is None:
            return tr("not asked")
        return " · ".join((given_words(said.given), how_words(said.how), day(said.given_at, zone)))
