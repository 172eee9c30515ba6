"""Everything the library holds on one person, handed over to them: as data for a machine and as a page to read."""

from kclub_desktop.import_export.person.gathering import Held, everything_on
from kclub_desktop.import_export.person.writing import Written, export_person

__all__ = ["Held", "Written", "everything_on", "export_person"]
