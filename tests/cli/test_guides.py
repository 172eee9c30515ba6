"""Whoever reads the guide, in either language, learns of every command there is."""

from pathlib import Path

import pytest
import typer

from kclub_desktop.app import commands
from kclub_desktop.cli.main import app

GUIDES = Path(__file__).parents[2] / "docs" / "guide"


def every_command():
    whole = typer.Typer()
    commands.add_to(whole)
    for group in (typer.main.get_group(app), typer.main.get_group(whole)):
        for name, command in group.commands.items():
            yield name
            yield from (f"{name} {inner}" for inner in getattr(command, "commands", {}))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_command_is_in_the_guide(language):
    said = (GUIDES / f"{language}.md").read_text(encoding="utf-8")
    # “kclub hub devices, revoke, backup” names three.
    missing = [
        each
        for each in every_command()
        if f"kclub {each}" not in said and f"`{each.split()[-1]}`" not in said
    ]
    assert missing == []


def test_the_page_of_the_hub_shows_the_same_commands_in_both_languages():
    def commands(name):
        page = (GUIDES.parent / name).read_text(encoding="utf-8")
        lines = [line.split("#")[0].strip() for line in page.splitlines() if line.startswith("    ")]
        assert len(lines) > 20
        return lines

    assert commands("hub.md") == commands("hub.zh.md")
