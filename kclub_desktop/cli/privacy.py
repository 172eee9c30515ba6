"""`kclub erase`, `kclub consent` and `kclub retention`: a person's own say over their data, from the command line."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from kclub_desktop.cli.data import LibraryFolder, library_of
from kclub_desktop.cli.figures import find_member
from kclub_desktop.cli.say import JsonFlag, in_words, say, say_json, say_table
from kclub_desktop.words import tr
from kclub_desktop.words_for_consent import HOW, given_words, how_words, purpose_words
from kclub_desktop.words_for_fields import words_for_table
from kclub_desktop.words_for_retention import due_words, subject_words
from kclub_desktop.words_for_values import moment

if TYPE_CHECKING:
    from kclub_desktop.store.privacy.erasing import Erased

MemberAsked = Annotated[str, typer.Argument(metavar="MEMBER", help="E-mail or id of the member.")]


def add_to(app: typer.Typer) -> None:
    """Hang the commands of this file on the command line."""
    app.command("erase")(erase)
    app.command("consent")(consent)
    app.command("retention")(retention)


def erase(
    member: MemberAsked,
    library: LibraryFolder,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would go and erase nothing.")] = False,
    yes: Annotated[
        bool,
        typer.Option("--yes", help="Do not ask first; needed with --json, and where nobody can be asked."),
    ] = False,
    json: JsonFlag = False,
) -> None:
    """Erase a person for good: here, at the hub, on every device, and again when an old backup is restored."""
    from kclub_desktop.errors import ErasureUnconfirmed
    from kclub_desktop.store.privacy import erasing

    with in_words(json), library_of(library) as opened:
        who, name = find_member(opened, member)
        # There is no way back: a script with a wrong address in it must not be taken at its word.
        if not (dry_run or yes) and (json or not sys.stdin.isatty()):
            raise ErasureUnconfirmed(name or str(who))
        before = erasing.preview(opened, who)
        if not json:
            say_what_goes(before, name)
        if dry_run:
            erased = False
        else:
            if not yes:
                typer.confirm(tr("Erase {name} for good?", name=name), abort=True)
            before = erasing.erase(opened, who)
            erased = True
    if json:
        say_json({"erased": erased, **before.as_json()})
    elif erased:
        say(tr("Erased. Other devices follow with their next sync."))
    else:
        say(tr("Nothing was written: this was a dry run."))


def consent(
    member: MemberAsked,
    library: LibraryFolder,
    give: Annotated[
        str,
        typer.Option("--give", metavar="PURPOSE", help="email, phone, photos, analysis or your own word."),
    ] = "",
    take_back: Annotated[str, typer.Option("--take-back", metavar="PURPOSE", help="As for --give.")] = "",
    how: Annotated[str, typer.Option(help="spoken, form, kiosk, link or import.")] = "spoken",
    wording: Annotated[
        str | None, typer.Option(help="What they agreed to; otherwise the community's own sentence.")
    ] = None,
    note: Annotated[str, typer.Option(help="Anything to remember of it.")] = "",
    json: JsonFlag = False,
) -> None:
    """Say what a member agreed to and took back; --give and --take-back record it."""
    from kclub_desktop.community.consent import How, log_of, record, standing

    if how not in HOW:
        raise typer.BadParameter(" | ".join(HOW), param_hint="--how")
    if give and take_back:
        raise typer.BadParameter(tr("Name one of --give and --take-back."))
    with in_words(json), library_of(library) as opened:
        who, name = find_member(opened, member)
        if purpose := give or take_back:
            record(opened, who, purpose, bool(give), how=How(how), wording=wording, note=note)
        said, zone = log_of(opened, who), opened.zone
    if json:
        stands = {purpose: one.given for purpose, one in standing(said).items()}
        say_json({"member": str(who), "stands": stands, "log": [one.as_json() for one in said]})
    elif not said:
        say(tr("Nothing was said yet."))
    else:
        heads = [tr("When"), tr("For"), tr("Said"), tr("How"), tr("Agreed to")]
        lines = [
            (moment(one.given_at, zone), purpose_words(one.purpose), given_words(one.given), how_words(one.how),
             one.wording or one.note)
            for one in said
        ]  # fmt: skip
        say_table(tr("Consent of {name}", name=name or who), heads, lines)


def retention(
    library: LibraryFolder,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what the active rules would erase; erase nothing.")
    ] = False,
    keep: Annotated[
        list[str] | None,
        typer.Option(
            "--keep", metavar="SUBJECT=MONTHS", help="Switch a rule on: lead, archived, activity, message."
        ),
    ] = None,
    off: Annotated[
        list[str] | None, typer.Option("--off", metavar="SUBJECT", help="Switch a rule off.")
    ] = None,
    json: JsonFlag = False,
) -> None:
    """Erase what the retention rules say is old enough; --keep and --off only change the rules."""
    from kclub_desktop.community import retention as rules

    wanted = [_rule(text, True) for text in keep or []] + [_rule(text, False) for text in off or []]
    done: list[rules.Due] = []
    with in_words(json), library_of(library) as opened:
        known = {str(rule.subject): rule for rule in rules.rules(opened)}
        for subject, months in wanted:
            if subject not in known:
                raise typer.BadParameter(" | ".join(known), param_hint="--keep, --off")
            rules.set_rule(opened, rules.Subject(subject), months or known[subject].months, bool(months))
        if dry_run:
            done = rules.preview(opened, opened.clock.now())
        elif not wanted:
            done = rules.run(opened)
        standing = rules.rules(opened)
    if json:
        told = {str(rule.subject): {"months": rule.months, "active": rule.active} for rule in standing}
        say_json({"dry_run": dry_run, "rules": told, "due": [due.as_json() for due in done]})
    elif wanted:
        lines = [
            (
                subject_words(rule.subject),
                tr("{n} months", n=rule.months),
                tr("on") if rule.active else tr("off"),
            )
            for rule in standing
        ]
        say_table(tr("Retention"), [tr("Rule"), tr("After"), tr("State")], lines)
    elif not any(rule.active for rule in standing):
        say(tr("All retention rules are off."))
    for due in [] if json else done:
        say(f"{subject_words(due.subject)}: {due_words(due.subject, due.count, due.done)}")


def _rule(text: str, on: bool) -> tuple[str, int]:
    """(subject, months) of “lead=24”; months 0 for a rule to be switched off."""
    subject, _, months = text.partition("=")
    if on and not (months.isdecimal() and len(months) < 10 and int(months)):
        raise typer.BadParameter(tr("A rule is written as lead=24: what, and after how many months."))
    return subject.strip(), int(months) if on else 0


def say_what_goes(erasure: Erased, name: str) -> None:
    """The summary that comes before: what goes, what stays, and that there is no way back."""
    blanked = erasure.blanked
    tables = sorted(blanked.rows.keys() | blanked.kept.keys())
    lines = [
        (words_for_table(table), blanked.rows.get(table, 0), blanked.kept.get(table, 0)) for table in tables
    ]
    title = tr("What is known of {name}", name=name or erasure.members[0])
    say_table(title, ["", tr("Erased"), tr("Kept without the person")], lines)
    if erasure.running:
        say(tr("A subscription still runs. Cancel it first where it is charged."))
    say(
        tr("Amounts and dates stay in the books, without a name. An erasure cannot be undone."),
        tr("Backups made before still hold the person; whoever restores one gets the erasure with it."),
    )
