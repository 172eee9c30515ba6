"""The community's discussion space: posts, replies, reactions, polls, and what moderation did."""

from __future__ import annotations

from kclub_desktop.store.declare import (
    HIDDEN,
    IMPERSONAL,
    PERSONAL,
    SEEN,
    Fact,
    Flag,
    Integer,
    Moment,
    Record,
    Reference,
    RowOf,
    Text,
    named,
)


class Post(Record):
    """The beginning of a discussion, by a member or by staff."""

    Meta = named("post")
    number = 84
    member = Reference(PERSONAL, SEEN, to="member", null=True)
    staff = Reference(IMPERSONAL, SEEN, to="staff", null=True)
    topic = Text(IMPERSONAL, SEEN)
    title = Text(PERSONAL, SEEN)
    body = Text(PERSONAL, SEEN)
    course = Reference(PERSONAL, SEEN, to="course", null=True)
    event = Reference(PERSONAL, SEEN, to="event", null=True)
    written_at = Moment(PERSONAL, SEEN)
    edited_at = Moment(PERSONAL, SEEN, null=True)
    pinned_at = Moment(IMPERSONAL, SEEN, null=True)
    closed_at = Moment(IMPERSONAL, SEEN, null=True, means="no more replies from then on")
    hidden_at = Moment(IMPERSONAL, SEEN, null=True, means="hidden by moderation")


class Reply(Record):
    """An answer to a post, or to another reply."""

    Meta = named("reply")
    number = 85
    post = Reference(PERSONAL, SEEN, to="post")
    parent = Reference(PERSONAL, SEEN, to="reply", null=True)
    member = Reference(PERSONAL, SEEN, to="member", null=True)
    staff = Reference(IMPERSONAL, SEEN, to="staff", null=True)
    body = Text(PERSONAL, SEEN)
    written_at = Moment(PERSONAL, SEEN)
    edited_at = Moment(PERSONAL, SEEN, null=True)
    hidden_at = Moment(IMPERSONAL, SEEN, null=True, means="hidden by moderation")


class Reaction(Record):
    """A member reacts to a post or a reply, once per kind; taken back by deleting."""

    Meta = named("reaction")
    number = 86
    natural_key = ("member", "row", "kind")
    member = Reference(PERSONAL, HIDDEN, to="member")
    entity = Text(IMPERSONAL, SEEN, default="post", means="post or reply")
    row = RowOf(PERSONAL, SEEN)
    kind = Text(IMPERSONAL, SEEN, default="like")
    reacted_at = Moment(PERSONAL, SEEN)


class Poll(Record):
    """A question with options, in a post or on its own."""

    Meta = named("poll")
    number = 87
    post = Reference(IMPERSONAL, SEEN, to="post", null=True)
    question = Text(IMPERSONAL, SEEN)
    multiple = Flag(IMPERSONAL, SEEN, means="several options may be chosen")
    closes_at = Moment(IMPERSONAL, SEEN, null=True)
    created_at = Moment(IMPERSONAL, SEEN)


class PollOption(Record):
    """An option of a poll."""

    Meta = named("poll_option")
    number = 88
    poll = Reference(IMPERSONAL, SEEN, to="poll")
    position = Integer(IMPERSONAL, SEEN, default=0)
    words = Text(IMPERSONAL, SEEN)


class PollVote(Record):
    """A member chose an option, once per pair; taken back by deleting."""

    Meta = named("poll_vote")
    number = 89
    natural_key = ("option", "member")
    poll = Reference(PERSONAL, SEEN, to="poll")
    option = Reference(PERSONAL, SEEN, to="poll_option")
    member = Reference(PERSONAL, HIDDEN, to="member")
    voted_at = Moment(PERSONAL, SEEN)


class Moderation(Fact):
    """Somebody reported words, or staff decided on them."""

    Meta = named("moderation")
    number = 90
    belongs_to = ("member", "row")
    entity = Text(IMPERSONAL, HIDDEN, default="post", means="post, reply, rating or message")
    row = RowOf(PERSONAL, HIDDEN)
    action = Text(
        IMPERSONAL, HIDDEN, means="reported, hidden, restored, approved, pinned, unpinned or closed"
    )
    member = Reference(PERSONAL, HIDDEN, to="member", null=True, means="who reported it")
    staff = Reference(IMPERSONAL, HIDDEN, to="staff", null=True, means="who decided")
    why = Text(PERSONAL, HIDDEN)
    at = Moment(PERSONAL, HIDDEN)


TABLES = (Post, Reply, Reaction, Poll, PollOption, PollVote, Moderation)
