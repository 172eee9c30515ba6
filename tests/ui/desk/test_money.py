"""The Money page as somebody at the desk uses it: a sale from the form to the drawer, its papers, and what Undo does to money."""

import csv

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton

from kclub_desktop.community import balances, day_end, money_settings, receipts
from kclub_desktop.community.order_lines import Line
from kclub_desktop.ui.widgets.person_picker import Person
from kclub_desktop.words import set_language


@pytest.fixture
def page(desk):
    return desk.open("money")


@pytest.fixture
def member(desk):
    return desk.library.rows("SELECT id, name FROM member WHERE status = 'member' ORDER BY id LIMIT 1")[0]


def sell(desk, page, member, amount=5000, paid=""):
    """Place an order with the form, as a person would."""
    page.new_order(Person(*member))
    desk.settle()
    page.form.other.setText("Book")
    page.form.amount.set_minor(amount)
    page.form.add_other()
    page.form.paid.setCurrentIndex(page.form.paid.findData(paid))
    page.form.place()
    desk.settle()
    return page.chosen


def press(desk, root, words):
    """Press the button of that name."""
    button = next(
        one for one in root.findChildren(QPushButton) if one.accessibleName() == words and one.isVisible()
    )
    button.click()
    desk.settle()


def test_a_sale_is_placed_paid_in_parts_and_taken_back(desk, page, member):
    order = sell(desk, page, member)
    assert desk.said == "Order placed" and page.inspector.order == order
    press(desk, page.inspector, "Take payment")
    page.inspector.form.amount.set_minor(2000)
    press(desk, page.inspector, "Take")
    assert balances.of_order(desk.library, order).due == 3000
    desk.take_back()
    assert balances.of_order(desk.library, order).due == 5000
    assert "corrected" in desk.said


def test_ctrl_z_right_after_a_payment_corrects_it_and_nothing_before_it(desk, page, member):
    order = sell(desk, page, member)
    press(desk, page.inspector, "Take payment")
    press(desk, page.inspector, "Take")
    assert balances.of_order(desk.library, order).status == "paid"
    desk.window.undo_last()
    desk.settle()
    found = balances.of_order(desk.library, order)
    assert (found.status, found.total) == ("open", 5000)
    assert desk.library.value('SELECT deleted_at FROM "order" WHERE id = ?', (order,)) is None


def test_more_than_came_cannot_be_given_back_and_the_form_says_so(desk, page, member):
    order = sell(desk, page, member, paid="cash")
    press(desk, page.inspector, "Give back")
    form = page.inspector.form
    form.amount.set_minor(5001)
    press(desk, form, "Give back")
    assert "50.00" in page.inspector.form.error.text()
    form.amount.set_minor(5000)
    press(desk, form, "Give back")
    assert balances.of_order(desk.library, order).status == "refunded"


def test_an_order_without_a_member_or_a_line_is_not_placed(desk, page):
    before = desk.library.value('SELECT count(*) FROM "order"')
    page.new_order()
    desk.settle()
    page.form.place()
    assert page.form.error.text()
    assert desk.library.value('SELECT count(*) FROM "order"') == before


def test_a_coupon_that_is_none_is_said_in_the_form_and_what_was_typed_stays(desk, page, member):
    page.new_order(Person(*member))
    desk.settle()
    page.form.add(Line("Book", 100, currency="CNY"))
    page.form.coupon.setText("NOPE")
    page.form.place()
    desk.settle()
    assert "NOPE" in page.form.error.text() and len(page.form.lines) == 1


def test_the_list_is_narrowed_by_state_days_and_words(desk, page):
    page._narrow(state="overdue")
    desk.settle()
    late = list(page.table.ids)
    assert late and all(page.table.line(row).row.state == "overdue" for row in range(len(late)))
    page._narrow(state="all", text=page.table.line(0).row.reference)
    desk.settle()
    assert len(page.table.ids) == 1


def test_receivables_and_the_day_end_are_shown_and_the_drawer_counted(desk, page, member):
    page.show_tab("receivables")
    desk.settle()
    assert page._owed.list.rowCount() > 3
    sell(desk, page, member, paid="cash")
    page.show_tab("day_end")
    desk.settle()
    today = day_end.today(desk.library)
    expected = day_end.drawer(desk.library, today, "CNY").expected
    page._day.open_count("CNY")
    desk.settle()
    page._day.form.amount.set_minor(expected - 100)
    press(desk, page._day, "Keep count")
    assert day_end.drawer(desk.library, today, "CNY").difference == -100


