"""The hub over HTTP: requests, retries of what may be retried, and its problem documents as our errors."""

from __future__ import annotations

import gzip
import ipaddress
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from kclub_desktop.errors import (
    AnotherCommunity,
    ClockWrong,
    HubCertificate,
    HubRefused,
    HubUnreachable,
    InsecureHub,
    PairingCodeRefused,
)
from kclub_desktop.errors_of_devices import NothingToJoin
from kclub_desktop.sync import trust
from kclub_desktop.sync.endpoint import (
    AnotherLife,
    FileNotTaken,
    NoFilesThere,
    NotTaken,
    Page,
    PullFirst,
    TableDigest,
)
from kclub_protocol.changes import ChangeSet, MalformedChange, change_set_from_json
from kclub_protocol.ids import MAX_NODE

if TYPE_CHECKING:
    import requests
    from urllib3.util import Retry

_CONNECT_SECONDS = 5.0
_ANSWER_SECONDS = 30.0
_PERSON_SECONDS = 10.0
"""How long a person who pressed a button waits to be told that the hub does not answer."""
_AGAIN = 2
_WORTH_IT = 2_000
_PIECE = 1 << 16
_MOST = 256 << 20
"""Bytes, once opened, of an answer or of one line of a stream: far more than a hub ever says, and less than would be the
end of this program. A few KB of compressed nothing open to as much."""
_STREAM_PAGE = 200
_STREAM_PAGE_BYTES = 16 << 20
_BYTES = "application/octet-stream"
_DONE = 204
UNKNOWN_ROUTE = (404, 405)
"""Statuses by which a hub of before some call says that it does not know it."""
_OF_FILES = ("no-such-attachment", "another-offset", "another-range", "full", "not-its-hash")
"""Kinds of refusals that are about one file."""
_CUT = "the answer was cut short"
_BAD_ANSWER = "the answer is not one of a hub"
_TOO_LARGE = "the answer is larger than any of a hub"


@dataclass(frozen=True)
class PairedAs:
    """What the hub told this device at pairing; zone and currency are empty if nobody has said them yet."""

    token: str
    device: str
    node: int
    role: str
    community: str
    name: str
    zone: str
    currency: str


