"""What a member's inspector does with levels, points and badges: a message with Undo after each, a refusal in words."""

from __future__ import annotations

from typing import Any

from kclub_desktop.community import badges, leaderboards, levels, points
from kclub_desktop.ui.desk.page import Page
from kclub_desktop.words import tr
from kclub_desktop.words_for_rewards import signed


def act(page: Page, member: int, what: str, value: Any) -> None:
    """what, value: as rewards_part.Act tells them."""
    library = page.session.library
    match what:
        case "level":
            page.do(
                lambda: levels.set_by_hand(library, member, value),
                said=tr("Level: {level}", level=value)
                if value
                else tr("The rules decide on the level again."),
            )
        case "correct":
            amount, words = value
            page.do(
                lambda: points.correct(library, member, amount, words),
                said=tr("Points: {points}", points=signed(amount)),
                take_back=lambda line: points.take_back(library, line),
            )
        case "redeem":
            page.do(
                lambda: points.redeem(library, member, value),
                said=tr("Redeemed"),
                take_back=lambda line: points.take_back(library, line),
            )
        case "back":
            page.do(lambda: points.take_back(library, value), said=tr("Taken back"), undoable=False)
        case "award":
            page.do(lambda: badges.award(library, member, value), said=tr("Badge given"))
        case "take":
            page.do(lambda: badges.take(library, member, value), said=tr("Badge taken away"))
        case "shown":
            page.do(
                lambda: leaderboards.show_on(library, member, value),
                said=tr("Shown on leaderboards") if value else tr("No longer on leaderboards"),
            )
