"""`kclub enrol`, `kclub progress` and `kclub rate`: what a member does with a course, for lists kept elsewhere and for scripts."""

from __future__ import annotations

from typing import Annotated

import typer

from kclub_desktop.cli.data import LibraryFolder, library_of
from kclub_desktop.cli.figures import find_course, find_member
from kclub_desktop.cli.say import JsonFlag, in_words, say, say_json
from kclub_desktop.words import tr

MemberAsked = Annotated[str, typer.Argument(metavar="MEMBER", help="E-mail or id of the member.")]
CourseAsked = Annotated[str, typer.Argument(metavar="COURSE", help="Title or id of the course.")]


def add_to(app: typer.Typer) -> None:
    """Hang the commands of this file on the command line."""
    app.command("enrol")(enrol)
    app.command("progress")(progress)
    app.command("rate")(rate)


def enrol(
    member: MemberAsked,
    course: CourseAsked,
    library: LibraryFolder,
    cancel: Annotated[
        bool,
        typer.Option("--cancel", help="Take them out of it; a pass gets its use back, progress is kept."),
    ] = False,
    json: JsonFlag = False,
) -> None:
    """Enrol a member in a course, for which a pass gives a use where one is meant; or cancel that. Harmless twice."""
    from kclub_desktop.community import learning, uses

    with in_words(json), library_of(library) as opened:
        who, name = find_member(opened, member)
        what, title = find_course(opened, course)
        before = {one.subscription: one for one in uses.of_member(opened, who)}
        if cancel:
            learning.cancel(opened, who, what)
        else:
            learning.enrol(opened, who, what, "desk")
        passes = [one for one in uses.of_member(opened, who) if before.get(one.subscription) != one]
    if json:
        left = [{"subscription": str(one.subscription), "plan": one.plan, "left": one.left} for one in passes]
        say_json({"member": str(who), "course": str(what), "enrolled": not cancel, "passes": left})
        return
    if cancel:
        say(tr("{name} is out of {course}.", name=name or who, course=title))
    else:
        say(tr("{name} is enrolled in {course}.", name=name or who, course=title))
    for one in passes:
        say(tr("  {plan}: {left} of {uses} uses left", plan=one.plan, left=one.left, uses=one.uses))


def progress(
    member: MemberAsked,
    course: CourseAsked,
    percent: Annotated[int, typer.Argument(metavar="PERCENT", help="0 to 100; at 100 it is completed.")],
    library: LibraryFolder,
    json: JsonFlag = False,
) -> None:
    """Record how far a member is in a course; who was not enrolled is. `kclub undo` takes it back."""
    from kclub_desktop.community.learning import set_progress

    with in_words(json), library_of(library) as opened:
        who, name = find_member(opened, member)
        what, title = find_course(opened, course)
        set_progress(opened, who, what, percent)
    if json:
        say_json({"member": str(who), "course": str(what), "progress": percent})
    else:
        say(tr("{name} is {percent}% through {course}.", name=name or who, percent=percent, course=title))


def rate(
    member: MemberAsked,
    course: CourseAsked,
    stars: Annotated[int, typer.Argument(metavar="STARS", help="1 to 5.")],
    library: LibraryFolder,
    review: Annotated[str, typer.Option(help="What they say of it.")] = "",
    json: JsonFlag = False,
) -> None:
    """Record a member's rating of a course; it takes the place of an earlier one, which stays in the history."""
    from kclub_desktop.community import learning

    with in_words(json), library_of(library) as opened:
        who, name = find_member(opened, member)
        what, title = find_course(opened, course)
        learning.rate(opened, who, what, stars, review)
    if json:
        say_json({"member": str(who), "course": str(what), "stars": stars})
    else:
        say(tr("{name} gives {course} {stars} of 5 stars.", name=name or who, course=title, stars=stars))
