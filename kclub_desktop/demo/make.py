"""Puts the demo community together and writes it through the gate, like anybody's data."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from kclub_desktop.clock import Clock
from kclub_desktop.demo.catalogue import COURSES, CREATORS, EVENTS, LESSONS
from kclub_desktop.demo.facts import Facts, level
from kclub_desktop.demo.members import make_people
from kclub_desktop.demo.memberships import add_memberships
from kclub_desktop.demo.money import make_money
from kclub_desktop.demo.rewarding import reward
from kclub_desktop.demo.seasons import DAY, DAYS, ZONE
from kclub_desktop.errors import AlreadyALibrary
from kclub_desktop.store import ChangeGroup, Library, Op, make_library, open_library, rows
from kclub_desktop.store.tables import Consent, Course, Event, Lesson, Member, Payment

NAME = "知行学社 Zhixing Studio"
SEED = 2026
_KINDS = ("video", "video", "article", "audio", "live")


def _empty(folder: Path | str, clock: Clock) -> Library:
    """A new library, or the one that a demo cut short left without anything in it. Raises AlreadyALibrary."""
    try:
        return make_library(folder, name=NAME, clock=clock, zone="Asia/Shanghai", currency="CNY")
    except AlreadyALibrary:
        library = open_library(folder, clock=clock)
        if library.name == NAME and library.value("SELECT 1 FROM change_set LIMIT 1") is None:
            return library
        library.shut()
        raise


def make_demo(folder: Path | str, *, clock: Clock, seed: int = SEED) -> Library:
    """Make the demo's library in a folder and open it: 400 members, 40 courses, 12 events, two years up to now.

    The same seed at the same moment makes the same community. Raises AlreadyALibrary, LibraryNotWritable.
    """
    library = _empty(folder, clock)
    chance, now = random.Random(seed), clock.now()
    # One change set: the demo is there as a whole or not at all.
    with library.write(Op.MAKE_DEMO, group=ChangeGroup()):
        courses, events = _courses(library, chance, now), _events(library, now)
        persons = make_people(chance, now)
        for person, row in zip(
            persons, rows.add_many(library, Member, [person.fields for person in persons]), strict=True
        ):
            person.id = row
        rows.add_many(
            library,
            Consent,
            [
                {
                    "member": person.id,
                    "purpose": "email",
                    "given": 1,
                    "given_at": person.joined_at,
                    "how": "form",
                }
                for person in persons
                if person.fields["email_consent"]
            ],
        )
        published = [course for course in courses if course["published_at"]]
        facts = Facts(chance, now, published, library.new_id)
        facts.visitors()
        for person in persons:
            facts.life(person)
        for event in events:
            facts.gathering(event, persons)
        for table, made in facts.rows.items():
            rows.add_many(library, table, made)
        spent: Counter[int] = Counter()
        for payment in facts.rows[Payment]:
            spent[payment["member"]] += payment["amount"]
        reached = [{"id": member, "level": level(total)} for member, total in spent.items() if level(total)]
        rows.change_many(library, Member, reached)
        add_memberships(library, persons, now, seed)
        make_money(library, now)
        reward(library, persons, seed, now)
    return library


def _courses(library: Library, chance: random.Random, now: int) -> list[dict[str, Any]]:
    listed = [(category, *line.split("|")) for category, lines in COURSES.items() for line in lines]
    chance.shuffle(listed)
    made: list[dict[str, Any]] = []
    for place, (category, title, summary, price, language) in enumerate(listed):
        # A third is there from the beginning; the newest two are still drafts.
        since = now - DAYS * DAY + max(0, place - 12) * 24 * DAY
        draft = place >= len(listed) - 2
        made.append(
            {"title": title, "summary": summary, "price": int(price) * 100, "currency": "CNY", "language": language,
             "category": category, "tags": category, "creator": CREATORS[category],
             "status": "draft" if draft else "published", "published_at": None if draft else since,
             "created_at": since}
        )  # fmt: skip
    for course, row in zip(made, rows.add_many(library, Course, made), strict=True):
        course["id"] = row
        titles = LESSONS[course["language"]][: chance.randint(4, len(LESSONS[course["language"]]))]
        lessons = [
            {"course": row, "position": position, "title": title, "kind": chance.choice(_KINDS),
             "minutes": chance.randint(6, 45)}
            for position, title in enumerate(titles, start=1)
        ]  # fmt: skip
        rows.add_many(library, Lesson, lessons)
    return made


def _events(library: Library, now: int) -> list[dict[str, Any]]:
    today = datetime.fromtimestamp(now, UTC).astimezone(ZONE)
    made: list[dict[str, Any]] = []
    for line in EVENTS:
        title, place, mode, capacity, price, days = line.split("|")
        evening = (today + timedelta(days=int(days))).replace(hour=19, minute=0, second=0, microsecond=0)
        # Today's begins within the hour, so that there is a door to stand at whenever the demo is opened.
        starts_at = int(evening.timestamp()) if int(days) else now - now % 1800 + 3600
        made.append(
            {"title": title, "place": place, "mode": mode, "capacity": int(capacity), "price": int(price) * 100,
             "currency": "CNY", "starts_at": starts_at, "ends_at": starts_at + 3 * 3600,
             "status": "over" if int(days) < 0 else "open"}
        )  # fmt: skip
    for event, row in zip(made, rows.add_many(library, Event, made), strict=True):
        event["id"] = row
    return made
