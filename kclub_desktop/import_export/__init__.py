"""People's data in and out: source profiles, the stages of an import, and writers of files that come back whole."""

from kclub_desktop.import_export.importing import import_files
from kclub_desktop.import_export.recognise import Recognised, recognise
from kclub_desktop.import_export.report import FileReport, ImportReport

__all__ = ["FileReport", "ImportReport", "Recognised", "import_files", "recognise"]
