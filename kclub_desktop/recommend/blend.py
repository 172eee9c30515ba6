"""The blend: how much each component counts, learned from which course members took next, shrunk to a prior.

A conditional logit (McFadden 1974): among the courses a member did not have, the one taken next has probability
softmax(features · weights). With few cases the prior decides, with many the data does. Weights have a floor, so that no
component ever speaks against itself. What the cases are is in choice.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kclub_desktop.recommend.arrays import Floats, Ints, Singles

COMPONENTS = ("popularity", "trend", "neighbours", "ease", "next", "after", "filter", "texts", "lift")
PRIOR_ROWS = np.array([15.0, 40.0, 140.0, 450.0, 900.0])
PRIORS = np.array(
    [
        [0.44, 0.10, 0.05, 0.02, 0.02, 0.05, 0.1, 0.3, 0.03],
        [0.43, 0.20, 0.10, 0.05, 0.05, 0.04, 0.1, 0.3, 0.09],
        [0.50, 0.30, 0.20, 0.10, 0.08, 0.02, 0.1, 0.3, 0.13],
        [0.50, 0.40, 0.40, 0.10, 0.09, 0.02, 0.1, 0.3, 0.15],
        [0.60, 0.35, 0.50, 0.10, 0.08, 0.02, 0.1, 0.3, 0.17],
    ]
)
"""Weights where nothing is known, in standard deviations of a feature, in communities of so many rows: what served the last
steps of members best in hundreds of small samples of public course data."""
POPULAR, PERSONAL = slice(0, 2), slice(2, None)
"""The components that are the same for all members, and those that look at a member's history."""
FLOOR = np.array([0.05, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0])
"""A little popularity always, so that courses nothing else speaks for have an order."""
TRUST = 60.0
"""Strength of the prior: its precision per weight, in nats."""
LENGTHS = (1, 2, 4, 8, 16)
"""Histories of up to so many courses share a group; longer ones are the last group."""
BOLDNESS = np.array([0.5, 0.63, 0.8, 1.0, 1.26, 1.6, 2.0])
"""What the personal part of a score may be multiplied with, by history length."""
LENGTH_TRUST = 60.0
"""Strength of the belief that it is 1, in nats per squared doubling."""
MOST_STEPS = 30
SMALLEST_STEP = 1e-3
ENOUGH = 1e-2
"""Nats: a step that promises less is not taken. Far above the noise of single precision."""
ENOUGH_CASES = 50
LEAST_SHARE = 1e-30
"""Of a course that was taken all the same: a case may not weigh without bound."""


@dataclass(frozen=True, eq=False)
class Cases:
    """Choices seen: one row per case, one column per candidate.

    live      (m,) which of COMPONENTS are there, ascending; popularity and trend always are.
    features  (m, cases, candidates) float32, contiguous.   barrier  (cases, candidates) float32: 0, or -inf where it
              could not be chosen.
    target    (cases,) position of what was chosen.
    prior     (m,) weights of the live components where nothing is known.
    """

    live: Ints
    features: Singles
    barrier: Singles
    target: Ints
    prior: Floats

    def scores(self, weights: Floats) -> Singles:
        """(cases, candidates); -inf where closed."""
        return self.part(slice(None), weights) + self.barrier

    def part(self, components: slice, weights: Floats) -> Singles:
        """What some of the components add to the scores; (cases, candidates)."""
        features = self.features[components]
        return np.tensordot(weights[components].astype(np.float32), features, 1)


@dataclass(frozen=True, eq=False)
class Fitted:
    """weights (m,) of the live components, and how well they explain each case: log-likelihood (cases,) in nats."""

    weights: Floats
    likelihood: Floats


def prior(n_rows: int) -> Floats:
    """Weight of each of COMPONENTS where nothing is known, in a community of so many rows: the fewer there are, the more
    popularity counts and the less what members have in common. (9,)"""
    place = np.log(np.clip(n_rows, PRIOR_ROWS[0], PRIOR_ROWS[-1]))
    return np.array([np.interp(place, np.log(PRIOR_ROWS), column) for column in PRIORS.T])