@pytest.mark.parametrize("size", ["a4", "slip"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_receipt_is_written_as_pdf(desk, page, member, tmp_path, size, language):
    set_language(language)
    order = sell(desk, desk.window.show_page("money"), member, paid="cash")
    receipt = receipts.issue(desk.library, order, language=language)
    file = tmp_path / "receipt.pdf"
    desk.window.show_page("money").write_paper(receipt, file, size)
    assert file.read_bytes().startswith(b"%PDF") and file.stat().st_size > 2000
    assert list(tmp_path.glob(".receipt*")) == []


def test_a_receipt_that_cannot_be_written_is_said(desk, page, member, tmp_path):
    order = sell(desk, page, member, paid="cash")
    page.write_paper(receipts.issue(desk.library, order), tmp_path / "nowhere" / "r.pdf")
    desk.settle()
    assert desk.said


def test_the_link_is_shown_as_a_qr_code_and_without_one_it_is_said(desk, page, member):
    order = sell(desk, page, member)
    page.offer_link(order)
    desk.settle()
    assert page.inspector._link.url.startswith("https://pay.example.org")
    money_settings.change(desk.library, money_settings.MoneySettings())
    page.offer_link(order)
    desk.settle()
    assert "Settings" in desk.said


def test_the_orders_shown_are_written_as_csv(desk, page, tmp_path, monkeypatch):
    file = tmp_path / "orders.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(file), ""))
    page._narrow(state="open")
    desk.settle()
    page.export()
    desk.settle()
    with open(file, encoding="utf-8-sig", newline="") as written:
        found = list(csv.DictReader(written))
    assert len(found) == len(page.table.ids) and all(float(one["due"]) > 0 for one in found)


def test_from_a_member_one_comes_to_their_orders_and_a_new_one(desk, member):
    members = desk.open("members")
    members.go_to(member[0])
    desk.settle()
    press(desk, members.inspector, "New order")
    page = desk.open("money")
    assert page.form.who.person == Person(member[0], member[1])


def test_settings_keep_what_is_typed_and_say_what_is_wrong(desk):
    section = desk.open("settings").section("money")
    section.keep("tax_rate", 1300)
    desk.settle()
    assert money_settings.settings(desk.library).tax_rate == 1300
    section.keep("payment_link", "no link")
    desk.settle()
    assert not section.errors["payment_link"].isHidden()
    assert money_settings.settings(desk.library).payment_link.startswith("https")


def test_an_empty_community_is_told_what_this_page_is_for(empty_desk):
    page = empty_desk.open("money")
    page.show_tab("day_end")
    empty_desk.settle()
    page.show_tab("receivables")
    empty_desk.settle()
    assert page.settled


def test_an_order_paid_at_another_desk_is_paid_here_whatever_page_is_open(desk, page, member):
    from kclub_desktop.store import Op, Origin, rows
    from kclub_desktop.store.tables import Order, Payment

    order = sell(desk, page, member)
    desk.open("overview")
    with desk.library.write(Op.TAKE_PAYMENT, origin=Origin.SYNC, as_of=(1 << 60, 3, 1_790_000_001)):
        rows.add(
            desk.library,
            Payment,
            order=order,
            member=member[0],
            amount=5000,
            currency="CNY",
            paid_at=1,
            method="link",
        )

    desk.qtbot.waitUntil(lambda: rows.get(desk.library, Order, order).status == "paid", timeout=15_000)


def test_the_form_shows_a_gold_members_price_and_the_order_keeps_it(desk, page, member):
    from kclub_desktop.community import benefits
    from kclub_desktop.community.benefits import Given
    from kclub_desktop.store import Op, rows
    from kclub_desktop.store.tables import Level, Member

    library = desk.library
    with library.write(Op.IMPORT):
        level = rows.add(library, Level, name="Gold of tests", position=900)
        rows.change(library, Member, member[0], level="Gold of tests")
    benefits.save(library, Given(0, "discount", "Half for gold", level=level, percent=5000))
    page.new_order(Person(*member))
    desk.settle()
    thing = next(
        thing
        for at in range(page.form.things.count())
        if (thing := page.form.things.itemData(at)).kind == "course" and thing.amount
    )
    page._add_line(thing)
    desk.settle()
    shown = [one.text() for one in page.form.findChildren(QLabel) if not one.isHidden()]
    assert any("Half for gold" in words for words in shown)
    page.form.place()
    desk.settle()
    found = balances.of_order(library, page.chosen)
    assert found.total == thing.amount - thing.amount // 2 or found.total == thing.amount // 2
    assert any("Half for gold" in one.text() for one in page.inspector.findChildren(QLabel))


@pytest.mark.parametrize("width", [400, 770, 815, 1180])
def test_a_number_and_a_name_are_whole_in_the_list_however_narrow(desk, page, width):
    page.view.resize(width, 400)
    page.view.resizeEvent(QResizeEvent(QSize(width, 400), QSize(width, 400)))

    metrics = page.view.fontMetrics()
    number, name = (page.view.columnWidth(column) for column in (0, 1))
    assert number >= 20 + metrics.horizontalAdvance("261122-QWEBN")
    assert name >= 16 + metrics.horizontalAdvance("Lucas Jackson")
