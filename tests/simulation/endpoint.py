"""A device's way to the hub in the simulator: the hub's real code in process, and a network that draws its faults."""

import json

from kclub_desktop.errors import HubRefused, HubUnreachable
from kclub_desktop.sync.endpoint import AnotherLife, NotTaken, Page, PullFirst
from kclub_hub import communities, digests, log, returning
from kclub_hub.database import HubDown
from kclub_hub.problems import Problem
from kclub_protocol.changes import change_set_from_json


class SimulatedEndpoint:
    """Implements Endpoint. Everything crosses as JSON text, as it does over HTTP."""

    url = "https://hub.simulated"

    def __init__(self, world, device):
        self._world, self._device = world, device

    def push(self, number, after, change_sets, life=""):
        body = json.dumps([each.to_json() for each in change_sets])
        return self._call(lambda: self._take(body, after, life), late=True).last

    def lost(self, written):
        return self._call(lambda: returning.lost(self._world.hub, self._world.community, written))

    def push_of_others(self, change_sets, life=""):
        body = json.dumps([each.to_json() for each in change_sets])
        self._world.drawn["handed in for others"] += self._call(
            lambda: log.take(self._world.hub, self._known(), json.loads(body), None, life, of_others=True),
            late=True,
        ).new

    def pull(self, after, wait=0.0, life=""):
        page = self._call(
            lambda: log.page_after(self._world.hub, self._known(), after, self._limit(), life=life)
        )
        return _as_page(page, page.own)

    def catch_up(self, after, own=False):
        more = True
        while more:
            page = self._page(after, own)
            after, more = page.next, page.more
            yield _as_page(page)

    def _page(self, after, own):
        return self._call(
            lambda: log.page_after(self._world.hub, self._known(), after, self._limit(), own=own)
        )

    def compare(self, cursor, tables):
        told = json.loads(json.dumps(tables))
        return self._call(lambda: digests.compare(self._world.hub, self._known(), cursor, told)).tables

    def _take(self, body, after, life):
        return log.take(self._world.hub, self._known(), json.loads(body), after, life)

    def _known(self):
        return communities.device_of(self._world.hub, self._device.token)

    def _limit(self):
        return self._world.random.choice((1, 3, 500))

    def _call(self, work, late=False):
        fault = self._world.draw_fault(self._device)
        if fault == "lost":
            raise HubUnreachable(self.url, "lost")
        try:
            answer = work()
            if fault == "doubled":
                answer = work()
        except HubDown as error:
            raise HubUnreachable(self.url, "down") from error
        except Problem as problem:
            raise _as_error(problem) from problem
        if late and fault == "delayed":
            # A copy of the request wanders about and arrives days later.
            self._world.wandering.append(work)
        if fault == "answer lost":
            raise HubUnreachable(self.url, "answer lost")
        return answer


def _as_error(problem):
    if problem.kind == "pull-first":
        return PullFirst()
    if problem.kind == "another-life":
        return AnotherLife()
    if "change_set" in problem.more:
        return NotTaken(problem.more["change_set"], problem.title)
    return HubRefused(SimulatedEndpoint.url, problem.status, problem.kind)


def _as_page(page, own=0):
    return Page(_read(page.changes), page.next, page.more, own, page.life, page.sees_money)


def _read(changes):
    return tuple(change_set_from_json(json.loads(text)) for _, text in changes)
