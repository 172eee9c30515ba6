"""A row that goes on in the next line, also where there is no room at all."""

from PySide6.QtCore import QMargins
from PySide6.QtWidgets import QPushButton, QWidget

from kclub_desktop.ui.widgets.flow import Flow


def test_a_row_without_any_room_is_laid_out_all_the_same(qtbot):
    """A window passes through such widths while it is put together; an error there ended the program."""
    around = QWidget()
    qtbot.addWidget(around)
    flow = Flow(around)
    flow.setContentsMargins(QMargins(12, 0, 12, 0))
    for words in ("One", "Another"):
        flow.addWidget(QPushButton(words))

    heights = [flow.heightForWidth(width) for width in (-5, 0, 10, 24, 1000)]

    assert all(height > 0 for height in heights) and heights[-1] == min(heights)
