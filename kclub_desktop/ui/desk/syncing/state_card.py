"""How this copy and the hub stand, in a sentence: all saved, what waits, why not, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel

from kclub_desktop.errors import (
    HubCertificate,
    HubRefused,
    HubUnreachable,
    KClubError,
    LibraryBusy,
    NoKeyring,
    NotPaired,
)
from kclub_desktop.errors_of_devices import is_removal
from kclub_desktop.errors_of_work import SyncBroke, WorkCutShort
from kclub_desktop.sync.status import Status
from kclub_desktop.ui.desk import parts, shown
from kclub_desktop.ui.theme import icons
from kclub_desktop.ui.theme.apply import scaled
from kclub_desktop.words import tr, tr_many
from kclub_desktop.words_for_errors import words_for
from kclub_desktop.words_for_hub import files_in_short, files_words, reason_words, role_words, sees_words
from kclub_protocol.scopes import Sees

_ICON_PX = 24


def note_words(found: Status, error: KClubError | None, to_come: bool = False) -> str:
    """Beside the page's title: the shortest that can be said."""
    if found.hub is None:
        return tr("This library lives on this computer only")
    if to_come and error is None:
        return on_its_way(None)
    if is_away(error):
        return tr("Offline")
    if is_passing(error):
        return tr("Sync tries again")
    if error is not None:
        return tr("Sync needs you")
    if found.aside and found.aside == found.waiting:
        return tr("Not taken by the hub")
    if found.waiting:
        return tr_many("1 change waits", "{n} changes wait", found.waiting)
    return files_in_short(**found.files.left()) or tr("All saved")


def is_away(error: KClubError | None) -> bool:
    """Is it only the hub that cannot be reached, which nobody here has to do anything about?"""
    return isinstance(error, HubUnreachable | HubCertificate)


def is_passing(error: KClubError | None) -> bool:
    """Is it something of this computer that passes, as another program that writes for long, or a bug?"""
    return isinstance(error, LibraryBusy | WorkCutShort | SyncBroke)


def pairing_helps(error: KClubError | None) -> bool:
    """Is it something that a new code puts right: a hub that has moved, or one that lets this device in no more?"""
    if isinstance(error, HubRefused):
        return error.status in (401, 404)
    return is_away(error) or isinstance(error, NotPaired | NoKeyring)


def on_its_way(error: KClubError | None) -> str:
    """Of a copy that has nothing of the community yet."""
    return tr("The data is on its way") if error is None else tr("Waits for the hub")


def state_card(
    found: Status,
    error: KClubError | None,
    now: int,
    unlock: Callable[[], None] | None = None,
    pair_again: Callable[[], None] | None = None,
    to_come: bool = False,
) -> QFrame:
    """The card of a paired library. now: UTC seconds; unlock: asks for the passphrase of this device's keys; pair_again: for a hub
    that has moved, or lets this device in no more; to_come: nothing of the community has come yet."""
    title, sentence, icon, tone = _told(found, error, now, to_come)
    mark = QLabel()
    mark.setPixmap(icons.pixmap(icon, tone, scaled(_ICON_PX)))
    words = parts.column(gap=4)
    words.addWidget(parts.text(title, "section", wrap=True))
    words.addWidget(parts.text(sentence, wrap=True))
    if error is not None:
        role = "secondary" if is_away(error) or is_passing(error) else "field_error"
        words.addWidget(parts.text(_why(error) if unlock is None else locked_words(), role, wrap=True))
    if unlock is not None:
        words.addLayout(parts.row(parts.button(tr("Unlock …"), unlock), None))
    elif pair_again is not None and pairing_helps(error):
        again = parts.button(tr("Pair again with a new code …"), pair_again, kind="link")
        words.addLayout(parts.row(again, None))
    top = parts.row(mark, words, gap=12)
    top.setStretch(1, 1)
    top.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
    inside = parts.column(gap=6)
    inside.addLayout(top)
    inside.addSpacing(4)
    inside.addLayout(parts.fact(tr("Hub"), found.hub or ""))
    called = found.device or shown.NOTHING
    if found.role:
        called = f"{called} · {role_words(found.role)}"
    inside.addLayout(parts.fact(tr("This device"), called))
    if found.role == "kiosk" or not found.sees_money:
        sees = Sees.READS if found.sees_money else Sees.NOTHING
        inside.addLayout(parts.fact(tr("Sees"), sees_words(found.role, sees)))
    files = files_words(**found.files.left())
    if files:
        inside.addLayout(parts.fact(tr("Files"), "\n".join(files)))
    return parts.card(inside)


def locked_words() -> str:
    """What holds sync up on a computer without a keyring, and what opens it."""
    return tr("The key to the hub is locked: this computer has no keyring, and your passphrase opens it.")


def _why(error: KClubError) -> str:
    """What is wrong with sync. That all is safe and goes later stands above it where only the hub is away."""
    if isinstance(error, HubUnreachable):
        return tr("{url}: {reason}", url=error.url, reason=reason_words(error.reason))
    return words_for(error)


def _told(
    found: Status, error: KClubError | None, now: int, to_come: bool = False
) -> tuple[str, str, str, str]:
    """(title, sentence, icon, tone)"""
    if to_come and is_away(error):
        words = tr(
            "What the community has comes to this computer when the hub answers; that begins by itself."
        )
        return tr("The hub is away"), words, "offline", "secondary"
    if to_come and error is None:
        words = tr("It is shown as it comes; nobody needs to wait here.")
        return tr("What the community has is on its way to this computer"), words, "sync", "accent"
    waiting = tr("Nothing waits here.")
    if found.waiting:
        waiting = tr_many(
            "1 change is safe here and goes to the hub later.",
            "{n} changes are safe here and go to the hub later.",
            found.waiting,
        )
    if is_away(error):
        words = tr("Everything works without it. {waiting}", waiting=waiting)
        return tr("The hub is away"), words, "offline", "secondary"
    if is_passing(error):
        return tr("Sync tries again by itself"), waiting, "sync", "secondary"
    if is_removal(error):
        words = tr("What has come to it stays here; nothing comes or goes any more.")
        return tr("This device was removed"), words, "warn", "warn"
    if error is not None:
        return tr("Sync needs you"), waiting, "warn", "warn"
    when = shown.ago(found.synced_at, now) if found.synced_at else tr("not yet")
    if found.aside and found.aside == found.waiting:
        stays = tr_many("1 change stays here", "{n} changes stay here", found.aside)
        return tr("All else is in step with the hub"), stays, "warn", "warn"
    if found.waiting:
        return tr("Saved here, on the way to the hub"), waiting, "sync", "accent"
    if found.files.here_only and found.files.why:
        return tr("All else is in step with the hub"), tr("Last synced: {when}", when=when), "warn", "warn"
    if any(files_words(**found.files.left())):
        when = tr("Last synced: {when}", when=when)
        return tr("Every change is in step with the hub; files are on their way"), when, "sync", "accent"
    return tr("All saved, in step with the hub"), tr("Last synced: {when}", when=when), "check", "good"
