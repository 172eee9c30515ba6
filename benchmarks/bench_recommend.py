"""The recommender beside what one could use instead, on real enrolments: who finds what was taken next, and how fast.

Leave-last-out, full ranking, NDCG@10, mean over drawn communities; ± is two standard errors of our lead over the best
other. Rivals: popularity, item and user cosine, EASE with a fixed ridge, and ALS, BPR and BM25 of `implicit` if that
is installed. The samples are not part of the project: KCLUB_SAMPLES names their folder (../shared/samples).
Sketch of the times: a fit at 1,000 × 100 is 8 settings × 600 cases × 100 courses × 6 features ≈ 50 ms; an update at 500
courses moves five 500 × 500 matrices ≈ 1 ms.
Run: python benchmarks/bench_recommend.py [--quick] [--full]
"""

from __future__ import annotations

import csv
import gzip
import importlib.util
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
from versus import timed

from kclub_desktop.recommend import Interactions, Recommender
from kclub_desktop.recommend.evaluate import Scores, Split, gains, leave_last_out

SAMPLES = Path(os.environ.get("KCLUB_SAMPLES", Path(__file__).resolve().parents[2] / "shared" / "samples"))
SIZES = ((30, 10, 100), (100, 20, 40), (500, 50, 10), (1000, 150, 4))
"""Members, courses, communities drawn."""
POOL = 4
"""Courses are drawn from the most taken POOL × courses."""
Rival = Callable[[Split], Scores]


def mooc() -> Interactions | None:
    """Learners with their courses in order of taking; None without the file."""
    path = SAMPLES / "mooc_enrolments.csv"
    if not path.exists():
        return None
    with path.open(encoding="utf-8") as file:
        return as_interactions((r["learner"][1:], r["course"][1:], r["order"]) for r in csv.DictReader(file))


def online_courses() -> Interactions | None:
    """People with the courses they rated, and when; None without the file."""
    path = SAMPLES / "courses_real" / "inter.csv.gz"
    if not path.exists():
        return None
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return as_interactions((r["user"], r["item"], r["ts"]) for r in csv.DictReader(file))


def as_interactions(rows: Iterable[tuple[str, str, str]]) -> Interactions:
    """Rows of (member, course, time), each of weight 1."""
    table = np.array([[int(float(cell)) for cell in row] for row in rows], np.int64)
    return Interactions(table[:, 0], table[:, 1], np.ones(len(table), np.float32), table[:, 2])


def drawn(data: Interactions, members: int, courses: int, seed: int) -> Interactions:
    """A small community inside a large one: some courses, and some members with two of them or more."""
    random = np.random.default_rng(seed)
    ids, takers = np.unique(data.course, return_counts=True)
    pool = ids[np.argsort(-takers, kind="stable")][: POOL * courses]
    data = data.at_rows(np.isin(data.course, random.choice(pool, courses, replace=False)))
    ids, taken = np.unique(data.member, return_counts=True)
    fit_for = ids[taken >= 2]
    return data.at_rows(
        np.isin(data.member, random.choice(fit_for, min(members, len(fit_for)), replace=False))
    )


