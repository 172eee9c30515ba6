"""What the program itself needs on every device: attachments, devices, staff, settings, and names at other systems."""

from __future__ import annotations

from kclub_desktop.store.declare import (
    HIDDEN,
    IMPERSONAL,
    PERSONAL,
    SEEN,
    Integer,
    Json,
    Moment,
    Record,
    Reference,
    RowOf,
    Text,
    named,
)


class Attachment(Record):
    """A file that belongs to a row; its bytes lie in the library's attachments under their hash."""

    Meta = named("attachment")
    number = 100
    goes_whole = True
    blanked = frozenset({"sha256"})
    parts_belong = False
    sha256 = Text(IMPERSONAL, SEEN, means="64 hexadecimal digits")
    name = Text(PERSONAL, SEEN)
    media_type = Text(IMPERSONAL, SEEN)
    bytes = Integer(IMPERSONAL, SEEN, default=0)
    entity = Text(IMPERSONAL, SEEN, means="name of the owning row's table")
    row = RowOf(PERSONAL, SEEN, null=True)
    position = Integer(IMPERSONAL, SEEN, default=0)
    added_at = Moment(IMPERSONAL, SEEN)


class Device(Record):
    """A computer with a copy of this community, once per node."""

    Meta = named("device")
    number = 12
    natural_key = ("node",)
    node = Integer(IMPERSONAL, SEEN, means="its part in the ids it makes")
    name = Text(IMPERSONAL, HIDDEN)
    role = Text(IMPERSONAL, SEEN, default="owner", means="owner, staff or kiosk")
    added_at = Moment(IMPERSONAL, HIDDEN)
    staff = Reference(IMPERSONAL, HIDDEN, to="staff", null=True, means="who works on it")
    revoked_at = Moment(IMPERSONAL, HIDDEN, null=True)
    event = Reference(IMPERSONAL, SEEN, to="event", null=True, means="the event a kiosk stands at")


class Staff(Record):
    """Somebody who works for the community, so that it can be said who did what."""

    Meta = named("staff")
    number = 101
    name = Text(PERSONAL, SEEN)
    email = Text(PERSONAL, HIDDEN)
    role = Text(IMPERSONAL, HIDDEN, default="staff", means="owner or staff")
    grants = Json(IMPERSONAL, HIDDEN, means="list of what they may do beyond their role: money")
    active_until = Moment(IMPERSONAL, HIDDEN, null=True)
    created_at = Moment(IMPERSONAL, HIDDEN)


class CommunitySetting(Record):
    """A setting all devices share, once per key. Nothing secret: those are in the keyring. What is of one device alone
    is in the local table `setting`."""

    Meta = named("community_setting")
    number = 102
    natural_key = ("key",)
    key = Text(IMPERSONAL, SEEN)
    value = Text(IMPERSONAL, SEEN)


class ExternalId(Record):
    """What another system calls one of our rows."""

    Meta = named("external_id")
    number = 13
    natural_key = ("endpoint", "kind", "external")
    goes_whole = True
    endpoint = Text(IMPERSONAL, HIDDEN)
    kind = Text(IMPERSONAL, HIDDEN, means="name of the row's table")
    external = Text(PERSONAL, HIDDEN)
    row = RowOf(PERSONAL, HIDDEN, named_by="kind")


TABLES = (Attachment, Device, Staff, CommunitySetting, ExternalId)
