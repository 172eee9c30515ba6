"""Whoever reads the screen can read it: every pair of colours used passes WCAG AA."""

import pytest

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


def test_every_chart_series_of_dark_stands_out():
    assert all(contrast(colour, DARK.surface) >= 3 for colour in DARK.series)
