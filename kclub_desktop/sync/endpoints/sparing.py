"""The hub, asked for no more than what can be read between two frames of a window; the rest is work apart.

Reading JSON holds the interpreter for as long as it takes, so an answer is measured before it is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kclub_desktop.sync.endpoint import Page, TooMuchHere
from kclub_desktop.sync.endpoints.hub import HubEndpoint

if TYPE_CHECKING:
    import requests


class SparingHub(HubEndpoint):
    """As HubEndpoint; raises TooMuchHere instead of beginning with what would take long."""

    _most = 64 << 10
    """Bytes of an answer: some 200 rows, read in a millisecond."""

    def catch_up(self, after: int, own: bool = False) -> Iterator[Page]:
        """See Endpoint."""
        raise TooMuchHere

    def _too_large(self, answer: requests.Response) -> Exception:
        return TooMuchHere()
