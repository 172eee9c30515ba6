"""The tab of coupons on the Money page: all of them with their uses, and what is done with one. Its panel is coupon_panel.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kclub_desktop.community import coupon_terms, coupons
from kclub_desktop.community.coupon_list import CouponRow
from kclub_desktop.community.coupon_terms import Terms
from kclub_desktop.ui.desk import coupons_query, parts, shown
from kclub_desktop.ui.desk.coupons_query import Loaded
from kclub_desktop.ui.desk.lists import RowList
from kclub_desktop.ui.desk.money.coupon_panel import CouponPanel, used_words
from kclub_desktop.words import tr
from kclub_desktop.words_for_money import COUPON_STATES, takes_off

if TYPE_CHECKING:
    from kclub_desktop.ui.desk.page import Page


class CouponsTab(QWidget):
    """The list; what is chosen is shown in `panel`, which the page puts at its right."""

    panel_wanted = Signal(bool)
    """Is the panel to be seen?"""

    def __init__(self, page: Page) -> None:
        """page: does what is asked for."""
        super().__init__()
        library = page.session.library
        self._page, self._zone = page, library.zone
        self.chosen: int | None = None
        """The coupon shown, 0 for a new one, None for none."""
        layout = parts.column(self, gap=12)
        titles = (tr("Coupon code"), tr("Called"), tr("Last day"), tr("Status"), tr("Takes off"), tr("Used"))
        self.list = RowList(titles, tr("Coupons"), right=(4, 5), needs={1: 560, 2: 660, 3: 460, 4: 320})
        self.list.chosen.connect(self.choose)
        layout.addWidget(self.list, 1)
        words = tr("No coupons yet. A coupon takes a percentage or an amount off what a member buys.")
        self.nothing = parts.small_message(words)
        layout.addWidget(self.nothing, 1)
        self.panel = CouponPanel(library.currency, library.zone)
        self.panel.closed.connect(self.close_panel)
        self.panel.saved.connect(self.save)
        self.panel.switched.connect(self.switch)

    def show_coupons(self, found: list[CouponRow]) -> None:
        """Fill with all coupons, the newest first."""
        now = self._page.session.clock.now()
        lines = [
            (
                one.id,
                (
                    one.code, one.name,
                    shown.NOTHING if one.ends_at is None else shown.day(one.ends_at - 1, self._zone),
                    tr(COUPON_STATES[one.state(now)][0]),
                    takes_off(one.kind, one.percent, one.amount, one.currency),
                    used_words(one.used, one.use_limit),
                ),
            )
            for one in found
        ]  # fmt: skip
        self.list.fill(lines, self.chosen or 0)
        self.list.setVisible(bool(lines))
        self.nothing.setVisible(not lines)
        if self.chosen:
            self._load()

    def choose(self, coupon: int) -> None:
        """Show one coupon; 0: the form of a new one."""
        self.panel.leave()
        self.chosen = coupon
        if coupon:
            self.list.mark(coupon)
        else:
            self.list.clearSelection()
        self._load()

    def new(self) -> None:
        """Open the form of a new coupon."""
        self.choose(0)

    def close_panel(self) -> None:
        """Back from the form to the coupon; from the coupon to the list."""
        changing = self.panel.form is not None and bool(self.chosen)
        self.panel.leave()
        if changing:
            self._load()
            return
        self.forget()
        self.panel_wanted.emit(False)

    def forget(self) -> None:
        """Nothing is chosen any more."""
        self.panel.leave()
        self.chosen = None
        self.list.clearSelection()
        self.list.setCurrentCell(-1, -1)

    def save(self, coupon: int, terms: Terms) -> None:
        """Keep a coupon; what is refused is said in the form."""
        library = self._page.session.library

        def work() -> int:
            if not coupon:
                return coupon_terms.make(library, terms)
            coupon_terms.edit(library, coupon, terms)
            return coupon

        code = terms.code.strip().upper()
        self._page.do(
            work,
            said=tr("Coupon {code} is changed.", code=code) if coupon else tr("Coupon {code} is made.", code=code),
            done=self.choose,
            failed=self.panel.refuse,
        )  # fmt: skip

    def switch(self, coupon: int, active: bool) -> None:
        """Stop a coupon, or let it be used again."""
        library = self._page.session.library

        def work() -> str:
            coupons.set_active(library, coupon, active)
            return coupon_terms.terms_of(library, coupon).code

        def said(code: str) -> str:
            if active:
                return tr("Coupon {code} can be used again.", code=code)
            return tr("Coupon {code} is stopped.", code=code)

        self._page.do(work, said=said)

    def _load(self) -> None:
        session, coupon = self._page.session, self.chosen
        if coupon is None:
            return
        session.jobs.start(
            lambda progress: coupons_query.load(session.library, coupon, session.clock.now()),
            key="coupon",
            done=lambda found: self._show(coupon, found),
        )

    def _show(self, coupon: int, found: Loaded | None) -> None:
        if coupon != self.chosen:
            return
        if found is None:
            self.close_panel()
            return
        if not (coupon == 0 and self.panel.form is not None):
            self.panel.show_coupon(found, self._page.session.clock.now())
        self.panel_wanted.emit(True)
