"""Who comes to the door in these tests, and reading what the kiosk shows."""

from PySide6.QtWidgets import QLabel, QPushButton, QWidget

PIN = "2468"
LONG_MS = 600_000
GUESTS = {
    "paid": "林晓",
    "second": "Anna Meyer",
    "unpaid": "Tom O'Neil",
    "waiting": "Wu Ming",
    "cancelled": "Zoe Park",
    "elsewhere": "Max Frei",
}


def words_on(window: QWidget) -> str:
    """Everything that can be read or read aloud on any of the screens, seen now or not."""
    found = [window.windowTitle()]
    for each in window.findChildren(QWidget):
        found += [each.accessibleName(), each.toolTip()]
        if isinstance(each, QLabel | QPushButton):
            found.append(each.text())
    return "\n".join(found)


def seen_on(window: QWidget) -> str:
    """What is seen now."""
    return "\n".join(
        each.text() for each in window.findChildren(QWidget)
        if isinstance(each, QLabel | QPushButton) and each.isVisible()
    )  # fmt: skip
