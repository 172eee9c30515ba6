"""Points are counted from facts, never kept as a number: purchases, completions, ratings and check-ins earn them."""

from __future__ import annotations

from kclub_desktop.store import Library

MONEY_PER_POINT = 10
FOR_COMPLETION, FOR_RATING, FOR_CHECK_IN = 20, 5, 10


def points(library: Library, member: int) -> int:
    """A member's points: one per 10 paid in the community's own currency, refunds taken off; 20 per completed course,
    5 per rated course, 10 per event attended."""
    from babel.numbers import get_currency_precision

    per_point = MONEY_PER_POINT * 10 ** get_currency_precision(library.currency)
    paid, completed, rated, came = library.rows(
        "SELECT (SELECT coalesce(sum(amount), 0) FROM payment WHERE member = ?1 AND currency = ?2),"
        " (SELECT count(*) FROM enrolment WHERE member = ?1 AND completed_at IS NOT NULL AND deleted_at IS NULL),"
        " (SELECT count(*) FROM rating WHERE member = ?1 AND deleted_at IS NULL),"
        " (SELECT count(DISTINCT event) FROM check_in c WHERE member = ?1 AND answer = 'ok' AND undoes IS NULL"
        "  AND NOT EXISTS (SELECT 1 FROM check_in u WHERE u.undoes = c.id))",
        (member, library.currency),
    )[0]
    return int(
        max(paid, 0) // per_point + completed * FOR_COMPLETION + rated * FOR_RATING + came * FOR_CHECK_IN
    )
