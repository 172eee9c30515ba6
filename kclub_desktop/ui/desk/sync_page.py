"""The sync page: how this copy and the hub agree, what waits, what happened last, and conflicts to settle."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QFrame, QWidget

from kclub_desktop.errors import NotPaired
from kclub_desktop.progress import Progress
from kclub_desktop.store.history import Step
from kclub_desktop.sync.conflicts import settle
from kclub_desktop.sync.session import Synced
from kclub_desktop.ui.desk import parts, shown, sync_query
from kclub_desktop.ui.desk.page import Page
from kclub_desktop.ui.desk.sync_query import Conflict, State
from kclub_desktop.ui.theme.apply import scaled
from kclub_desktop.ui.widgets.conflict_card import ConflictCard, Side
from kclub_desktop.words import tr, tr_many
from kclub_desktop.words_for_errors import words_for
from kclub_desktop.words_for_fields import words_for_field
from kclub_desktop.words_for_history import device_words, step_words

_WHEN_PX = 148


class SyncPage(Page):
    """State, pairing, conflicts, history."""

    name = "sync"

    def title(self) -> str:
        """Sync, in the current language."""
        return tr("Sync")

    def build(self, body: QWidget) -> None:
        """An empty column; cards come with the state."""
        inside = QWidget()
        self._layout = parts.column(inside, parts.PAGE, 16)
        parts.column(body).addWidget(parts.scrolling(inside))
        self.address = parts.field("")
        self.code = parts.field("")

    def query(self, progress: Progress) -> State:
        """The whole page at once."""
        return sync_query.state(self.session.library)

    def show_loaded(self, found: State) -> None:
        """Build the cards anew; an address that is being typed stays."""
        typed = self.address.text(), self.code.text()
        if found.paired is None and (self.address.hasFocus() or self.code.hasFocus()):
            return
        parts.clear(self._layout)
        self._layout.addLayout(parts.header(self.title(), parts.text(self._note(found), "secondary")))
        self._layout.addWidget(self._state(found) if found.paired else self._pairing(*typed))
        if found.conflicts:
            inside = parts.column(gap=12)
            for conflict in found.conflicts:
                inside.addWidget(self._conflict(conflict))
            title = tr_many("1 conflict to look at", "{n} conflicts to look at", len(found.conflicts))
            self._layout.addWidget(parts.card(inside, title=title))
        self._layout.addWidget(self._history(found.history))
        self._layout.addStretch(1)

    def _note(self, found: State) -> str:
        if found.paired is None:
            return tr("This library lives on this computer only")
        return (
            tr("All saved")
            if found.waiting == 0
            else tr_many("1 change waits", "{n} changes wait", found.waiting)
        )

    def _state(self, found: State) -> QFrame:
        assert found.paired is not None
        last = found.paired.synced_at
        when = shown.ago(last, self.session.clock.now()) if last else tr("not yet")
        inside = parts.column(gap=8)
        inside.addLayout(parts.fact(tr("Hub"), found.paired.url))
        inside.addLayout(parts.fact(tr("Last synced"), when))
        inside.addLayout(parts.fact(tr("Waiting"), tr_many("1 change", "{n} changes", found.waiting)))
        devices = tr(", ").join(found.devices) or shown.NOTHING
        inside.addLayout(parts.fact(tr("Devices"), devices))
        error = self.session.sync.error if self.session.sync else None
        if error is not None:
            inside.addWidget(parts.text(words_for(error), "field_error", wrap=True))
        now = parts.button(tr("Sync now"), self.sync_now, kind="primary", icon="sync", shortcut="F5")
        inside.addSpacing(4)
        inside.addLayout(parts.row(now, None))
        return parts.card(inside, title=tr("In step with a hub"))

    def _pairing(self, address: str, code: str) -> QFrame:
        self.address = parts.field(tr("Address of the hub, e.g. https://hub.example"), value=address)
        self.code = parts.field(tr("Code"), value=code)
        self.code.setMaximumWidth(140)
        for line in (self.address, self.code):
            line.returnPressed.connect(self.pair)
        self.refused = parts.text("", "field_error", wrap=True)
        self.refused.hide()
        words = tr(
            "Everything works without a hub. Pair with one to keep several devices in step: start it with"
            " kclub hub, and type its address and the code it shows."
        )
        return parts.card(
            parts.text(words, "secondary", wrap=True),
            parts.row(self.address, self.code, parts.button(tr("Pair"), self.pair, kind="primary")),
            self.refused,
            title=tr("Pair with a hub"),
        )

    def pair(self) -> None:
        """Pair with the hub at the typed address; a refusal stands under the fields."""
        address, code = self.address.text().strip(), self.code.text().strip()
        sync = self.session.sync
        if not address or not code or sync is None:
            return

        def done(_result: object) -> None:
            self.address.clearFocus()
            self.code.clearFocus()
            self.refresh()

        def failed(error: Exception) -> None:
            self.refused.setText(words_for(error))  # type: ignore[arg-type]
            self.refused.show()

        self.do(lambda: sync.pair(address, code), said=tr("Paired with the hub"), take_back=None, done=done,
                failed=failed, undoable=False)  # fmt: skip

    def sync_now(self) -> None:
        """Sync once, now."""
        sync = self.session.sync

        def work() -> Synced:
            if sync is None:
                raise NotPaired(str(self.session.library.folder))
            return sync.sync_now()

        self.do(
            work,
            said=lambda synced: tr(
                "Synced: {received} changes came, {sent} went", received=synced.received, sent=synced.sent
            ),
            done=lambda _result: self.refresh(),
            undoable=False,
        )

    def settle(self, conflict: Conflict, use_lost: bool) -> None:
        """Decide a conflict: the value that stands, or the other one."""
        self.do(
            lambda: settle(self.session.library, conflict.id, use_lost),
            said=tr("Conflict settled"),
            done=lambda _result: self.refresh(),
            undoable=False,
        )

    def _conflict(self, conflict: Conflict) -> ConflictCard:
        zone = self.session.library.zone

        def side(value: object, device: str, at: int) -> Side:
            words = shown.NOTHING if value in (None, "") else str(value)
            return Side(words, device or tr("a device"), shown.moment(at, zone))

        card = ConflictCard(
            conflict.what,
            words_for_field(conflict.table, conflict.field),
            side(conflict.kept, conflict.kept_by, conflict.kept_at),
            side(conflict.lost, conflict.lost_by, conflict.lost_at),
        )
        card.settled.connect(partial(self.settle, conflict))
        return card

    def _history(self, steps: list[Step]) -> QFrame:
        inside = parts.column(gap=8)
        if not steps:
            inside.addWidget(parts.small_message(tr("Nothing has changed yet.")))
        for step in steps:
            when = parts.text(shown.moment(step.at, self.session.library.zone), "secondary")
            when.setFixedWidth(scaled(_WHEN_PX))
            by = device_words(step.device, step.here)
            layout = parts.row(when, parts.text(step_words(step), wrap=True), parts.text(by, "secondary"))
            layout.setStretch(1, 1)
            inside.addLayout(layout)
        if steps:
            whole = parts.button(
                tr("Whole history"), lambda: self.wanted.emit("history", None), kind="link", shortcut="Ctrl+H"
            )
            inside.addLayout(parts.row(whole, None))
        return parts.card(inside, title=tr("Last changes"))
