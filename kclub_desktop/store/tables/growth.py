"""Where members come from and what brings them: channels, campaigns, codes, partners, and asking the market."""

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


class Channel(Record):
    """Where members come from, once per name. Members, orders and activities hold the name."""

    Meta = named("channel")
    number = 63
    natural_key = ("name",)
    name = Text(IMPERSONAL, SEEN)
    kind = Text(
        IMPERSONAL, HIDDEN, means="social, search, mail, friends, event, partner, advertising or other"
    )
    paid = Flag(IMPERSONAL, HIDDEN)
    note = Text(IMPERSONAL, HIDDEN)
    active = Flag(IMPERSONAL, SEEN, default=1)
    position = Integer(IMPERSONAL, SEEN, default=0)


class Campaign(Record):
    """A push to win members; its cost and result are counted, never kept."""

    Meta = named("campaign")
    number = 64
    name = Text(IMPERSONAL, HIDDEN)
    goal = Text(IMPERSONAL, HIDDEN)
    channel = Reference(IMPERSONAL, HIDDEN, to="channel", null=True)
    segment = Reference(IMPERSONAL, HIDDEN, to="segment", null=True, means="whom it is for")
    code = Text(IMPERSONAL, HIDDEN, means="its tag in links")
    starts_at = Moment(IMPERSONAL, HIDDEN, null=True)
    ends_at = Moment(IMPERSONAL, HIDDEN, null=True)
    budget = Money(IMPERSONAL, HIDDEN, default=0)
    currency = Text(IMPERSONAL, HIDDEN)
    reach = Integer(
        IMPERSONAL, HIDDEN, null=True, means="people it reached where only the channel knows; typed in"
    )
    status = Text(IMPERSONAL, HIDDEN, default="draft", means="draft, running or ended")
    note = Text(IMPERSONAL, HIDDEN)
    created_at = Moment(IMPERSONAL, HIDDEN)


class TrackedLink(Record):
    """A link or QR code whose visits are counted for a campaign, channel or partner."""

    Meta = named("tracked_link")
    number = 65
    code = Text(IMPERSONAL, HIDDEN)
    name = Text(IMPERSONAL, HIDDEN)
    url = Text(IMPERSONAL, HIDDEN, means="where it leads, tags included")
    campaign = Reference(IMPERSONAL, HIDDEN, to="campaign", null=True)
    channel = Reference(IMPERSONAL, HIDDEN, to="channel", null=True)
    partner = Reference(IMPERSONAL, HIDDEN, to="partner", null=True)
    created_at = Moment(IMPERSONAL, HIDDEN)


class ReferralCode(Record):
    """The code by which a member brings others, once per member."""

    Meta = named("referral_code")
    number = 66
    natural_key = ("member",)
    goes_whole = True
    member = Reference(PERSONAL, HIDDEN, to="member")
    code = Text(PERSONAL, HIDDEN)
    active = Flag(IMPERSONAL, HIDDEN, default=1)
    created_at = Moment(IMPERSONAL, HIDDEN)


class ReferralReward(Fact):
    """What a member was given for bringing another."""

    Meta = named("referral_reward")
    number = 67
    stays = frozenset({"kind"})
    referrer = Reference(PERSONAL, HIDDEN, to="member")
    member = Reference(PERSONAL, HIDDEN, to="member", means="who was brought")
    order = Reference(PERSONAL, HIDDEN, to="order", null=True, means="the purchase that earned it")
    kind = Text(PERSONAL, HIDDEN, default="points", means="points, coupon or money")
    points = Integer(PERSONAL, HIDDEN, default=0)
    coupon = Reference(PERSONAL, HIDDEN, to="coupon", null=True)
    amount = Money(PERSONAL, HIDDEN, default=0)
    currency = Text(IMPERSONAL, HIDDEN)
    given_at = Moment(PERSONAL, HIDDEN)
    undoes = Reference(IMPERSONAL, HIDDEN, to="referral_reward", null=True)


class Partner(Record):
    """An outside promoter with a share."""

    Meta = named("partner")
    number = 68
    name = Text(PERSONAL, HIDDEN)
    contact_name = Text(PERSONAL, HIDDEN)
    email = Text(PERSONAL, HIDDEN)
    phone = Text(PERSONAL, HIDDEN)
    code = Text(IMPERSONAL, HIDDEN, means="by which orders are counted for them")
    share = Integer(PERSONAL, HIDDEN, default=0, means="hundredths of a percent of what was paid")
    starts_at = Moment(IMPERSONAL, HIDDEN, null=True)
    ends_at = Moment(IMPERSONAL, HIDDEN, null=True)
    status = Text(IMPERSONAL, HIDDEN, default="active", means="active or ended")
    note = Text(PERSONAL, HIDDEN)
    created_at = Moment(IMPERSONAL, HIDDEN)


class PartnerEntry(Fact):
    """One line of what is owed to a partner: earned by an order, paid out, or corrected."""

    Meta = named("partner_entry")
    number = 69
    belongs_to = ()
    stays = frozenset({"kind"})
    partner = Reference(PERSONAL, HIDDEN, to="partner")
    order = Reference(PERSONAL, HIDDEN, to="order", null=True)
    payment = Reference(PERSONAL, HIDDEN, to="payment", null=True)
    kind = Text(PERSONAL, HIDDEN, default="earned", means="earned, paid or corrected")
    amount = Money(PERSONAL, HIDDEN, means="negative when paid out")
    currency = Text(IMPERSONAL, HIDDEN)
    at = Moment(PERSONAL, HIDDEN)
    note = Text(PERSONAL, HIDDEN)


