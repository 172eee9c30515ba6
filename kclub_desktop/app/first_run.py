"""The first start: asks for the community, makes its library, and says how the desk goes on."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtWidgets import QApplication

from kclub_desktop.app.ready import when_ready
from kclub_desktop.cli import places
from kclub_desktop.clock import Clock
from kclub_desktop.secrets import SystemSecrets
from kclub_desktop.store import make_library, open_library
from kclub_desktop.sync import joining
from kclub_desktop.sync.link import Invitation
from kclub_desktop.ui.first_run.window import Begun, Community, FirstRun
from kclub_desktop.ui.jobs import Jobs
from kclub_desktop.ui.session import Settings
from kclub_desktop.ui.theme.apply import apply_theme


def first_run(application: QApplication, clock: Clock) -> Begun | None:
    """Show the window until the person chose; None if it was closed instead."""
    folder, jobs, answers = places.own_library(), Jobs(), list[Begun]()

    def make(community: Community) -> Path:
        with make_library(
            folder, name=community.name, clock=clock, zone=community.zone, currency=community.currency
        ) as library:
            Settings(library).set("language", community.language)
        return folder

    def join(invited: Invitation, name: str, language: str) -> Path:
        secrets = SystemSecrets(places.configuration_folder())
        joining.new_copy(folder, invited, secrets, clock, name)
        with open_library(folder, clock=clock) as library:
            Settings(library).set("language", language)
        return folder

    apply_theme(application)
    window = FirstRun(make, folder, clock, jobs, join)
    window.begun.connect(answers.append)
    application.setQuitOnLastWindowClosed(True)
    window.show()
    if os.environ.get("KCLUB_EXIT_WHEN_READY"):
        when_ready(window, window.isVisible, window.close)
    application.exec()
    jobs.wait()
    window.deleteLater()
    return answers[-1] if answers else None
