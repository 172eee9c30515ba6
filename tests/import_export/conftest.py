"""A real library on disk and ways to write files as people's programs do."""

from pathlib import Path

import pytest

from kclub_desktop.clock import FixedClock
from kclub_desktop.import_export import import_files
from tests.making import made_library

NOW = 1_790_000_000
SAMPLES = Path(__file__).parent / "samples"


@pytest.fixture
def library(tmp_path):
    with made_library(tmp_path / "library", name="知行", clock=FixedClock(NOW)) as made:
        yield made


@pytest.fixture
def another_library(tmp_path):
    with made_library(tmp_path / "another", name="Zhixing", clock=FixedClock(NOW)) as made:
        yield made


@pytest.fixture
def written(tmp_path):
    """Write a file as some program would: text in an encoding, line ends as given."""

    def write(text, encoding="utf-8", name="export.dat"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    return write


@pytest.fixture
def bring_in(library, written):
    """Import one text and return its part of the report as JSON."""

    def run(text, encoding="utf-8", **options):
        report = import_files(library, [written(text, encoding)], now=NOW, **options)
        return report.as_json()["files"][0]

    return run
