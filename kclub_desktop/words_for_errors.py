"""What a person reads when something was refused or is unavailable: what happened, why, what to do.

One entry per leaf of errors.py, kept complete by a test. The errors themselves carry data only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kclub_desktop import errors
from kclub_desktop.words import tr, tr_noop

_FIELD_REASONS = {
    "empty": tr_noop("It cannot be empty."),
    "too_long": tr_noop("It is too long."),
    "email": tr_noop("This is not an e-mail address."),
    "phone": tr_noop("This is not a phone number."),
    "stars": tr_noop("Stars go from 1 to 5."),
    "progress": tr_noop("Progress goes from 0 to 100 percent."),
    "date": tr_noop("This is not a date."),
    "amount": tr_noop("This is not an amount of money."),
}

_NOT_IMPORTABLE = {
    "missing": tr_noop("There is no file {file}."),
    "folder": tr_noop("{file} is a folder. Choose a file in it."),
    "empty": tr_noop("{file} is empty."),
    "binary": tr_noop("{file} is not a CSV file. Export it as CSV and import that."),
}

_FILTER_REASONS = {
    "json": tr_noop("it is not JSON"),
    "shape": tr_noop("a part is all, any, not, or a condition with field, is and value"),
    "version": tr_noop("a newer version of KClub made it"),
    "too_many": tr_noop("it has too many conditions"),
    "too_deep": tr_noop("its parts are nested too deeply"),
    "empty": tr_noop("“any” needs at least one part"),
    "unknown_field": tr_noop("there is no field {given}"),
    "unknown_operator": tr_noop("{given} cannot be asked of this field"),
    "words": tr_noop("{given} is not a list of texts"),
    "tag": tr_noop("{given} is not a tag"),
    "days": tr_noop("{given} is not a number of days"),
    "period": tr_noop("{given} is not a first and a last day, as [“2026-01-01”, null]"),
    "money": tr_noop("{given} is not an amount with its currency"),
    "row": tr_noop("{given} is not an id"),
    "yes_no": tr_noop("{given} is neither true nor false"),
    "text": tr_noop("{given} is no text to look for"),
}


def words_for(error: errors.KClubError) -> str:
    """One or two sentences in the current language. A leaf without words is a bug and raises KeyError."""
    return WORDS[type(error)](error)


def field_reason(why: str) -> str:
    """Words under an input field for the code of a FieldRefused."""
    return tr(_FIELD_REASONS[why])


def _filter_refused(e: errors.FilterRefused) -> str:
    reason = tr(_FILTER_REASONS[e.why], given=e.given)
    if e.where:
        return tr("This filter cannot be used, at {where}: {reason}.", where=e.where, reason=reason)
    return tr("This filter cannot be used: {reason}.", reason=reason)


def _clock_wrong(e: errors.ClockWrong) -> str:
    days = round(abs(e.ahead) / 86400, 1)
    if e.ahead > 0:
        return tr("The clock of this computer is {days} days fast. Set it right and sync again.", days=days)
    return tr("The clock of this computer is {days} days slow. Set it right and sync again.", days=days)


WORDS: dict[type[errors.KClubError], Callable[[Any], str]] = {
    errors.NotALibrary: lambda e: tr("There is no KClub library in {folder}.", folder=e.folder),
    errors.AlreadyALibrary: lambda e: tr(
        "{folder} already holds a library. Open it, or choose an empty folder.", folder=e.folder
    ),
    errors.LibraryTooNew: lambda e: tr(
        "The library in {folder} was last opened by a newer version of KClub (file version {file}, this program knows"
        " {known}). Update KClub to open it; nothing was changed.",
        folder=e.folder,
        file=e.file_version,
        known=e.known_version,
    ),
    errors.LibraryInUse: lambda e: tr(
        "The library in {folder} is already open in another window.", folder=e.folder
    ),
    errors.LibraryUnreadable: lambda e: tr(
        "The library in {folder} cannot be read: {reason}.", folder=e.folder, reason=e.reason
    ),
    errors.LibraryBusy: lambda e: tr(
        "Another program is writing to the library in {folder}. Nothing was changed; try again in a moment.",
        folder=e.folder,
    ),
    errors.LibraryNotWritable: lambda e: tr(
        "Nothing was written to the library in {folder}: {reason}. What was there before is still there.",
        folder=e.folder,
        reason=e.reason,
    ),
    errors.UnknownMember: lambda e: tr("No member fits “{asked}”.", asked=e.asked),
    errors.FieldRefused: lambda e: field_reason(e.why),
    errors.HubUnreachable: lambda e: tr(
        "We could not reach the hub at {url} ({reason}). Your changes are safe here and will go later.",
        url=e.url,
        reason=e.reason,
    ),
    errors.HubRefused: lambda e: tr(
        "The hub at {url} said no: {reason} ({status}).", url=e.url, reason=e.reason, status=e.status
    ),
    errors.NotPaired: lambda e: tr(
        "This library is not paired with a hub yet. Make a code at the hub and pair with it."
    ),
    errors.PairingCodeRefused: lambda e: tr(
        "The hub at {url} does not take this code. A code works once, for ten minutes; make a new one at the hub.",
        url=e.url,
    ),
    errors.AnotherCommunity: lambda e: tr(
        "The library in {folder} already holds a community of its own. Pair an empty library with {url} instead.",
        folder=e.folder,
        url=e.url,
    ),
    errors.InsecureHub: lambda e: tr(
        "{url} is on another computer: its address has to begin with https.", url=e.url
    ),
    errors.ClockWrong: _clock_wrong,
    errors.NoKeyring: lambda e: tr(
        "This system has no keyring to keep {secret} in. Choose a file with a passphrase instead.",
        secret=e.secret,
    ),
    errors.NotImportable: lambda e: tr(_NOT_IMPORTABLE[e.why], file=e.file),
    errors.UnrecognisedFile: lambda e: tr(
        "We do not know what {file} holds. Its columns are: {headers}. Nothing was changed.",
        file=e.file,
        headers=", ".join(e.headers) or "–",
    ),
    errors.FileNotReadable: lambda e: tr("{file} cannot be read: {reason}.", file=e.file, reason=e.reason),
    errors.FileNotWritable: lambda e: tr("{file} cannot be written: {reason}.", file=e.file, reason=e.reason),
    errors.HubNotStarted: lambda e: tr(
        "The hub could not start on {where}: {reason}.", where=e.where, reason=e.reason
    ),
    errors.NoEvent: lambda e: tr(
        "There is no such event in {folder}. Add the event in the desk, then start the kiosk.",
        folder=e.folder,
    ),
    errors.FilterRefused: _filter_refused,
    errors.UnknownSegment: lambda e: tr("There is no segment “{segment}”.", segment=e.segment),
    errors.FolderNotEmpty: lambda e: tr(
        "{folder} holds other files. Choose an empty folder; nothing was changed.", folder=e.folder
    ),
}
