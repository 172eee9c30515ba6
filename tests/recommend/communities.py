"""Made-up communities for the recommender's tests: seeded, with tastes that can be found again."""

import numpy as np

from kclub_desktop.recommend import Interactions

START = 1_700_000_000
DAY = 86_400


def rows(*items):
    """(member, course, weight, day) … as Interactions."""
    member, course, weight, day = zip(*items, strict=True) if items else ([], [], [], [])
    return Interactions(
        np.array(member, np.int64),
        np.array(course, np.int64),
        np.array(weight, np.float32),
        START + DAY * np.array(day, np.int64),
    )


def with_tastes(members, courses, per_member, *, tastes, strength, seed):
    """Members who mostly take courses of one taste; courses of a taste are every tastes-th. strength 1: no tastes."""
    draw = np.random.default_rng(seed)
    popular = 1 / np.arange(1, courses + 1) ** 0.7
    items = []
    for member in range(members):
        liked = np.where(np.arange(courses) % tastes == member % tastes, strength, 1.0) * popular
        count = min(courses - 1, max(2, draw.poisson(per_member)))
        taken = draw.choice(courses, count, replace=False, p=liked / liked.sum())
        days = np.sort(draw.integers(0, 700, count))
        items += [(1000 + member, 10 + int(c), 1.0, int(d)) for c, d in zip(taken, days, strict=True)]
    return rows(*items)


def shuffled(data, seed):
    """The same rows in another order."""
    return data.at_rows(np.random.default_rng(seed).permutation(len(data)))