class HubEndpoint:
    """One community's hub as one device sees it. token: empty only for pairing."""

    _most: int | None = None
    """Bytes of an answer; None for as many as any hub's may have."""

    def __init__(self, url: str, token: str = "") -> None:
        """Raises InsecureHub unless the address is https or this computer's own."""
        self.url = _checked(url)
        self._token = token
        self._http: requests.Session | None = None

    def pair(
        self,
        code: str,
        device_name: str,
        *,
        founding: Mapping[str, str] | None = None,
        returning: tuple[str, int] | None = None,
        restored: bool = False,
        joining: bool = False,
        attempt: str = "",
    ) -> PairedAs:
        """A one-time code against a token; restored: returning from a backup, for a new node; joining: a copy is wanted of
        what is there; attempt: a secret word by which the same may be asked again if the answer is lost. Raises PairingCodeRefused, AnotherCommunity, NothingToJoin, HubRefused, HubUnreachable."""
        asked: dict[str, Any] = {"code": code, "device_name": device_name}
        if founding:
            asked["founding"] = dict(founding)
        if returning:
            asked["returning"] = {"community": returning[0], "node": returning[1], "restored": restored}
        if joining:
            asked["joining"] = True
        if attempt:
            asked["attempt"] = attempt
        return self._paired(self._ask("POST", "/v1/pair", body=asked, answer=_PERSON_SECONDS))

    def renew(self, key: str) -> PairedAs:
        """A new device and node for a restored copy; key: its word for this restore. Raises HubRefused, HubUnreachable."""
        return self._paired(self._ask("POST", "/v1/renew", body={"key": key}))

    def _paired(self, answer: Mapping[str, Any]) -> PairedAs:
        kinds = {field: int if field == "node" else str for field in PairedAs.__dataclass_fields__}
        with self._shaped():
            told = PairedAs(**{field: answer[field] for field in kinds})
            # A node of another kind would spoil every id that is made from now on.
            if not all(isinstance(getattr(told, field), kind) for field, kind in kinds.items()):
                raise TypeError
            if not 0 <= told.node <= MAX_NODE:
                raise ValueError
            if told.zone and told.zone not in available_timezones():
                raise ValueError
            return told

    def push(self, number: int, after: int, change_sets: Sequence[ChangeSet], life: str = "") -> int:
        """See Endpoint."""
        body = _Batch({"number": number, "after": after, "life": life}, change_sets)
        with self._shaped():
            # What is taken for an answer of the hub must be one: nothing of this batch is sent again.
            return int(self._ask("POST", "/v1/changes", body=body)["last"])

    def lost(self, written: Sequence[tuple[int, int]]) -> list[int]:
        """See Endpoint."""
        asked = [{"node": node, "stamp": str(stamp)} for node, stamp in written]
        try:
            told = self._ask("POST", "/v1/lost", body={"change_sets": asked})
        except HubRefused as error:
            if error.status in UNKNOWN_ROUTE:  # a hub of before it took what others wrote
                return []
            raise
        with self._shaped():
            places = [int(place) for place in told["lost"]]
            if not all(0 <= place < len(written) for place in places):
                raise ValueError
            return places

    def push_of_others(self, change_sets: Sequence[ChangeSet], life: str = "") -> None:
        """See Endpoint."""
        body = _Batch({"number": 1, "life": life, "of_others": True}, change_sets)
        self._ask("POST", "/v1/changes", body=body)

    def pull(self, after: int, wait: float = 0.0, life: str = "") -> Page:
        """See Endpoint."""
        query = {"after": after, "wait": wait, "life": life}
        answer = self._ask("GET", "/v1/changes", query=query, wait=wait)
        with self._shaped():
            read = tuple(
                change_set_from_json(each["change_set"], f"changes[{i}]")
                for i, each in enumerate(answer["changes"])
            )
            more, own = bool(answer["more"]), int(answer.get("own", 0))
            life = str(answer.get("life", ""))
            return Page(read, int(answer["next"]), more, own, life, answer.get("sees_money") is not False)

    def anything_after(self, after: int, wait: float) -> bool:
        """Have others written after a cursor? Waits up to so many seconds for them to."""
        answer = self._ask("GET", "/v1/changes", query={"after": after, "wait": wait, "limit": 1}, wait=wait)
        return bool(answer.get("changes")) or bool(answer.get("more"))

    def catch_up(self, after: int, own: bool = False) -> Iterator[Page]:
        """See Endpoint."""
        query = {"after": after, "own": str(own).lower()}
        waiting: list[ChangeSet] = []
        size = 0
        with self._send("GET", "/v1/snapshot", query=query) as answer, self._shaped():
            for line in self._lines(answer):
                told = json.loads(line)
                if "end" in told:
                    life, sees = str(told.get("life", "")), told.get("sees_money") is not False
                    yield Page(tuple(waiting), int(told["end"]), False, life=life, sees_money=sees)
                    return
                waiting.append(change_set_from_json(told["change_set"]))
                after, size = int(told["seq"]), size + len(line)
                if len(waiting) >= _STREAM_PAGE or size >= _STREAM_PAGE_BYTES:
                    yield Page(tuple(waiting), after, True)
                    waiting, size = [], 0
        raise HubUnreachable(self.url, _CUT)

    def compare(self, cursor: int, tables: Mapping[str, TableDigest]) -> list[str]:
        """See Endpoint."""
        told = {
            name: {"columns": columns, "rows": rows, "digest": digest}
            for name, (columns, rows, digest) in tables.items()
        }
        with self._shaped():
            answer = self._ask("POST", "/v1/digests", body={"cursor": cursor, "tables": told})
            return [str(name) for name in answer["tables"]]

    def files_known(self, hashes: Sequence[str]) -> dict[str, tuple[int, bool]]:
        """Hash → (bytes that are there, is it whole?) of files that the hub keeps. Raises NoFilesThere."""
        answer = self._files("POST", "/v1/blobs/known", body={"hashes": list(hashes)})
        with answer, self._shaped():
            told = self._read(answer)["blobs"]
            return {str(each["sha256"]): (int(each["have"]), each["whole"] is True) for each in told}

    def put_file(self, sha256: str, size: int, offset: int, piece: bytes) -> tuple[int, bool]:
        """Hand in a piece of a file; (bytes that are there, is it whole?). Raises NoFilesThere, FileNotTaken."""
        query = {"size": size, "offset": offset}
        with self._shaped():
            said = self._read(self._files("PUT", f"/v1/blobs/{sha256}", query=query, raw=piece))
            return int(said["have"]), said["whole"] is True

    def get_file(self, sha256: str, offset: int) -> Iterator[bytes]:
        """A file from a byte on. Raises NoFilesThere, FileNotTaken."""
        with self._files("GET", f"/v1/blobs/{sha256}", extra={"Range": f"bytes={offset}-"}) as answer:
            # A page of somebody else's would be taken for the file, and what had come of it thrown away.
            kind = answer.headers.get("Content-Type", "").partition(";")[0]
            if kind != _BYTES or (offset and answer.status_code != 206):
                raise HubRefused(self.url, answer.status_code, _BAD_ANSWER)
            yield from self._pieces(answer)

    def _files(self, method: str, path: str, **more: Any) -> requests.Response:
        try:
            return self._send(method, path, **more)
        except HubRefused as error:
            if error.status in UNKNOWN_ROUTE:  # a hub of before version 6 knows no such address
                raise NoFilesThere from error
            raise

    def new_token(self) -> str:
        """A new token for this device; the old one goes on until the new one is used."""
        token = self._ask("POST", "/v1/token", body={}).get("token")
        if not (isinstance(token, str) and token):
            raise HubRefused(self.url, 200, _BAD_ANSWER)
        return token

    def devices(self) -> list[dict[str, Any]]:
        """The community's devices as the hub lists them."""
        with self._shaped():
            return list(self._ask("GET", "/v1/devices", answer=_PERSON_SECONDS)["devices"])

    def new_code(self, role: str, money: bool = False, sees_money: bool = True) -> dict[str, Any]:
        """A one-time code for another device: code, role, money, seconds it is good for. Only an owner gets one."""
        body = {"role": role, "money": money, "sees_money": sees_money}
        return self._ask("POST", "/v1/codes", body=body, answer=_PERSON_SECONDS)

    def change_device(self, device: str, **changes: Any) -> dict[str, Any]:
        """Change name, money, sees_money or revoked of a device, and how it stands now. Only an owner does."""
        told = self._ask("PATCH", f"/v1/devices/{device}", body=changes, answer=_PERSON_SECONDS)
        if told.get("id") != device:
            raise HubRefused(self.url, 200, _BAD_ANSWER)
        return told

    def revoke(self, device: str) -> None:
        """Let a device in no more; harmless twice."""
        with self._send("DELETE", f"/v1/devices/{device}", answer=_PERSON_SECONDS) as said:
            if said.status_code != _DONE:  # a page to sign in at, say
                raise HubRefused(self.url, said.status_code, _BAD_ANSWER)

    def close(self) -> None:
        """Let go of the connection."""
        if self._http is not None:
            self._http.close()

    def _ask(
        self,
        method: str,
        path: str,
        *,
        body: Mapping[str, Any] | _Batch | None = None,
        query: Mapping[str, Any] | None = None,
        wait: float = 0.0,
        answer: float = _ANSWER_SECONDS,
    ) -> dict[str, Any]:
        return self._read(self._send(method, path, body=body, query=query, wait=wait, answer=answer))

    def _send(
        self,
        method: str,
        path: str,
        *,
        body: Mapping[str, Any] | _Batch | None = None,
        query: Mapping[str, Any] | None = None,
        wait: float = 0.0,
        answer: float = _ANSWER_SECONDS,
        raw: bytes | None = None,
        extra: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """The hub's answer, of which nothing but the head was read yet."""
        import requests

        if self._http is None:
            self._http = _session(self.url)
        headers, packed = _packed(body) if raw is None else ({"Content-Type": _BYTES}, raw)
        headers |= extra or {}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        try:
            said = self._http.request(
                method,
                self.url + path,
                data=packed,
                params=query,
                headers=headers,
                timeout=(_CONNECT_SECONDS, answer + wait),
                stream=True,
                # A token must not follow a redirect to somewhere else.
                allow_redirects=False,
            )
        except requests.exceptions.SSLError as error:
            raise HubCertificate(self.url, trust.why(error)) from error
        except requests.RequestException as error:
            raise HubUnreachable(self.url, type(error).__name__) from error
        if said.status_code >= 400 or said.is_redirect:
            self._refuse(said.status_code, self._read(said))
        return said

    def _read(self, answer: requests.Response) -> dict[str, Any]:
        pieces, size = [], 0
        with answer:
            for piece in self._pieces(answer):
                size += len(piece)
                if size > (self._most or _MOST):
                    raise self._too_large(answer)
                pieces.append(piece)
        try:
            said = json.loads(b"".join(pieces))
        except (ValueError, RecursionError):
            said = None
        return said if isinstance(said, dict) else {"title": _BAD_ANSWER if answer.ok else ""}

    def _too_large(self, answer: requests.Response) -> Exception:
        return HubRefused(self.url, answer.status_code, _TOO_LARGE)

    def _lines(self, answer: requests.Response) -> Iterator[bytes]:
        """The lines of a stream, of which only the one that is coming is held."""
        begun: list[bytes] = []
        size = 0
        for piece in self._pieces(answer):
            *ended, rest = piece.split(b"\n")
            for end in ended:
                yield b"".join((*begun, end))
                begun, size = [], 0
            begun.append(rest)
            size += len(rest)
            if size > _MOST:
                raise self._too_large(answer)
        if size:
            yield b"".join(begun)

    def _pieces(self, answer: requests.Response) -> Iterator[bytes]:
        import requests

        try:
            yield from answer.iter_content(_PIECE)
        except requests.RequestException as error:
            raise HubUnreachable(self.url, type(error).__name__) from error

    @contextmanager
    def _shaped(self) -> Iterator[None]:
        """What is not of the agreed shape is not a hub's answer."""
        try:
            yield
        except MalformedChange as error:
            raise HubRefused(self.url, 200, str(error)) from error
        except (LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
            raise HubRefused(self.url, 200, _BAD_ANSWER) from error

    def _refuse(self, status: int, said: Mapping[str, Any]) -> None:
        kind = str(said.get("type", "")).rpartition("/")[2]
        title = str(said.get("title", "")) or f"HTTP {status}"
        if kind == "pull-first":
            raise PullFirst
        if kind == "code-refused":
            raise PairingCodeRefused(self.url)
        if kind in ("already-founded", "another-community"):
            raise AnotherCommunity("", self.url)
        if kind == "not-founded":
            raise NothingToJoin(self.url)
        if kind == "clock":
            with self._shaped():
                raise ClockWrong(int(said.get("ahead", 0)))
        if kind == "another-life":
            raise AnotherLife
        if kind in _OF_FILES:
            raise FileNotTaken(kind, said.get("have"))
        if status in (403, 422) and isinstance(said.get("change_set"), int):
            raise NotTaken(said["change_set"], title)
        if status >= 500 or status == 429:
            raise HubUnreachable(self.url, title)
        raise HubRefused(self.url, status, title)


@dataclass(frozen=True)
class _Batch:
    """What is handed in: change sets, and what is said of them all."""

    head: Mapping[str, Any]
    change_sets: Sequence[ChangeSet]

    def pieces(self) -> Iterator[str]:
        """As JSON."""
        between = f'{_encode(self.head)[:-1]},"change_sets":['
        for each in self.change_sets:
            yield between
            yield from each.to_text()
            between = ","
        yield "]}"


def _packed(body: Mapping[str, Any] | _Batch | None) -> tuple[dict[str, str], bytes | None]:
    """Headers and bytes of a body; compressed where that saves more than it costs."""
    if body is None:
        return {}, None
    packed = ("".join(body.pieces()) if isinstance(body, _Batch) else _encode(body)).encode()
    headers = {"Content-Type": "application/json"}
    if len(packed) < _WORTH_IT:
        return headers, packed
    return headers | {"Content-Encoding": "gzip"}, gzip.compress(packed, 1, mtime=0)


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _session(url: str) -> requests.Session:
    import requests
    from requests.adapters import HTTPAdapter

    made = requests.Session()
    # A proxy of the system must not see a token that is meant for this computer, nor .netrc replace it.
    made.trust_env = False
    made.mount("http://", HTTPAdapter(max_retries=_again()))
    if url.startswith("https"):
        made.mount("https://", trust.adapter(_again()))
    return made


def _again() -> Retry:
    """A connection that broke is tried anew where that is harmless. One on which nothing came is not: who did not answer in
    all that time would be waited for three times as long."""
    from urllib3.exceptions import ReadTimeoutError
    from urllib3.util import Retry

    class _Broken(Retry):
        def increment(self, *args: Any, **more: Any) -> Any:
            if isinstance(error := more.get("error"), ReadTimeoutError):
                raise error
            return super().increment(*args, **more)

    return _Broken(total=_AGAIN)


def _checked(url: str) -> str:
    url = url.strip().rstrip("/")
    if "://" not in url:
        url = f"http://{url}" if _own(urlsplit(f"//{url}").hostname or "") else f"https://{url}"
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and _own(parts.hostname or "")):
        return url
    raise InsecureHub(url)


def _own(host: str) -> bool:
    """Is it this computer itself?"""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
