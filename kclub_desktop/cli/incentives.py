"""`kclub level`, `kclub points`, `kclub badge` and `kclub leaderboard`: rules, ledger, honours and who did most."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kclub_desktop.cli.data import ID_MOST, LibraryFolder, books_of, library_of, row_id
from kclub_desktop.cli.figures import find_member
from kclub_desktop.cli.say import JsonFlag, in_words, say, say_json, say_table
from kclub_desktop.clock import midnight
from kclub_desktop.words import tr, tr_many

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kclub_desktop.store import Library

levels = typer.Typer(
    help="Levels: the ladder, its rules, who would move, counting anew.", no_args_is_help=True
)
points = typer.Typer(help="Points: what a member has, giving, spending, the ledger.", no_args_is_help=True)
badges = typer.Typer(
    help="Badges: which there are, giving one by hand, taking one away.", no_args_is_help=True
)
MemberAsked = Annotated[str, typer.Argument(metavar="MEMBER", help="E-mail or id of the member.")]
BadgeAsked = Annotated[str, typer.Argument(metavar="BADGE", help="Name or id of the badge.")]
Amount = Annotated[int, typer.Argument(metavar="POINTS", help="A whole number.")]


def add_to(app: typer.Typer) -> None:
    """Hang the commands of this file on the command line."""
    app.add_typer(levels, name="level")
    app.add_typer(points, name="points")
    app.add_typer(badges, name="badge")
    app.command("leaderboard")(leaderboard)


@contextmanager
def _counted(folder: Path) -> Iterator[Library]:
    """A library whose points, levels and badges are counted before it is asked, and after something was written."""
    from kclub_desktop.community import rewards

    with library_of(folder) as opened:
        rewards.run_if_due(opened)
        yield opened
        rewards.catch_up(opened)


@levels.command("list")
def level_list(library: LibraryFolder, json: JsonFlag = False) -> None:
    """List the levels, the highest first, with how many members have each."""
    from kclub_desktop.community import level_preview, level_rules
    from kclub_desktop.words_for_rewards import rank_words

    with in_words(json), _counted(library) as opened:
        ranks, currency = level_rules.ladder(opened), opened.currency
        counts = {name: now for name, now, _then in level_preview.preview(opened, opened.clock.now()).counts}
    if json:
        told = [asdict(rank) | {"id": str(rank.id), "members": counts.get(rank.name, 0)} for rank in ranks]
        say_json({"levels": told, "without": counts.get("", 0)})
        return
    lines = [(rank.name, counts.get(rank.name, 0), rank_words(rank, currency)) for rank in reversed(ranks)]
    say_table("", [tr("Level"), tr("Members"), tr("Rule")], [*lines, (tr("No level"), counts.get("", 0), "")])


@levels.command("rules")
def level_rules_(library: LibraryFolder, json: JsonFlag = False) -> None:
    """Say in words what each level asks for, how slowly one is lost, and how the rules were before."""
    from kclub_desktop.community import level_rules, reward_settings, rule_versions
    from kclub_desktop.words_for_rewards import rank_words

    with in_words(json), library_of(library) as opened:
        ranks, currency, kept = level_rules.ladder(opened), opened.currency, reward_settings.keeping(opened)
        told = {
            rank.name: [
                {"since": version.since, "rules": version.content}
                for version in rule_versions.versions(opened, "level", str(rank.id))
            ]
            for rank in ranks
        }
    if json:
        words = [
            {"name": rank.name, "words": rank_words(rank, currency), "versions": told[rank.name]}
            for rank in ranks
        ]
        say_json({"levels": words, "keep_days": kept.days, "keep_percent": kept.percent})
        return
    for rank in reversed(ranks):
        changes = max(0, len(told[rank.name]) - 1)
        say(f"{rank.name}: {rank_words(rank, currency)}" + (f" ({_changed(changes)})" if changes else ""))
    days = tr_many("1 day", "{n} days", kept.days)
    say(
        tr(
            "A level is kept for at least {days}, and after that while {percent}% of what it asks for is there.",
            days=days,
            percent=kept.percent,
        )
    )


@levels.command("preview")
def level_preview_(
    library: LibraryFolder,
    level: Annotated[str, typer.Option(help="Name of a level whose spend is to be another.")] = "",
    spend: Annotated[int | None, typer.Option(help="Its new spend, in whole units of the currency.")] = None,
    json: JsonFlag = False,
) -> None:
    """Say who would move: by the rules as they are, or with another spend for a level. Nothing is written."""
    from dataclasses import replace

    from babel.numbers import get_currency_precision

    from kclub_desktop.community import level_preview, level_rules
    from kclub_desktop.community.measures import SPEND

    with in_words(json), books_of(library) as opened:
        ranks = level_rules.ladder(opened)
        if level and spend is not None:
            chosen, much = (
                level_rules.find(opened, level).id,
                spend * 10 ** get_currency_precision(opened.currency),
            )
            ranks = [
                replace(
                    rank,
                    groups=tuple(
                        tuple(replace(one, at_least=much) if one.measure == SPEND else one for one in group)
                        for group in rank.groups
                    ),
                )
                if rank.id == chosen
                else rank
                for rank in ranks
            ]
        found = level_preview.preview(opened, opened.clock.now(), ranks)
    if json:
        named = [asdict(one) | {"member": str(one.member)} for one in found.named]
        counts = [{"level": name, "now": now, "then": then} for name, now, then in found.counts]
        say_json({"up": found.up, "down": found.down, "named": named, "counts": counts})
        return
    say(f"{tr_many('1 goes up', '{n} go up', found.up)}, {tr_many('1 goes down', '{n} go down', found.down)}")
    lines = [(name or tr("No level"), now, then) for name, now, then in reversed(found.counts)]
    say_table("", [tr("Level"), tr("Now"), tr("Then")], lines)


@levels.command("recount")
def level_recount(library: LibraryFolder, json: JsonFlag = False) -> None:
    """Count the points, levels and badges of every member anew; what is right already stays as it is."""
    from kclub_desktop.community import rewards

    with in_words(json), books_of(library) as opened:
        done = rewards.recount(opened)
    if json:
        say_json(asdict(done))
    else:
        say(
            tr(
                "{members} members looked at: {lines} new lines of points, {moved} moved, {badges} badges given.",
                **asdict(done),
            )
        )


@levels.command("set")
def level_set(
    member: MemberAsked,
    level: Annotated[
        str, typer.Argument(metavar="LEVEL", help="Name of the level; '' leaves it to the rules.")
    ],
    library: LibraryFolder,
    json: JsonFlag = False,
) -> None:
    """Give a member a level by hand, which no rule takes away; '' leaves it to the rules again."""
    from kclub_desktop.community import levels as rules

    with in_words(json), _counted(library) as opened:
        who, name = find_member(opened, member)
        rules.set_by_hand(opened, who, level)
        now = str(opened.value("SELECT level FROM member WHERE id = ?", (who,)))
    if json:
        say_json({"member": str(who), "level": now})
    else:
        say(f"{name or who}: {now or tr('No level')}")


@points.command("show")
def points_show(member: MemberAsked, library: LibraryFolder, json: JsonFlag = False) -> None:
    """Say what a member has: points, level, what is missing to the next one, badges."""
    from kclub_desktop.community import badges as honours
    from kclub_desktop.community import level_progress
    from kclub_desktop.community import points as ledger
    from kclub_desktop.words_for_rewards import keeping_words, progress_words

    with in_words(json), _counted(library) as opened:
        who, name = find_member(opened, member)
        has, going = ledger.points(opened, who), ledger.next_to_expire(opened, who)
        stands = level_progress.progress(opened, who, opened.clock.now())
        names = [badge.name for badge, _at in honours.badges_of(opened, who)]
        words = progress_words(stands, opened.currency, opened.zone)
        kept = keeping_words(stands, opened.zone)
    if json:
        say_json(
            {
                "member": str(who), "points": has, "level": stands.level, "next": stands.next,
                "percent": stands.percent, "words": words, "badges": names,
                "expiring": {"points": going[0], "at": going[1]} if going else None,
            }
        )  # fmt: skip
        return
    say(f"{name or who}: {tr_many('1 point', '{n} points', has)}")
    say(f"{stands.level} · {kept}" if stands.level else kept)
    for line in (words, tr(", ").join(names)):
        if line:
            say(line)


@points.command("add")
def points_add(
    member: MemberAsked,
    amount: Amount,
    library: LibraryFolder,
    why: Annotated[str, typer.Option(help="What the member may read later.")],
    json: JsonFlag = False,
) -> None:
    """Give points by hand; with a number below zero, after --, take some off."""
    from kclub_desktop.community import points as ledger

    with in_words(json), _counted(library) as opened:
        who, name = find_member(opened, member)
        line = ledger.correct(opened, who, amount, why)
        has = ledger.points(opened, who)
    _say_balance(who, name, line, has, json)


@points.command("spend")
def points_spend(
    member: MemberAsked,
    library: LibraryFolder,
    amount: Annotated[int | None, typer.Option("--points", help="How many.")] = None,
    why: Annotated[str, typer.Option(help="What for.")] = "",
    benefit: Annotated[str, typer.Option(help="Name or id of a benefit to have for its points.")] = "",
    json: JsonFlag = False,
) -> None:
    """Spend a member's points: so many for what is said, or for a benefit. More than they have is refused."""
    from kclub_desktop.community import benefits
    from kclub_desktop.community import points as ledger
    from kclub_desktop.errors import UnknownBenefit

    with in_words(json), _counted(library) as opened:
        who, name = find_member(opened, member)
        if benefit:
            fitting = [one.id for one in benefits.benefits(opened) if benefit in (one.name, str(one.id))]
            if not fitting:
                raise UnknownBenefit(benefit)
            line = ledger.redeem(opened, who, fitting[0])
        else:
            line = ledger.spend(opened, who, amount or 0, why)
        has = ledger.points(opened, who)
    _say_balance(who, name, line, has, json)


