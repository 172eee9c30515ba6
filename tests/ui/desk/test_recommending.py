"""Recommendations at the desk: whom to invite becomes a segment, and the insights page says whether they work."""

from types import SimpleNamespace

import numpy as np
from PySide6.QtWidgets import QLabel, QPushButton

from kclub_desktop.recommend import experiments
from kclub_desktop.recommend.proof import share_of
from kclub_desktop.ui.desk import proof_cards
from kclub_desktop.ui.desk.proof_query import Compared
from kclub_desktop.ui.widgets.figure_card import FigureCard


def texts(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def press(widget, words):
    found = [b for b in widget.findChildren(QPushButton) if b.text() == words and b.isVisibleTo(widget)]
    assert found, f"no button {words}"
    found[0].click()


def test_whom_to_invite_to_a_course_is_kept_as_a_segment_and_undone_in_one_step(desk):
    course, title = desk.library.rows("SELECT id, title FROM course WHERE status = 'published' ORDER BY id")[
        0
    ]
    page = desk.open("courses")
    page.go_to(course)
    desk.settle()

    press(page.inspector, "Find members to invite")
    desk.settle()
    said = texts(page.inspector)
    assert any(words.startswith("About ") and "within a month" in words for words in said)
    press(page.inspector, "Keep as a segment")
    desk.settle()

    assert desk.library.rows("SELECT name FROM segment WHERE deleted_at IS NULL") == [(f"Invite: {title}",)]
    tagged = "SELECT count(*) FROM member WHERE tags LIKE '%Invite: %'"
    assert desk.library.value(tagged) == 30
    owners = "SELECT count(*) FROM member m JOIN enrolment e ON e.member = m.id WHERE e.course = ? AND m.tags LIKE '%Invite: %'"
    assert desk.library.value(owners, (course,)) == 0
    desk.take_back()
    assert desk.library.value(tagged) == 0


def test_a_draft_is_not_offered_for_inviting_and_a_course_names_what_goes_with_it(desk):
    draft = desk.library.value("SELECT id FROM course WHERE status = 'draft' ORDER BY id")
    open_one = desk.library.value("SELECT id FROM course WHERE status = 'published' ORDER BY id")
    page = desk.open("courses")

    page.go_to(draft)
    desk.settle()
    assert "Whom to invite" not in texts(page.inspector)
    page.go_to(open_one)
    desk.settle()
    assert "Whom to invite" in texts(page.inspector)
    assert "Goes with" in texts(page.inspector)


def test_the_insights_page_says_whether_the_recommendations_would_have_worked(desk):
    page = desk.open("insights")
    page.show_tab("advice")
    desk.settle()

    cards = {card.chart.accessibleName(): card.chart for card in page.findChildren(FigureCard)}
    rows = cards["Would the recommendations have worked?"].rows()
    assert rows[1][0] == "All together"
    assert "Popularity" in [label for label, _ in rows[2:]]
    assert any("members would have found what they then took" in words for words in texts(page))
    assert "nothing shown to a member yet" in texts(page)


def test_two_settings_are_compared_and_the_verdict_is_plain(desk):
    page = desk.open("insights")
    page.show_tab("advice")
    desk.settle()
    press(page, "Compare with more fresh courses")
    desk.settle()
    assert desk.said == "The comparison runs."

    press(page, "End the comparison")
    desk.settle()

    assert "Too little has happened yet to say." in texts(page)
    assert desk.library.rows("SELECT status, verdict FROM experiment") == [("ended", "too_little_data")]


def test_the_overview_says_whom_to_write_to_and_opens_the_member(desk):
    page = desk.open("overview")
    said = texts(page)

    assert "Whom to write to today" in said
    assert "The share is the chance that they take the course within a month." in said
    names = [b for b in page._letters.findChildren(QPushButton) if b.text()]
    assert len(names) == 4
    name = names[0].text()
    names[0].click()
    desk.settle()
    assert name in texts(desk.window)


def test_a_comparison_beyond_chance_is_drawn_with_its_interval_and_one_of_few_members_is_not(qtbot):
    def card_of(a, b, members):
        took = [np.arange(members) < members * share for share in (a, b)]
        outcome = experiments.compared(*(share_of(side) for side in took))
        card = proof_cards.apart(SimpleNamespace(compared=Compared(1, "Fresh", outcome, ended=False)))
        qtbot.addWidget(card)
        return card.chart

    sure = card_of(0.2, 0.5, 200)
    assert not sure.missing and sure.certain(sure.estimates[0])
    assert sure.rows()[1][:2] == ["B against A", "+30.0"]
    assert not card_of(0.2, 0.22, 200).certain(card_of(0.2, 0.22, 200).estimates[0])
    assert "10 members" in card_of(0.2, 0.5, 10).missing
