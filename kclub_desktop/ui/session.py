"""What a page is given: the library, jobs, the clock, settings and how the hub is doing. It looks nothing else up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kclub_desktop.clock import Clock
from kclub_desktop.store import Library
from kclub_desktop.ui.jobs import Jobs

if TYPE_CHECKING:
    from kclub_desktop.recommend.serve import ModelCache


class Settings:
    """This device's own choices (language, theme, sizes), kept in the library's local table and never synced."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def get(self, name: str, default: str = "") -> str:
        """The stored text, or default."""
        found = self._library.value("SELECT value FROM setting WHERE name = ?", (name,))
        return default if found is None else str(found)

    def set(self, name: str, value: str) -> None:
        """Keep a text under a name."""
        self._library.execute_sql(
            "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, value),
        )


@dataclass(frozen=True)
class Session:
    """Small, frozen, without rules."""

    library: Library
    jobs: Jobs
    clock: Clock
    settings: Settings
    models: ModelCache
    sync: Any = None
    """The running SyncLoop (sync/session.py), or None when this library is not paired."""
    reopen: Callable[[], None] | None = None
