"""The desk of a device that sees no money: no page, no field and no figure of it, and a sentence where one goes by habit."""

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from kclub_desktop.community import level_progress, points, retention, rewards, segments
from kclub_desktop.errors_of_money import MoneyNotHere
from kclub_desktop.store import Changes, Origin, hiding_money, moneyless
from kclub_desktop.store.doctor import examine
from kclub_desktop.store.segments import EVERYBODY, Where
from kclub_desktop.store.tables import REPLICATED
from kclub_desktop.ui.desk import segments_query
from kclub_desktop.ui.desk.actions import commands
from kclub_desktop.ui.desk.filter_editor import FilterEditor
from kclub_desktop.ui.desk.insights_page import InsightsPage
from kclub_desktop.words import set_language


def texts(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def pages(desk):
    side = desk.window._sidebar
    return {code for code, button in side._buttons.items() if button.isVisibleTo(side)}


@pytest.fixture
def blind(demo, desk_over):
    """The demo community at such a device."""
    hiding_money.hide(demo, ())
    return desk_over(demo)


def test_pages_of_money_are_not_in_the_sidebar_nor_the_palette(blind):
    assert pages(blind).isdisjoint({"money", "plans", "incentives"}) and "members" in pages(blind)
    names = {line.words for line in commands(blind.window._actions, blind.window._hidden)}
    assert not names & {"Money", "Plans", "Incentives"} and "Members" in names


@pytest.mark.parametrize(("language", "said"), [("en", "sees no money"), ("zh", "看不到财务")])
def test_who_goes_there_by_its_keys_is_told_why_and_who_can_change_it(blind, language, said):
    set_language(language)
    for name in ("money", "plans", "incentives"):
        assert any(said in text for text in texts(blind.open(name)))


def test_a_members_record_and_the_overview_show_nothing_of_it(blind):
    page = blind.open("members")
    member = blind.library.value("SELECT min(id) FROM member WHERE merged_into IS NULL")
    page.go_to(member)
    blind.settle()
    assert not {"Spent", "Money", "Plan"} & set(texts(page.inspector))
    said = texts(blind.open("overview"))
    assert not any("Revenue" in text for text in said) and any("Active members" in text for text in said)
    assert not any("Revenue" in text for text in texts(blind.open("insights")))


def test_nobody_loses_a_level_and_nobody_is_erased_since_payments_are_not_seen(blind):
    before = blind.library.rows("SELECT id, level FROM member ORDER BY id")
    rewards.run_if_due(blind.library)
    rewards.recount(blind.library)
    assert blind.library.rows("SELECT id, level FROM member ORDER BY id") == before
    assert retention.run_if_due(blind.library) == []
    with pytest.raises(MoneyNotHere):
        retention.run(blind.library)


def test_the_doctor_finds_nothing_wrong_with_such_a_library(blind):
    assert not [found for found in examine(blind.library) if found.code == "dangling"]


def test_when_an_owner_changes_it_the_open_window_follows(desk):
    assert "money" in pages(desk)
    desk.open("money")
    hiding_money.hide(desk.library, ())
    desk.library.announce(Changes(frozenset(REPLICATED), Origin.SYNC))
    desk.settle()
    assert "money" not in pages(desk)
    assert any("sees no money" in text for text in texts(desk.window.shown_page))
    assert "no longer on it" in desk.said

    moneyless.note(desk.library, sees=True)
    desk.library.announce(Changes(frozenset(REPLICATED), Origin.SYNC))
    desk.settle()
    assert "money" in pages(desk) and desk.said == "This device sees money now."
    assert [b for b in desk.window.shown_page.findChildren(QPushButton) if b.text() == "Orders"]


def test_insights_offer_no_figures_of_money_that_would_all_be_nought(blind):
    page = blind.open("insights")
    assert "Money" not in {button.text() for button in page.tabs.findChildren(QPushButton)}
    blind.session.settings.remember("insights.tab", "money")
    page.retranslate()
    assert InsightsPage(blind.session).tab == "members"


def test_segments_and_conditions_it_cannot_answer_are_not_offered_nor_counted(blind):
    library = blind.library
    segments.save(library, "Big spenders", Where("spent", "at_least", {"amount": 1, "currency": "CNY"}))
    found = segments_query.choices(library)
    assert {name for name, _part in found.suggested}.isdisjoint({"Paying now", "At risk of leaving"})
    assert [row.count for row in segments_query.saved_rows(library) if row.name == "Big spenders"] == [None]
    editor = FilterEditor(EVERYBODY, found, blind.window)
    offered = {editor._lines[0].field.itemText(at) for at in range(editor._lines[0].field.count())}
    assert offered.isdisjoint({"Spent", "Subscription", "Plan"}) and "Level" in offered


def test_a_member_has_the_points_they_have_and_no_way_to_a_level_is_said_that_is_not_theirs(demo):
    rewards.catch_up(demo)
    members = [row for (row,) in demo.rows("SELECT id FROM member WHERE merged_into IS NULL")]
    before = {member: points.points(demo, member) for member in members}
    assert any(line.entity == "payment" for line in points.lines(demo))
    hiding_money.hide(demo, ())
    assert {member: points.points(demo, member) for member in members} == before
    ways = [level_progress.progress(demo, member, demo.clock.now()) for member in members[:20]]
    assert all(step.condition.measure != "spend" for way in ways for step in way.steps)
