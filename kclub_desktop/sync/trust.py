"""Whose certificates this computer trusts, and what is wrong with one that it does not.

The authorities of the system and of the usual list; and those of the file in KCLUB_CA_FILE, for a hub whose owner signs
its certificate. There is no way to go on without a good one.
"""

from __future__ import annotations

import os
import ssl
from typing import TYPE_CHECKING, Any

from kclub_desktop.errors import FileNotReadable

if TYPE_CHECKING:
    from requests.adapters import HTTPAdapter
    from urllib3.util import Retry

VARIABLE = "KCLUB_CA_FILE"
_WHY = {
    9: "early",
    10: "expired",
    18: "unknown",
    19: "unknown",
    20: "unknown",
    21: "unknown",
    62: "name",
    64: "name",
}
"""OpenSSL's codes of what is wrong."""
_DEEP = 12


def context() -> ssl.SSLContext:
    """What a certificate must pass. Raises FileNotReadable when KCLUB_CA_FILE names no file of certificates."""
    made = ssl.create_default_context()
    named = os.environ.get(VARIABLE, "")
    if named:
        try:
            made.load_verify_locations(cafile=named)
        except (OSError, ssl.SSLError) as error:
            raise FileNotReadable(named, getattr(error, "strerror", None) or str(error)) from error
    return made


def adapter(again: Retry) -> HTTPAdapter:
    """How requests speaks https: with that context. again: when and how often a call that failed is tried anew."""
    from requests.adapters import HTTPAdapter

    trusted = context()

    class _Trusting(HTTPAdapter):
        def init_poolmanager(self, *sizes: Any, **more: Any) -> None:
            super().init_poolmanager(*sizes, **more, ssl_context=trusted)  # type: ignore[no-untyped-call]

    return _Trusting(max_retries=again)


def why(error: BaseException) -> str:
    """The code of HubCertificate for a failed handshake: what OpenSSL said is somewhere inside."""
    found: Any = error
    for _ in range(_DEEP):
        if isinstance(found, ssl.SSLCertVerificationError):
            return _WHY.get(found.verify_code, "other")
        inner = getattr(found, "reason", None)
        found = inner if isinstance(inner, BaseException) else (found.args[0] if found.args else None)
        if not isinstance(found, BaseException):
            break
    return "other"
