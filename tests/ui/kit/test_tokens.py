"""Whoever reads the screen can read it: every pair of colours used passes WCAG AA."""

import re

import pytest

from kclub_desktop.ui.theme.stylesheet import stylesheet
from kclub_desktop.ui.theme.tokens import AVATARS, DARK, LIGHT, ON_AVATAR, contrast


@pytest.mark.parametrize("mode", [LIGHT, DARK], ids=lambda mode: mode.name)
def test_every_text_is_readable_on_what_it_stands_on(mode):
    grounds = [mode.canvas, mode.surface, mode.raised]
    for words in (mode.text, mode.secondary, mode.good, mode.warn, mode.bad, mode.accent):
        assert all(contrast(words, ground) >= 4.5 for ground in grounds), words
    assert contrast(mode.on_accent, mode.accent) >= 4.5
    assert contrast(mode.accent, mode.accent_wash) >= 4.5 and contrast(mode.text, mode.accent_wash) >= 4.5
    for tone in ("good", "warn", "bad"):
        assert contrast(getattr(mode, tone), getattr(mode, f"{tone}_wash")) >= 4.5, tone


@pytest.mark.parametrize("ground", AVATARS)
def test_initials_are_readable(ground):
    assert contrast(ON_AVATAR, ground) >= 4.5


@pytest.mark.parametrize("mode", [LIGHT, DARK], ids=lambda mode: mode.name)
def test_every_chart_series_and_star_stands_out(mode):
    for ground in (mode.surface, mode.canvas):
        assert contrast(mode.star, ground) >= 3
    assert all(contrast(colour, mode.surface) >= 3 for colour in mode.series)


@pytest.mark.parametrize("mode", [LIGHT, DARK], ids=lambda mode: mode.name)
def test_what_can_be_acted_on_is_told_from_its_ground(mode):
    # The ring of what has the keyboard, and the frame of a box that is ticked (WCAG 2.2, 1.4.11).
    assert all(contrast(mode.accent, ground) >= 3 for ground in (mode.canvas, mode.surface, mode.raised))
    assert contrast(mode.secondary, mode.surface) >= 3


def rules(mode):
    """(selector, colour, ground) of every rule of the style sheet that names both."""
    for selector, body in re.findall(r"([^{}]+)\{([^}]*)\}", stylesheet(mode)):
        said = dict(re.findall(r"(?:^|;)\s*([a-z-]+):\s*(#[0-9A-Fa-f]{6})\b", body))
        pairs = (("color", "background"), ("selection-color", "selection-background-color"))
        for colour, ground in pairs:
            if colour in said and ground in said:
                yield selector.strip(), said[colour], said[ground]


@pytest.mark.parametrize("mode", [LIGHT, DARK], ids=lambda mode: mode.name)
def test_no_rule_of_the_style_sheet_puts_words_where_they_cannot_be_read(mode):
    found = list(rules(mode))
    assert len(found) > 20
    # What cannot be used now is exempt (WCAG 2.2, 1.4.3), and must look so.
    weak = [rule for rule in found if contrast(*rule[1:]) < 4.5 and ":disabled" not in rule[0]]
    assert weak == []


@pytest.mark.parametrize("mode", [LIGHT, DARK], ids=lambda mode: mode.name)
def test_quiet_words_can_be_read_on_every_quiet_ground(mode):
    for ground in (mode.accent_wash, mode.line):
        assert contrast(mode.text, ground) >= 4.5
    assert contrast(mode.secondary, mode.accent_wash) >= 4.5
