"""Mail to members: what is sent, to whom, what came of it, and who must not be written to again."""

from __future__ import annotations

from kclub_desktop.store.declare import (
    HIDDEN,
    IMPERSONAL,
    PERSONAL,
    Fact,
    Integer,
    Moment,
    Record,
    Reference,
    Text,
    named,
)


class Template(Record):
    """Words to start a mailing or an answer from, with {fields}."""

    Meta = named("template")
    number = 78
    name = Text(IMPERSONAL, HIDDEN)
    kind = Text(
        IMPERSONAL, HIDDEN, default="mailing", means="mailing, invitation, reminder, receipt or answer"
    )
    language = Text(IMPERSONAL, HIDDEN)
    subject = Text(IMPERSONAL, HIDDEN)
    body = Text(IMPERSONAL, HIDDEN)
    created_at = Moment(IMPERSONAL, HIDDEN)


class Mailing(Record):
    """One message to many members."""

    Meta = named("mailing")
    number = 79
    name = Text(IMPERSONAL, HIDDEN)
    kind = Text(IMPERSONAL, HIDDEN, default="news", means="news, invitation or service; news needs consent")
    segment = Reference(IMPERSONAL, HIDDEN, to="segment", null=True)
    campaign = Reference(IMPERSONAL, HIDDEN, to="campaign", null=True)
    template = Reference(IMPERSONAL, HIDDEN, to="template", null=True)
    course = Reference(IMPERSONAL, HIDDEN, to="course", null=True, means="the course it invites to")
    event = Reference(IMPERSONAL, HIDDEN, to="event", null=True, means="the event it invites to")
    language = Text(IMPERSONAL, HIDDEN)
    subject = Text(IMPERSONAL, HIDDEN)
    body = Text(IMPERSONAL, HIDDEN)
    way = Text(IMPERSONAL, HIDDEN, default="email", means="email or list (exported)")
    status = Text(
        IMPERSONAL, HIDDEN, default="draft", means="draft, queued, sending, paused, done or stopped"
    )
    node = Integer(IMPERSONAL, HIDDEN, null=True, means="of the one device that sends it")
    scheduled_at = Moment(IMPERSONAL, HIDDEN, null=True)
    created_at = Moment(IMPERSONAL, HIDDEN)


class MailingRecipient(Record):
    """A member a mailing goes to, once per pair, so that nothing is sent twice."""

    Meta = named("mailing_recipient")
    number = 80
    natural_key = ("mailing", "member")
    stays = frozenset({"status", "why"})
    mailing = Reference(PERSONAL, HIDDEN, to="mailing")
    member = Reference(PERSONAL, HIDDEN, to="member")
    email = Text(PERSONAL, HIDDEN, means="the address at the time")
    status = Text(PERSONAL, HIDDEN, default="waiting", means="waiting, sent, failed or left_out")
    why = Text(
        PERSONAL, HIDDEN, means="why they were left out: no_consent, unsubscribed, bounced, no_address"
    )
    sent_at = Moment(PERSONAL, HIDDEN, null=True)


class Delivery(Fact):
    """One try to hand a message over to the mail server."""

    Meta = named("delivery")
    number = 81
    stays = frozenset({"outcome"})
    mailing = Reference(PERSONAL, HIDDEN, to="mailing")
    member = Reference(PERSONAL, HIDDEN, to="member")
    tried_at = Moment(PERSONAL, HIDDEN)
    outcome = Text(PERSONAL, HIDDEN, means="sent, put_off or refused")
    reference = Text(PERSONAL, HIDDEN, means="the message's Message-ID")
    why = Text(PERSONAL, HIDDEN, means="the server's answer")


class Bounce(Fact):
    """A message came back."""

    Meta = named("bounce")
    number = 82
    stays = frozenset({"kind"})
    member = Reference(PERSONAL, HIDDEN, to="member", null=True)
    mailing = Reference(PERSONAL, HIDDEN, to="mailing", null=True)
    email = Text(PERSONAL, HIDDEN)
    kind = Text(PERSONAL, HIDDEN, default="hard", means="hard, soft or complaint")
    bounced_at = Moment(PERSONAL, HIDDEN)
    why = Text(PERSONAL, HIDDEN)


class Unsubscribe(Fact):
    """An address must not be written to any more."""

    Meta = named("unsubscribe")
    number = 83
    member = Reference(PERSONAL, HIDDEN, to="member", null=True)
    mailing = Reference(PERSONAL, HIDDEN, to="mailing", null=True)
    email = Text(PERSONAL, HIDDEN)
    unsubscribed_at = Moment(PERSONAL, HIDDEN)
    how = Text(IMPERSONAL, HIDDEN, means="link, reply, spoken or import")


TABLES = (Template, Mailing, MailingRecipient, Delivery, Bounce, Unsubscribe)
