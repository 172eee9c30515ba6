"""Courses, events, insights, sync and overview: what a person sees is what is in the library."""

from PySide6.QtWidgets import QLabel

from kclub_desktop import analytics
from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import Event
from kclub_desktop.ui.widgets.kpi_card import KpiCard
from kclub_desktop.ui.widgets.person_picker import Person


def texts(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def coming_event(desk):
    return desk.library.value(
        "SELECT id FROM event WHERE ends_at > ? ORDER BY starts_at LIMIT 1", (desk.clock.now(),)
    )


def guest(desk, event, paid=1):
    return desk.library.rows(
        "SELECT m.id, m.name, r.ticket FROM registration r JOIN member m ON m.id = r.member"
        " WHERE r.event = ? AND r.status = 'registered' AND r.paid = ? ORDER BY r.id LIMIT 1",
        (event, paid),
    )[0]


def test_the_overview_shows_the_figures_of_analytics(desk):
    page = desk.open("overview")
    figures = analytics.overview(desk.library, desk.clock.now())
    names = [card.accessibleName() for card in page.findChildren(KpiCard)]
    assert any(name.startswith(f"Active members, 30 days: {figures.active.value}") for name in names)
    assert any(f"from {figures.rating.count} ratings" in name for name in names)


def test_a_course_shows_its_ratings_and_what_comes_next_for_a_member(desk):
    course, rated = desk.library.rows(
        "SELECT course, count(*) FROM rating GROUP BY course ORDER BY 2 DESC, course LIMIT 1"
    )[0]
    name = desk.library.value(
        "SELECT m.name FROM member m JOIN rating r ON r.member = m.id WHERE m.archived_at IS NULL"
        " GROUP BY m.name HAVING count(DISTINCT m.id) = 1 ORDER BY count(*) DESC LIMIT 1"
    )
    page = desk.open("courses")
    page.go_to(course)
    desk.settle()
    assert f"{rated} ratings" in texts(page.inspector)

    page.inspector.who.line.setText(name)
    page.inspector.who._ask()
    desk.settle()
    page.inspector.who._enter()
    desk.settle()
    said = texts(page.inspector)
    assert f"Next for {name}" in said
    assert any("taken" in text.casefold() for text in said)


def test_a_guest_is_checked_in_by_ticket_and_the_list_shows_it(desk):
    event = coming_event(desk)
    member, name, ticket = guest(desk, event)
    page = desk.open("events")
    page.go_to(event)
    desk.settle()

    page.ticket.setText(ticket.lower())
    page.ticket.returnPressed.emit()
    desk.settle()

    assert page.answer.text() == f"{name} is checked in"
    assert next(g for g in page.guests.guests if g.member == member).check_in is not None
    desk.take_back()
    assert next(g for g in page.guests.guests if g.member == member).check_in is None


def test_the_same_ticket_twice_is_said_and_both_scans_are_kept(desk):
    event = coming_event(desk)
    _member, name, ticket = guest(desk, event)
    page = desk.open("events")
    page.go_to(event)
    desk.settle()
    for _ in range(2):
        page.check_in(ticket=ticket)
        desk.settle()
    assert page.answer.text() == f"{name} is here already"
    assert desk.library.value("SELECT count(*) FROM check_in WHERE ticket = ?", (ticket,)) == 2


def test_a_name_that_fits_one_guest_lets_them_in(desk):
    event = coming_event(desk)
    found = desk.library.rows(
        "SELECT m.name FROM registration r JOIN member m ON m.id = r.member WHERE r.event = ?1 AND r.paid = 1"
        " AND r.status = 'registered' AND m.email <> '' AND (SELECT count(*) FROM registration r2 JOIN member m2"
        " ON m2.id = r2.member WHERE r2.event = ?1 AND m2.name = m.name) = 1 ORDER BY r.id LIMIT 1",
        (event,),
    )
    name = found[0][0]
    page = desk.open("events")
    page.go_to(event)
    desk.settle()
    page.ticket.setText(name)
    page.ticket.returnPressed.emit()
    desk.settle()
    assert page.answer.text() == f"{name} is checked in"


def test_a_member_is_put_on_the_list_of_an_event_and_undo_takes_them_off(desk):
    event, member, name = desk.library.rows(
        "SELECT e.id, m.id, m.name FROM event e, member m WHERE e.deleted_at IS NULL AND m.deleted_at IS NULL"
        " AND m.name <> '' AND NOT EXISTS (SELECT 1 FROM registration r WHERE r.event = e.id AND r.member = m.id)"
        " ORDER BY e.starts_at DESC, m.id LIMIT 1"
    )[0]
    page = desk.open("events")
    page.go_to(event)
    desk.settle()
    page.newcomer.picked.emit(Person(member, name))
    desk.settle()
    assert name in desk.said
    assert member in [guest.member for guest in page.guests.guests]
    desk.take_back()
    assert member not in [guest.member for guest in page.guests.guests]

    with desk.library.write(Op.IMPORT):
        rows.change(desk.library, Event, event, registration_opens_at=desk.clock.now() + 3600)
    page.register(Person(member, name))
    desk.settle()
    assert "Registration for" in page.answer.text() and page.answer.isVisible()
    assert member not in [guest.member for guest in page.guests.guests]


def test_an_unpaired_library_offers_pairing_and_a_wrong_address_is_refused_in_words(desk):
    from kclub_desktop.secrets import Held
    from kclub_desktop.sync.loop import SyncLoop
    from kclub_desktop.ui.session import Session

    session = Session(
        desk.library, desk.session.jobs, desk.clock, desk.session.settings, desk.session.models,
        SyncLoop(desk.library, Held()),
    )  # fmt: skip
    page = desk.open("sync")
    page.session = session
    page.join.address.setText("http://hub.example.com")
    page.join.code.setText("ABCDEFGH")
    page.join.pair()
    desk.settle()
    assert "https" in page.join.refused.text()


def test_every_page_opens_in_an_empty_library(empty_desk):
    for name in ("overview", "members", "courses", "events", "insights", "sync"):
        page = empty_desk.open(name)
        assert page.settled
        assert any(texts(page))
