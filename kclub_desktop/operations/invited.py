"""With what to pair, as a person typed it: a link, or an address and a code, perhaps with the wide letters of a Chinese keyboard."""

from __future__ import annotations

import unicodedata
from urllib.parse import urlsplit

from kclub_desktop.errors_of_devices import HubNeeded
from kclub_desktop.sync.link import Invitation, read_link

_STOPS = str.maketrans({"。": ".", "、": "/"})
"""What the keys of dot and slash write there, and Unicode does not take for the same."""


def invited(address: str, code: str = "") -> Invitation:
    """What an address, or a link in its place, and a code say. Raises HubNeeded for what is no address at all."""
    address = plain(address)
    if link := read_link(address):
        return link
    try:
        urlsplit(address if "//" in address else f"//{address}")
    except ValueError as error:
        raise HubNeeded(address, "InvalidURL") from error
    return Invitation(address, plain(code))


def plain(typed: str) -> str:
    """The same in plain letters, without the space around it: ：／ＡＢ are :/AB."""
    return unicodedata.normalize("NFKC", typed).translate(_STOPS).strip()
