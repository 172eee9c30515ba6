"""Figures in Prometheus' text format: what this process has done, and how large the hub is. No names, no persons."""

from __future__ import annotations

import threading
from collections import Counter

from kclub_hub.database import HubDatabase

_BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 30.0)
MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """Counters of one process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._buckets: Counter[float] = Counter()
        self._seconds = 0.0
        self._changes: Counter[str] = Counter()

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """A request was answered. route: its template, never the address asked for."""
        with self._lock:
            self._requests[method, route, status] += 1
            self._seconds += seconds
            for bound in _BOUNDS:
                if seconds <= bound:
                    self._buckets[bound] += 1

    def moved(self, way: str, change_sets: int) -> None:
        """Change sets were taken ("in") or handed out ("out")."""
        with self._lock:
            self._changes[way] += change_sets

    def text(self, hub: HubDatabase) -> str:
        """All figures."""
        lines = [*self._of_this_process(hub), *_of_the_hub(hub)]
        return "\n".join(lines) + "\n"

    def _of_this_process(self, hub: HubDatabase) -> list[str]:
        with self._lock:
            count = sum(self._requests.values())
            lines = ["# TYPE kclub_hub_requests_total counter"]
            lines += [
                f'kclub_hub_requests_total{{method="{method}",route="{route}",status="{status}"}} {n}'
                for (method, route, status), n in sorted(self._requests.items())
            ]
            lines.append("# TYPE kclub_hub_request_seconds histogram")
            lines += [f'kclub_hub_request_seconds_bucket{{le="{b}"}} {self._buckets[b]}' for b in _BOUNDS]
            lines += [
                f'kclub_hub_request_seconds_bucket{{le="+Inf"}} {count}',
                f"kclub_hub_request_seconds_sum {self._seconds:.6f}",
                f"kclub_hub_request_seconds_count {count}",
                "# TYPE kclub_hub_change_sets_total counter",
            ]
            lines += [
                f'kclub_hub_change_sets_total{{way="{way}"}} {self._changes[way]}' for way in ("in", "out")
            ]
        lines += ["# TYPE kclub_hub_waiting gauge", f"kclub_hub_waiting {hub.bell.waiting}"]
        return lines


def _of_the_hub(hub: HubDatabase) -> list[str]:
    with hub.reading() as db:
        communities, log = db.execute("SELECT count(*), coalesce(sum(last_seq), 0) FROM community").fetchone()
        roles = db.execute(
            "SELECT role, count(*) FROM device WHERE revoked_at IS NULL GROUP BY role ORDER BY role"
        ).fetchall()
    lines = [
        "# TYPE kclub_hub_communities gauge",
        f"kclub_hub_communities {communities}",
        "# TYPE kclub_hub_log_length counter",
        f"kclub_hub_log_length {log}",
        "# TYPE kclub_hub_database_bytes gauge",
        f"kclub_hub_database_bytes {hub.size}",
        "# TYPE kclub_hub_devices gauge",
    ]
    return lines + [f'kclub_hub_devices{{role="{role}"}} {n}' for role, n in roles]
