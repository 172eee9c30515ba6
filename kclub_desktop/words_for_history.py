"""The history in words: what a step was, what it touched, how a field went from one value to another, what undo did."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kclub_desktop.store.changes import Op
from kclub_desktop.store.declare import Flag, Moment, Money, Table
from kclub_desktop.store.history import Step
from kclub_desktop.store.record_history import FieldChange
from kclub_desktop.store.since import Since
from kclub_desktop.store.take_back import Left, Taken
from kclub_desktop.words import tr, tr_many, tr_noop
from kclub_desktop.words_for_fields import words_for_field, words_for_table
from kclub_desktop.words_for_values import NOTHING, moment, money, number

_LONGEST = 60
_TABLES_TOLD = 3
OPERATIONS = {
    "add_member": tr_noop("Added"),
    "edit_member": tr_noop("Edited"),
    "archive_members": tr_noop("Archived"),
    "merge_members": tr_noop("Merged"),
    "not_duplicate": tr_noop("Said not to be the same"),
    "tag_members": tr_noop("Tags changed"),
    "join_members": tr_noop("Became a member"),
    "edit_household": tr_noop("Household changed"),
    "edit_fields": tr_noop("Own fields changed"),
    "write_note": tr_noop("Note changed"),
    "follow_up": tr_noop("To do changed"),
    "edit_course": tr_noop("Course edited"),
    "enrol": tr_noop("Enrolled"),
    "cancel_enrolment": tr_noop("Enrolment cancelled"),
    "rate": tr_noop("Rated"),
    "edit_event": tr_noop("Event edited"),
    "register": tr_noop("Registered"),
    "check_in": tr_noop("Checked in"),
    "undo_check_in": tr_noop("Check-in taken back"),
    "record_order": tr_noop("Order recorded"),
    "record_activity": tr_noop("Activity recorded"),
    "import": tr_noop("Imported"),
    "make_demo": tr_noop("Demo made"),
    "pair": tr_noop("Paired"),
    "sync": tr_noop("Synced"),
    "edit_segment": tr_noop("Segment saved"),
    "delete_segment": tr_noop("Segment deleted"),
    "resolve_conflict": tr_noop("Conflict settled"),
    "undo": tr_noop("Taken back"),
    "redo": tr_noop("Done again"),
    "edit_attachment": tr_noop("Attachments edited"),
    "record_consent": tr_noop("Consent recorded"),
    "edit_settings": tr_noop("Settings edited"),
    "erase": tr_noop("Erased"),
    "retention": tr_noop("Erased by rule"),
    "recommend": tr_noop("Course recommended"),
    "decline_course": tr_noop("Not interested noted"),
    "invite": tr_noop("Invitation prepared"),
    "experiment": tr_noop("Experiment changed"),
    "edit_device": tr_noop("Device edited"),
    "edit_plan": tr_noop("Plan edited"),
    "subscribe": tr_noop("Subscription started"),
    "edit_subscription": tr_noop("Subscription edited"),
    "renew": tr_noop("Subscriptions renewed"),
    "use_plan": tr_noop("Pass used"),
    "place_order": tr_noop("Order placed"),
    "cancel_order": tr_noop("Order cancelled"),
    "take_payment": tr_noop("Payment taken"),
    "refund_payment": tr_noop("Refunded"),
    "correct_payment": tr_noop("Payment corrected"),
    "payment_failed": tr_noop("Failed payment recorded"),
    "offer_link": tr_noop("Payment link offered"),
    "issue_receipt": tr_noop("Receipt issued"),
    "count_cash": tr_noop("Cash counted"),
    "settle_orders": tr_noop("Orders brought in line with payments"),
    "edit_coupon": tr_noop("Coupon saved"),
    "reward": tr_noop("Points and levels counted"),
    "edit_levels": tr_noop("Levels edited"),
    "set_level": tr_noop("Level given by hand"),
    "edit_points_rules": tr_noop("Points rules edited"),
    "correct_points": tr_noop("Points corrected"),
    "spend_points": tr_noop("Points spent"),
    "edit_badges": tr_noop("Badges edited"),
    "award_badge": tr_noop("Badge given or taken back"),
    "edit_benefits": tr_noop("Benefits edited"),
}


def operation_words(operation: str) -> str:
    """What a change set was; for an operation of a newer version only that something changed."""
    return tr(OPERATIONS[operation]) if operation in OPERATIONS else tr("Changed")


def device_words(device: str, here: bool) -> str:
    """The device by its name; without one, this or another."""
    return device or (tr("this device") if here else tr("another device"))


def step_words(step: Step) -> str:
    """One line: what was done, and to what: the thing by its name, or how many of which kind."""
    did = operation_words(step.operation)
    if step.of and step.operation in (Op.UNDO, Op.REDO):
        did = tr("{did}: {what}", did=did, what=operation_words(step.of))
    about = rows_words(step.rows) if sum(step.rows.values()) > 1 else step.what
    return f"{did} · {about}" if about else did


def undone_state_words(step: Step) -> str:
    """Whether it was taken back, and where if that was another device; '' if it stands."""
    if not step.undone:
        return ""
    if not step.undone_on:
        return tr("taken back")
    return tr("taken back on {device}", device=step.undone_on)


def step_line(step: Step, zone: str) -> str:
    """A step as a sentence of its own: its number, what it did, when, on which device."""
    when, device = moment(step.at, zone), device_words(step.device, step.here)
    return tr(
        "Step {step}: {what} · {when} · {device}",
        step=step.id,
        what=step_words(step),
        when=when,
        device=device,
    )


def rows_words(rows: Mapping[type[Table], int]) -> str:
    """How many rows of which table, most first."""
    most_first = sorted(rows.items(), key=lambda item: -item[1])
    said = [f"{table_words(model)} ×{number(count)}" for model, count in most_first[:_TABLES_TOLD]]
    more = ["…"] if len(most_first) > _TABLES_TOLD else []
    return tr(", ").join(said + more)


def change_words(model: type[Table], change: FieldChange, zone: str) -> str:
    """“Note: a → b”; at the making of a row only what it was made with."""
    after = value_words(model, change.field, change.after, change.name_after, zone, change.currency)
    if change.before is None and change.after is not None:
        said = after
    else:
        before = value_words(model, change.field, change.before, change.name_before, zone, change.currency)
        said = f"{before} → {after}"
    if not change.applied:
        said = tr("{change} (a later edit stands)", change=said)
    return tr("{did}: {what}", did=field_words(model, change.field), what=said)


def value_words(
    model: type[Table], field: str, value: Any, name: str = "", zone: str = "UTC", currency: str = ""
) -> str:
    """A value as people write it: a moment by its day and time, an amount with its currency, a reference by its name."""
    column = model.column(field)
    if value is None or value == "":
        return NOTHING
    if name:
        return f"“{name}”"
    if isinstance(column, Moment):
        return moment(value, zone)
    if isinstance(column, Money):
        return money(value, currency)
    if isinstance(column, Flag):
        return tr("Yes") if value else tr("No")
    if isinstance(value, int):
        return number(value)
    said = " ".join(str(value).split())
    return said if len(said) <= _LONGEST else said[: _LONGEST - 1] + "…"


def undone_words(result: Taken, redo: bool = False) -> str:
    """What undo or redo did, in one line."""
    if corrected := corrected_words(result):
        said = [*corrected, *exceptions_words(result)]
    elif not result.taken_back and not result.left:
        said = [tr("There is nothing to take back.")]
    elif not result.taken_back:
        said = [tr("It changed again since, so it was left as it is")]
    else:
        said = [
            tr("Done again") if redo else tr("Taken back"),
            *uses_words(result),
            *exceptions_words(result),
        ]
    return " · ".join(said)


def corrected_words(result: Taken) -> list[str]:
    """Which facts of money other facts take back, and which receipts are voided; [] for none."""
    corrected, voided = getattr(result, "corrected", 0), getattr(result, "voided", 0)
    said = []
    if corrected:
        said.append(
            tr_many("1 payment corrected; both stay in the record",
                    "{n} payments corrected; all stay in the record", corrected)
        )  # fmt: skip
    if voided:
        said.append(tr_many("1 receipt voided", "{n} receipts voided", voided))
    return said


def uses_words(result: Taken) -> list[str]:
    """Which uses of passes were given back, or taken again, with it; [] for none."""
    given_back, taken_again = getattr(result, "given_back", 0), getattr(result, "taken_again", 0)
    said = []
    if given_back:
        said.append(tr_many("1 use given back to the pass", "{n} uses given back to the passes", given_back))
    if taken_again:
        said.append(
            tr_many("1 use taken from the pass again", "{n} uses taken from the passes again", taken_again)
        )
    return said


def forecast_words(told: Since) -> str:
    """What undo would do, in one line; of a very long step only what was looked through."""
    if not told.taken_back and told.left:
        return tr("All of it changed again since, so there is nothing to take back")
    if not told.whole:
        return tr("{n} things or more would be taken back", n=number(told.taken_back))
    would = tr_many("1 thing would be taken back", "{n} things would be taken back", told.taken_back)
    return " · ".join([would, *exceptions_words(told)])


def exceptions_words(result: Taken) -> list[str]:
    """What undo leaves out, as short sentences; empty if it takes everything back."""
    said = []
    if result.left:
        said.append(
            tr_many("1 thing changed since and stays", "{n} things changed since and stay", result.left)
        )
    if result.facts:
        said.append(tr_many("1 fact stays in the record", "{n} facts stay in the record", result.facts))
    return said


def left_words(left: Left, zone: str) -> str:
    """One thing that undo leaves: its table, its field and what stands now."""
    if left.field == "":
        return tr("{thing}: worked on since", thing=table_words(left.model))
    now = value_words(left.model, left.field, left.now, zone=zone)
    named = f"{table_words(left.model)} · {field_words(left.model, left.field)}"
    return tr("{did}: {what}", did=named, what=now)


def table_words(model: type[Table]) -> str:
    """A table's name: one thing of its kind."""
    return words_for_table(model.name_of_table())


def field_words(model: type[Table], name: str) -> str:
    """A field's name."""
    return words_for_field(model.name_of_table(), name)
