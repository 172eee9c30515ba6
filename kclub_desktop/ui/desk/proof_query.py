"""What the insights page says of the recommendations: would they have worked, what was shown and taken, what is compared."""

from __future__ import annotations

from dataclasses import dataclass

from kclub_desktop.progress import Progress
from kclub_desktop.recommend import experiments, log
from kclub_desktop.recommend.experiments import Outcome
from kclub_desktop.recommend.log import Followed
from kclub_desktop.recommend.proof import Proof
from kclub_desktop.recommend.serve import proof_of
from kclub_desktop.store import Library

YEAR_SECONDS = 365 * 86400


@dataclass(frozen=True)
class Compared:
    """An experiment and what came of it so far; ended: it stands."""

    id: int
    name: str
    outcome: Outcome
    ended: bool


@dataclass(frozen=True)
class Recommending:
    """All the page says of recommendations. compared: the experiment that runs, or the last one; None without any."""

    proof: Proof
    followed: Followed
    compared: Compared | None


def ask(library: Library, now: int, progress: Progress) -> Recommending:
    """Takes a fit of its own: a job apart from the rest of the page. Raises Cancelled."""
    proof = proof_of(library, progress)
    followed = log.followed(library, since=now - YEAR_SECONDS)
    progress.advance()
    return Recommending(proof, followed, compared(library))


def compared(library: Library) -> Compared | None:
    """The experiment that runs now, else the one that ended last."""
    found = library.rows(
        "SELECT id, name, status FROM experiment WHERE deleted_at IS NULL AND status IN ('running', 'ended')"
        " ORDER BY status = 'running' DESC, coalesce(ends_at, starts_at) DESC, id DESC LIMIT 1"
    )
    if not found:
        return None
    row_id, name, status = found[0]
    return Compared(row_id, name, experiments.outcome(library, row_id), status == "ended")
