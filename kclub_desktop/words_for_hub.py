"""What a hub says, in the person's language: why it refuses, why it cannot be reached, what a role may do.

The hub's own words are the English titles of its problem documents; one of a newer hub is shown as it is.
"""

from __future__ import annotations

from kclub_desktop.words import tr, tr_many, tr_noop
from kclub_protocol.scopes import Sees

_REASONS = {
    "no token": tr_noop("this computer does not hold the library's key to it; pair the library again"),
    "the answer is not one of a hub": tr_noop("the answer is not one of a hub"),
    "the answer is larger than any of a hub": tr_noop("the answer is larger than any of a hub"),
    "the answer was cut short": tr_noop("the answer was cut short"),
    "the hub is older than this program": tr_noop("the hub is older than this program; update the hub"),
    "ConnectionError": tr_noop("nothing answers there"),
    "ConnectTimeout": tr_noop("nothing answers there"),
    "ReadTimeout": tr_noop("it took too long to answer"),
    "ChunkedEncodingError": tr_noop("the answer was cut short"),
    "InvalidURL": tr_noop("this is not an address"),
    "Not Found": tr_noop("there is no hub at this address"),
    "The hub does not know this device": tr_noop(
        "it does not know this device; pair it again with a new code"
    ),
    "A device token is needed": tr_noop("it does not know this device; pair it again with a new code"),
    "This device was removed from the hub": tr_noop("this device was removed; ask an owner for a new code"),
    "A kiosk may not ask for that": tr_noop("a kiosk may not ask for that"),
    "Only an owner may do that": tr_noop("only an owner's device may do that"),
    "Only an owner removes other devices": tr_noop("only an owner's device may do that"),
    "This device may not change that": tr_noop("this device may not change that"),
    "A device sends only what was written on it": tr_noop("it was written on another device"),
    "There is no such device": tr_noop("there is no such device"),
    "It was restored from a backup and went on as another device": tr_noop(
        "it was restored from a backup and went on as another device"
    ),
    "This community has used up its devices": tr_noop("this community has used up its 8,191 devices"),
    "Too many attempts at pairing": tr_noop("too many tries; wait a minute"),
    "Too many calls": tr_noop("too many calls; it goes on in a minute"),
    "Too many unknown tokens": tr_noop("too many tries; wait a minute"),
    "The request is too large": tr_noop("the change is too large"),
    "A change does not have the agreed shape": tr_noop("the change is not of the agreed shape"),
    "A number is not one": tr_noop("the change is not of the agreed shape"),
    "The hub's database is not there now": tr_noop("its database is away; it is tried again"),
}

CERTIFICATES = {
    "expired": tr_noop("its certificate has expired. Whoever runs the hub renews it"),
    "early": tr_noop("its certificate is not valid yet. Look at the clock of this computer, or at the hub's"),
    "unknown": tr_noop(
        "nobody this computer trusts has signed its certificate. Somebody may be in between; if the hub's certificate is"
        " your own, name the file of its authority in KCLUB_CA_FILE"
    ),
    "name": tr_noop("its certificate is for another name. Look at the address"),
    "other": tr_noop("its certificate is not good, or it does not speak https at all"),
}

_ROLES = {
    "owner": tr_noop("Owner"),
    "staff": tr_noop("Staff"),
    "kiosk": tr_noop("Kiosk"),
}


def reason_words(reason: str) -> str:
    """Why a hub refuses or is not there; as it came where it is none we know."""
    return tr(_REASONS[reason]) if reason in _REASONS else reason


def role_words(role: str) -> str:
    """What a device is for, in a word."""
    return tr(_ROLES[role]) if role in _ROLES else role


MONEY = {
    Sees.WRITES: tr_noop("Sees and changes it"),
    Sees.READS: tr_noop("Only sees it"),
    Sees.NOTHING: tr_noop("Does not see it"),
}
"""What a staff device may be granted of money, for a choice."""


def granted_words(name: str, sees: Sees) -> str:
    """What became of a device's grant."""
    if sees is Sees.WRITES:
        return tr("{name} may write money now.", name=name)
    if sees is Sees.READS:
        return tr("{name} only reads money now.", name=name)
    return tr("{name} sees no money any more; what it has of it goes at its next sync.", name=name)


def sees_words(role: str, money: Sees) -> str:
    """What a device of a role sees and may do, in a sentence. money: what was granted to staff."""
    if role == "owner":
        return tr("Sees and changes everything, adds and removes devices")
    if role == "kiosk":
        return tr(
            "Sees published courses, coming events and their guests; of members a short name, level and points"
        )
    if money is Sees.WRITES:
        return tr("Sees everything; changes everything, money too")
    if money is Sees.NOTHING:
        return tr("Sees and changes everything but money: no orders, payments or subscriptions")
    return tr("Sees everything; changes all but money")


def files_in_short(here_only: int, elsewhere: int, why: str) -> str:
    """The same in two or three words, what is to be done here first; '' if all have come."""
    if here_only:
        return tr_many("1 file waits", "{n} files wait", here_only)
    return tr_many("1 file to come", "{n} files to come", elsewhere) if elsewhere else ""


def files_words(here_only: int, elsewhere: int, why: str) -> list[str]:
    """What is to be said of attachments that have not come everywhere, a sentence each; none if all have.

    why: full, too-old or '', as in sync.files.FilesState.
    """
    said = []
    if here_only:
        said.append(_here_only(here_only, why))
    if elsewhere:
        said.append(
            tr_many(
                "1 file is still on the device where it was added; it comes when that device syncs.",
                "{n} files are still on the devices where they were added; they come when those devices sync.",
                elsewhere,
            )
        )
    return said


def _here_only(count: int, why: str) -> str:
    if why == "full":
        return tr_many(
            "The hub's space for files is full: 1 file stays on this device. Room comes back a month after files are removed.",
            "The hub's space for files is full: {n} files stay on this device. Room comes back a month after files are removed.",
            count,
        )
    if why == "too-old":
        return tr_many(
            "The hub is too old to keep files: 1 file stays on this device until the hub is updated.",
            "The hub is too old to keep files: {n} files stay on this device until the hub is updated.",
            count,
        )
    return tr_many(
        "1 file of this device is not at the hub yet.",
        "{n} files of this device are not at the hub yet.",
        count,
    )
