"""A cable between a device and its hub, to be pulled, held, cut in the middle or led elsewhere while something is on it."""

import contextlib
import socket
import struct
import threading
from urllib.parse import urlsplit

_NO_HUB = b"<html>Sign in to the network of this hotel</html>"
_RUBBISH = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
    % len(_NO_HUB)
    + _NO_HUB
)


class Cable:
    """Listens at `url` and carries to the hub what comes there, as `how` says: through, held, pulled, cut or elsewhere."""

    def __init__(self, hub):
        parts = urlsplit(hub)
        self._hub = parts.hostname, parts.port
        self._server = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._server.getsockname()[1]}"
        self._state = threading.Condition()
        self._open, self.how, self._left, self._over = [], "through", 0, False
        self.carried = 0
        """Bytes that came from the hub."""
        threading.Thread(target=self._accept, daemon=True).start()

    def mend(self):
        """As it was before; what was held goes on."""
        self._be("through")

    def hold(self):
        """Nothing goes through any more, and nobody is told."""
        self._be("held")

    def pull(self):
        """Every connection ends, and none is made."""
        self._be("pulled")

    def cut_after(self, many):
        """Every connection ends when so many bytes more have come from the hub, and each after it at its first."""
        self._left = many
        self._be("cut")

    def lead_elsewhere(self):
        """Somebody else answers, and not as a hub."""
        self._be("elsewhere")

    def close(self):
        """For good."""
        self._over = True
        self.pull()
        self._server.close()

    def _be(self, how):
        with self._state:
            self.how = how
            ended = self._open if how in ("pulled", "elsewhere") else []
            for one in list(ended):
                _end(one)
            self._state.notify_all()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._server.accept()
                if self.how == "pulled":
                    _end(near)
                elif self.how == "elsewhere":
                    threading.Thread(target=self._answer_rubbish, args=(near,), daemon=True).start()
                else:
                    self._join(near)

    def _join(self, near):
        try:
            far = socket.create_connection(self._hub, timeout=20)
        except OSError:
            _end(near)
            return
        far.settimeout(None)
        self._open += [near, far]
        threading.Thread(target=self._carry, args=(near, far, False), daemon=True).start()
        threading.Thread(target=self._carry, args=(far, near, True), daemon=True).start()

    def _carry(self, source, target, from_hub):
        with contextlib.suppress(OSError):
            while piece := source.recv(1 << 14):
                with self._state:
                    self._state.wait_for(lambda: self.how != "held")
                    if from_hub and self.how == "cut":
                        piece, self._left = piece[: self._left], max(0, self._left - len(piece))
                        if not self._left:
                            target.sendall(piece)
                            break
                if from_hub:
                    self.carried += len(piece)
                target.sendall(piece)
        for one in (source, target):
            _end(one, quietly=not from_hub or self.how == "through")

    def _answer_rubbish(self, near):
        with contextlib.suppress(OSError):
            near.recv(1 << 16)
            near.sendall(_RUBBISH)
            near.close()


def _end(one, quietly=False):
    with contextlib.suppress(OSError):
        if not quietly:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        one.shutdown(socket.SHUT_RDWR)
    with contextlib.suppress(OSError):
        one.close()
