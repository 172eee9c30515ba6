"""The command line's help, and what its parser refuses, in the current language.

Help texts stand in English beside their commands; the catalogue has them in other languages under the English text, as all
words. What the parser says itself is English and is put into words here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from kclub_desktop.words import tr, tr_noop

_PANELS = {
    "ARGUMENTS_PANEL_TITLE": tr_noop("Arguments"),
    "OPTIONS_PANEL_TITLE": tr_noop("Options"),
    "COMMANDS_PANEL_TITLE": tr_noop("Commands"),
    "ERRORS_PANEL_TITLE": tr_noop("Error"),
    "ABORTED_TEXT": tr_noop("Aborted."),
    "REQUIRED_LONG_STRING": tr_noop("[required]"),
}
"""Names of typer's that hold words → the words."""
_DEFAULT, _HINT = tr_noop("default:"), tr_noop("for help:")
_USAGE, _SHOW_HELP = tr_noop("Usage: "), tr_noop("Show this message and exit.")
_OPTIONS, _COMMAND = tr_noop("[OPTIONS]"), tr_noop("COMMAND [ARGS]...")
METAVARS = (
    tr_noop("AMOUNT"), tr_noop("BADGE"), tr_noop("BOARD"), tr_noop("CODE"), tr_noop("COMMUNITY"), tr_noop("CONFLICT"),
    tr_noop("COURSE"), tr_noop("DAY"), tr_noop("DAYS"), tr_noop("DEVICE"), tr_noop("DIR"), tr_noop("EVENT"), tr_noop("FIELD=VALUE"),
    tr_noop("FILE"), tr_noop("FILES"), tr_noop("FILE…"), tr_noop("FOLLOW_UP"), tr_noop("ID"), tr_noop("KEPT"),
    tr_noop("KIND"), tr_noop("LEVEL"), tr_noop("LINE"), tr_noop("LIST"), tr_noop("MEMBER"), tr_noop("MEMBER…"),
    tr_noop("METHOD"), tr_noop("NAME"), tr_noop("NUMBER"), tr_noop("ORDER"), tr_noop("OTHER"), tr_noop("OTHER…"),
    tr_noop("PERCENT"), tr_noop("PLAN"), tr_noop("POINTS"), tr_noop("PRICE"), tr_noop("PURPOSE"), tr_noop("SEGMENT"),
    tr_noop("STARS"), tr_noop("SUBJECT"), tr_noop("SUBJECT=MONTHS"), tr_noop("SUBSCRIPTION"), tr_noop("TEXT"),
    tr_noop("TITLE=AMOUNT"), tr_noop("VALUE"), tr_noop("WAY"), tr_noop("WHICH"), tr_noop("WORDS"), tr_noop("[STEP]"),
    tr_noop("zh|en"),
)  # fmt: skip
"""What stands for a value in a line of usage."""
_REFUSALS = (
    (r"No such option: (?P<what>\S+)(?: \(Possible options: (?P<others>.*)\))?", tr_noop("There is no option {what}.")),
    (r"No such command (?P<what>.+?)\.(?: Did you mean (?P<others>.*)\?)?", tr_noop("There is no command {what}.")),
    (r"Missing command\.", tr_noop("A command is missing.")),
    (r"Missing option (?P<what>.+?)\.(?: .*)?", tr_noop("The option {what} is missing.")),
    (r"Missing (?:argument|parameter) (?P<what>.+?)\.(?: .*)?", tr_noop("{what} is missing.")),
    (r"Got unexpected extra argument\(?s?\)? \((?P<what>.*)\)", tr_noop("This is too much: {what}")),
    (r"Option (?P<what>'.+?') requires an argument\.", tr_noop("The option {what} needs a value.")),
    (r"Option (?P<what>'.+?') requires \d+ arguments\.", tr_noop("The option {what} needs more values.")),
    (r"Option (?P<what>'.+?') does not take a value\.", tr_noop("The option {what} takes no value.")),
)  # fmt: skip
"""What the parser says → our words. Values are put in as they are."""
_VALUES = (
    (r".*valid integer.*", tr_noop("a whole number is needed")),
    (r".*valid (?:number|float).*", tr_noop("a number is needed")),
    (r".*greater than or equal to (?P<what>[-\d.]+).*", tr_noop("at least {what}")),
    (r".*less than or equal to (?P<what>[-\d.]+).*", tr_noop("at most {what}")),
    (r".*is not in the range (?P<what>.+?)\.", tr_noop("it must fit {what}")),
    (r".*is not one of (?P<what>.+?)\.", tr_noop("one of {what}")),
    (r"\w+ (?P<what>'.+') does not exist\.", tr_noop("{what} is not there")),
    (r"\w+ (?P<what>'.+') is a file\.", tr_noop("{what} is a file")),
    (r"\w+ (?P<what>'.+') is a directory\.", tr_noop("{what} is a folder")),
    (r"\w+ (?P<what>'.+') is not (?:readable|writable)\.", tr_noop("{what} may not be used")),
)
_INVALID = re.compile(r"Invalid value(?: for (?P<what>.+?))?: (?P<why>.*)", re.DOTALL)


