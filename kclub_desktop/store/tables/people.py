"""People: members and all that is kept of one, and the facts that say what they agreed to."""

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
    RowOf,
    Show,
    Text,
    named,
)


class Member(Record):
    """A person of the community, paying or not. Never deleted: archived, merged or erased."""

    Meta = named("member")
    number = 1
    blanked = frozenset({"email_consent", "on_leaderboards", "household"})
    name = Text(PERSONAL, Show.DISPLAY_NAME)
    email = Text(PERSONAL, Show.MASKED)
    phone = Text(PERSONAL, Show.MASKED, means="E.164 where it could be read as a phone number")
    language = Text(IMPERSONAL, SEEN, means="code of the language they read, zh or en")
    status = Text(IMPERSONAL, HIDDEN, default="member", means="member or lead")
    level = Text(IMPERSONAL, SEEN, means="name of the level they have now")
    plan = Text(IMPERSONAL, HIDDEN, means="name of the plan an import said they have")
    channel = Text(IMPERSONAL, HIDDEN, means="name of the channel they came by first")
    tags = Text(PERSONAL, HIDDEN, means="names separated by commas")
    note = Text(PERSONAL, HIDDEN)
    email_consent = Flag(PERSONAL, HIDDEN, means="whether they may be written to, as last said in consent")
    joined_at = Moment(IMPERSONAL, HIDDEN, null=True)
    archived_at = Moment(IMPERSONAL, HIDDEN, null=True)
    merged_into = Reference(
        IMPERSONAL, SEEN, to="member", null=True, means="the member kept of two that were one person"
    )
    spent_before = Money(
        PERSONAL,
        HIDDEN,
        default=0,
        currency="spent_before_currency",
        means="paid elsewhere before this library began",
    )
    spent_before_currency = Text(IMPERSONAL, HIDDEN)
    created_at = Moment(IMPERSONAL, HIDDEN)
    referrer = Reference(PERSONAL, HIDDEN, to="member", null=True, means="the member who brought them")
    campaign = Reference(IMPERSONAL, HIDDEN, to="campaign", null=True, means="the campaign that won them")
    partner = Reference(IMPERSONAL, HIDDEN, to="partner", null=True, means="the partner who brought them")
    topics = Text(PERSONAL, HIDDEN, means="tags they said they care for, separated by commas")
    on_leaderboards = Flag(PERSONAL, SEEN, default=1, means="0 once they asked not to be shown")
    erased_at = Moment(IMPERSONAL, SEEN, null=True, means="when all that told who they are was removed")
    birthday = Text(PERSONAL, HIDDEN, means="YYYY-MM-DD, or --MM-DD where the year is not known")
    household = Reference(
        PERSONAL, HIDDEN, to="household", null=True, means="the household or company they are of"
    )


class Household(Record):
    """People who belong together: a family, a company. A plain link: nothing is owed or owned through it."""

    Meta = named("household")
    number = 110
    parts_belong = False
    name = Text(PERSONAL, HIDDEN)
    kind = Text(IMPERSONAL, HIDDEN, default="household", means="household or company")
    note = Text(PERSONAL, HIDDEN)
    created_at = Moment(IMPERSONAL, HIDDEN)


class Contact(Record):
    """One more way to reach a member beside the first e-mail and phone: WeChat, a second address, a postal one."""

    Meta = named("contact")
    number = 14
    goes_whole = True
    member = Reference(PERSONAL, HIDDEN, to="member")
    kind = Text(IMPERSONAL, HIDDEN, means="email, phone, wechat, address, site or a word of the owner's")
    value = Text(PERSONAL, HIDDEN)
    label = Text(PERSONAL, HIDDEN, means="what it is for: home, work, invoices")
    position = Integer(IMPERSONAL, HIDDEN, default=0)


class Consent(Fact):
    """A member agreed to a use of their data or took that back. The newest per purpose counts."""

    Meta = named("consent")
    number = 15
    member = Reference(PERSONAL, HIDDEN, to="member")
    purpose = Text(IMPERSONAL, HIDDEN, means="email, phone, photos, analysis or a word of the owner's")
    given = Flag(PERSONAL, HIDDEN, default=1, means="0: taken back")
    given_at = Moment(PERSONAL, HIDDEN)
    how = Text(IMPERSONAL, HIDDEN, means="kiosk, form, import, spoken or link")
    wording = Text(IMPERSONAL, HIDDEN, means="the sentence they agreed to")
    note = Text(PERSONAL, HIDDEN)


class Erasure(Fact):
    """A member was erased; every copy and every restored backup that reads this removes what it still holds."""

    Meta = named("erasure")
    number = 16
    follows_merge = False
    member = Reference(IMPERSONAL, SEEN, to="member")
    erased_at = Moment(IMPERSONAL, SEEN)
    why = Text(IMPERSONAL, HIDDEN, means="asked or retention")