@points.command("undo")
def points_undo(
    line: Annotated[
        str, typer.Argument(metavar="LINE", help="Id of a line that was spent or given by hand.")
    ],
    library: LibraryFolder,
    json: JsonFlag = False,
) -> None:
    """Take back a line that was spent or given by hand; lines of the rules follow from what happened."""
    from kclub_desktop.community import points as ledger
    from kclub_desktop.errors import UnknownPoints

    with in_words(json), _counted(library) as opened:
        row = row_id(line)
        if row is None:
            raise UnknownPoints(line)
        ledger.take_back(opened, row)
    if json:
        say_json({"taken_back": line})
    else:
        say(tr("Taken back"))


@points.command("history")
def points_history(
    library: LibraryFolder,
    member: Annotated[str, typer.Argument(metavar="MEMBER", help="E-mail or id; without one, of all.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=ID_MOST, help="At most so many.")] = 50,
    json: JsonFlag = False,
) -> None:
    """List the newest lines of the ledger."""
    from kclub_desktop.community import points as ledger
    from kclub_desktop.words_for_rewards import line_words, signed
    from kclub_desktop.words_for_values import day

    with in_words(json), _counted(library) as opened:
        who = find_member(opened, member)[0] if member else None
        lines, zone = ledger.lines(opened, who, limit), opened.zone
    if json:
        told: list[dict[str, Any]] = [
            asdict(line) | {"id": str(line.id), "member": str(line.member), "row": str(line.row or ""), "words": line_words(line)}
            for line in lines
        ]  # fmt: skip
        say_json({"lines": told})
        return
    say_table(
        "",
        [tr("When"), tr("Member"), tr("What for"), tr("Points"), "ID"],
        [(day(one.at, zone), one.name, line_words(one), signed(one.points), one.id) for one in lines],
    )


@badges.command("list")
def badge_list(library: LibraryFolder, json: JsonFlag = False) -> None:
    """List the badges with their rules and how many members have each."""
    from kclub_desktop.community import badges as honours
    from kclub_desktop.words_for_rewards import condition_words

    with in_words(json), _counted(library) as opened:
        found, currency = honours.badges(opened), opened.currency
    if json:
        say_json({"badges": [asdict(one) | {"id": str(one.id)} for one in found]})
        return
    say_table(
        "",
        [tr("Badge"), tr("Members"), tr("Rule"), "ID"],
        [
            (
                one.name,
                one.holders,
                condition_words(one.rule, currency) if one.rule else tr("Given by hand"),
                one.id,
            )
            for one in found
        ],
    )


@badges.command("award")
def badge_award(
    badge: BadgeAsked, member: MemberAsked, library: LibraryFolder, json: JsonFlag = False
) -> None:
    """Give a member a badge by hand; harmless twice."""
    from kclub_desktop.community import badges as honours

    with in_words(json), _counted(library) as opened:
        one, (who, name) = honours.find(opened, badge), find_member(opened, member)
        honours.award(opened, who, one.id)
    if json:
        say_json({"member": str(who), "badge": str(one.id)})
    else:
        say(tr("{name} has {badge} now.", name=name or who, badge=one.name))


@badges.command("take")
def badge_take(
    badge: BadgeAsked, member: MemberAsked, library: LibraryFolder, json: JsonFlag = False
) -> None:
    """Take a badge away from a member; no rule gives it again."""
    from kclub_desktop.community import badges as honours

    with in_words(json), _counted(library) as opened:
        one, (who, _name) = honours.find(opened, badge), find_member(opened, member)
        honours.take(opened, who, one.id)
    if json:
        say_json({"member": str(who), "badge": str(one.id)})
    else:
        say(tr("Badge taken away"))


def leaderboard(
    library: LibraryFolder,
    board: Annotated[str, typer.Argument(metavar="BOARD", help="points, courses or events.")] = "points",
    since: Annotated[str, typer.Option(help="First day, YYYY-MM-DD; the first of January otherwise.")] = "",
    until: Annotated[str, typer.Option(help="Last day, YYYY-MM-DD; today otherwise.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=ID_MOST, help="At most so many places.")] = 20,
    kiosk: Annotated[
        bool | None,
        typer.Option(
            "--show-at-kiosk/--hide-at-kiosk", help="Let all kiosks show who has the most points, or none."
        ),
    ] = None,
    json: JsonFlag = False,
) -> None:
    """Say who did most in a period; equal ones share a place, and who asked not to be shown is only counted."""
    from kclub_desktop.community import door_board, leaderboards
    from kclub_desktop.words_for_rewards import BOARDS

    with in_words(json), _counted(library) as opened:
        if kiosk is not None:
            door_board.show(opened, kiosk)
        at_kiosk = door_board.is_shown(opened)
        first, last = _days(opened, since, until)
        found = leaderboards.board(opened, board, first, last, limit)
    if json:
        say_json({"board": board, "hidden": found.hidden, "shown_at_kiosk": at_kiosk,
                  "places": [asdict(one) | {"member": str(one.member)} for one in found.places]})  # fmt: skip
        return
    lines = [(one.place, one.name, one.level, one.value) for one in found.places]
    say_table("", [tr("Place"), tr("Member"), tr("Level"), tr(BOARDS[board])], lines)
    if found.hidden:
        say(tr_many("1 member asked not to be shown.", "{n} members asked not to be shown.", found.hidden))
    if kiosk is not None:
        say(tr("Kiosks show who has the most points.") if kiosk else tr("Kiosks show no leaderboard."))


def _days(library: Library, since: str, until: str) -> tuple[int, int]:
    """[first, last) in UTC seconds of whole days of the community. Raises FieldRefused."""
    from kclub_desktop.community import day_end
    from kclub_desktop.errors import FieldRefused

    today = day_end.today(library)
    try:
        first = date.fromisoformat(since) if since else today.replace(month=1, day=1)
        last = date.fromisoformat(until) if until else today
        ends = midnight(last + timedelta(days=1), library.zone)
        begins = midnight(first, library.zone)
    except (ValueError, OverflowError) as error:
        raise FieldRefused("since", "date", since or until) from error
    return begins, ends


def _changed(times: int) -> str:
    return tr_many("changed once", "changed {n} times", times)


def _say_balance(who: int, name: str, line: int, has: int, json: bool) -> None:
    if json:
        say_json({"member": str(who), "line": str(line), "points": has})
    else:
        say(f"{name or who}: {tr_many('1 point', '{n} points', has)}")
