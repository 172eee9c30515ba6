"""The gallery shows every part, in every language and look, and each part can be named by who cannot see it."""

import importlib
import inspect
import pkgutil

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

from kclub_desktop.ui import charts, kiosk, widgets
from kclub_desktop.ui.gallery.window import EXHIBITS, GalleryWindow
from kclub_desktop.ui.kiosk.window import KioskWindow
from kclub_desktop.ui.theme.apply import apply_theme
from kclub_desktop.words import set_language


def parts():
    """Every public widget class of the kit and of the kiosk, its window aside; one that others are made from is shown through
    them."""
    found = {
        member
        for package in (widgets, charts, kiosk)
        for info in pkgutil.iter_modules(package.__path__)
        for _name, member in inspect.getmembers(
            importlib.import_module(f"{package.__name__}.{info.name}"), inspect.isclass
        )
        if issubclass(member, QWidget) and member.__module__.startswith("kclub_desktop.ui.")
    }
    return {
        part
        for part in found
        if part.__name__[0] != "_" and part is not KioskWindow and not set(part.__subclasses__()) & found
    }


@pytest.fixture(autouse=True)
def _usual_look(qapp):
    yield
    # What the test left behind is deleted before it could be dressed again.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    apply_theme(QApplication.instance(), "light")


def test_no_part_is_missing_from_the_gallery():
    assert {part.__name__ for part in parts() - {exhibit.part for exhibit in EXHIBITS}} == set()


@pytest.mark.parametrize(
    ("mode", "language", "scale"), [("light", "en", 1.0), ("dark", "zh", 1.25), ("light", "zh", 1.5)]
)
def test_the_gallery_opens_in_every_look(qtbot, mode, language, scale):
    set_language(language)
    apply_theme(QApplication.instance(), mode, scale)

    window = GalleryWindow()
    window.show()

    assert not window.grab().isNull()
    window.close()
    window.deleteLater()


def test_switching_the_look_in_the_gallery_draws_everything_anew(qtbot):
    apply_theme(QApplication.instance(), "light")
    window = GalleryWindow()
    before = window.centralWidget()

    apply_theme(QApplication.instance(), "dark", 1.5)

    assert window.centralWidget() is not before
    window.close()
    window.deleteLater()
