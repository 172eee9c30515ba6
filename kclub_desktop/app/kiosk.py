"""Opening the kiosk with what this computer knows: where its secrets are, and which library is the person's own."""

from __future__ import annotations

from pathlib import Path

from kclub_desktop.cli import places
from kclub_desktop.secrets import SystemSecrets
from kclub_desktop.ui.kiosk import start


def open_kiosk(
    folder: Path,
    event: int | None,
    *,
    door_name: str,
    language: str,
    new_pin: bool,
    leaderboard: bool = True,
) -> int:
    """Run the kiosk until somebody leaves it with the PIN; see ui/kiosk/start.py."""
    return start.open_kiosk(
        folder,
        event,
        door_name=door_name,
        language=language,
        new_pin=new_pin,
        leaderboard=leaderboard,
        secrets=SystemSecrets(places.configuration_folder()),
    )
