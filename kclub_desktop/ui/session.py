"""What a page is given: the library, jobs, the clock, settings, models and sync. It looks nothing else up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kclub_desktop.clock import Clock
from kclub_desktop.errors import LibraryBusy, LibraryNotWritable
from kclub_desktop.progress import Progress
from kclub_desktop.secrets import Secrets, SystemSecrets, configuration_folder
from kclub_desktop.store import Library, setting
from kclub_desktop.ui.jobs import Jobs

if TYPE_CHECKING:
    from kclub_desktop.recommend.cache import ModelCache
    from kclub_desktop.recommend.model import Recommender
    from kclub_desktop.sync.loop import SyncLoop


class Settings:
    """This device's own choices (language, theme, sizes), kept in the library's local table and never synced."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._to_write: dict[str, str] = {}

    def get(self, name: str, default: str = "") -> str:
        """The text last remembered or stored, or default."""
        if name in self._to_write:
            return self._to_write[name]
        return setting.get(self._library, name, default)

    def set(self, name: str, value: str) -> None:
        """Keep a text under a name. Raises LibraryBusy, LibraryNotWritable."""
        self._to_write.pop(name, None)
        setting.put(self._library, name, value)

    def remember(self, name: str, value: str) -> None:
        """Keep what only serves comfort (the page one was on, the language): it never fails and never waits.

        Going from page to page must not halt because another program writes to the file, nor because the disk is full.
        """
        self._to_write[name] = value
        self.write_remembered()

    def write_remembered(self) -> None:
        """Write what could not be written when it was to be remembered, if that is possible now."""
        with suppress(LibraryBusy, LibraryNotWritable):
            for name, value in list(self._to_write.items()):
                setting.put(self._library, name, value, waits=False)
                del self._to_write[name]


class Models:
    """The recommendation models: imported and learned when first asked for, since numpy is a tenth of a second of a start."""

    def __init__(self) -> None:
        self._cache: ModelCache | None = None
        self._making = threading.Lock()

    def get(self, library: Library, progress: Progress | None = None) -> Recommender:
        """The model of all that is in the library now; as ModelCache.get."""
        return self.cache().get(library, progress)

    def cache(self) -> ModelCache:
        """Where the models are kept, with what else was learned beside them."""
        with self._making:
            if self._cache is None:
                from kclub_desktop.recommend.cache import ModelCache

                self._cache = ModelCache()
        return self._cache


@dataclass(frozen=True)
class Session:
    """Small, frozen, without rules.

    sync       keeps this library and its hub in agreement, once they are paired
    reopen     closes this window and opens the library of another folder
    meanwhile  closes this window, does work that nobody may have the library open for, and opens it again
    secrets    where this device keeps keys
    door       closes this window and opens the screen at the door
    """

    library: Library
    jobs: Jobs
    clock: Clock
    settings: Settings
    models: Models
    sync: SyncLoop | None = None
    reopen: Callable[[Path], None] | None = None
    meanwhile: Callable[[Callable[[], str]], None] | None = None
    secrets: Secrets = field(default_factory=lambda: SystemSecrets(configuration_folder()))
    door: Callable[[], None] | None = None

    def open_door(self) -> None:
        """Go on as a kiosk."""
        if self.door is not None:
            self.door()

    def between(self, work: Callable[[], str]) -> None:
        """Let work be done while this library is closed; what it returns is said when the window is open again.

        work raises Refused or Unavailable: said in words, and the library opens as it is.
        """
        if self.meanwhile is not None:
            self.meanwhile(work)
