"""Run by Anki's own Python: makes a base folder with one profile whose collection holds a note per line of a CSV file.

The profile has had its first run: no dialog, no sync, no look for updates. Levels become decks, channels tags.
Usage: python collection.py BASE CSV
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import anki.lang

PROFILE = "Bench"
COLUMNS = ["noteFld", "note", "template", "noteTags", "noteCrt", "noteMod"]
"""Anki's own four and two more: six, as many as the members' list has."""
SLICE = 5000


def profile(base: Path) -> str:
    """Make the profile; returns the path of its collection."""
    from aqt.profiles import ProfileManager

    anki.lang.set_lang("en_US")
    known = ProfileManager(base)
    known.setupMeta()
    known.create(PROFILE)
    known.load(PROFILE)
    known.meta.update(
        firstRun=False, defaultLang="en_US", check_for_updates=False, check_for_addon_updates=False
    )
    # The wish to optimise a collection comes after two weeks and would be measured as a slow start.
    known.profile.update(autoSync=False, lastOptimize=2**33)
    known.save()
    # There is no graphics card where benchmarks run; Anki asks the software to draw, as we do.
    (base / "gldriver6").write_text("software", encoding="utf-8")
    return known.collectionPath()


def main() -> None:
    """Make both."""
    base, people = Path(sys.argv[1]), Path(sys.argv[2])
    base.mkdir(parents=True, exist_ok=True)
    path = profile(base)
    from anki.collection import AddNoteRequest, Collection, Config

    collection = Collection(path)
    basic, decks = collection.models.by_name("Basic"), {}
    with people.open(encoding="utf-8", newline="") as file:
        requests = []
        for name, email, level, channel in csv.reader(file):
            if level not in decks:
                decks[level] = collection.decks.id(level or "Members")
            note = collection.new_note(basic)
            note.fields, note.tags = [name, email], [channel]
            requests.append(AddNoteRequest(note, decks[level]))
    for start in range(0, len(requests), SLICE):
        collection.add_notes(requests[start : start + SLICE])
    assert set(COLUMNS) <= {column.key for column in collection.all_browser_columns()}
    collection.set_config_bool(Config.Bool.BROWSER_TABLE_SHOW_NOTES_MODE, True)
    collection.set_browser_note_columns(COLUMNS)
    collection.close()


main()
