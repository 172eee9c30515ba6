"""Whatever answers under the hub's address, the person reads words, and no id is spoiled by what it said."""

import contextlib
import gzip
import json
import threading
import tracemalloc
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kclub_desktop.errors import HubRefused, HubUnreachable
from kclub_desktop.sync.endpoints import hub
from kclub_desktop.sync.endpoints.hub import HubEndpoint
from kclub_desktop.words_for_errors import words_for
from kclub_protocol.changes import ChangeSet

PAIRED = {"token": "t", "device": "d", "node": 3, "role": "owner", "community": "c", "name": "Club",
          "zone": "Asia/Shanghai", "currency": "CNY"}  # fmt: skip

CHANGE_SET = ChangeSet(1 << 60, 3, "edit_member", 1_790_000_000, ()).to_json()


@pytest.fixture
def answering():
    """A server that gives one answer to everything."""

    class Rubbish(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"] or 0))
            self.do_GET()

        do_PATCH, do_DELETE = do_POST, lambda self: self.do_GET()

        def do_GET(self):
            self.send_response(server.status)
            if server.packed:
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(server.body)))
            self.end_headers()
            with contextlib.suppress(ConnectionError):
                self.wfile.write(server.body)

        def log_message(self, *_words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Rubbish)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    endpoint = HubEndpoint(f"http://127.0.0.1:{server.server_port}")

    def give(body, packed=False, status=200):
        server.packed, server.status = packed, status
        server.body = body if isinstance(body, bytes) else json.dumps(body).encode()
        return endpoint

    yield give
    endpoint.close()
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "body",
    [b"<html>Sign in</html>", b"[" * 100_000, b'{"changes":' + b"[" * 100_000, b"\xff\xfe", [1], None, 7,
     {"changes": "abc", "last": "x", "tables": 5, "devices": 7, "more": 1, "next": "y", "token": {}},
     {"changes": [{"seq": 1, "change_set": {"id": 1e999}}], "more": True, "next": 10**40}],
)  # fmt: skip
def test_rubbish_is_refused_in_words_whatever_was_asked(answering, body):
    endpoint = answering(body)
    for ask in (
        lambda: endpoint.pair("ABCDEFGH", "laptop"),
        lambda: endpoint.pull(0),
        lambda: list(endpoint.catch_up(0)),
        lambda: endpoint.push(1, 0, []),
        lambda: endpoint.compare(0, {}),
        lambda: endpoint.devices(),
        lambda: endpoint.change_device("d", revoked=False),
        lambda: endpoint.revoke("d"),
        lambda: endpoint.new_token(),
    ):
        # Else a batch would count as handed in, or a device as removed, because somebody's page to sign in at said 200.
        with pytest.raises((HubRefused, HubUnreachable)) as refused:
            ask()
        assert words_for(refused.value)


@pytest.mark.parametrize(
    ("field", "value"), [("node", 0.5), ("node", 10**30), ("node", -1), ("node", "3"), ("token", None), ("zone", "../x")]
)  # fmt: skip
def test_a_node_or_a_zone_that_cannot_be_is_not_taken(answering, field, value):
    assert answering(PAIRED).pair("ABCDEFGH", "laptop").node == 3
    with pytest.raises(HubRefused):
        answering(PAIRED | {field: value}).pair("ABCDEFGH", "laptop")


@pytest.mark.parametrize("status", [200, 403])
@pytest.mark.parametrize("ask", [lambda e: e.pull(0), lambda e: list(e.catch_up(0)), lambda e: e.devices()])
def test_a_little_that_opens_to_very_much_fills_no_memory(answering, monkeypatch, ask, status):
    monkeypatch.setattr(hub, "_MOST", 4 << 20)
    # 64 MB of one string that never ends.
    endpoint = answering(gzip.compress(b'{"title": "' + b"x" * (64 << 20)), packed=True, status=status)

    tracemalloc.start()
    with pytest.raises(HubRefused) as refused:
        ask(endpoint)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert most < 16 << 20
    assert "larger" in words_for(refused.value)


def test_an_answer_just_within_the_limit_is_taken(answering, monkeypatch):
    body = json.dumps({"devices": [{"name": "x" * 1000}]}).encode()
    monkeypatch.setattr(hub, "_MOST", len(body))
    assert len(answering(gzip.compress(body), packed=True).devices()) == 1
    with pytest.raises(HubRefused):
        answering(body + b" ").devices()


def test_a_stream_is_as_long_as_it_likes_while_its_lines_are_not(answering, monkeypatch):
    line = json.dumps({"seq": 1, "change_set": CHANGE_SET}).encode() + b"\n"
    monkeypatch.setattr(hub, "_MOST", 2 * len(line))
    monkeypatch.setattr(hub, "_STREAM_PAGE_BYTES", 50 * (len(line) - 1))
    pages = list(answering(line * 500 + b'{"end": 7, "life": "l"}').catch_up(0))

    assert [len(page.change_sets) for page in pages] == [50] * 10 + [0]
    assert (pages[-1].next, pages[-1].more, pages[-1].life) == (7, False, "l")