class RetentionRule(Record):
    """How long a kind of data on people is kept, once per subject; off until somebody switches it on."""

    Meta = named("retention_rule")
    number = 17
    natural_key = ("subject",)
    name = Text(IMPERSONAL, HIDDEN)
    subject = Text(IMPERSONAL, HIDDEN, means="lead, archived, activity or message")
    months = Integer(IMPERSONAL, HIDDEN, default=0)
    action = Text(
        IMPERSONAL,
        HIDDEN,
        default="ask",
        means="erase (the person), or anonymise (the words go, the rest stays); ask: not decided",
    )
    active = Flag(IMPERSONAL, HIDDEN, default=1)


class Tag(Record):
    """What a tag means and how it looks. Who has it stands in the tags of the row itself."""

    Meta = named("tag")
    number = 18
    natural_key = ("name",)
    name = Text(IMPERSONAL, HIDDEN)
    summary = Text(IMPERSONAL, HIDDEN)
    tone = Text(IMPERSONAL, HIDDEN, means="name of a colour of the theme")
    position = Integer(IMPERSONAL, HIDDEN, default=0)


class CustomField(Record):
    """A field the owner added to the rows of a table."""

    Meta = named("custom_field")
    number = 19
    entity = Text(IMPERSONAL, HIDDEN, default="member", means="name of the table it belongs to")
    name = Text(IMPERSONAL, HIDDEN)
    kind = Text(IMPERSONAL, HIDDEN, default="text", means="text, number, date, choice or yes_no")
    choices = Json(IMPERSONAL, HIDDEN, means="list of words to choose from")
    required = Flag(IMPERSONAL, HIDDEN)
    position = Integer(IMPERSONAL, HIDDEN, default=0)


class CustomValue(Record):
    """What one row says in one of the owner's fields, once per pair."""

    Meta = named("custom_value")
    number = 20
    natural_key = ("field", "row")
    goes_whole = True
    field = Reference(PERSONAL, HIDDEN, to="custom_field")
    entity = Text(IMPERSONAL, HIDDEN, default="member", means="name of the row's table")
    row = RowOf(PERSONAL, HIDDEN)
    value = Text(PERSONAL, HIDDEN, means="text, a decimal number, YYYY-MM-DD or yes")


class Note(Record):
    """Words somebody wrote on a row, one of many."""

    Meta = named("note")
    number = 21
    goes_whole = True
    entity = Text(IMPERSONAL, HIDDEN, default="member", means="name of the row's table")
    row = RowOf(PERSONAL, HIDDEN)
    body = Text(PERSONAL, HIDDEN)
    author = Reference(IMPERSONAL, HIDDEN, to="staff", null=True)
    written_at = Moment(PERSONAL, HIDDEN)
    pinned = Flag(IMPERSONAL, HIDDEN)


class NotDuplicate(Record):
    """Two rows that look alike and are not the same, once per pair; first has the smaller id."""

    Meta = named("not_duplicate")
    number = 22
    natural_key = ("entity", "first", "second")
    entity = Text(IMPERSONAL, HIDDEN, default="member", means="name of both rows' table")
    first = RowOf(PERSONAL, HIDDEN)
    second = RowOf(PERSONAL, HIDDEN)
    decided_at = Moment(IMPERSONAL, HIDDEN)


class FollowUp(Record):
    """Something to do about a row: call about a failed payment, answer, renew."""

    Meta = named("follow_up")
    number = 23
    goes_whole = True
    kind = Text(IMPERSONAL, HIDDEN, means="expiring, failed_payment, rights, question, call or other")
    entity = Text(IMPERSONAL, HIDDEN, default="member", means="name of the row's table")
    row = RowOf(PERSONAL, HIDDEN)
    words = Text(PERSONAL, HIDDEN)
    assignee = Reference(IMPERSONAL, HIDDEN, to="staff", null=True)
    due_at = Moment(IMPERSONAL, HIDDEN, null=True)
    done_at = Moment(IMPERSONAL, HIDDEN, null=True)
    outcome = Text(PERSONAL, HIDDEN)
    created_at = Moment(IMPERSONAL, HIDDEN)


class MemberCard(Record):
    """What a door may know of a member, made at the desk, once per member."""

    Meta = named("member_card")
    number = 24
    natural_key = ("member",)
    goes_whole = True
    worked_out = True
    blanked = frozenset({"points"})
    member = Reference(PERSONAL, SEEN, to="member")
    display_name = Text(PERSONAL, SEEN, means="the name with all but its first letter hidden")
    initials = Text(PERSONAL, SEEN, means="pinyin or Latin initials to search by")
    email_tail = Text(PERSONAL, SEEN)
    phone_tail = Text(PERSONAL, SEEN, means="the last four digits")
    points = Integer(PERSONAL, SEEN, default=0)
    next_courses = Json(PERSONAL, SEEN, means="list of {course, reason} in order, course as a decimal text")
    made_at = Moment(IMPERSONAL, SEEN)


TABLES = (
    Member,
    Household,
    Contact,
    Consent,
    Erasure,
    RetentionRule,
    Tag,
    CustomField,
    CustomValue,
    Note,
    NotDuplicate,
    FollowUp,
    MemberCard,
)
