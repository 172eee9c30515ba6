"""Which days a page looks at, kept on this device from one start to the next; a preset moves with the day it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kclub_desktop import date_range
from kclub_desktop.community import day_end
from kclub_desktop.date_range import DateRange, Preset
from kclub_desktop.ui.session import Session
from kclub_desktop.ui.widgets.date_range_picker import DateRangePicker


class KeptDays:
    """The range of one page. whole: running weeks and months to their last day, for what is planned."""

    def __init__(self, session: Session, page: str, otherwise: Preset, *, whole: bool = False) -> None:
        self._session, self._setting, self._whole = session, f"{page}.days", whole
        kept = session.settings.get(self._setting)
        self._chosen = date_range.read(kept, self.today(), otherwise, whole=whole)

    def today(self) -> date:
        """The day it is where the community is."""
        return day_end.today(self._session.library)

    @property
    def range(self) -> DateRange:
        """The days looked at, as of today."""
        return self._chosen.at(self.today(), whole=self._whole)

    def keep(self, days: DateRange) -> None:
        """Look at other days from now on."""
        self._chosen = days
        self._session.settings.remember(self._setting, days.text())

    def picker(self, offered: Sequence[Preset]) -> DateRangePicker:
        """A button that shows them; the caller listens to its `changed` and calls keep."""
        made = DateRangePicker(self.today(), offered=offered, whole=self._whole)
        made.choose(self.range)
        return made
