"""What a person reads when something was refused or is unavailable: what happened, why, what to do.

One entry per leaf of errors.py, kept complete by a test. The errors themselves carry data only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kclub_desktop import (
    errors,
    errors_of_devices,
    errors_of_members,
    errors_of_money,
    errors_of_plans,
    errors_of_work,
    words_for_money,
    words_for_subscriptions,
)
from kclub_desktop.words import tr, tr_noop
from kclub_desktop.words_for_disk import disk_words
from kclub_desktop.words_for_hub import CERTIFICATES, reason_words
from kclub_desktop.words_for_values import moment

_FIELD_REASONS = {
    "empty": tr_noop("It cannot be empty."),
    "too_long": tr_noop("It is too long."),
    "email": tr_noop("This is not an e-mail address."),
    "phone": tr_noop("This is not a phone number."),
    "stars": tr_noop("Stars go from 1 to 5."),
    "progress": tr_noop("Progress goes from 0 to 100 percent."),
    "date": tr_noop("This is not a date."),
    "month": tr_noop("A month is written as 2027-08."),
    "order": tr_noop("The first day is after the last one."),
    "months": tr_noop("Months go from 1 to 1200."),
    "amount": tr_noop("This is not an amount of money."),
    "currency": tr_noop("This is not the code of a currency, such as CNY or EUR."),
    "interval": tr_noop("A price is paid once, per use, by the month or by the year."),
    "interval_count": tr_noop("A period is 1 to 120 months or years; what is paid once or per use has none."),
    "uses": tr_noop("A price per use needs 1 to 10,000 uses, and no other price has any."),
    "trial_days": tr_noop("A trial has 0 to 3650 days, and only a price by the month or year has one."),
    "valid_days": tr_noop("It is valid for 1 to 36,500 days, and only if paid once or per use."),
    "used_by": tr_noop(
        "A use is taken by check_in, by course or, left empty, by both; only of a price per use."
    ),
    "ahead": tr_noop("This day is not ahead."),
    "days": tr_noop("Days go from 0 to 365."),
    "tries": tr_noop("Tries go from 1 to 20."),
    "tax_rate": tr_noop("A tax rate goes from 0 to 100 percent."),
    "due_days": tr_noop("The days until payment is due go from 0 to 365."),
    "receipt_prefix": tr_noop("A receipt's prefix has up to 8 letters, digits, - or /."),
    "who": tr_noop("Choose a member first."),
    "keep_days": tr_noop("Days a level is kept go from 0 to 3660."),
    "keep_percent": tr_noop("The share that keeps a level goes from 1 to 100 percent."),
    "behaviour": tr_noop("Points can be earned by purchase, completion, rating, check_in, post or question."),
    "points": tr_noop("Points go from 1 to 1,000,000, in whole numbers."),
    "amount_above_zero": tr_noop("The amount for one point must be above zero."),
    "days_or_none": tr_noop("Days go from 1 to 36,600; leave it empty for no limit."),
    "measure": tr_noop("It can be measured by spend, points, courses, events, posts or months."),
    "at_least": tr_noop("It must be at least 1."),
    "too_many": tr_noop("These are too many."),
    "twice": tr_noop("There is another one of this name."),
    "board": tr_noop("A leaderboard shows points, courses or events."),
    "benefit_kind": tr_noop(
        "A benefit is a discount, early access, priority in support, content or something else."
    ),
    "percent": tr_noop("A discount goes from 0.01 to 100 percent."),
    "hours": tr_noop("Hours go from 1 to 8784."),
    "course_or_category": tr_noop("Say which course or category it opens."),
    "given_by": tr_noop("Say who has it: a level, a plan, or for how many points."),
    "number": tr_noop("This is not a number."),
    "choice": tr_noop("This is not one of the choices."),
    "choices": tr_noop("A choice needs at least two words to choose from."),
    "oneself": tr_noop("Nobody brings themself."),
    "taken": tr_noop("There is one of that name already."),
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

_HUB_BACKUP = {
    "damaged": tr_noop("{file} is no backup of a hub, or it is damaged. Nothing was changed."),
    "not_empty": tr_noop(
        "This hub has a community. Restore {file} into a new, empty database; nothing was changed."
    ),
}

_NOT_UNDOABLE = {
    "facts": tr_noop("What happened stays in the record. Correct it where it was recorded."),
    "operation": tr_noop("This step cannot be taken back."),
    "standing": tr_noop("This step stands; there is nothing to do again."),
    "paid": tr_noop("Money came for this order since. Cancel the order, or refund it, instead."),
    "corrected": tr_noop("Nothing of it stands any more: it was given back or corrected since."),
    "credit": tr_noop(
        "What the change gave back was used for an order since. Change the price again instead."
    ),
}

_MERGE = {
    "same": tr_noop("A member cannot be merged with themself. Choose two records."),
    "merged": tr_noop("{name} was merged already. Choose the record that was kept."),
    "erased": tr_noop("One of the two was erased and says nothing any more, so there is nothing to merge."),
}

_DAMAGED = {
    "header": tr_noop("its beginning is not what was written"),
    "piece": tr_noop("a part of it was changed or is missing"),
    "contents": tr_noop("not everything is in it"),
    "hash": tr_noop("a part of it was changed"),
}

_ARCHIVE = {
    "manifest": tr_noop("its list of contents is missing or not readable"),
    "name": tr_noop("it holds a file that does not belong there"),
    "size": tr_noop("what is in it is far larger than it says"),
}


def words_for(error: errors.KClubError) -> str:
    """One or two sentences in the current language. A leaf without words is a bug and raises KeyError."""
    return WORDS[type(error)](error)


def field_reason(why: str) -> str:
    """Words under an input field for the code of a FieldRefused."""
    return tr(_FIELD_REASONS[why])


def _hub_needed(e: errors_of_devices.HubNeeded) -> str:
    if e.is_answer_lost:
        return tr(
            "This needs the hub at {url}, and its answer did not come ({reason}). It may have been done all the same: try again"
            " when the hub is there. A pairing code that it took is still good from here.",
            url=e.url,
            reason=reason_words(e.reason),
        )
    return tr(
        "This needs the hub at {url}, and it did not answer ({reason}). If the address is right, try again when it is there.",
        url=e.url,
        reason=reason_words(e.reason),
    )


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


def _backup_damaged(e: errors.BackupDamaged) -> str:
    why = tr(_DAMAGED[e.why]) if e.why in _DAMAGED else e.why
    return tr(
        "{file} is damaged and cannot be used: {reason}. Nothing was changed; take another backup.",
        file=e.file,
        reason=why,
    )


def _archive_refused(e: errors.ArchiveRefused) -> str:
    entry = f" ({e.entry})" if e.entry else ""
    return tr(
        "{file} was not opened: {reason}. Nothing was changed.",
        file=e.file,
        reason=tr(_ARCHIVE[e.why]) + entry,
    )


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
    errors_of_work.WorkCutShort: lambda e: tr(
        "The computer ended this work before it was done ({reason}). What was written until then is kept; try again.",
        reason=e.reason,
    ),
    errors_of_work.SyncBroke: lambda e: tr(
        "Syncing met a fault in this program ({kind}), which is in the log. Nothing was lost; it is tried again by itself.",
        kind=e.kind,
    ),
    errors.LibraryBusy: lambda e: tr(
        "Another program is writing to the library in {folder}. Nothing was changed; try again in a moment.",
        folder=e.folder,
    ),
    errors.LibraryNotWritable: lambda e: tr(
        "Nothing was written to the library in {folder}: {reason}. What was there before is still there.",
        folder=e.folder,
        reason=disk_words(e.reason),
    ),
    errors.UnknownMember: lambda e: tr("No member fits “{asked}”.", asked=e.asked),
    errors.UnknownLevel: lambda e: tr(
        "There is no level “{asked}”. `kclub level list` shows those there are.", asked=e.asked
    ),
    errors.UnknownBadge: lambda e: tr(
        "There is no badge “{asked}”. `kclub badge list` shows those there are.", asked=e.asked
    ),
    errors.UnknownBenefit: lambda e: tr("There is no benefit “{asked}” to be had for points.", asked=e.asked),
    errors.UnknownPoints: lambda e: tr(
        "“{asked}” is no line of points that was spent or corrected by hand, so it cannot be taken back.",
        asked=e.asked,
    ),
    errors.NotEnoughPoints: lambda e: tr(
        "They have {has} points, and {wanted} are asked for. Nothing was spent.",
        has=f"{e.has:,}",
        wanted=f"{e.wanted:,}",
    ),
    errors.NoAccess: lambda e: tr(
        "“{course}” is only for members with a level or plan that opens it. Give them the level or the plan first.",
        course=e.course,
    ),
    errors.NotOpenYet: lambda e: tr(
        "Registration for “{event}” opens on {day} for this member. Come back then, or give them a level or a plan with early access.",
        event=e.event,
        day=moment(e.opens_at, e.zone),
    ),
    errors.FieldRefused: lambda e: field_reason(e.why),
    errors.HubUnreachable: lambda e: tr(
        "We could not reach the hub at {url} ({reason}). Your changes are safe here and will go later.",
        url=e.url,
        reason=reason_words(e.reason),
    ),
    errors_of_devices.HubNeeded: lambda e: _hub_needed(e),
    errors.HubCertificate: lambda e: tr(
        "We did not talk to the hub at {url}: {reason}. Your changes are safe here and will go later.",
        url=e.url,
        reason=tr(CERTIFICATES[e.why]),
    ),
    errors.UnknownDevice: lambda e: tr(
        "“{asked}” names no device, or several. There is: {known}.",
        asked=e.asked,
        known=", ".join(e.known) or "–",
    ),
    errors.UnknownConflict: lambda e: tr(
        "There is no conflict {asked}. kclub conflicts list names those there are.", asked=e.asked
    ),
    errors.NotBoth: lambda e: tr(
        "The two values of conflict {conflict} cannot both stand; choose mine or theirs.", conflict=e.conflict
    ),
    errors.NotALink: lambda e: tr(
        "This is no pairing link. One begins with kclub:pair and is made on an owner's device."
    ),
    errors.HubRefused: lambda e: tr(
        "The hub at {url} said no: {reason} ({status}).",
        url=e.url,
        reason=reason_words(e.reason),
        status=e.status,
    ),
    errors.NotPaired: lambda e: tr(
        "This library is not paired with a hub yet. Make a code at the hub and pair with it."
    ),
    errors.PairingCodeRefused: lambda e: tr(
        "The hub at {url} does not take this code. Look at it again; a code works once, for ten minutes and five tries. An"
        " owner’s device makes a new one (Sync › Add a device), or the hub itself: kclub hub code.",
        url=e.url,
    ),
    errors_of_devices.NothingToJoin: lambda e: tr(
        "There is no community at the hub {url} yet. First pair the library that has yours, in its window under Sync or with"
        " kclub pair --library and its folder (Settings › Storage says which); this code is still good for it.",
        url=e.url,
    ),
    errors.AnotherCommunity: lambda e: tr(
        "The library in {folder} already holds a community of its own, and the code is of another one. Pair an empty library"
        " with {url}, or let the hub keep yours beside the other: kclub hub code NAME makes a code for it.",
        folder=e.folder,
        url=e.url,
    ),
    errors.InsecureHub: lambda e: tr(
        "{url} is on another computer: its address has to begin with https.", url=e.url
    ),
    errors.ClockWrong: _clock_wrong,
    errors.NoKeyring: lambda e: tr(
        "This computer has no keyring to keep secrets in. Set KCLUB_PASSPHRASE: a file locked by it keeps them."
    ),
    errors_of_money.MoneyNotHere: lambda e: tr(
        "This device sees no money. An owner can change that on their own device, under Sync › Devices."
    ),
    errors.NotImportable: lambda e: tr(_NOT_IMPORTABLE[e.why], file=e.file),
    errors.UnrecognisedFile: lambda e: tr(
        "We do not know what {file} holds. Its columns are: {headers}. Nothing was changed.",
        file=e.file,
        headers=", ".join(e.headers) or "–",
    ),
    errors.FileNotReadable: lambda e: tr(
        "{file} cannot be read: {reason}.", file=e.file, reason=disk_words(e.reason)
    ),
    errors.FileNotWritable: lambda e: tr(
        "{file} cannot be written: {reason}.", file=e.file, reason=disk_words(e.reason)
    ),
    errors.HubNotStarted: lambda e: tr(
        "The hub could not start on {where}: {reason}.", where=e.where, reason=e.reason
    ),
    errors.UnknownOnHub: lambda e: tr(
        "“{asked}” fits nothing at this hub, or several. There is: {known}.",
        asked=e.asked,
        known=", ".join(e.known) or "–",
    ),
    errors.HubBackupRefused: lambda e: tr(_HUB_BACKUP[e.why], file=e.file),
    errors.NoEvent: lambda e: tr(
        "There is no such event in {folder}. Add the event in the desk, then start the kiosk.",
        folder=e.folder,
    ),
    errors.FilterRefused: _filter_refused,
    errors.UnknownSegment: lambda e: tr("There is no segment “{segment}”.", segment=e.segment),
    errors.FolderNotEmpty: lambda e: tr(
        "{folder} holds other files. Choose an empty folder; nothing was changed.", folder=e.folder
    ),
    errors.FileThere: lambda e: tr(
        "{file} is there already. Choose another name; nothing was changed.", file=e.file
    ),
    errors.UnknownChange: lambda e: tr(
        "There is no step {number}. The numbers are in kclub history.", number=e.change_set
    ),
    errors.AlreadyUndone: lambda e: tr("Step {number} is already taken back.", number=e.step),
    errors.NotUndoable: lambda e: tr(_NOT_UNDOABLE[e.why]),
    errors.NothingToUndo: lambda e: (
        tr("There is nothing to do again.") if e.redo else tr("There is nothing to take back.")
    ),
    errors.LibraryOpenElsewhere: lambda e: tr(
        "The library in {folder} is still open in a desk, a kiosk or a command. Close it there and try again; nothing"
        " was changed.",
        folder=e.folder,
    ),
    errors.PassphraseNeeded: lambda e: tr(
        "{what} is encrypted, and this computer does not hold its key. Its passphrase opens it; a command takes it from"
        " KCLUB_PASSPHRASE.",
        what=e.what,
    ),
    errors.WrongPassphrase: lambda e: tr("This passphrase does not open {what}.", what=e.what),
    errors.ErasureUnconfirmed: lambda e: tr(
        "Nothing was erased: erasing {name} cannot be undone, and nobody can be asked here. Repeat it with --yes, or with"
        " --dry-run to see what would go.",
        name=e.who,
    ),
    errors.PassphraseTooShort: lambda e: tr(
        "A passphrase needs at least {least} characters; a few words that nobody guesses are best.",
        least=e.least,
    ),
    errors.EncryptedAlready: lambda e: tr(
        "The library in {folder} is encrypted. Its own passphrase opens its backups too.", folder=e.folder
    ),
    errors.NotEncrypted: lambda e: tr("The library in {folder} is not encrypted.", folder=e.folder),
    errors.NotABackup: lambda e: tr("{file} is not a library, a backup or an archive of KClub.", file=e.file),
    errors.BackupDamaged: _backup_damaged,
    errors.BackupTooNew: lambda e: tr(
        "{file} was made by a newer version of KClub (file version {version}, this program knows {known}). Update KClub"
        " to restore it; nothing was changed.",
        file=e.file,
        version=e.file_version,
        known=e.known_version,
    ),
    errors.ArchiveRefused: _archive_refused,
    errors.BackupOfAnother: lambda e: tr(
        "{file} is of another community than the library in {folder}. Restore it into a folder of its own.",
        file=e.file,
        folder=e.folder,
    ),
    errors.AttachmentTooLarge: lambda e: tr(
        "{file} has {size} MB. An attachment can have {limit} MB at most.",
        file=e.file,
        size=-(-e.size // 1_000_000),
        limit=e.limit // 1_000_000,
    ),
    errors.AttachmentNotHere: lambda e: (
        tr("{name} is damaged on this computer. Look for it in a backup or on another device.", name=e.name)
        if e.damaged
        else tr(
            "{name} is not on this computer. Look for it on the device where it was added, or in an archive.",
            name=e.name,
        )
    ),
    errors.ExperimentRunning: lambda e: tr(
        "“{name}” is still running. End it before another comparison begins.", name=e.name
    ),
    errors.UnknownCourse: lambda e: tr("There is no course “{asked}”.", asked=e.asked),
    errors.CourseNotOpen: lambda e: tr(
        "Nobody can be invited to “{title}” now: it is not published, or its rights do not hold.",
        title=e.title,
    ),
    errors_of_plans.MoveRefused: words_for_subscriptions.move_refused,
    errors_of_plans.PlanRefused: lambda e: words_for_subscriptions.plan_refused(e.why, e.what),
    errors_of_plans.UnknownPlan: lambda e: tr(
        "“{asked}” fits no plan or price, or several. kclub plan list shows them with their ids.",
        asked=e.asked,
    ),
    errors_of_plans.UnknownSubscription: lambda e: tr(
        "“{asked}” fits no subscription, or several. kclub subscription show MEMBER shows them with their ids.",
        asked=e.asked,
    ),
    errors.UnknownEvent: lambda e: tr("No event fits “{asked}”.", asked=e.asked),
    errors_of_money.UnknownOrder: lambda e: tr("No order fits “{asked}”.", asked=e.asked),
    errors_of_money.UnknownPayment: lambda e: tr("No payment has the number {asked}.", asked=e.asked),
    errors_of_money.UnknownReceipt: lambda e: tr("No receipt fits “{asked}”.", asked=e.asked),
    errors_of_money.OrderRefused: words_for_money.order_refused,
    errors_of_money.AmountRefused: words_for_money.amount_refused,
    errors_of_money.CouponRefused: words_for_money.coupon_refused,
    errors_of_money.ReceiptRefused: words_for_money.receipt_refused,
    errors_of_money.LinkRefused: words_for_money.link_refused,
    errors_of_members.MergeRefused: lambda e: tr(_MERGE[e.why], name=e.name or tr("No name")),
    errors_of_members.UnknownHousehold: lambda e: tr(
        "There is no household or company “{asked}”.", asked=e.asked
    ),
    errors_of_members.NotEnrolled: lambda e: tr(
        "They are not enrolled in “{course}”, so there is nothing to cancel.", course=e.course
    ),
    errors_of_members.UnknownField: lambda e: tr(
        "There is no field of your own called “{asked}”.", asked=e.asked
    ),
}
