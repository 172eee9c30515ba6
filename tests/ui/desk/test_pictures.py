"""The pages look as they did: a dozen of them, in both themes and languages, small and at large text. See pictures.py."""

from pathlib import Path

import pictures
import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from kclub_desktop.community import rewards
from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import (
    Activity,
    Course,
    Enrolment,
    Event,
    Member,
    Payment,
    Rating,
    Registration,
)
from kclub_desktop.ui.desk.import_dialog import ImportDialog
from kclub_desktop.ui.theme.apply import apply_theme
from kclub_desktop.words import set_language
from tests.making import made_library

NOW, DAY = 1_790_000_000, 86_400
GOLDEN = Path(__file__).parent / "pictures"
# name: (page, language, theme, scale, size, is something chosen)
SHOTS = {
    "overview": ("overview", "en", "light", 1.0, (1280, 800), False),
    "overview-zh-dark-small": ("overview", "zh", "dark", 1.0, (1024, 640), False),
    "members": ("members", "zh", "light", 1.0, (1280, 800), True),
    "members-large-text": ("members", "en", "light", 1.5, (1024, 640), False),
    "courses": ("courses", "en", "dark", 1.0, (1280, 800), True),
    "events": ("events", "zh", "light", 1.0, (1024, 640), True),
    "insights": ("insights", "en", "light", 1.0, (1280, 800), False),
    "history": ("history", "en", "dark", 1.0, (1280, 800), False),
}
CHOSEN = {
    "members": "SELECT min(id) FROM member",
    "courses": "SELECT min(id) FROM course",
    "events": "SELECT min(id) FROM event",
}


def fill(library):
    """A community of its own, so that a change of the demo changes no picture."""
    with library.write(Op.MAKE_DEMO):
        courses = [
            rows.add(library, Course, title=f"Course {n}", category="Writing", price=9900 + 1000 * n, currency="CNY",
                     created_at=1, published_at=NOW - 300 * DAY)
            for n in range(6)
        ]  # fmt: skip
        for n in range(60):
            joined = NOW - n * 5 * DAY
            member = rows.add(
                library, Member, name=f"王芳{n}" if n % 3 else f"Anna Meyer {n}", email=f"m{n}@example.com",
                level=("", "金卡", "银卡")[n % 3], channel="search", joined_at=joined, created_at=joined,
            )  # fmt: skip
            course = courses[n % 6]
            rows.add(library, Enrolment, member=member, course=course, enrolled_at=joined, progress=n % 101)
            rows.add(library, Payment, member=member, amount=9900 + 100 * n, currency="CNY", paid_at=joined)
            rows.add(library, Rating, member=member, course=course, stars=3 + n % 3, rated_at=joined)
            rows.add(library, Activity, member=member, course=course, kind="purchase", at=joined)
        for n in range(4):
            event = rows.add(library, Event, title=f"Evening {n}", starts_at=NOW + (n - 1) * 9 * DAY,
                             ends_at=NOW + (n - 1) * 9 * DAY + 7200, zone="Asia/Shanghai", capacity=40)  # fmt: skip
            for m in range(1 + n * 3):
                guest = library.value("SELECT id FROM member ORDER BY id LIMIT 1 OFFSET ?", (m,))
                rows.add(
                    library,
                    Registration,
                    member=guest,
                    event=event,
                    status="registered",
                    registered_at=NOW - DAY,
                )


@pytest.fixture
def pictured(tmp_path, clock):
    with made_library(
        tmp_path / "pictured", name="Zhixing", zone="Asia/Shanghai", currency="CNY", clock=clock
    ) as library:
        fill(library)
        yield library


@pytest.fixture
def pictured_desk(monkeypatch, pictured, desk_over):
    # The desk would do so by itself four seconds after its start, before or after the history is looked at.
    rewards.run_if_due(pictured)
    with monkeypatch.context() as patched:
        pictures.in_boxes(patched)
        yield desk_over(pictured)
    apply_theme(QApplication.instance(), "dark")
    apply_theme(QApplication.instance(), "light")


def grabbed(widget):
    """With what lies behind it: pages are transparent."""
    window = widget.window()
    return window.grab(QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())).toImage()


def test_the_pages_look_as_they_did(pictured_desk):
    desk, changed = pictured_desk, []
    for name, (page_name, language, theme, scale, size, chosen) in SHOTS.items():
        set_language(language)
        apply_theme(QApplication.instance(), theme, scale)
        desk.window.resize(*size)
        page = desk.open(page_name)
        if chosen:
            page.go_to(desk.library.value(CHOSEN[page_name]))
        desk.settle()
        # What has the focus depends on the pages before.
        page.setFocus()
        QApplication.processEvents()
        try:
            pictures.compare(grabbed(page), GOLDEN / f"{name}.png")
        except AssertionError as error:
            changed.append(str(error))
    assert not changed, "\n".join(changed)


def test_empty_states_and_a_preview_look_as_they_did(pictured_desk, tmp_path):
    desk = pictured_desk
    set_language("en")
    apply_theme(QApplication.instance(), "light")
    file = tmp_path / "people.csv"
    file.write_text("Name,Email\nLi Lei,lilei@example.org\nNobody,\n,x\n", encoding="utf-8")
    dialog = ImportDialog(desk.open("members"), desk.session, [str(file)])
    dialog.open()
    dialog.resize(640, 420)
    desk.settle()
    pictures.compare(grabbed(dialog), GOLDEN / "import-preview.png")


def card(x=40, colour="#ffffff"):
    image = QImage(640, 480, QImage.Format.Format_RGB32)
    image.fill(QColor("#f7f7f5"))
    painter = QPainter(image)
    painter.fillRect(QRect(QPoint(x, 40), QPoint(x + 300, 200)), QColor(colour))
    painter.fillRect(x + 20, 60, 120, 14, QColor("#1b1c1e"))
    painter.end()
    return pictures.seen_from_afar(image)


def test_a_card_that_moved_or_turned_dark_is_seen_and_a_pixel_is_not():
    assert pictures.differing(card(), card(x=41)) <= pictures.MOST
    assert pictures.differing(card(), card(x=56)) > pictures.MOST
    assert pictures.differing(card(), card(colour="#1c1d20")) > pictures.MOST
