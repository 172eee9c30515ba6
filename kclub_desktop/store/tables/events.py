"""Events, who comes to them, who came, and what was printed for them."""

from __future__ import annotations

from kclub_desktop.store.declare import (
    HIDDEN,
    IMPERSONAL,
    PERSONAL,
    SEEN,
    Fact,
    Flag,
    Integer,
    Json,
    Moment,
    Money,
    Record,
    Reference,
    Text,
    named,
)


class EventSeries(Record):
    """A gathering that comes again; each time is an event of its own."""

    Meta = named("event_series")
    number = 59
    title = Text(IMPERSONAL, SEEN)
    rule = Text(IMPERSONAL, HIDDEN, means="RFC 5545 RRULE")
    zone = Text(IMPERSONAL, HIDDEN, default="Asia/Shanghai", means="IANA name")
    starts_local = Text(IMPERSONAL, HIDDEN, means="first time, YYYY-MM-DDTHH:MM in its zone")
    minutes = Integer(IMPERSONAL, HIDDEN, default=60)
    excluded = Json(IMPERSONAL, HIDDEN, means="list of local times that are left out")
    made_until = Text(IMPERSONAL, HIDDEN, means="local day up to which events have been made")
    status = Text(IMPERSONAL, HIDDEN, default="active", means="active or ended")
    created_at = Moment(IMPERSONAL, HIDDEN)


class Event(Record):
    """A gathering online, on site or both; zone is the IANA name its local time is kept in."""

    Meta = named("event")
    number = 6
    title = Text(IMPERSONAL, SEEN)
    summary = Text(IMPERSONAL, SEEN)
    mode = Text(IMPERSONAL, SEEN, default="on_site", means="online, on_site or hybrid")
    place = Text(IMPERSONAL, SEEN)
    zone = Text(IMPERSONAL, SEEN, default="Asia/Shanghai")
    starts_at = Moment(IMPERSONAL, SEEN)
    ends_at = Moment(IMPERSONAL, SEEN)
    capacity = Integer(IMPERSONAL, SEEN, null=True, means="null: no limit")
    price = Money(IMPERSONAL, SEEN, default=0)
    currency = Text(IMPERSONAL, SEEN)
    status = Text(IMPERSONAL, SEEN, default="planned", means="draft, planned or cancelled")
    starts_local = Text(
        IMPERSONAL,
        SEEN,
        means="YYYY-MM-DDTHH:MM in its zone, what was meant if the zone's rules change; '' if unknown",
    )
    ends_local = Text(IMPERSONAL, SEEN)
    series = Reference(IMPERSONAL, SEEN, to="event_series", null=True)
    occurrence = Text(IMPERSONAL, SEEN, means="the local time of the series this one stands for")
    url = Text(IMPERSONAL, HIDDEN, means="where it is online")
    cover = Reference(IMPERSONAL, SEEN, to="attachment", null=True)
    host = Text(IMPERSONAL, SEEN)
    tags = Text(IMPERSONAL, SEEN, means="names separated by commas")
    level = Reference(IMPERSONAL, SEEN, to="level", null=True, means="lowest level that may register")
    registration_opens_at = Moment(IMPERSONAL, SEEN, null=True)
    registration_closes_at = Moment(IMPERSONAL, SEEN, null=True)
    has_waiting_list = Flag(IMPERSONAL, SEEN, default=1)
    cancelled_at = Moment(IMPERSONAL, SEEN, null=True)
    cancel_reason = Text(IMPERSONAL, SEEN)


class TicketKind(Record):
    """A kind of ticket of an event: its price, how many there are, and for whom."""

    Meta = named("ticket_kind")
    number = 60
    event = Reference(IMPERSONAL, SEEN, to="event")
    name = Text(IMPERSONAL, SEEN)
    price = Money(IMPERSONAL, SEEN, default=0)
    currency = Text(IMPERSONAL, SEEN)
    capacity = Integer(IMPERSONAL, SEEN, null=True, means="null: as the event's")
    level = Reference(IMPERSONAL, SEEN, to="level", null=True, means="lowest level that may have it")
    plan = Reference(IMPERSONAL, SEEN, to="plan", null=True, means="only for this plan")
    sold_from = Moment(IMPERSONAL, SEEN, null=True)
    sold_until = Moment(IMPERSONAL, SEEN, null=True)
    position = Integer(IMPERSONAL, SEEN, default=0)
    active = Flag(IMPERSONAL, SEEN, default=1)


