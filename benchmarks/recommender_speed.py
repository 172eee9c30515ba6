"""The recommender's times as ratios to what one could use instead, run in turns on the same rows; called by bench_recommend.py.

Processor time of one thread (OPENBLAS_NUM_THREADS=1 is set by the caller), so that a busy machine moves little. References:
GF-CF and EASE as written in bench_recommend.py, in numpy; ALS of `implicit` where that is installed, 64 factors. They learn one
model with given settings; ours chooses its settings on the data, blends nine components and gives reasons.
Sketch: a fit at 1,000 × 100 is 7 settings × 600 cases × 100 courses × 6 features in single precision ≈ 40 ms; an update at 500
courses moves one 500 × 500 inverse ≈ 0.5 ms; a list of ten reads twelve rows of five matrices.
"""

from __future__ import annotations

import importlib.util
import resource
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from versus import Run, versus

from kclub_desktop.recommend import Interactions, Recommender

DEPTH = 24


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


def in_turn(work: Callable[[int], object]) -> Run:
    """The processor milliseconds of work(0), work(1), … of this process, one a run."""
    turn = iter(range(10**9))

    def run() -> float:
        now, began = next(turn), time.process_time()
        work(now)
        return 1000 * (time.process_time() - began)

    return run


def sparse(data: Interactions) -> Any:
    """Rows as implicit wants them."""
    from scipy.sparse import csr_matrix

    return csr_matrix((data.weight, (data.member, data.course)))


def als(data: Interactions) -> Any:
    """ALS of implicit, fitted on one thread; None where it is not installed."""
    if not importlib.util.find_spec("implicit"):
        return None
    from implicit.als import AlternatingLeastSquares

    model = AlternatingLeastSquares(factors=64, regularization=10, alpha=2, random_state=0, num_threads=1)
    model.fit(sparse(data), show_progress=False)
    return model


def low_pass(data: Interactions) -> tuple[np.ndarray, np.ndarray]:
    """GF-CF's item–item matrix (24 directions) and the 0/1 table, dense."""
    table = (sparse(data).toarray() > 0).astype(np.float64)
    takers = np.maximum(table.sum(axis=0), 1)
    normed = table / np.sqrt(table.sum(axis=1))[:, None] / np.sqrt(takers)
    gram = normed.T @ normed
    main = np.linalg.eigh(gram)[1][:, -DEPTH:]
    return table, gram + 0.3 * (main / np.sqrt(takers)[:, None]) @ (main.T * np.sqrt(takers))


def ten_of(table: np.ndarray, matrix: np.ndarray, member: int) -> np.ndarray:
    """GF-CF's ten for one member."""
    scores = table[member] @ matrix
    scores[table[member] > 0] = -np.inf
    return np.argsort(-scores)[:10]


def of_a_small_community() -> None:
    """Fit at 1,000 × 100."""
    data = made_up(1000, 100, 10)
    ours = in_turn(lambda _: Recommender().fit(data))
    versus(
        "fit 1,000 × 100 (aim 100 ms)", ours, in_turn(lambda _: low_pass(data)), 11, reference="GF-CF, fit"
    )
    theirs = in_turn(lambda _: als(data)) if als(data) is not None else None
    versus("the same", ours, theirs, 7, reference="implicit's ALS, fit")


def of_one_member() -> None:
    """Lists with reasons and updates at 5,000 × 500."""
    data = made_up(5000, 500, 10)
    model = Recommender().fit(data)
    ours = in_turn(lambda turn: [model.explain(turn, int(c)) for c in model.recommend([turn])[0][0]])
    table, matrix = low_pass(data)
    name = "top ten with reasons at 500 courses (aim 2 ms)"
    versus(
        name, ours, in_turn(lambda turn: ten_of(table, matrix, turn)), 199, reference="GF-CF, without reasons"
    )
    fitted, rows = als(data), sparse(data)
    if fitted is not None:
        theirs = in_turn(lambda turn: fitted.recommend(turn, rows[turn], N=10))
        versus("the same", ours, theirs, 199, reference="implicit's ALS, without reasons")

    def one_more(turn: int) -> None:
        member, course, at = (np.array([value]) for value in (turn * 17, turn * 29 % 500, 10**9 + turn))
        model.update(Interactions(member, course, np.ones(1, np.float32), at))

    # One run for both: a row that is there already would move nothing.
    ours = in_turn(one_more)
    gram = table.T @ table + 100 * np.eye(500)
    versus(
        "update at 500 courses (aim 5 ms)",
        ours,
        in_turn(lambda _: np.linalg.inv(gram)),
        49,
        reference="EASE, its inverse anew",
    )
    if fitted is not None:
        theirs = in_turn(lambda turn: fitted.partial_fit_users([turn], rows[turn]))
        versus("the same", ours, theirs, 49, reference="implicit's ALS, one member's factors alone")


def of_a_large_community() -> None:
    """Fit and lists at 100,000 × 3,300, each once."""
    data = made_up(100_000, 3300, 12)
    kept: dict[str, Any] = {}
    everybody = np.arange(100_000)
    ours = in_turn(lambda _: kept.update(ours=Recommender().fit(data)))
    lists = in_turn(lambda _: kept["ours"].recommend(everybody))
    began = time.perf_counter()
    print(f"fit 100,000 × 3,300, {len(data):,} rows (aim 15 s): {ours() / 1000:.1f} s", end=" ")
    print(f"of processor time, {time.perf_counter() - began:.1f} s by the clock")
    began = time.perf_counter()
    print(f"top ten for 100,000 members (aim 10 s): {lists() / 1000:.1f} s", end=" ")
    print(f"of processor time, {time.perf_counter() - began:.1f} s by the clock (two threads)")
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"largest size of the process: {size:,.0f} MB (aim 1,500)")
    theirs = in_turn(lambda _: kept.update(als=als(data)))
    took = theirs()
    if kept["als"] is not None:
        print(f"implicit's ALS: fit {took / 1000:.1f} s", end=", ")
        rows = sparse(data)
        took = in_turn(lambda _: kept["als"].recommend(everybody, rows, N=10))()
        print(f"top ten for 100,000 members {took / 1000:.1f} s of processor time")


def speeds(full: bool) -> None:
    """The times of the goals. full: those of the large community too, half a minute and more."""
    of_a_small_community()
    of_one_member()
    if full:
        of_a_large_community()