def fit(cases: Cases, start: Floats | None = None, most_steps: int = MOST_STEPS) -> Fitted:
    """The most probable weights under the prior and above the floor, from a start (the prior). Concave: one answer.

    Newton steps among the weights off the floor, halved until they help; one that would fall below stays on it. Single
    precision table by table, double in the sums: half the memory to read, and a tenth of the time for exponentials.
    """
    prior, floor, many = cases.prior, FLOOR[cases.live], len(cases.live)
    weights = np.maximum(prior if start is None else start, floor)
    flat = cases.features.reshape(many, -1)
    rows = np.arange(len(cases.target))
    chosen = cases.features[:, rows, cases.target].sum(axis=1, dtype=np.float64)
    now, shares = _value(cases, weights)
    weighted, ones = np.empty_like(cases.features), np.ones(cases.features.shape[2], np.float32)
    for _ in range(most_steps):
        np.multiply(cases.features, shares, out=weighted)
        mean = (weighted @ ones).astype(np.float64)
        slope = chosen - mean.sum(axis=1) - TRUST * (weights - prior)
        bend = weighted.reshape(many, -1) @ flat.T - mean @ mean.T + TRUST * np.eye(many)
        free = (weights > floor) | (slope > 0)
        step = np.zeros(many)
        step[free] = np.linalg.solve(bend[np.ix_(free, free)], slope[free])
        if slope @ step < 2 * ENOUGH:
            break
        size = 1.0
        moved = np.maximum(weights + step, floor)
        then, shares_then = _value(cases, moved)
        while then < now and size > SMALLEST_STEP:
            size /= 2
            moved = np.maximum(weights + size * step, floor)
            then, shares_then = _value(cases, moved)
        if then <= now:
            break
        weights, now, shares = moved, then, shares_then
    return Fitted(weights, np.log(shares[rows, cases.target].astype(np.float64) + LEAST_SHARE))


def _value(cases: Cases, weights: Floats) -> tuple[float, Singles]:
    scores = cases.scores(weights)
    chosen, total = _exponentials(scores, cases.target)
    scores /= total[:, None]
    penalty = 0.5 * TRUST * float(((weights - cases.prior) ** 2).sum())
    return float((chosen - np.log(total)).sum(dtype=np.float64)) - penalty, scores


def _exponentials(scores: Singles, target: Ints) -> tuple[Singles, Singles]:
    """Scores become exponentials in place, against the largest of each row; the score of the target and the sum; (cases,)
    each."""
    scores -= scores.max(axis=1, keepdims=True)
    chosen = scores[np.arange(len(scores)), target]
    np.exp(scores, out=scores)
    return chosen, scores.sum(axis=1)


def gains(cases: Cases, weights: Floats, k: int = 10) -> Floats:
    """NDCG@k of each case under these weights; (cases,) within 0 … 1. Equal scores share their places."""
    scores = cases.scores(weights)
    chosen = scores[np.arange(len(scores)), cases.target][:, None]
    better = (scores > chosen).sum(axis=1) + ((scores == chosen).sum(axis=1) - 1) / 2
    return np.where(better < k, 1 / np.log2(better + 2), 0.0)


def no_worse_than_the_best_alone(cases: Cases, weights: Floats) -> Floats:
    """These weights, or a single component where that is better on the cases beyond noise (two standard errors)."""
    if len(cases.target) < ENOUGH_CASES:
        return weights
    blended = gains(cases, weights)
    best, best_lead = weights, 0.0
    for component in range(len(cases.live)):
        alone = 1e-3 * cases.prior
        alone[component] = 1.0
        ahead = gains(cases, alone) - blended
        lead = float(ahead.mean())
        if lead > max(best_lead, 2 * float(ahead.std()) / len(ahead) ** 0.5):
            best, best_lead = alone, lead
    return best


def length_group(lengths: Ints) -> Ints:
    """The group of each history length; 0 … len(LENGTHS)."""
    return np.searchsorted(np.array(LENGTHS), lengths)


def boldness(cases: Cases, weights: Floats, lengths: Ints) -> Floats:
    """What to multiply the personal part of a score with, for each group of history lengths; (len(LENGTHS) + 1,).

    A short history says less than its weight, a long one more, by amounts that differ among communities. lengths (cases,).
    """
    group, groups = length_group(lengths), len(LENGTHS) + 1
    personal = cases.part(PERSONAL, weights)
    popular = cases.part(POPULAR, weights) + cases.barrier
    said = np.empty((len(BOLDNESS), groups))
    for row, factor in enumerate(BOLDNESS.tolist()):
        chosen, total = _exponentials(popular + np.float32(factor) * personal, cases.target)
        said[row] = np.bincount(group, chosen - np.log(total), groups) - LENGTH_TRUST * np.log2(factor) ** 2
    return BOLDNESS[said.argmax(axis=0)]
