"""The steps that need no window: importing the samples, making the demo, recommending, and the figures."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from kclub_desktop import analytics
from kclub_desktop.app.tour.summary import Summary
from kclub_desktop.clock import Clock
from kclub_desktop.community import duplicates, members
from kclub_desktop.demo import make_demo
from kclub_desktop.import_export import import_files
from kclub_desktop.recommend.serve import ModelCache, next_courses
from kclub_desktop.store import Library, make_library
from kclub_desktop.words_for_reasons import reasons_words

FILES = ("ghost_members.csv", "members_zh_gb18030.csv", "courses.csv", "ratings.csv")
_WANTED = 3
_WHO_COMES_TWICE = (
    "SELECT name, email FROM (SELECT m.name, m.email, row_number() OVER (PARTITION BY unicode(m.name) < 128"
    " ORDER BY count(*) DESC, m.id) AS place FROM rating r JOIN member m ON m.id = r.member"
    " WHERE m.deleted_at IS NULL AND m.email <> '' GROUP BY m.id) WHERE place = 1 ORDER BY name LIMIT ?"
)
_AGAIN = {True: ("news", "Asked for the newsletter at the door"), False: ("work", "想了解企业团购")}
"""Is the name in Latin letters -> what the second address adds, and the note."""


def import_samples(summary: Summary, folder: Path, clock: Clock) -> Library:
    """Import the sample files, then again: the first brings rows of every kind, the second changes nothing."""
    library = make_library(folder, name="Imported", clock=clock)
    samples = Path(str(resources.files("kclub_desktop") / "resources" / "samples"))
    files = [samples / name for name in FILES]
    first = import_files(library, files, now=clock.now())
    before = _rows(library)
    again = import_files(library, files, now=clock.now())
    created = {what: n for file in first.files for what, n in file.created.items()}
    members = sum(file.created["member"] for file in first.files)
    rejected = sum(file.rows_rejected for file in first.files)
    nothing_new = not any(sum(file.created.values()) for file in again.files) and _rows(library) == before
    summary.note(
        "import",
        members and created.get("course") and created.get("rating") and rejected and nothing_new,
        f"{members} members, {created.get('course', 0)} courses, {created.get('rating', 0)} ratings; "
        f"{rejected} rows rejected with their reasons; a second import created nothing",
        files=[file.as_json() for file in first.files],
    )
    return library


def make_community(summary: Summary, folder: Path, clock: Clock) -> Library:
    """The demo community."""
    library = make_demo(folder, clock=clock)
    counts = {
        table: int(library.value(f"SELECT count(*) FROM {table} WHERE deleted_at IS NULL"))
        for table in ("member", "course", "event", "enrolment", "rating", "registration")
    }
    said = ", ".join(f"{n} {table}s" for table, n in counts.items())
    summary.note("demo", all(counts.values()), said, counts=counts)
    return library


def come_twice(summary: Summary, library: Library) -> None:
    """Two members ask again under another address, as people do: the Duplicates page has something to decide.

    As leads, so that no figure of the community moves.
    """
    before = {(pair.first, pair.second) for pair in duplicates.find(library)}
    for name, email in library.rows(_WHO_COMES_TWICE, (len(_AGAIN),)):
        tag, note = _AGAIN[name.isascii()]
        mailbox, _, host = email.partition("@")
        members.add(
            library,
            {"name": name, "email": f"{mailbox}+{tag}@{host}", "note": note, "status": "lead"},
        )
    found = [pair for pair in duplicates.find(library) if (pair.first, pair.second) not in before]
    summary.note("duplicates", len(found) == len(_AGAIN), f"{len(found)} people who came twice were found")


def recommend(summary: Summary, library: Library) -> None:
    """Next courses with reasons for the member who rated most; none of them theirs already."""
    member, name = library.rows(
        "SELECT m.id, m.name FROM rating r JOIN member m ON m.id = r.member WHERE r.deleted_at IS NULL"
        " GROUP BY m.id ORDER BY count(*) DESC, m.id LIMIT 1"
    )[0]
    found = next_courses(library, ModelCache().get(library), member, _WANTED)
    owned = {course for (course,) in library.rows("SELECT course FROM enrolment WHERE member = ?", (member,))}
    courses = [{"title": each.title, "reason": reasons_words(each.reasons)} for each in found]
    left = int(library.value("SELECT count(*) FROM course WHERE status = 'published' AND deleted_at IS NULL"))
    expected = min(_WANTED, left - len(owned))
    summary.note(
        "recommend",
        len(found) >= expected > 0
        and all(each["reason"] for each in courses)
        and not owned & {each.course_id for each in found},
        f"{library.name}: {'; '.join(course['title'] for course in courses)} for {name}",
        courses=courses,
    )


def figures(summary: Summary, library: Library, clock: Clock) -> None:
    """Overview, funnel, retention and ratings, checked against a plain count."""
    found = analytics.insights(library, clock.now())
    stars = sum(found["ratings"]["all"]["stars"])
    counted = library.value(
        "SELECT count(*) FROM rating r JOIN course c ON c.id = r.course"
        " WHERE r.deleted_at IS NULL AND c.deleted_at IS NULL"
    )
    steps = {step["name"]: step["people"] for step in found["funnel"]["steps"]}
    summary.note(
        "insights",
        stars == counted and found["retention"] and found["overview"]["members"]["value"] > 0,
        f"{library.name}: {found['overview']['members']['value']} members, {stars} ratings, "
        f"funnel {' → '.join(str(people) for people in steps.values())}",
        funnel=steps,
    )


def _rows(library: Library) -> int:
    return int(library.value("SELECT coalesce(max(id), 0) FROM change"))
