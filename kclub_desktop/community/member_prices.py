"""What an order's lines cost one member: less what their level or plan takes off, named on the line; and whether they may
have them yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kclub_desktop.community import benefits, registering
from kclub_desktop.community.amounts import share
from kclub_desktop.community.benefits import Held
from kclub_desktop.community.order_lines import Line
from kclub_desktop.store import Library


def for_member(library: Library, member: int, lines: Sequence[Line], at: int) -> list[Line]:
    """The lines at what they cost this member. A line that has a discount already keeps that one.

    Raises NoAccess for a course they may not take, NotOpenYet for an event they cannot come to yet.
    """
    held = benefits.Held(library, member)
    return [_of_one(held, line, at) for line in lines]


def _of_one(held: Held, line: Line, at: int) -> Line:
    if line.course is None and line.event is None:
        return line
    if line.course is not None:
        benefits.require_access(held, line.course)
    if line.event is not None:
        registering.require_open(held, line.event, at, ticket_kind=line.ticket_kind)
    found = benefits.best_discount(held, at, course=line.course, event=line.event)
    if found is None or line.discount or line.amount <= 0:
        return line
    # The reason is kept with the line, in the community's own words: the order and its papers are read for years.
    title = " · ".join(part for part in (line.title, found.name) if part)
    return replace(line, title=title).off(share(line.amount, found.percent))
