"""The recommender beside what one could use instead, on real enrolments: who finds what was taken next, and how fast.

Leave-last-out, full ranking: NDCG@10, Recall@10 and @20, coverage, time to fit, time per member. Small communities are
drawn out of the large ones; ± is 95 % of our lead over the best other, members drawn again 2,000 times. Rivals that have
settings (EASE, GF-CF, ALS, BPR, BM25, NMF) get the best of theirs on the last step of the training part of the first
community of each size; ours chooses on its own training part. ALS, BPR and BM25 are of `implicit`, NMF of scikit-learn,
neighbours of LensKit; each left out where it is not installed. The samples are not part of the project: KCLUB_SAMPLES names their folder.
The times, as ratios to named references, are in recommender_speed.py.
Run: python benchmarks/bench_recommend.py [--quick] [--full] [--no-speed]
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
from dataclasses import dataclass
from pathlib import Path

# Before numpy: times are those of one thread, of ours and of theirs.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from recommender_speed import speeds
from versus import shown

from kclub_desktop.recommend import Interactions, Recommender
from kclub_desktop.recommend.evaluate import Scores, Split, gains, leave_last_out, places

SAMPLES = Path(os.environ.get("KCLUB_SAMPLES", Path(__file__).resolve().parents[2] / "shared" / "samples"))
SIZES = ((30, 10, 100), (100, 20, 40), (500, 50, 10), (1000, 150, 4))
"""Members, courses, communities drawn."""
POOL = 4
"""Courses are drawn from the most taken POOL × courses."""
Rival = Callable[[Split], Scores]
Settled = Callable[[np.ndarray], np.ndarray]
"""From a 0/1 table of members and courses to scores of the same shape."""


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


def from_scores(make: Settled) -> Rival:
    """A rival from a function of the 0/1 table."""

    def fitted(split: Split) -> Scores:
        table, members, courses = table_of(split.train)
        scores = make(table)
        return lambda asked: (scores[np.searchsorted(members, asked)], courses)

    return fitted


def popularity(table: np.ndarray) -> np.ndarray:
    """How many took a course."""
    return np.tile(table.sum(axis=0), (len(table), 1))


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


def ease(ridge: float) -> Settled:
    """EASE (Steck 2019)."""

    def make(table: np.ndarray) -> np.ndarray:
        inverse = np.linalg.inv(table.T @ table + ridge * np.eye(table.shape[1]))
        weights = inverse / -np.diag(inverse)
        np.fill_diagonal(weights, 0)
        return table @ weights

    return make


def gf_cf(depth: int, linear: float) -> Settled:
    """The graph filter GF-CF (Shen et al. 2021): a linear and an ideal low-pass filter."""

    def make(table: np.ndarray) -> np.ndarray:
        members, courses = table.sum(axis=1), table.sum(axis=0)
        normed = table / np.sqrt(members)[:, None] / np.sqrt(courses)
        gram = normed.T @ normed
        main = np.linalg.eigh(gram)[1][:, -depth:]
        ideal = ((table / np.sqrt(courses)) @ main) @ (main.T * np.sqrt(courses))
        return linear * (table @ gram) + 0.3 * ideal

    return make


def nmf(parts: int) -> Settled:
    """Non-negative matrix factorisation of scikit-learn."""

    def make(table: np.ndarray) -> np.ndarray:
        from sklearn.decomposition import NMF

        model = NMF(min(parts, *table.shape), init="nndsvda", max_iter=200, random_state=0)
        return model.fit_transform(table) @ model.components_

    return make


def of_implicit(name: str, factors: int, strength: float) -> Settled:
    """A model of the library `implicit`. strength: alpha of ALS, learning rate of BPR, K1 of BM25."""

    def make(table: np.ndarray) -> np.ndarray:
        from implicit.als import AlternatingLeastSquares
        from implicit.bpr import BayesianPersonalizedRanking
        from implicit.nearest_neighbours import BM25Recommender
        from scipy.sparse import csr_matrix

        sparse = csr_matrix(table.astype(np.float32))
        if name == "BM25":
            near = BM25Recommender(K=table.shape[1], K1=strength)
            near.fit(sparse, show_progress=False)
            return np.asarray(sparse @ near.similarity.T.toarray())
        always = {"random_state": 0, "num_threads": 1, "factors": factors}
        model = (
            AlternatingLeastSquares(regularization=10, alpha=strength, **always)
            if name == "ALS"
            else BayesianPersonalizedRanking(regularization=0.05, learning_rate=strength, **always)
        )
        model.fit(sparse, show_progress=False)
        return np.asarray(model.user_factors @ model.item_factors.T)

    return make


def of_lenskit(users: bool, near: int) -> Settled:
    """A neighbourhood model of the library LensKit; a call per member, so for small communities only."""

    def make(table: np.ndarray) -> np.ndarray:
        from lenskit.data import ItemList, RecQuery, from_interactions_df
        from lenskit.knn import ItemKNNScorer, UserKNNScorer
        from pandas import DataFrame

        row, column = np.nonzero(table)
        data = from_interactions_df(DataFrame({"user_id": row, "item_id": column}))
        scorer = (UserKNNScorer if users else ItemKNNScorer)(max_nbrs=near, feedback="implicit")
        scorer.train(data)
        every, found = ItemList(item_ids=np.arange(table.shape[1])), np.full(table.shape, -1e9)
        for member in range(len(table)):
            scored = scorer(RecQuery(user_id=member, user_items=data.user_row(member)), every)
            found[member, scored.ids()] = np.nan_to_num(scored.scores(), nan=-1e9)
        return found

    return make


def quick_blend(split: Split) -> Scores:
    """The large-community reference of the goals: GF-CF of 128 directions over a history that decays by 0.8 a step, and a
    fifth of what people take within five steps."""
    from kclub_desktop.recommend.history import Histories, steps_back

    rows = split.train.standing()
    courses = np.unique(rows.course)
    had = Histories.of(rows, courses, 0)
    place, table = had.row_places(), np.zeros((len(had.members), len(courses)))
    table[place, had.column] = 1
    decayed = np.zeros_like(table)
    decayed[place, had.column] = 0.8 ** steps_back(had.at, had.starts)
    members, takers = table.sum(axis=1), np.maximum(table.sum(axis=0), 1)
    normed = table / np.sqrt(members)[:, None] / np.sqrt(takers)
    gram = normed.T @ normed
    main = np.linalg.eigh(gram)[1][:, -128:]
    filtered = (decayed / np.sqrt(members)[:, None] / np.sqrt(takers)) @ gram
    filtered += 0.3 * ((decayed / np.sqrt(takers)) @ main) @ (main.T * np.sqrt(takers))
    followed = np.zeros((len(courses), len(courses)))
    for ahead in range(1, 6):
        same = place[ahead:] == place[:-ahead]
        np.add.at(followed, (had.column[:-ahead][same], had.column[ahead:][same]), 1 / ahead)
    after = decayed @ (followed / np.maximum(followed.sum(axis=1, keepdims=True), 1))
    scores = sum(
        share * part / np.maximum(np.abs(part).max(axis=1, keepdims=True), 1e-9)
        for share, part in ((0.8, filtered), (0.2, after))
    )
    return lambda asked: (scores[np.searchsorted(had.members, asked)], courses)


def ours(split: Split) -> Scores:
    """The recommender as shipped."""
    model = Recommender().fit(split.train)
    return lambda members: (model.score(members), model.courses)


def rivals(n_courses: int) -> dict[str, list[Settled]]:
    """Name -> what one could use instead, in the settings to choose from."""
    depths = [depth for depth in (4, 8, 16, 32, 64, 128) if depth < 0.6 * n_courses]
    factors = (64, 128) if n_courses > 200 else (4, 8, 16)
    found: dict[str, list[Settled]] = {
        "popularity": [popularity],
        "item cosine": [item_cosine],
        "user cosine": [user_cosine],
        "EASE": [ease(ridge) for ridge in (10, 30, 100, 300)],
        "GF-CF": [gf_cf(depth, linear) for depth in depths for linear in (0, 1)],
    }
    if importlib.util.find_spec("implicit"):
        found["ALS"] = [of_implicit("ALS", factor, alpha) for factor in factors for alpha in (2, 10)]
        found["BPR"] = [of_implicit("BPR", factor, rate) for factor in factors for rate in (0.02, 0.1)]
        found["BM25"] = [of_implicit("BM25", 0, k1) for k1 in (0.3, 1.2, 5)]
    if importlib.util.find_spec("lenskit") and n_courses <= 50:
        found["LensKit items"] = [of_lenskit(False, near) for near in (10, 20)]
        found["LensKit users"] = [of_lenskit(True, near) for near in (20, 60)]
    if importlib.util.find_spec("sklearn"):
        found["NMF"] = [nmf(factor) for factor in factors]
    return found


def best_of(settings: list[Settled], train: Interactions) -> Settled:
    """The setting that finds the last step of the training part best."""
    if len(settings) == 1:
        return settings[0]
    inner = leave_last_out(train)
    return max(settings, key=lambda make: float(gains(inner, from_scores(make)(inner)).mean()))


@dataclass
class Measured:
    """What came of one model on all communities of a size."""

    places: np.ndarray
    coverage: float
    fit_ms: float
    member_ms: float

    @property
    def gain(self) -> np.ndarray:
        """NDCG@10 of every case."""
        return np.where(self.places < 10, 1 / np.log2(np.minimum(self.places, 10) + 2), 0.0)

    def __str__(self) -> str:
        recalls = [float((self.places < k).mean()) for k in (10, 20)]
        return (
            f"{self.gain.mean():.4f}   {recalls[0]:.3f} / {recalls[1]:.3f}   {self.coverage:4.0%}"
            f"   {shown(self.fit_ms)} ms   {self.member_ms:.3f} ms"
        )


def measured(make: Rival, splits: list[Split]) -> Measured:
    """Fit and judge on every community."""
    found, covered, fits, each = [], [], [], []
    for split in splits:
        began = time.perf_counter()
        scores = make(split)
        fits.append(1000 * (time.perf_counter() - began))
        began = time.perf_counter()
        found.append(places(split, scores))
        each.append(1000 * (time.perf_counter() - began) / len(split.member))
        table, courses = scores(split.member[:2000])
        covered.append(len(np.unique(np.argsort(-table, axis=1)[:, :10])) / len(courses))
    return Measured(
        np.concatenate(found), float(np.mean(covered)), statistics.median(fits), statistics.median(each)
    )


def compare(title: str, communities: list[Interactions]) -> None:
    """One table."""
    splits = [leave_last_out(data) for data in communities]
    n_courses = len(np.unique(communities[0].course))
    found = {"ours": measured(ours, splits)}
    for name, settings in rivals(n_courses).items():
        if name == "NMF" and n_courses > 1000:
            continue
        found[name] = measured(from_scores(best_of(settings, splits[0].train)), splits)
    if n_courses > 1000:
        found["quick blend"] = measured(quick_blend, splits)
    best = max((name for name in found if name != "ours"), key=lambda name: found[name].gain.mean())
    lead = found["ours"].gain - found[best].gain
    drawn_again = np.random.default_rng(0).integers(0, len(lead), (2000, len(lead)))
    low, high = np.percentile(lead[drawn_again].mean(axis=1), (2.5, 97.5))
    print(f"\n{title}: {len(communities)} communities, {len(lead):,} cases; ours − {best}:", end=" ")
    print(
        f"{lead.mean():+.4f} (95 %: {low:+.4f} to {high:+.4f}), {lead.mean() / found[best].gain.mean():+.1%}"
    )
    print(f"{'':12} NDCG@10  Recall@10 / @20  coverage   fit   per member, judged")
    for name, one in sorted(found.items(), key=lambda pair: -pair[1].gain.mean()):
        print(f"{name:12} {one}", flush=True)


def main(quick: bool, full: bool, speed: bool) -> None:
    """Print the tables."""
    for name, data in (("mooc", mooc()), ("online courses", online_courses())):
        if data is None:
            print(f"{name}: no sample in the folder that KCLUB_SAMPLES names; left out.")
            continue
        for members, courses, draws in SIZES[: 2 if quick else None]:
            draws = draws // 4 if quick else draws
            compare(f"{name} {members} × {courses}", [drawn(data, members, courses, s) for s in range(draws)])
        if full:
            ids, takers = np.unique(data.course, return_counts=True)
            kept = ids[np.argsort(-takers, kind="stable")][:2600]
            compare(f"{name}, whole (2,600 courses at most)", [data.at_rows(np.isin(data.course, kept))])
    if speed:
        speeds(full)


if __name__ == "__main__":
    main(quick="--quick" in sys.argv, full="--full" in sys.argv, speed="--no-speed" not in sys.argv)
