"""The tokens: every colour and size of the program, light and dark. The only place where one is written down."""

from __future__ import annotations

from dataclasses import dataclass

GRID = 4
RADIUS_CONTROL, RADIUS_CARD, RADIUS_KIOSK = 6, 10, 16
SECONDARY_PX, BODY_PX, SECTION_PX, TITLE_PX, HERO_PX, FIGURE_PX = 12, 13, 15, 20, 24, 28
KIOSK_BODY_PX, KIOSK_TITLE_PX, KIOSK_HERO_PX = 20, 28, 44
SIDEBAR_PX, INSPECTOR_PX, ROW_PX, DRAWING_PX = 208, 360, 36, 88


@dataclass(frozen=True)
class Tokens:
    """One mode's colours as #RRGGBB. `on_…` is text upon, `…_wash` a quiet background of the same hue."""

    name: str
    canvas: str
    surface: str
    raised: str
    text: str
    secondary: str
    disabled: str
    line: str
    line_strong: str
    accent: str
    on_accent: str
    accent_wash: str
    good: str
    warn: str
    bad: str
    good_wash: str
    warn_wash: str
    bad_wash: str
    star: str
    series: tuple[str, ...]


LIGHT = Tokens(
    name="light",
    canvas="#F7F7F5",
    surface="#FFFFFF",
    raised="#FFFFFF",
    text="#1B1C1E",
    secondary="#5C6066",
    disabled="#9A9EA5",
    line="#E6E6E3",
    line_strong="#CFCFCB",
    accent="#2F5BEA",
    on_accent="#FFFFFF",
    accent_wash="#EAF0FF",
    good="#1F7A4D",
    warn="#8F5B00",
    bad="#B3261E",
    good_wash="#E8F5EE",
    warn_wash="#FBF3E2",
    bad_wash="#FCECEA",
    star="#B27F00",
    series=("#2F5BEA", "#E07A1F", "#1F9E8F", "#B0459B", "#8A8F98", "#A98700"),
)
DARK = Tokens(
    name="dark",
    canvas="#141517",
    surface="#1C1D20",
    raised="#242629",
    text="#ECEDEE",
    secondary="#A2A7AE",
    disabled="#6B7078",
    line="#2C2E32",
    line_strong="#3D4046",
    accent="#7FA0FF",
    on_accent="#0E1220",
    accent_wash="#1F2A4A",
    good="#5CC98F",
    warn="#E8B04A",
    bad="#FF8A80",
    good_wash="#1A3126",
    warn_wash="#352B18",
    bad_wash="#3A2220",
    star="#E8B04A",
    series=("#7FA0FF", "#F09A4F", "#45C4B4", "#D67BC4", "#A5AAB3", "#E0BE3A"),
)
AVATARS = ("#4C6FE0", "#B4561A", "#1A7F73", "#9A3E88", "#6A6F78", "#8A6D00", "#3F7A3A", "#A33B4A")
"""Avatar grounds; white initials on each pass 4.5:1."""
ON_AVATAR = "#FFFFFF"


def luminance(colour: str) -> float:
    """Relative luminance in 0..1 of #RRGGBB. Source: WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio in 1..21 of two colours. Source: WCAG 2.2, 1.4.3."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
