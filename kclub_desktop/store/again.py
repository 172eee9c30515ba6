"""Opening a library that is open here in another process of this program; which one that is, is apart/'s."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from kclub_desktop.clock import Clock
from kclub_desktop.store.encryption import cipher
from kclub_desktop.store.library import FILE_NAME, Library
from kclub_desktop.store.opening import open_library


@dataclass(frozen=True)
class Again:
    """What it takes to open it; handed from process to process only, for the key of an encrypted file is in it."""

    folder: Path
    clock: Clock
    key: bytes | None = field(repr=False)

    @classmethod
    def of(cls, library: Library) -> Self:
        """The same library, to be opened elsewhere."""
        return cls(library.folder.absolute(), library.clock, library.key)

    @contextmanager
    def opened(self) -> Iterator[Library]:
        """The library, beside the desk that has it. Raises as open_library."""
        file = self.folder / FILE_NAME
        if self.key is not None:
            cipher.in_use(file, self.key)
        try:
            with open_library(self.folder, clock=self.clock) as library:
                library.is_again = True
                yield library
        finally:
            if self.key is not None:
                cipher.out_of_use(file)
