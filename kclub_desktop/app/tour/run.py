"""The tour from end to end: a scratch folder, a clock that stands still, the steps, and the summary.

The clock is fixed so that two tours of one version look alike; everything else is as a person would have it: real
files, a real hub over HTTP, the real windows.
"""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from kclub_desktop.app.tour import data_steps, door_step, removed_step, sync_step
from kclub_desktop.app.tour.screens import photograph_desk
from kclub_desktop.app.tour.summary import Summary
from kclub_desktop.clock import FixedClock
from kclub_desktop.errors import FileNotWritable
from kclub_desktop.words import current_language, set_language

AT = datetime(2026, 11, 24, 18, 40, tzinfo=ZoneInfo("Asia/Shanghai"))


def run_tour(out: Path) -> dict[str, Any]:
    """Do everything and write screenshots and summary.json into out; the summary. Raises FileNotWritable."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileNotWritable(str(out), error.strerror or str(error)) from error
    language = current_language()
    summary, clock = Summary(out), FixedClock(int(AT.timestamp()))
    with tempfile.TemporaryDirectory(prefix="kclub-tour-") as scratch:
        set_language("en")
        folder = Path(scratch)
        imported = data_steps.import_samples(summary, folder / "imported", clock)
        demo = data_steps.make_community(summary, folder / "demo", clock)
        try:
            for library in (imported, demo):
                data_steps.recommend(summary, library)
                data_steps.figures(summary, library, clock)
            data_steps.come_twice(summary, demo)
            with sync_step.paired(summary, demo, folder, clock) as paired:
                photograph_desk(summary, demo, clock, paired.desk)
                removed_step.remove_kiosk(summary, demo, clock, paired)
            door_step.check_in(summary, demo, clock)
        finally:
            imported.shut()
            demo.shut()
    set_language(language)
    summary.write()
    return summary.as_json()
