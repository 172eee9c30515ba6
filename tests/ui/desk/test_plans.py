"""Plans at the desk: made, priced anew, and the people who owe, leave or pause worked through from the lists."""

from PySide6.QtWidgets import QPushButton

from kclub_desktop.community import mrr, renewal_rules, renewals
from kclub_desktop.ui.desk.subscription_part import SubscriptionPart
from kclub_desktop.words import set_language


def press(desk, root, words):
    """Press the first button whose name begins so."""
    found = [
        b for b in root.findChildren(QPushButton) if b.isVisible() and b.accessibleName().startswith(words)
    ]
    assert found, words
    found[0].click()
    desk.settle()


def case(desk, which, plan=""):
    """Open a list and its first line; the part with what can be done."""
    page = desk.open("plans")
    page.show_list(which)
    desk.settle()
    item = next(one for one in page.found.items if plan in one.plan)
    page._item_chosen(item.subscription)
    desk.settle()
    return page, item, page.inspector.findChild(SubscriptionPart)


def status(desk, item):
    return desk.library.value("SELECT status FROM subscription WHERE id = ?", (item.subscription,))


def test_a_new_plan_is_on_sale_at_once_and_a_refused_name_stands_under_its_field(desk):
    page = desk.open("plans")
    before = len(page.found.plans)
    page.new_plan()
    form = page.inspector.findChildren(type(page._inside.itemAt(0).widget()))[-1]
    form.form.amount.set_minor(4_900)
    press(desk, page.inspector, "Put on sale")
    assert form.fields["name"].error.isVisible() and len(page.found.plans) == before

    form.fields["name"].line.setText("Evening class")
    press(desk, page.inspector, "Put on sale")
    assert desk.said.startswith("“Evening class”") or "Evening class is on sale" in desk.said
    assert len(page.found.plans) == before + 1
    desk.take_back()
    assert len(page.found.plans) == before


def test_a_new_price_in_the_place_of_the_old_one_leaves_the_old_one_to_those_who_have_it(desk):
    page = desk.open("plans")
    plan = page.found.plans[0]
    page.go_to(plan.id)
    press(desk, page.inspector, "New price in its place")
    page._inside.itemAt(0).widget().form.amount.set_minor(12_900)
    press(desk, page.inspector, "Keep")
    again = next(one for one in page.found.plans if one.id == plan.id)
    assert [price.amount for price in again.prices if price.status == "on_sale"].count(12_900) == 1
    assert next(p for p in again.prices if p.id == plan.prices[0].id).holders == plan.prices[0].holders


def test_who_owes_is_found_on_the_list_and_off_it_once_the_payment_is_recorded(desk):
    page, item, _part = case(desk, "past_due")
    press(desk, page.inspector, "Record payment: ")
    press(desk, page.inspector, "Record payment")
    buttons = [
        b
        for b in page.inspector.findChildren(QPushButton)
        if b.text() == "Record payment" and b.objectName() == "primary"
    ]
    if buttons and status(desk, item) != "active":
        buttons[0].click()
        desk.settle()
    assert status(desk, item) == "active"
    assert item.subscription not in [one.subscription for one in page.found.items]
    # Recorded by mistake: the message takes it back by a correction.
    paid = desk.library.value("SELECT count(*) FROM payment WHERE subscription = ?", (item.subscription,))
    desk.take_back()
    assert "corrected" in desk.said
    facts = desk.library.rows(
        "SELECT kind FROM payment WHERE subscription = ? ORDER BY id DESC", (item.subscription,)
    )
    assert (len(facts), facts[0][0]) == (paid + 1, "correction")


def test_a_cancellation_can_be_taken_back_from_the_list_of_those_who_leave(desk):
    page = desk.open("plans")
    page.show_list("expiring")
    desk.settle()
    item = next(one for one in page.found.items if one.why == "ends")
    page._item_chosen(item.subscription)
    desk.settle()
    press(desk, page.inspector, "Take the cancellation back")
    assert not desk.library.value(
        "SELECT cancel_at_period_end FROM subscription WHERE id = ?", (item.subscription,)
    )


def test_a_change_is_shown_with_what_it_costs_before_it_is_made(desk):
    member, subscription = desk.library.rows(
        "SELECT member, id FROM subscription s WHERE status = 'active' AND interval = 'month' AND amount = 9900"
        " AND cancel_at_period_end = 0 AND NOT EXISTS (SELECT 1 FROM \"order\" o WHERE o.subscription = s.id AND o.status = 'open')"
        " ORDER BY id LIMIT 1"
    )[0]
    page = desk.open("members")
    page.go_to(member)
    desk.settle()
    part = page.inspector.findChild(SubscriptionPart)
    press(desk, part, "Change: ")
    panel = part.panel
    studio = next(at for at in range(panel.price.count()) if "Studio" in panel.price.itemText(at))
    panel.price.setCurrentIndex(studio)
    desk.settle()
    assert "To pay now" in panel.costs.text()
    panel.act.click()
    desk.settle()
    assert desk.library.value("SELECT amount FROM subscription WHERE id = ?", (subscription,)) == 29_900
    desk.take_back()
    assert desk.library.value("SELECT amount FROM subscription WHERE id = ?", (subscription,)) == 9_900
    assert mrr.running(desk.library) == mrr.of_facts(desk.library)


def test_the_desk_renews_by_itself_unless_the_community_does_not_want_it(desk):
    daily = next(one for one in desk.window._daily if type(one).__name__ == "DailyRenewals")
    renewal_rules.set_rules(desk.library, renewal_rules.Rules(by_itself=False))
    desk.clock.move(20 * 86_400)
    daily.look()
    desk.settle()
    assert not renewals.run(desk.library, dry_run=True).empty
    renewal_rules.set_rules(desk.library, renewal_rules.Rules(by_itself=True))
    daily.look()
    desk.settle()
    assert renewals.run(desk.library, dry_run=True).empty


def test_an_empty_community_is_told_what_a_plan_is_and_can_make_one(empty_desk):
    page = empty_desk.open("plans")
    set_language("zh")
    empty_desk.settle()
    press(empty_desk, page, "新建方案")
    assert page.inspector.isVisible()
