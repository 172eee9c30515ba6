"""What the steps of figures are called, by the window and the command line alike; what they mean is in analytics/."""

from __future__ import annotations

from kclub_desktop.words import tr_noop

FUNNEL_STEPS = {
    "visit": tr_noop("Visited"),
    "sign_up": tr_noop("Signed up"),
    "purchase": tr_noop("Bought"),
    "activity": tr_noop("Took part"),
    "repeat": tr_noop("Bought again"),
}