class Registration(Record):
    """Who comes to an event, once per pair; ticket is the code printed on it. Places are counted from these."""

    Meta = named("registration")
    number = 7
    natural_key = ("event", "member")
    stays = frozenset({"status"})
    event = Reference(PERSONAL, SEEN, to="event")
    member = Reference(PERSONAL, SEEN, to="member")
    registered_at = Moment(PERSONAL, HIDDEN, means="also the place in the waiting list")
    ticket = Text(PERSONAL, SEEN)
    status = Text(PERSONAL, SEEN, default="registered", means="registered, waiting or cancelled")
    paid = Flag(PERSONAL, SEEN, default=1)
    ticket_kind = Reference(PERSONAL, SEEN, to="ticket_kind", null=True)
    order = Reference(PERSONAL, HIDDEN, to="order", null=True)
    source = Text(IMPERSONAL, HIDDEN, means="desk, kiosk, walk_in, import or an endpoint")
    offered_at = Moment(PERSONAL, HIDDEN, null=True, means="when a place was offered to who waits")
    offer_ends_at = Moment(PERSONAL, HIDDEN, null=True)
    promoted_at = Moment(PERSONAL, HIDDEN, null=True, means="when waiting became registered")
    cancelled_at = Moment(PERSONAL, HIDDEN, null=True)
    cancel_reason = Text(PERSONAL, HIDDEN)
    seat = Text(PERSONAL, SEEN)
    note = Text(PERSONAL, HIDDEN)


class CheckIn(Fact):
    """One scan at a door, refused or not; `undoes` names the scan that this one takes back."""

    Meta = named("check_in")
    number = 8
    event = Reference(PERSONAL, SEEN, to="event")
    member = Reference(PERSONAL, SEEN, to="member", null=True)
    ticket = Text(PERSONAL, SEEN, means="the code as it was read")
    scanned_at = Moment(PERSONAL, SEEN)
    door = Text(IMPERSONAL, SEEN)
    answer = Text(
        IMPERSONAL, SEEN, means="ok, already_used, wrong_event, not_yet_open, cancelled, unpaid or unknown"
    )
    undoes = Reference(IMPERSONAL, SEEN, to="check_in", null=True)
    registration = Reference(PERSONAL, SEEN, to="registration", null=True)
    method = Text(IMPERSONAL, SEEN, means="scanner, name, list or walk_in; '' if unknown")


class PrintLayout(Record):
    """How a badge, a ticket, a list or a certificate looks on paper."""

    Meta = named("print_layout")
    number = 61
    name = Text(IMPERSONAL, SEEN)
    kind = Text(IMPERSONAL, SEEN, default="badge", means="badge, ticket, list, receipt or certificate")
    paper = Text(IMPERSONAL, SEEN, default="A4")
    content = Json(IMPERSONAL, SEEN, means="list of {field, x, y, width, size} in millimetres and points")
    is_default = Flag(IMPERSONAL, SEEN)


class Printing(Fact):
    """Something was printed, so that nobody's badge is printed twice by mistake."""

    Meta = named("printing")
    number = 62
    layout = Reference(IMPERSONAL, SEEN, to="print_layout", null=True)
    kind = Text(IMPERSONAL, SEEN, default="badge", means="badge, ticket, list, receipt or certificate")
    event = Reference(PERSONAL, SEEN, to="event", null=True)
    member = Reference(PERSONAL, SEEN, to="member", null=True)
    printed_at = Moment(PERSONAL, SEEN)
    copies = Integer(IMPERSONAL, SEEN, default=1)


TABLES = (EventSeries, Event, TicketKind, Registration, CheckIn, PrintLayout, Printing)
