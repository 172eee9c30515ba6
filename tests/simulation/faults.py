"""Faults put into the engine on purpose: a simulator that does not find them would find nothing."""

from contextlib import contextmanager
from unittest.mock import patch

from kclub_desktop.sync import merge_rows, session, state

from .endpoint import SimulatedEndpoint


@contextmanager
def last_to_arrive_wins():
    """Whoever arrives last is right, whenever it was written."""
    with patch.object(merge_rows, "wins", lambda theirs, ours: True):
        yield


@contextmanager
def a_batch_is_noted_as_sent_before_it_is():
    """What was under way when a device died or an answer was lost is not sent again."""
    push = SimulatedEndpoint.push

    def hasty(self, number, after, change_sets, life=""):
        state.pushed(self._device.library, number)
        return push(self, number, after, change_sets, life)

    with patch.object(SimulatedEndpoint, "push", hasty):
        yield


@contextmanager
def a_page_is_noted_as_merged_before_it_is():
    """What was being merged when a device died is not asked for again."""
    pull = SimulatedEndpoint.pull

    def hasty(self, after, wait=0.0, life=""):
        page = pull(self, after, wait, life)
        state.pulled(self._device.library, page.next)
        return page

    with patch.object(SimulatedEndpoint, "pull", hasty):
        yield


@contextmanager
def what_loses_is_not_told():
    """Of two edits at once the earlier one is in no list of conflicts."""
    with patch.object(merge_rows._OneTable, "_note_conflict", lambda *_given: None):
        yield


@contextmanager
def a_restored_copy_goes_on_as_the_device_it_was():
    """It gives out ids and stamps a second time."""
    with patch.object(session._Run, "_check_own", lambda self, own: None):
        yield


@contextmanager
def an_update_does_not_take_up_what_was_kept():
    """What newer devices had sent before stays unknown."""
    with patch.object(session, "take_up", lambda *_given: None):
        yield


@contextmanager
def a_merge_given_up_for_anothers_is_forgotten():
    """When the other one is taken back nobody is told that somebody wanted the same."""
    with patch.object(session.parted, "note", lambda _library: 0):
        yield


@contextmanager
def nobody_speaks_for_others():
    """What was written on a device that is gone, or was put back, is lost with the hub though another copy has it."""
    with patch.object(session.others, "hand_in", lambda _library, _endpoint: 0):
        yield


FAULTS = (
    last_to_arrive_wins,
    a_batch_is_noted_as_sent_before_it_is,
    a_page_is_noted_as_merged_before_it_is,
    what_loses_is_not_told,
    a_restored_copy_goes_on_as_the_device_it_was,
    an_update_does_not_take_up_what_was_kept,
)
