"""`kclub insights`: how the community is doing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from kclub_desktop.cli.data import LibraryFolder, library_of, row_id
from kclub_desktop.cli.say import JsonFlag, in_words, say_json, say_table
from kclub_desktop.date_range import FIGURES, Preset
from kclub_desktop.words import tr
from kclub_desktop.words_for_figures import FUNNEL_STEPS, MRR_KINDS, SOURCES
from kclub_desktop.words_for_values import money

if TYPE_CHECKING:
    from kclub_desktop.date_range import DateRange
    from kclub_desktop.store import Library

_DAYS = ", ".join(FIGURES)


def add_to(app: typer.Typer) -> None:
    """Hang the commands of this file on the command line."""
    app.command("insights")(insights)


def insights(
    library: LibraryFolder,
    days: Annotated[str, typer.Option(metavar="DAYS", help=_DAYS)] = "everything",
    since: Annotated[str, typer.Option("--from", metavar="DAY", help="First day, as 2026-01-31.")] = "",
    until: Annotated[str, typer.Option("--to", metavar="DAY", help="Last day.")] = "",
    json: JsonFlag = False,
) -> None:
    """Say how the community is doing: overview, funnel, retention, money and ratings, in a range of days."""
    from kclub_desktop.analytics import insights as ask

    if days not in FIGURES:
        raise typer.BadParameter(_DAYS)
    with in_words(json), library_of(library) as opened:
        wanted = read_days(opened, days, since, until)
        answer = ask(opened, opened.clock.now(), wanted)
    if json:
        say_json(answer)
    else:
        _say_figures(answer)


def read_days(library: Library, days: str, since: str, until: str) -> DateRange:
    """The range that --days names, or the one from --from to --to, each of which may be left open.

    Raises FieldRefused: date or order.
    """
    from datetime import date

    from kclub_desktop.community import day_end
    from kclub_desktop.date_range import custom, preset_range
    from kclub_desktop.errors import FieldRefused

    if not since and not until:
        return preset_range(Preset(days), day_end.today(library))
    found = []
    for said, otherwise in ((since, date.min), (until, date.max)):
        try:
            found.append(date.fromisoformat(said) if said else otherwise)
        except ValueError as error:
            raise FieldRefused("day", "date", said) from error
    if found[0] > found[1]:
        raise FieldRefused("day", "order", since)
    return custom(*found)


def find_member(library: Library, asked: str) -> tuple[int, str]:
    """Id and name of the member with that e-mail (in whatever case) or id; where two share it, the older record."""
    from kclub_desktop.errors import UnknownMember
    from kclub_desktop.store.tables import Member

    said = asked.strip()
    query = Member.select(Member.id, Member.name).where(
        Member.deleted_at.is_null() & Member.merged_into.is_null()
    )
    by_id = row_id(said)
    fits = (Member.id == by_id) if by_id is not None else (Member.email.collate("NOCASE") == said)
    found = list(query.where(fits).order_by(Member.id).limit(1).tuples().execute(library)) if said else []
    if not found:
        raise UnknownMember(asked)
    return int(found[0][0]), str(found[0][1])


def find_course(library: Library, asked: str) -> tuple[int, str]:
    """Id and title of the course with that id, that title in whatever case, or the only one whose title has the words."""
    from kclub_desktop.errors import UnknownCourse
    from kclub_desktop.store.tables import Course

    said = asked.strip()
    query = Course.select(Course.id, Course.title).where(Course.deleted_at.is_null()).order_by(Course.id)
    by_id = row_id(said)
    fits = (Course.id == by_id) if by_id is not None else (Course.title.collate("NOCASE") == said)
    found = list(query.where(fits).limit(1).tuples().execute(library)) if said else []
    if said and not found:
        found = list(query.where(Course.title.contains(said)).limit(2).tuples().execute(library))
    if len(found) != 1:
        raise UnknownCourse(asked)
    return int(found[0][0]), str(found[0][1])


def _say_figures(answer: dict[str, Any]) -> None:
    """The figures a person asks for first; --json has all of them."""
    overview, ratings = answer["overview"], answer["ratings"]["all"]
    rows = [
        (tr("Members"), overview["members"]["value"], overview["members"]["before"]),
        (tr("Active in the last 30 days"), overview["active"]["value"], overview["active"]["before"]),
        (tr("New"), overview["new"]["value"], overview["new"]["before"]),
        (tr("Lapsed"), overview["lapsed"]["value"], overview["lapsed"]["before"]),
    ]
    for currency, revenue in overview["revenue"].items():
        title = tr("Revenue in {currency}", currency=currency)
        rows.append((title, money(revenue["value"], currency), money(revenue["before"], currency)))
    say_table(tr("The last 30 days"), ["", tr("Now"), tr("Before")], rows)
    steps = [(tr(FUNNEL_STEPS[step["name"]]), step["people"]) for step in answer["funnel"]["steps"]]
    say_table(tr("Funnel"), [tr("Step"), tr("People")], steps)
    _say_money(answer["money"])
    stars = [("★" * n, count) for n, count in enumerate(ratings["stars"], start=1)]
    say_table(tr("Ratings"), ["", ""], reversed(stars))
    cohorts = [
        (cohort["label"], cohort["count"], " ".join(_percent(share) for share in cohort["shares"]))
        for cohort in answer["retention"]["joining"]["cohorts"]
        if cohort["count"]
    ]
    title = tr("Share of those who joined in a month that was active in each month since")
    say_table(title, [tr("Month"), tr("Members"), ""], cohorts)


def _say_money(found: dict[str, Any]) -> None:
    """Revenue by source and the movements of MRR, each currency by itself."""
    for currency, spans in found["by_source"].items():
        sums = {kind: sum(span.get(kind, 0) for span in spans) for kind in SOURCES}
        rows = [(tr(SOURCES[kind]), money(sums[kind], currency)) for kind in SOURCES if sums[kind]]
        rows.append((tr("Revenue"), money(sum(sums.values()), currency)))
        say_table("", [tr("Where the money comes from, {currency}", currency=currency), ""], rows)
    for currency, spans in found["mrr"].items():
        first, last = spans[0]["opening"], spans[-1]["closing"]
        moved = [
            (tr(words), sum(span["by_kind"][kind] for span in spans)) for kind, words in MRR_KINDS.items()
        ]
        rows = [(tr("At the beginning"), money(first, currency))]
        rows += [(words, money(amount, currency)) for words, amount in moved if amount]
        rows.append((tr("At the end"), money(last, currency)))
        title = tr("What moved the monthly recurring revenue, {currency}", currency=currency)
        say_table("", [title, ""], rows)


def _percent(share: float | None) -> str:
    return "   –" if share is None else f"{share:4.0%}"