def texts(command: Any) -> Iterator[str]:
    """Every English help text of a command and of those under it, as it stands in the catalogue."""
    yield from filter(None, (command.help, command.short_help))
    for param in command.params:
        if getattr(param, "help", None):
            yield param.help
    for under in getattr(command, "commands", {}).values():
        yield from texts(under)


def metavars(command: Any) -> Iterator[str]:
    """What stands for values in its usage and in that of those under it."""
    yield from filter(None, map(_metavar, command.params))
    for under in getattr(command, "commands", {}).values():
        yield from metavars(under)


def dress(command: Any) -> None:
    """Say the help of a command just made, and of those under it, in the current language."""
    command.help, command.short_help = _said(command.help), _said(command.short_help)
    command.options_metavar = tr(_OPTIONS)
    for param in command.params:
        if metavar := _metavar(param):
            param.metavar = tr(metavar)
        if getattr(param, "help", None):
            param.help = tr(param.help)
    _say_own(command)
    if hasattr(command, "commands"):
        command.subcommand_metavar = tr(_COMMAND)
        for under in command.commands.values():
            dress(under)


def say_panels() -> None:
    """Have typer call its boxes by our words: just before it draws one."""
    import typer.rich_utils as drawn

    for name, words in _PANELS.items():
        setattr(drawn, name, tr(words))
    drawn.DEFAULT_STRING = f"[{tr(_DEFAULT)} {{}}]"
    drawn.RICH_HELP = f"{tr(_HINT)} [blue]{{command_path}} {{help_option}}[/]"


def refusal(message: str) -> str:
    """What the parser said, in the current language; as it was if nobody knows it."""
    if found := _INVALID.fullmatch(message):
        why = _by_table(_VALUES, found["why"]) or found["why"]
        return tr("{what}: {why}.", what=found["what"], why=why) if found["what"] else why
    return _by_table(_REFUSALS, message) or message


def _by_table(table: tuple[tuple[str, str], ...], message: str) -> str:
    for pattern, words in table:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            groups = found.groupdict()
            said = tr(words, what=groups["what"]) if "{what}" in words else tr(words)
            others = groups.get("others")
            return tr("{said} Perhaps {others}?", said=said, others=others) if others else said
    return ""


def _said(text: str | None) -> str | None:
    return tr(text) if text else text


def _metavar(param: Any) -> str:
    if param.metavar:
        return str(param.metavar)
    return str(param.name).upper() if param.param_type_name == "argument" else ""


def _say_own(command: Any) -> None:
    """What is said of each command by typer itself: its usage, its option for help, and the boxes around."""
    usage, option, drawn = command.get_usage, command.get_help_option, command.format_help
    command.get_usage = lambda ctx: usage(ctx).replace("Usage: ", tr(_USAGE), 1)
    command.get_help_option = partial(_help_option, option)
    command.format_help = partial(_format_help, drawn)


def _help_option(made: Callable[[Any], Any], ctx: Any) -> Any:
    option = made(ctx)
    if option is not None:
        option.help = tr(_SHOW_HELP)
    return option


def _format_help(drawn: Callable[..., None], *args: Any) -> None:
    say_panels()
    drawn(*args)
