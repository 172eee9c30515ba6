"""What other people typed is shown as they typed it, in labels and in tooltips."""

from PySide6.QtGui import Qt

from kclub_desktop.ui.widgets.label import plain_label, plain_tip

NAME = '<img src="file:///etc/passwd"><b>Anna</b>'


def test_a_name_that_looks_like_markup_loads_and_formats_nothing(qtbot):
    label = plain_label(NAME)
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    tip = plain_tip(NAME)
    assert "&lt;img" in tip and "<img" not in tip and "<b>" not in tip and plain_tip("") == ""
