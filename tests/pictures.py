"""Pictures of windows compared as a person at some distance would: grey, an eighth of the size, small differences forgiven.

Words are drawn as boxes by a font of our own (ui/desk/pictures/boxes.ttf), so that a text is as wide and as dark on
every machine. What is compared is layout, colours and weight, not the shape of letters. `make pictures-test` takes new
ones after a change that was meant; look at them in the commit.
"""

import os
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase, QImage

from kclub_desktop.ui.theme import apply

SMALLER = 8
DIFFERENT = 20
"""Of 255: how much lighter or darker a cell of 8 × 8 pixels may be."""
MOST = 0.003
"""Share of the cells that may differ more."""
FONT = Path(__file__).parent / "ui" / "desk" / "pictures" / "boxes.ttf"
SEEN = Path(__file__).parent.parent / "build" / "pictures"


def in_boxes(monkeypatch):
    """Every text of the desk in boxes; takes effect with the next look that is put on."""
    QFontDatabase.addApplicationFont(str(FONT))

    def font():
        made = QFont("Boxes")
        made.setPixelSize(apply.scaled(apply.t.BODY_PX))
        made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return made

    monkeypatch.setattr(apply, "_font", font)
    # The same look as before would not be put on again, and with it not the font.
    monkeypatch.setattr(apply._worn, "dressed", False)


def seen_from_afar(image):
    """(height / 8, width / 8) float: the grey of each cell."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    width, height = grey.width() // SMALLER, grey.height() // SMALLER
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    cut = rows[: height * SMALLER, : width * SMALLER].astype(float)
    return cut.reshape(height, SMALLER, width, SMALLER).mean(axis=(1, 3))


def differing(one, other):
    """Share of cells that look different; 1 for pictures of other sizes."""
    if one.shape != other.shape:
        return 1.0
    return float((np.abs(one - other) > DIFFERENT).mean())


def compare(image, golden):
    """Compare with the picture that was taken before, or take it when KCLUB_PICTURES=write."""
    now = seen_from_afar(image)
    if os.environ.get("KCLUB_PICTURES") == "write":
        golden.parent.mkdir(exist_ok=True)
        _as_image(now).save(str(golden))
        return
    assert golden.exists(), f"no picture {golden.name} yet: make pictures-test"
    before = QImage(str(golden)).convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(before.constBits(), np.uint8).reshape(before.height(), before.bytesPerLine())
    share = differing(rows[:, : before.width()].astype(float), now)
    if share > MOST:
        SEEN.mkdir(parents=True, exist_ok=True)
        image.save(str(SEEN / golden.name))
    assert share <= MOST, (
        f"{golden.stem} looks different in {share:.1%} of its cells; see build/pictures/{golden.name}."
        " If that was meant: make pictures-test"
    )


def _as_image(cells):
    bytes_ = np.ascontiguousarray(np.round(cells).astype(np.uint8))
    height, width = bytes_.shape
    image = QImage(bytes_.tobytes(), width, height, width, QImage.Format.Format_Grayscale8)
    return image.copy().scaled(width, height, Qt.AspectRatioMode.IgnoreAspectRatio)
