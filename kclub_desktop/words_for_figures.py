"""What the steps of figures and the parts of recommendations are called, by the window and the command line alike; what they mean is in analytics/."""

from __future__ import annotations

from kclub_desktop.words import tr_noop

FUNNEL_STEPS = {
    "visit": tr_noop("Visited"),
    "sign_up": tr_noop("Signed up"),
    "purchase": tr_noop("Bought"),
    "activity": tr_noop("Took part"),
    "repeat": tr_noop("Bought again"),
}

COMPONENTS = {
    "blend": tr_noop("All together"),
    "popularity": tr_noop("Popularity"),
    "trend": tr_noop("What is taken lately"),
    "neighbours": tr_noop("Taken by the same people"),
    "ease": tr_noop("Taken together, all else equal"),
    "next": tr_noop("Taken right after the last"),
    "after": tr_noop("Taken within a few steps"),
    "filter": tr_noop("Main directions of taste"),
    "texts": tr_noop("Alike in content"),
    "lift": tr_noop("Taken together more than by chance"),
}
"""The parts of a blend, by the names of recommend.blend.COMPONENTS."""

SOURCES = {
    "plans": tr_noop("Memberships"),
    "courses": tr_noop("Courses"),
    "events": tr_noop("Events"),
    "other": tr_noop("Other sales"),
    "refunds": tr_noop("Given back"),
}
"""Where money comes from, by the names of analytics.revenue.SOURCES."""

MRR_KINDS = {
    "new": tr_noop("New"),
    "reactivation": tr_noop("Came back"),
    "expansion": tr_noop("Pay more"),
    "contraction": tr_noop("Pay less"),
    "churn": tr_noop("Left"),
}
"""What moves the monthly recurring revenue, by the names of analytics.movements.KINDS."""

LEVERS = {
    "paid_before": tr_noop("Members who paid before"),
    "came_back": tr_noop("Share of them who pay again"),
    "reached": tr_noop("People newly reached"),
    "joined": tr_noop("Share of them who buy"),
    "times": tr_noop("Payments per payer"),
    "amount": tr_noop("Amount of a payment"),
    "given_back": tr_noop("Share given back"),
}
"""What the revenue is a product of, by the names of analytics.levers.LEVERS."""
