"""Coupons on the Money page: made, refused in their place, used, changed, stopped, and every step taken back."""

from datetime import date

import pytest

from kclub_desktop.community import coupon_list, coupons, orders
from kclub_desktop.community.order_lines import Line
from kclub_desktop.words import set_language


@pytest.fixture
def page(desk):
    page = desk.open("money")
    page.show_tab("coupons")
    desk.settle()
    return page


@pytest.fixture
def tab(page):
    return page.coupons


def form_of(desk, tab, coupon=0):
    """The form of a new coupon, or the one that changes one that is there."""
    tab.choose(coupon)
    desk.settle()
    if coupon:
        press(desk, tab.panel, "Change")
    return tab.panel.form


def press(desk, root, words):
    from PySide6.QtWidgets import QPushButton

    button = next(b for b in root.findChildren(QPushButton) if b.accessibleName() == words and b.isVisible())
    button.click()
    desk.settle()


def codes(desk):
    return {one.code: one for one in coupon_list.listed(desk.library)}


def buy(desk, coupon):
    member = desk.library.value("SELECT id FROM member WHERE status = 'member' LIMIT 1")
    lines = [Line("Book", 10_000, currency="CNY")]
    return orders.place(desk.library, member, lines, currency="CNY", coupon=coupon)


def test_a_coupon_is_made_and_undo_takes_it_away(desk, tab):
    form = form_of(desk, tab)
    form.code.line.setText("spring")
    form.percent.line.setText("12.5")
    form.last.line.setText("2027/1/31")
    form.use_limit.line.setText("50")
    press(desk, tab.panel, "Save")
    made = codes(desk)["SPRING"]
    assert (made.percent, made.use_limit, made.per_member) == (1250, 50, 1)
    assert made.ends_at == 1_801_411_200, "the whole of 31 January in Shanghai"
    assert "SPRING" in desk.said and tab.panel.form is None
    desk.take_back()
    assert "SPRING" not in codes(desk)


def test_an_amount_for_one_course_only(desk, tab):
    form = form_of(desk, tab)
    form.code.line.setText("ink")
    form.kind.setCurrentIndex(1)
    form.amount.line.setText("50")
    course = next(at for at in range(form.things.count()) if form.things.itemData(at)[0])
    wanted = form.things.itemData(course)[0]
    form.things.setCurrentIndex(course)
    press(desk, tab.panel, "Save")
    made = codes(desk)["INK"]
    assert (made.kind, made.amount, made.currency) == ("amount", 5000, "CNY")
    kept = desk.library.value("SELECT course FROM coupon WHERE id = ?", (made.id,))
    assert kept == wanted


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("percent", "120"),
        ("percent", "0"),
        ("percent", ""),
        ("use_limit", "0"),
        ("first", "3/4"),
        ("code", ""),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field_and_nothing_is_kept(desk, tab, field, typed):
    before = codes(desk)
    form = form_of(desk, tab)
    form.code.line.setText("SPRING")
    form.percent.line.setText("10")
    getattr(form, field).line.setText(typed)
    press(desk, tab.panel, "Save")
    assert getattr(form, field).refused
    assert codes(desk) == before


def test_a_code_that_is_there_and_days_the_wrong_way_round_are_said_where_they_stand(desk, tab):
    form = form_of(desk, tab)
    form.code.line.setText("newyear")
    form.percent.line.setText("10")
    press(desk, tab.panel, "Save")
    assert "NEWYEAR" in form.code.error.text()
    form.code.line.setText("other")
    form.first.set_day(date(2027, 2, 1))
    form.last.set_day(date(2027, 1, 1))
    press(desk, tab.panel, "Save")
    assert form.last.refused and "OTHER" not in codes(desk)


def test_once_used_its_worth_stays_and_its_limit_may_change(desk, tab):
    coupon = coupons.add(desk.library, "FAIR", percent=1000)
    buy(desk, coupon)
    form = form_of(desk, tab, coupon)
    assert not form.percent.isEnabled() and not form.code.isEnabled()
    form.use_limit.line.setText("1")
    press(desk, tab.panel, "Save")
    assert (codes(desk)["FAIR"].use_limit, codes(desk)["FAIR"].state(desk.clock.now())) == (1, "used_up")
    desk.take_back()
    assert codes(desk)["FAIR"].use_limit is None


def test_a_coupon_is_stopped_used_again_and_its_orders_are_a_click_away(desk, page, tab):
    coupon = coupons.add(desk.library, "FAIR", percent=1000)
    order = buy(desk, coupon)
    tab.choose(coupon)
    desk.settle()
    press(desk, tab.panel, "Stop this coupon")
    assert not codes(desk)["FAIR"].active
    desk.take_back()
    assert codes(desk)["FAIR"].active
    press(desk, tab.panel, "Stop this coupon")
    press(desk, tab.panel, "Use again")
    assert codes(desk)["FAIR"].active
    tab.panel.order_wanted.emit(order)
    desk.settle()
    assert (page.tab, page.inspector.order) == ("orders", order)


def test_a_coupon_made_elsewhere_appears_and_what_is_typed_stays(desk, tab):
    form = form_of(desk, tab)
    form.code.line.setText("HALF")
    coupons.add(desk.library, "OTHER", percent=1000)
    desk.settle()
    assert tab.panel.form is form and form.code.line.text() == "HALF"
    tab.close_panel()
    desk.settle()
    shown = [tab.list.item(at, 0).text() for at in range(tab.list.rowCount())]
    assert shown[0] == "OTHER"


def test_the_tab_speaks_chinese(desk, page):
    set_language("zh")
    page.retranslate()
    desk.settle()
    head = [page.coupons.list.horizontalHeaderItem(at).text() for at in range(6)]
    assert head == ["优惠码", "名称", "结束日期", "状态", "减免", "已用"]


def test_everything_one_can_act_on_has_a_name_and_tab_reaches_it(desk, tab):
    from PySide6.QtGui import QAccessible
    from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLineEdit

    form = form_of(desk, tab)
    found = [
        one
        for kind in (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView)
        for root in (tab, tab.panel)
        for one in root.findChildren(kind)
        if one.isVisible() and not isinstance(one.parentWidget(), QComboBox | QLineEdit | QAbstractItemView)
    ]
    assert form.last.line in found and tab.list in found
    nameless = [
        one for one in found if not QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Name)
    ]
    assert nameless == []
    unreached = [one for one in found if not one.focusPolicy() & desk.window.focusPolicy().TabFocus]
    assert unreached == []


def test_the_largest_text_fits_into_the_smallest_window(desk, page, tab):
    from kclub_desktop.ui.desk import looks

    desk.window.resize(1024, 640)
    for _step in range(3):
        looks.step_text(desk.session.settings, 1)
    desk.settle()
    page.show_tab("coupons")
    page.coupons.choose(min(one.id for one in coupon_list.listed(desk.library)))
    desk.settle()
    right = page.coupons.panel.mapTo(desk.window, page.coupons.panel.rect().topRight()).x()
    looks.step_text(desk.session.settings, 0)
    assert right <= desk.window.width()
