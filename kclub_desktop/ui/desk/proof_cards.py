"""Recommendations on the insights page: would they have worked, how broad they are, what followed, and two settings apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QFrame

from kclub_desktop.recommend.experiments import ENOUGH_MEMBERS, Verdict
from kclub_desktop.recommend.proof import Share
from kclub_desktop.ui.charts.bars import Bar, Bars
from kclub_desktop.ui.charts.forest import Estimate, Forest
from kclub_desktop.ui.desk import parts, shown
from kclub_desktop.ui.desk.proof_query import Compared, Recommending
from kclub_desktop.ui.widgets.figure_card import FigureCard
from kclub_desktop.words import tr, tr_code, tr_many, tr_noop
from kclub_desktop.words_for_figures import COMPONENTS

VERDICTS = {
    Verdict.A.value: tr_noop("A works better."),
    Verdict.B.value: tr_noop("B works better."),
    Verdict.NO_DIFFERENCE.value: tr_noop("No difference that would matter."),
    Verdict.TOO_LITTLE_DATA.value: tr_noop("Too little has happened yet to say."),
}


def worked(found: Recommending) -> FigureCard:
    """Members who would have found what they then took: the whole, popularity, each part alone."""
    proof = found.proof
    shares = {"blend": proof.blend, "popularity": proof.popularity, **proof.components}
    ordered = sorted(shares.items(), key=lambda one: (one[0] != "blend", -one[1].value))
    bars = [
        Bar(tr(COMPONENTS[name]), share.value, f"{share.value:.0%}", hover=_said(share))
        for name, share in ordered
    ]
    chart = Bars("", bars, label_width=180, said_width=56)
    title = tr("Would the recommendations have worked?")
    if not proof.enough:
        chart.missing = tr_many(
            "not enough data yet: 1 member", "not enough data yet: {n} members", proof.members
        )
        return FigureCard(title, chart)
    note = tr(
        "Had these lists of {k} been shown {days} days ago, {found} of {total} members would have found what they then took.",
        k=proof.k,
        days=proof.days,
        found=shown.number(proof.blend.found),
        total=shown.number(proof.members),
    )
    return FigureCard(title, chart, note)


def _said(share: Share) -> str:
    return tr(
        "{found} of {total} members; the true share lies within {low} and {high}",
        found=share.found,
        total=share.members,
        low=f"{share.low:.0%}",
        high=f"{share.high:.0%}",
    )


def breadth(found: Recommending, compare: Callable[[], Any], end: Callable[[int], Any]) -> QFrame:
    """How broad the lists are, what followed what was shown, and the comparison of two settings."""
    proof = found.proof
    facts = [
        (tr("In any list"), tr("{share} of the courses", share=f"{proof.coverage:.0%}")),
        (
            tr("Long tail"),
            tr("{share} of the places go beyond the most taken fifth", share=f"{proof.long_tail:.0%}"),
        ),
    ]
    if proof.enough:
        lead = tr(
            "{low} to {high}, with 95 % certainty",
            low=f"{proof.lead_low:+.0%}",
            high=f"{proof.lead_high:+.0%}",
        )
        facts.append((tr("Against popularity"), lead))
    facts.append((tr("Shown"), _followed(found)))
    rows = [parts.fact(name, value) for name, value in facts]
    card = parts.card(*rows, parts.line(), title=tr("How broad are they, and what follows?"))
    layout = card.layout()
    assert isinstance(layout, parts.QVBoxLayout)
    for thing in _comparison(found.compared):
        layout.addWidget(parts.text(thing, "secondary", wrap=True))
    if found.compared is not None and not found.compared.ended:
        number = found.compared.id
        act = parts.button(tr("End the comparison"), lambda: end(number))
    else:
        act = parts.button(tr("Compare with more fresh courses"), compare)
    layout.addLayout(parts.row(act, None))
    layout.addStretch(1)
    return card


def apart(found: Recommending) -> FigureCard | None:
    """The compared settings as a difference with its interval; None without a comparison."""
    compared = found.compared
    if compared is None:
        return None
    outcome = compared.outcome
    chart = Forest(
        "",
        [
            Estimate(
                tr("B against A"),
                outcome.b.value - outcome.a.value,
                outcome.low,
                outcome.high,
                outcome.a.members + outcome.b.members,
            )
        ],
        said=_points,
    )
    fewest = min(outcome.a.members, outcome.b.members)
    if fewest < ENOUGH_MEMBERS:
        chart.missing = tr(
            "not enough data yet: {n} members on the smaller side, {least} are needed",
            n=fewest,
            least=ENOUGH_MEMBERS,
        )
    note = tr(
        "{name}. Of the members who were shown something 30 days ago or earlier, the share that took it: percentage points by which B is ahead of A, with the range it lies in with 95 % certainty.",
        name=compared.name,
    )
    return FigureCard(tr("Does one setting work better?"), chart, note)


def _points(value: float) -> str:
    return f"{100 * value:+.1f}"


def _followed(found: Recommending) -> str:
    log = found.followed
    if not log.shown + log.waiting:
        return tr("nothing shown to a member yet")
    waiting = tr_many("1 more is too fresh to tell", "{n} more are too fresh to tell", log.waiting)
    told = tr("{taken} of {shown} shown courses were taken within 30 days", taken=log.taken, shown=log.shown)
    return f"{told}; {waiting}" if log.waiting else told


def _comparison(found: Compared | None) -> list[str]:
    """What is compared and what came of it, a sentence each."""
    if found is None:
        return [
            tr(
                "Two settings can be compared: half of the members see fresh courses in every third list instead of every tenth."
            )
        ]
    outcome = found.outcome
    sides = tr(
        "A: {a} of {a_all} members took what they were shown. B: {b} of {b_all}.",
        a=outcome.a.found,
        a_all=outcome.a.members,
        b=outcome.b.found,
        b_all=outcome.b.members,
    )
    return [
        found.name,
        sides,
        tr_code(VERDICTS, outcome.verdict.value, "Too little has happened yet to say."),
    ]