class Survey(Record):
    """Questions to members or visitors."""

    Meta = named("survey")
    number = 70
    title = Text(IMPERSONAL, SEEN)
    intro = Text(IMPERSONAL, SEEN)
    kind = Text(IMPERSONAL, SEEN, default="survey", means="survey, topics (asked at the kiosk) or feedback")
    status = Text(IMPERSONAL, SEEN, default="draft", means="draft, open or closed")
    opens_at = Moment(IMPERSONAL, SEEN, null=True)
    closes_at = Moment(IMPERSONAL, SEEN, null=True)
    anonymous = Flag(IMPERSONAL, SEEN)
    course = Reference(IMPERSONAL, SEEN, to="course", null=True)
    event = Reference(IMPERSONAL, SEEN, to="event", null=True)
    created_at = Moment(IMPERSONAL, HIDDEN)


class SurveyQuestion(Record):
    """A question of a survey."""

    Meta = named("survey_question")
    number = 71
    survey = Reference(IMPERSONAL, SEEN, to="survey")
    position = Integer(IMPERSONAL, SEEN, default=0)
    words = Text(IMPERSONAL, SEEN)
    kind = Text(IMPERSONAL, SEEN, default="choice", means="choice, choices, scale, amount, yes_no or text")
    choices = Json(IMPERSONAL, SEEN, means="list of words to choose from")
    required = Flag(IMPERSONAL, SEEN)


class SurveyResponse(Fact):
    """Somebody answered a survey."""

    Meta = named("survey_response")
    number = 72
    survey = Reference(PERSONAL, HIDDEN, to="survey")
    member = Reference(PERSONAL, HIDDEN, to="member", null=True)
    answered_at = Moment(PERSONAL, HIDDEN)
    source = Text(IMPERSONAL, HIDDEN, means="kiosk, link, desk or import")


class SurveyAnswer(Fact):
    """The answer to one question in a response."""

    Meta = named("survey_answer")
    number = 73
    response = Reference(PERSONAL, HIDDEN, to="survey_response")
    question = Reference(PERSONAL, HIDDEN, to="survey_question")
    value = Text(PERSONAL, HIDDEN, means="the words chosen or written; a list as JSON")
    amount = Integer(PERSONAL, HIDDEN, null=True, means="the number of a scale or an amount")


class Interest(Record):
    """A member would take a planned course, once per pair."""

    Meta = named("interest")
    number = 74
    natural_key = ("member", "course")
    member = Reference(PERSONAL, HIDDEN, to="member")
    course = Reference(PERSONAL, HIDDEN, to="course")
    strength = Integer(PERSONAL, HIDDEN, default=1, means="1: interested, 2: would pay")
    voted_at = Moment(PERSONAL, HIDDEN)
    source = Text(IMPERSONAL, HIDDEN)


class CompetitorNote(Record):
    """What somebody else offers, and for how much, as seen on a day."""

    Meta = named("competitor_note")
    number = 75
    competitor = Text(IMPERSONAL, HIDDEN)
    offer = Text(IMPERSONAL, HIDDEN)
    price = Money(IMPERSONAL, HIDDEN, null=True)
    currency = Text(IMPERSONAL, HIDDEN)
    interval = Text(IMPERSONAL, HIDDEN, default="once", means="once, use, month or year")
    url = Text(IMPERSONAL, HIDDEN)
    category = Text(IMPERSONAL, HIDDEN)
    course = Reference(IMPERSONAL, HIDDEN, to="course", null=True, means="our course that it stands against")
    seen_at = Moment(IMPERSONAL, HIDDEN)
    note = Text(IMPERSONAL, HIDDEN)


class PriceTest(Record):
    """A van Westendorp price test: four prices asked of each person."""

    Meta = named("price_test")
    number = 76
    title = Text(IMPERSONAL, SEEN)
    summary = Text(IMPERSONAL, SEEN)
    course = Reference(IMPERSONAL, SEEN, to="course", null=True)
    plan = Reference(IMPERSONAL, SEEN, to="plan", null=True)
    currency = Text(IMPERSONAL, SEEN)
    status = Text(IMPERSONAL, SEEN, default="draft", means="draft, open or closed")
    created_at = Moment(IMPERSONAL, HIDDEN)


class PriceAnswer(Fact):
    """One person's four prices."""

    Meta = named("price_answer")
    number = 77
    price_test = Reference(PERSONAL, HIDDEN, to="price_test")
    member = Reference(PERSONAL, HIDDEN, to="member", null=True)
    too_cheap = Money(PERSONAL, HIDDEN, means="so cheap that they doubt its quality")
    cheap = Money(PERSONAL, HIDDEN, means="a bargain")
    expensive = Money(PERSONAL, HIDDEN, means="dear, and still worth a thought")
    too_expensive = Money(PERSONAL, HIDDEN, means="so dear that they would not buy")
    currency = Text(IMPERSONAL, HIDDEN)
    answered_at = Moment(PERSONAL, HIDDEN)
    source = Text(IMPERSONAL, HIDDEN)


TABLES = (
    Channel,
    Campaign,
    TrackedLink,
    ReferralCode,
    ReferralReward,
    Partner,
    PartnerEntry,
    Survey,
    SurveyQuestion,
    SurveyResponse,
    SurveyAnswer,
    Interest,
    CompetitorNote,
    PriceTest,
    PriceAnswer,
)
