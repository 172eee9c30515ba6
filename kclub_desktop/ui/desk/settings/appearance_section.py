"""How the program looks on this device: light or dark, size of the text, movement, language. Chosen is worn, at once."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from kclub_desktop.progress import Progress
from kclub_desktop.ui.desk import looks, parts
from kclub_desktop.ui.desk.settings.section import Section
from kclub_desktop.ui.theme.apply import MODES, MOTIONS, SCALES, look, scaled
from kclub_desktop.words import current_language, language_name, languages, set_language, tr, tr_noop

_MODE_WORDS = {"system": tr_noop("As the system"), "light": tr_noop("Light"), "dark": tr_noop("Dark")}
_MOTION_WORDS = {"system": tr_noop("As the system"), "none": tr_noop("None")}
_NAME_PX = 132


class AppearanceSection(Section):
    """Four rows of buttons."""

    name = "appearance"

    def title(self) -> str:
        """Appearance, in the current language."""
        return tr("Appearance")

    def query(self, progress: Progress) -> None:
        """Nothing: the look is known."""

    def build(self, found: Any) -> None:
        """The rows."""
        settings, worn = self.session.settings, look()
        modes = parts.Choice([(mode, tr(_MODE_WORDS[mode])) for mode in MODES], worn.mode)
        modes.chosen.connect(lambda mode: looks.choose(settings, theme=mode))
        sizes = parts.Choice([(f"{scale:g}", f"{scale:.0%}") for scale in SCALES], f"{worn.scale:g}")
        sizes.chosen.connect(lambda scale: looks.choose(settings, text_scale=float(scale)))
        motions = parts.Choice([(motion, tr(_MOTION_WORDS[motion])) for motion in MOTIONS], worn.motion)
        motions.chosen.connect(lambda motion: looks.choose(settings, motion=motion))
        # Each language is named in itself, so that whoever cannot read this one finds theirs.
        spoken = parts.Choice([(code, language_name(code)) for code in languages()], current_language())
        spoken.chosen.connect(self._speak)
        for words, choice in (
            (tr("Theme"), modes), (tr("Size of the text"), sizes), (tr("Movement"), motions), (tr("Language"), spoken),
        ):  # fmt: skip
            self.layout_.addLayout(_row(words, choice))

    def _speak(self, language: str) -> None:
        self.session.settings.remember("language", language)
        set_language(language)


def _row(words: str, choice: QWidget) -> QHBoxLayout:
    label = parts.text(words, "secondary")
    label.setFixedWidth(scaled(_NAME_PX))
    choice.setAccessibleName(words)
    return parts.row(label, choice, None)
