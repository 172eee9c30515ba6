"""Whatever answers under the hub's address, the person reads words, and no id is spoiled by what it said."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kclub_desktop.errors import HubRefused, HubUnreachable, KClubError
from kclub_desktop.sync.endpoints.hub import HubEndpoint
from kclub_desktop.words_for_errors import words_for

PAIRED = {"token": "t", "device": "d", "node": 3, "role": "owner", "community": "c", "name": "Club",
          "zone": "Asia/Shanghai", "currency": "CNY"}  # fmt: skip


@pytest.fixture
def answering():
    """A server that gives one answer to everything."""

    class Rubbish(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"] or 0))
            self.do_GET()

        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Length", str(len(server.body)))
            self.end_headers()
            self.wfile.write(server.body)

        def log_message(self, *_words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Rubbish)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    endpoint = HubEndpoint(f"http://127.0.0.1:{server.server_port}")

    def give(body):
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
    ):
        try:
            ask()
        except KClubError as error:
            assert isinstance(error, HubRefused | HubUnreachable) and words_for(error)


@pytest.mark.parametrize(
    ("field", "value"), [("node", 0.5), ("node", 10**30), ("node", -1), ("node", "3"), ("token", None), ("zone", "../x")]
)  # fmt: skip
def test_a_node_or_a_zone_that_cannot_be_is_not_taken(answering, field, value):
    assert answering(PAIRED).pair("ABCDEFGH", "laptop").node == 3
    with pytest.raises(HubRefused):
        answering(PAIRED | {field: value}).pair("ABCDEFGH", "laptop")