def table_of(train: Interactions) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Dense 0/1 table with the ids of its rows and columns."""
    members, row = np.unique(train.member, return_inverse=True)
    courses, column = np.unique(train.course, return_inverse=True)
    table = np.zeros((len(members), len(courses)))
    table[row, column] = 1
    return table, members, courses


def from_scores(make: Callable[[np.ndarray], np.ndarray]) -> Rival:
    """A rival from a function of the 0/1 table that gives scores of the same shape."""

    def fitted(split: Split) -> Scores:
        table, members, courses = table_of(split.train)
        scores = make(table)
        return lambda asked: (scores[np.searchsorted(members, asked)], courses)

    return fitted


def item_cosine(table: np.ndarray) -> np.ndarray:
    """Every owned course speaks for courses with the same members."""
    unit = table / np.linalg.norm(table, axis=0)
    alike = unit.T @ unit
    np.fill_diagonal(alike, 0)
    return table @ alike


def user_cosine(table: np.ndarray) -> np.ndarray:
    """Every member with the same courses speaks for theirs."""
    unit = table / np.linalg.norm(table, axis=1, keepdims=True)
    return unit @ (unit.T @ table)


def ease(table: np.ndarray) -> np.ndarray:
    """EASE with a ridge of 30."""
    inverse = np.linalg.inv(table.T @ table + 30 * np.eye(table.shape[1]))
    weights = inverse / -np.diag(inverse)
    np.fill_diagonal(weights, 0)
    return table @ weights


def of_implicit(name: str) -> Rival:
    """A model of the library `implicit`, with the best of 24 settings tried on the smaller communities (`mooc`)."""

    def make(table: np.ndarray) -> np.ndarray:
        from implicit.als import AlternatingLeastSquares
        from implicit.bpr import BayesianPersonalizedRanking
        from implicit.nearest_neighbours import BM25Recommender
        from scipy.sparse import csr_matrix

        sparse, many = csr_matrix(table.astype(np.float32)), table.shape[1] > 200
        if name == "BM25":
            near = BM25Recommender(K=table.shape[1])
            near.fit(sparse, show_progress=False)
            return np.asarray(sparse @ near.similarity.T.toarray())
        always = {"random_state": 0, "num_threads": 1}
        model = (
            AlternatingLeastSquares(factors=64 if many else 8, regularization=10, alpha=10, **always)
            if name == "ALS"
            else BayesianPersonalizedRanking(
                factors=64 if many else 16, regularization=0.1, learning_rate=0.05, **always
            )
        )
        model.fit(sparse, show_progress=False)
        return np.asarray(model.user_factors @ model.item_factors.T)

    return from_scores(make)


def ours(split: Split) -> Scores:
    """The recommender as shipped."""
    model = Recommender().fit(split.train)
    return lambda members: (model.score(members), model.courses)


def rivals() -> dict[str, Rival]:
    """Name -> what one could use instead."""
    found = {
        "popularity": from_scores(lambda table: np.tile(table.sum(axis=0), (len(table), 1))),
        "item cosine": from_scores(item_cosine),
        "user cosine": from_scores(user_cosine),
        "EASE": from_scores(ease),
    }
    if importlib.util.find_spec("implicit"):
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        found |= {f"implicit {name}": of_implicit(name) for name in ("ALS", "BPR", "BM25")}
    else:
        print("implicit is not installed: left out.")
    return found


def compare(title: str, communities: list[Interactions], others: dict[str, Rival]) -> None:
    """One line of the table."""
    splits = [leave_last_out(data) for data in communities]
    found = {
        name: np.concatenate([gains(s, make(s)) for s in splits])
        for name, make in {"ours": ours, **others}.items()
    }
    best = max(others, key=lambda name: found[name].mean())
    lead = found["ours"] - found[best]
    error = 2 * lead.std() / len(lead) ** 0.5
    figures = "  ".join(f"{name} {gain.mean():.3f}" for name, gain in found.items())
    print(f"{title:24} {figures}  | ours − {best}: {lead.mean():+.3f} ± {error:.3f}", flush=True)


def made_up(members: int, courses: int, per_member: float) -> Interactions:
    """Seeded rows for the times: tastes and a long tail."""
    random = np.random.default_rng(0)
    member = np.repeat(np.arange(members), np.maximum(1, random.poisson(per_member, members)))
    popular = np.cumsum(1 / np.arange(1, courses + 1) ** 0.8)
    course = np.searchsorted(popular, random.random(len(member)) * popular[-1])
    shift = (member % 7) * (courses // 7) * (random.random(len(member)) < 0.6)
    at = random.integers(0, 730 * 86_400, len(member))
    return Interactions(
        member, (course + shift.astype(np.int64)) % courses, np.ones(len(member), np.float32), at
    )


def milliseconds(work: Callable[[int], object], times: int) -> float:
    """Median over calls of work(0 … times - 1)."""
    return statistics.median(timed(lambda turn=turn: work(turn))() for turn in range(times))


def speeds(full: bool) -> None:
    """The times of recommend.md."""
    small, middle = made_up(1000, 100, 10), made_up(5000, 500, 10)
    print(f"fit 1,000 × 100: {milliseconds(lambda _: Recommender().fit(small), 7):.0f} ms (aim 100)")
    model = Recommender().fit(middle)
    top = milliseconds(lambda turn: [model.explain(turn, int(c)) for c in model.recommend([turn])[0][0]], 200)
    print(f"top 10 with reasons at 500 courses: {top:.2f} ms (aim 2)")

    def one_more(turn: int) -> None:
        member, course, at = (np.array([value]) for value in (turn * 17, turn * 29 % 500, 10**9 + turn))
        model.update(Interactions(member, course, np.ones(1, np.float32), at))

    print(f"update at 500 courses: {milliseconds(one_more, 50):.2f} ms (aim 5)")
    if full:
        large = made_up(100_000, 3300, 12)
        start = time.perf_counter()
        model = Recommender().fit(large)
        middle_of = time.perf_counter()
        model.recommend(np.arange(100_000))
        end = time.perf_counter()
        print(f"fit 100,000 × 3,300, {len(large):,} rows: {middle_of - start:.1f} s (aim 15)")
        print(f"top 10 for 100,000 members: {end - middle_of:.1f} s (aim 10)")


def main(quick: bool, full: bool) -> None:
    """Print the tables."""
    others = rivals()
    for name, data in (("mooc", mooc()), ("online courses", online_courses())):
        if data is None:
            print(f"{name}: no sample in the folder that KCLUB_SAMPLES names; left out.")
            continue
        for members, courses, draws in SIZES[: 2 if quick else None]:
            draws = draws // 4 if quick else draws
            compare(
                f"{name} {members} × {courses}",
                [drawn(data, members, courses, s) for s in range(draws)],
                others,
            )
        if full:
            ids, takers = np.unique(data.course, return_counts=True)
            kept = ids[np.argsort(-takers, kind="stable")][:3000]
            compare(f"{name}, 3,000 courses", [data.at_rows(np.isin(data.course, kept))], others)
    speeds(full)


if __name__ == "__main__":
    main(quick="--quick" in sys.argv, full="--full" in sys.argv)
