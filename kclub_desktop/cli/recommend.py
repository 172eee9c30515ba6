"""`kclub recommend`: what is next for a member, whom to invite to a course, and whether it would have worked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from kclub_desktop.cli.data import LibraryFolder, library_of
from kclub_desktop.cli.figures import find_course, find_member
from kclub_desktop.cli.say import JsonFlag, in_words, say, say_json, say_table
from kclub_desktop.words import tr, tr_many
from kclub_desktop.words_for_figures import COMPONENTS

if TYPE_CHECKING:
    from kclub_desktop.recommend.proof import Proof, Share
    from kclub_desktop.store import Library


def add_to(app: typer.Typer) -> None:
    """Hang the command of this file on the command line."""
    app.command("recommend")(recommend)


def recommend(
    library: LibraryFolder,
    member: Annotated[str, typer.Option(help="E-mail or id of the member to say the next courses for.")] = "",
    count: Annotated[
        int, typer.Option("--count", "-k", min=1, max=1000, help="How many courses, or members to invite.")
    ] = 10,
    not_interested: Annotated[
        str, typer.Option(metavar="COURSE", help="With --member: keep that they do not want this course.")
    ] = "",
    invite: Annotated[
        str, typer.Option(metavar="COURSE", help="Say whom to invite to this course, by title or id.")
    ] = "",
    segment: Annotated[
        bool, typer.Option("--segment", help="With --invite: keep these members as a segment.")
    ] = False,
    today: Annotated[
        bool, typer.Option("--today", help="Say whom to write to today, each with one course.")
    ] = False,
    evaluate: Annotated[
        bool,
        typer.Option("--evaluate", help="Say whether the recommendations of a month ago would have worked."),
    ] = False,
    json: JsonFlag = False,
) -> None:
    """Say which courses are next for a member, best first, and why; or whom to invite; or how well it works."""

    asked = [bool(member), bool(invite), today, evaluate]
    if sum(asked) != 1 or (not_interested and not member) or (segment and not invite):
        raise typer.BadParameter(tr("Name one of --member, --invite, --today and --evaluate."))
    with in_words(json), library_of(library) as opened:
        if evaluate:
            answer = evaluated(opened)
        elif today:
            answer = to_write(opened, count)
        elif invite:
            answer = invited(opened, invite, count, keep=segment)
        else:
            if not_interested:
                declined(opened, member, not_interested)
            answer = next_for(opened, member, count)
    if json:
        say_json(answer)
    elif evaluate:
        _say_proof(answer)
    elif today:
        _say_to_write(answer)
    elif invite:
        _say_invited(answer)
    else:
        _say_next(answer)


def next_for(library: Library, asked: str, count: int) -> dict[str, Any]:
    """Member and courses with score and reason, as plain data. asked: an e-mail or an id. Raises UnknownMember."""
    from kclub_desktop.recommend.serve import ModelCache, next_courses
    from kclub_desktop.words_for_reasons import reasons_words

    member, name = find_member(library, asked)
    found = next_courses(library, ModelCache().get(library), member, count)
    return {
        "member": {"id": str(member), "name": name},
        "courses": [
            {
                "course": str(each.course_id),
                "title": each.title,
                "score": each.score,
                "reason": reasons_words(each.reasons),
            }
            for each in found
        ],
    }


def declined(library: Library, asked: str, course: str) -> None:
    """Keep that a member does not want a course. Raises UnknownMember, UnknownCourse."""
    from kclub_desktop.recommend import feedback

    member, _ = find_member(library, asked)
    feedback.decline(library, member, find_course(library, course)[0])


def invited(library: Library, asked: str, count: int, *, keep: bool = False) -> dict[str, Any]:
    """Whom to invite to a course, as plain data; keep: also as a segment. Raises UnknownCourse, CourseNotOpen."""
    from kclub_desktop.operations.inviting import segment_of
    from kclub_desktop.recommend.cache import ModelCache
    from kclub_desktop.recommend.inviting import invite
    from kclub_desktop.words_for_reasons import reasons_words

    course, title = find_course(library, asked)
    found = invite(library, ModelCache(), course, count)
    segment = None
    if keep and found.members:
        tag = tr("Invite: {course}", course=title)
        segment = str(segment_of(library, [one.member_id for one in found.members], tag))
    return {
        "course": {"id": str(course), "title": title},
        "candidates": found.candidates,
        "expected": found.expected,
        "enough": found.enough,
        "segment": segment,
        "members": [
            {
                "member": str(one.member_id),
                "name": one.name,
                "chance": one.chance,
                "reason": reasons_words(one.reasons),
            }
            for one in found.members
        ],
    }


def to_write(library: Library, count: int) -> dict[str, Any]:
    """Whom to write to today, each with one course, as plain data."""
    from kclub_desktop.recommend.cache import ModelCache
    from kclub_desktop.recommend.writing import whom_to_write
    from kclub_desktop.words_for_reasons import reasons_words

    found = whom_to_write(library, ModelCache(), count)
    return {
        "enough": found.enough,
        "members": [
            {
                "member": str(one.member_id),
                "name": one.name,
                "course": str(one.course_id),
                "title": one.title,
                "chance": one.chance,
                "reason": reasons_words(one.reasons),
            }
            for one in found.members
        ],
    }


def evaluated(library: Library) -> dict[str, Any]:
    """Would the recommendations of a month ago have worked? As plain data, shares with their 95 % interval."""
    from kclub_desktop.recommend.serve import proof_of

    return proof_data(proof_of(library))


def proof_data(found: Proof) -> dict[str, Any]:
    """A Proof as plain data."""
    return {
        "days": found.days,
        "list": found.k,
        "members": found.members,
        "enough": found.enough,
        "blend": _share(found.blend),
        "popularity": _share(found.popularity),
        "lead": {"low": found.lead_low, "high": found.lead_high},
        "components": {name: _share(share) for name, share in found.components.items()},
        "coverage": found.coverage,
        "long_tail": found.long_tail,
        "novelty_bits": found.novelty,
    }


def _share(share: Share) -> dict[str, Any]:
    return {"found": share.found, "share": share.value, "low": share.low, "high": share.high}


def _say_next(answer: dict[str, Any]) -> None:
    name = answer["member"]["name"]
    if not answer["courses"]:
        say(tr("There is nothing to recommend to {name} yet.", name=name))
        return
    rows = [(place, c["title"], c["reason"]) for place, c in enumerate(answer["courses"], start=1)]
    say_table(tr("Next for {name}", name=name), ["", tr("Course"), tr("Reason")], rows)


def _say_invited(answer: dict[str, Any]) -> None:
    title = answer["course"]["title"]
    if not answer["members"]:
        say(tr("There is nobody left to invite to “{course}”.", course=title))
        return
    rows = [
        (place, one["name"], f"{one['chance']:.1%}" if answer["enough"] else "", one["reason"])
        for place, one in enumerate(answer["members"], start=1)
    ]
    columns = ["", tr("Member"), tr("Chance within a month"), tr("Reason")]
    say_table(tr("Whom to invite to “{course}”", course=title), columns, rows)
    if answer["enough"]:
        say(
            tr(
                "About {n} of these {total} are expected to take it within a month.",
                n=f"{answer['expected']:.1f}",
                total=len(rows),
            )
        )
    else:
        say(tr("The order means something; for chances too little has happened yet."))
    if answer["segment"]:
        say(tr("Kept as the segment “{name}”.", name=tr("Invite: {course}", course=title)))


def _say_to_write(answer: dict[str, Any]) -> None:
    if not answer["members"]:
        say(tr("Nobody stands out today."))
        return
    rows = [
        (place, one["name"], one["title"], f"{one['chance']:.1%}" if answer["enough"] else "", one["reason"])
        for place, one in enumerate(answer["members"], start=1)
    ]
    columns = ["", tr("Member"), tr("Course"), tr("Chance within a month"), tr("Reason")]
    say_table(tr("Whom to write to today"), columns, rows)


def _say_proof(answer: dict[str, Any]) -> None:
    if not answer["members"]:
        say(tr("Not enough data yet: nobody took a course after the cut."))
        return
    say(
        tr(
            "Had these lists of {k} been shown {days} days ago, {found} of {total} members would have found what they then took.",
            k=answer["list"],
            days=answer["days"],
            found=answer["blend"]["found"],
            total=answer["members"],
        )
    )
    shares = {"blend": answer["blend"], "popularity": answer["popularity"], **answer["components"]}
    rows = [
        (
            tr(COMPONENTS[name]),
            share["found"],
            f"{share['share']:.1%}",
            f"{share['low']:.1%} – {share['high']:.1%}",
        )
        for name, share in shares.items()
    ]
    say_table("", [tr("List made by"), tr("Found"), tr("Share of the members"), tr("95 % interval")], rows)
    if not answer["enough"]:
        say(tr_many("not enough data yet: 1 member", "not enough data yet: {n} members", answer["members"]))
    breadth = [
        (tr("Courses that stand in any list"), f"{answer['coverage']:.0%}"),
        (tr("Places beyond the most taken fifth"), f"{answer['long_tail']:.0%}"),
        (
            tr("Lead over popularity"),
            f"{answer['lead']['low']:+.1%} … {answer['lead']['high']:+.1%}",
        ),
    ]
    say_table("", ["", ""], breadth)
