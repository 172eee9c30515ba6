"""Support: the knowledge base, the questions of members, and which suggested answers helped."""

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
    Text,
    named,
)


class Article(Record):
    """An answer in the knowledge base."""

    Meta = named("article")
    number = 91
    title = Text(IMPERSONAL, SEEN)
    body = Text(IMPERSONAL, SEEN, means="Markdown")
    language = Text(IMPERSONAL, SEEN)
    category = Text(IMPERSONAL, SEEN)
    tags = Text(IMPERSONAL, SEEN, means="names separated by commas")
    status = Text(IMPERSONAL, SEEN, default="draft", means="draft, published or archived")
    course = Reference(IMPERSONAL, SEEN, to="course", null=True)
    position = Integer(IMPERSONAL, SEEN, default=0)
    published_at = Moment(IMPERSONAL, SEEN, null=True)
    created_at = Moment(IMPERSONAL, HIDDEN)


class Conversation(Record):
    """A member's question and all that was written on it."""

    Meta = named("conversation")
    number = 92
    stays = frozenset({"status"})
    member = Reference(PERSONAL, HIDDEN, to="member", null=True)
    subject = Text(PERSONAL, HIDDEN)
    status = Text(PERSONAL, HIDDEN, default="open", means="open, pending or solved")
    priority = Integer(
        PERSONAL, HIDDEN, default=0, means="higher first; from the member's level, or set by hand"
    )
    assignee = Reference(IMPERSONAL, HIDDEN, to="staff", null=True)
    source = Text(IMPERSONAL, HIDDEN, means="kiosk, desk, email or an endpoint")
    course = Reference(PERSONAL, HIDDEN, to="course", null=True)
    event = Reference(PERSONAL, HIDDEN, to="event", null=True)
    order = Reference(PERSONAL, HIDDEN, to="order", null=True)
    asked_at = Moment(PERSONAL, HIDDEN)
    solved_at = Moment(PERSONAL, HIDDEN, null=True)
    solved_by = Reference(IMPERSONAL, HIDDEN, to="article", null=True, means="the article that answered it")


class Message(Fact):
    """One message of a conversation."""

    Meta = named("message")
    number = 93
    conversation = Reference(PERSONAL, HIDDEN, to="conversation")
    member = Reference(PERSONAL, HIDDEN, to="member", null=True, means="who wrote it; null: staff")
    staff = Reference(IMPERSONAL, HIDDEN, to="staff", null=True)
    body = Text(PERSONAL, HIDDEN)
    internal = Flag(PERSONAL, HIDDEN, means="for staff only")
    article = Reference(PERSONAL, HIDDEN, to="article", null=True, means="the article it was answered with")
    written_at = Moment(PERSONAL, HIDDEN)


class Suggestion(Fact):
    """An answer was suggested for a question, and whether it helped."""

    Meta = named("suggestion")
    number = 94
    stays = frozenset({"outcome"})
    conversation = Reference(PERSONAL, HIDDEN, to="conversation", null=True)
    member = Reference(PERSONAL, HIDDEN, to="member", null=True)
    question = Text(PERSONAL, HIDDEN, means="the words that were typed")
    article = Reference(IMPERSONAL, HIDDEN, to="article", null=True, means="null: nothing fitted")
    position = Integer(IMPERSONAL, HIDDEN, default=0, means="its place in the list")
    outcome = Text(PERSONAL, HIDDEN, default="shown", means="shown, opened, helped or did_not_help")
    at = Moment(PERSONAL, HIDDEN)


TABLES = (Article, Conversation, Message, Suggestion)
