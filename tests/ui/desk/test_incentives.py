"""The page Incentives and the inspector's part: what is typed is kept, shown before it is kept, and taken back."""

import pytest

from kclub_desktop.community import badges, benefits, level_rules, points, points_rules, rewards
from kclub_desktop.ui.widgets.person_picker import Person


@pytest.fixture
def page(desk):
    return desk.open("incentives")


def show(desk, page, tab):
    page.choose(tab)
    desk.settle()
    return page.tab


def member_of(library, sql="SELECT id FROM member WHERE level = '银卡' ORDER BY id LIMIT 1"):
    return library.value(sql)


def test_who_would_move_is_seen_while_typing_and_is_who_moves(desk, page):
    page.tab.edit_levels()
    editor = page.tab._layout.itemAt(0).widget()
    silver = editor.levels[0].ways[0][0]
    silver.money.line.setText("10.00")
    silver.money.check()
    desk.qtbot.wait(350)
    desk.settle()
    said = [label.text() for label in editor.preview.findChildren(type(editor.error))]
    up = next(words for words in said if words.endswith("up"))
    assert int(up.split()[0]) > 50

    editor.save()
    desk.settle()
    counted = rewards.catch_up(desk.library)
    assert level_rules.find(desk.library, "银卡").groups[0][0].at_least == 1000
    assert counted.moved in (0, int(up.split()[0]))
    assert not page.tab.editing


def test_a_ladder_that_cannot_be_is_refused_under_it_and_nothing_is_kept(desk, page):
    page.tab.edit_levels()
    editor = page.tab._layout.itemAt(0).widget()
    editor.levels[0].name.setText(" ")
    editor.save()
    desk.settle()
    assert editor.error.text() == "It cannot be empty."
    assert page.tab.editing
    assert [rank.name for rank in level_rules.ladder(desk.library)] == ["银卡", "金卡"]


def test_points_are_corrected_for_who_is_picked_and_undo_takes_them_back(desk, page):
    tab = show(desk, page, "points")
    member = member_of(desk.library)
    before = points.points(desk.library, member)
    tab.correct()
    tab._give()
    assert tab._form.error.text() == "Choose a member first."
    tab._who.pick(Person(member, "Somebody"))
    tab._much.setText("40")
    tab._why.setText("Helped at the door")
    tab._give()
    desk.settle()
    assert points.points(desk.library, member) == before + 40


def test_a_rule_of_points_is_changed_and_says_so_in_words(desk, page):
    tab = show(desk, page, "points")
    tab.change_rule(next(rule for rule in tab.data.rules if rule.behaviour == "rating"))
    tab._points.setText("7")
    tab._day.setText("21")
    tab._form.save.click()
    desk.settle()
    rule = points_rules.Rules(desk.library).now("rating")
    assert (rule.points, rule.per_day) == (7, 21)


def test_a_badge_is_made_given_and_deleted(desk, page):
    tab = show(desk, page, "badges")
    tab.change(badges.Honour(0, ""))
    tab._name.setText("Host")
    tab._form.save.click()
    desk.settle()
    made = badges.find(desk.library, "Host")
    tab.award(made)
    tab._who.pick(Person(member_of(desk.library), "Somebody"))
    tab._form.save.click()
    desk.settle()
    assert badges.find(desk.library, "Host").holders == 1
    tab.change(made)
    tab._delete(made)
    desk.settle()
    assert "Host" not in [one.name for one in badges.badges(desk.library)]


def test_a_benefit_says_what_is_wrong_and_is_kept_when_it_is_right(desk, page):
    tab = show(desk, page, "benefits")
    tab.change(benefits.Given(0, benefits.DISCOUNT, ""))
    tab._name.setText("Spring")
    tab._percent.line.setText("12.5")
    tab._form.save.click()
    desk.settle()
    assert tab._form.error.text().startswith("Say who has it")
    tab._points.setText("80")
    tab._form.save.click()
    desk.settle()
    assert benefits.benefits(desk.library)[-1].percent == 1250


def test_the_board_shows_places_and_counts_who_is_hidden(desk, page):
    tab = show(desk, page, "board")
    assert tab.data.places[0].place == 1
    tab._choose("courses")
    desk.settle()
    assert tab.data.kind == "courses"


def test_the_inspector_tells_what_is_missing_and_gives_points_with_undo(desk):
    member = member_of(desk.library)
    page = desk.open("members")
    page.go_to(member)
    desk.settle()
    part = page.inspector.rewards
    assert part is not None
    before = points.points(desk.library, member)
    part.amount.setText("-5")
    part.why.setText("counted twice")
    part._correct()
    desk.settle()
    assert points.points(desk.library, member) == before - 5
    desk.library.poll()
    part._act("level", "金卡")
    desk.settle()
    assert desk.library.value("SELECT level FROM member WHERE id = ?", (member,)) == "金卡"


def test_what_is_written_is_counted_soon_after_by_the_open_desk(desk):
    member = member_of(desk.library)
    rewards.catch_up(desk.library)
    lines = desk.library.value("SELECT count(*) FROM points_entry WHERE member = ?", (member,))
    from community.rewarding import rate

    course = desk.library.value(
        "SELECT id FROM course WHERE id NOT IN (SELECT course FROM rating WHERE member = ?)", (member,)
    )
    rate(desk.library, member, course)
    desk.qtbot.waitUntil(
        lambda: (
            desk.library.value("SELECT count(*) FROM points_entry WHERE member = ?", (member,)) == lines + 1
        ),
        timeout=20_000,
    )
