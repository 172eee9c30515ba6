"""Looking a library over: does the file hold what it should, and can what is wrong be put right without losing data?

A check is a function in a file of its subject, listed in checks.py; a new one is added by its declaration alone. What
is said of a finding is in words_for_doctor.py.
"""

from kclub_desktop.store.doctor.examine import examine
from kclub_desktop.store.doctor.finding import Check, Finding, State

__all__ = ["Check", "Finding", "State", "examine"]
