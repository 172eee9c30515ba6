"""Doing what leaves facts of money, from any page: the message's Undo corrects them, since a fact cannot be set back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kclub_desktop.errors import KClubError
from kclub_desktop.ui.desk.page import Page


def do_money(
    page: Page,
    work: Callable[[], Any],
    *,
    said: str,
    done: Callable[[Any], Any] | None = None,
    failed: Callable[[KClubError], None] | None = None,
) -> None:
    """As Page.do; done: by default the page loads again."""
    library = page.session.library

    def noted() -> tuple[Any, int | None]:
        before = library.last_written
        result = work()
        return result, library.last_written if library.last_written != before else None

    def take_back(answer: tuple[Any, int | None]) -> Any:
        from kclub_desktop.operations import taking_back

        return taking_back.undo(library, answer[1]) if answer[1] is not None else None

    after = (lambda answer: done(answer[0])) if done is not None else (lambda _answer: page.refresh())
    page.do(noted, said=said, take_back=take_back, done=after, failed=failed)
