"""Everything that happened with a member, newest first, from the facts: a statement per kind of fact, each in index order.

A rating, a completion and a check-in are activities too; each is told once.
"""

from __future__ import annotations

from dataclasses import dataclass

from kclub_desktop.store import Library

STEP = 25
"""Moments shown at first, and added with each “show more”."""


@dataclass(frozen=True)
class Moment:
    """One line of the timeline; kind is a word code, detail a title or text, amount in minor units or None."""

    at: int
    kind: str
    detail: str = ""
    amount: int | None = None
    currency: str = ""


_STATEMENTS = (
    "SELECT a.at, a.kind, coalesce(c.title, e.title, a.channel) FROM activity a LEFT JOIN course c ON c.id = a.course"
    " LEFT JOIN event e ON e.id = a.event WHERE a.member = ?1 ORDER BY a.at DESC LIMIT ?2",
    "SELECT o.ordered_at, 'order', coalesce(c.title, e.title, o.reference), o.total, o.currency FROM \"order\" o"
    " LEFT JOIN course c ON c.id = o.course LEFT JOIN event e ON e.id = o.event WHERE o.member = ?1"
    " AND o.deleted_at IS NULL ORDER BY o.ordered_at DESC LIMIT ?2",
    "SELECT k.scanned_at, CASE WHEN k.undoes IS NULL THEN 'check_in:' || k.answer ELSE 'check_in_undone' END, e.title"
    " FROM check_in k LEFT JOIN event e ON e.id = k.event WHERE k.member = ?1 ORDER BY k.scanned_at DESC LIMIT ?2",
    "SELECT paid_at, CASE WHEN amount < 0 THEN 'refund' ELSE 'payment' END, method, amount, currency FROM payment"
    " WHERE member = ?1 ORDER BY paid_at DESC LIMIT ?2",
    "SELECT v.at, 'subscription:' || v.kind, coalesce(p.name, '') FROM subscription s JOIN subscription_event v"
    " ON v.subscription = s.id LEFT JOIN plan p ON p.id = s.plan WHERE s.member = ?1 ORDER BY v.at DESC LIMIT ?2",
    # A use that was given back is told where it was: the check-in taken back, or the enrolment cancelled.
    "SELECT u.used_at, CASE WHEN u.uses > 0 THEN 'pass:used' ELSE 'pass:let_be' END, coalesce(c.title, e.title, p.name, '')"
    " FROM subscription s JOIN plan_use u ON u.subscription = s.id LEFT JOIN plan p ON p.id = s.plan LEFT JOIN course c"
    " ON c.id = u.course LEFT JOIN event e ON e.id = u.event WHERE s.member = ?1 AND (u.uses > 0 OR u.undoes IS NULL)"
    " AND NOT EXISTS (SELECT 1 FROM plan_use b WHERE b.subscription = s.id AND b.undoes = u.id)"
    " ORDER BY u.used_at DESC LIMIT ?2",
    "SELECT n.deleted_at, CASE WHEN n.subscription IS NULL THEN 'enrolment_cancelled' ELSE 'pass:given_back' END,"
    " coalesce(c.title, '') FROM enrolment n LEFT JOIN course c ON c.id = n.course WHERE n.member = ?1"
    " AND n.deleted_at IS NOT NULL ORDER BY n.deleted_at DESC LIMIT ?2",
    "SELECT n.enrolled_at, 'enrolled', coalesce(c.title, '') FROM enrolment n LEFT JOIN course c ON c.id = n.course"
    " WHERE n.member = ?1 AND n.deleted_at IS NULL ORDER BY n.enrolled_at DESC LIMIT ?2",
    "SELECT r.registered_at, CASE r.status WHEN 'registered' THEN 'registered' ELSE 'registered:' || r.status END,"
    " coalesce(e.title, '') FROM registration r LEFT JOIN event e ON e.id = r.event WHERE r.member = ?1"
    " AND r.deleted_at IS NULL ORDER BY r.registered_at DESC LIMIT ?2",
    "SELECT changed_at, 'level', to_level FROM level_change WHERE member = ?1 ORDER BY changed_at DESC LIMIT ?2",
    "SELECT at, 'points:' || kind, points FROM points_entry WHERE member = ?1 ORDER BY at DESC LIMIT ?2",
    "SELECT w.awarded_at, 'badge', coalesce(b.name, '') FROM badge_award w LEFT JOIN badge b ON b.id = w.badge"
    " WHERE w.member = ?1 AND w.deleted_at IS NULL ORDER BY w.awarded_at DESC LIMIT ?2",
    "SELECT given_at, CASE WHEN given THEN 'agreed' ELSE 'taken_back' END, 'purpose:' || purpose FROM consent"
    " WHERE member = ?1 ORDER BY given_at DESC LIMIT ?2",
    "SELECT written_at, 'note', body FROM note WHERE row = ?1 AND entity = 'member' AND deleted_at IS NULL"
    " ORDER BY written_at DESC LIMIT ?2",
    "SELECT done_at, 'done', words FROM follow_up WHERE row = ?1 AND entity = 'member' AND deleted_at IS NULL"
    " AND done_at IS NOT NULL ORDER BY done_at DESC LIMIT ?2",
    "SELECT coalesce(sent_at, 0), 'mail', coalesce(g.subject, '') FROM mailing_recipient r JOIN mailing g ON g.id = r.mailing"
    " WHERE r.member = ?1 AND r.sent_at IS NOT NULL AND r.deleted_at IS NULL ORDER BY r.sent_at DESC LIMIT ?2",
    "SELECT asked_at, 'conversation', subject FROM conversation WHERE member = ?1 AND deleted_at IS NULL"
    " ORDER BY asked_at DESC LIMIT ?2",
    "SELECT m.written_at, CASE WHEN m.member IS NULL THEN 'answered' ELSE 'wrote' END, m.body FROM conversation v"
    " JOIN message m ON m.conversation = v.id WHERE v.member = ?1 AND v.deleted_at IS NULL AND NOT m.internal"
    " ORDER BY m.written_at DESC LIMIT ?2",
    # When two records became one stands in the log alone: it is not a fact of its own.
    "SELECT s.at, 'merged', g.name FROM member g JOIN change c ON c.row = g.id AND c.entity = 1 AND c.field = 'merged_into'"
    " AND c.after = g.merged_into JOIN change_set s ON s.id = c.change_set WHERE g.merged_into = ?1 ORDER BY s.at DESC LIMIT ?2",
)


def timeline(library: Library, member: int, limit: int = STEP) -> list[Moment]:
    """The newest moments of a member, newest first. Edits are in the history. Costs a look-up by index per kind."""
    found: list[Moment] = []
    for sql in _STATEMENTS:
        for at, kind, detail, *money in library.rows(sql, (member, limit)):
            found.append(Moment(at, kind, "" if detail is None else str(detail), *money))
    found.sort(key=lambda item: -item.at)
    return found[:limit]
