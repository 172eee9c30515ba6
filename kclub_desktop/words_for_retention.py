"""What a person reads of the retention rules. The rules themselves are in community/retention.py."""

from __future__ import annotations

from kclub_desktop.words import tr, tr_many, tr_noop

SUBJECTS = {
    "lead": tr_noop("Leads who never joined"),
    "archived": tr_noop("Archived members"),
    "activity": tr_noop("Visits of people who are no members"),
    "message": tr_noop("Words of conversations"),
}
MEANS = {
    "lead": tr_noop("Erased when nothing was heard of them for so long."),
    "archived": tr_noop("Erased so long after they were archived, unless a subscription still runs."),
    "activity": tr_noop("The counts stay; which visits were the same person's can no longer be told."),
    "message": tr_noop("That there was a question stays; what was written goes."),
}


def subject_words(subject: str) -> str:
    """What a rule is about."""
    return tr(SUBJECTS[subject])


def means_words(subject: str) -> str:
    """What a rule does, in a sentence."""
    return tr(MEANS[subject])


def due_words(subject: str, count: int, done: bool) -> str:
    """“would erase 12”, or what was done."""
    people = subject in ("lead", "archived")
    if not done and not count:
        return tr("nothing to erase now")
    if done and people:
        return tr_many("1 person was erased", "{n} people were erased", count)
    if done:
        return tr_many("1 entry was emptied", "{n} entries were emptied", count)
    if people:
        return tr_many("would erase 1 person now", "would erase {n} people now", count)
    return tr_many("would empty 1 entry now", "would empty {n} entries now", count)
