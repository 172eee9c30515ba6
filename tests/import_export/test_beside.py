"""An import that another process does for the window is the same import: its report, its undo, its errors, its key."""

import pytest

from kclub_desktop.errors import UnrecognisedFile
from kclub_desktop.import_export import import_files
from kclub_desktop.import_export.beside import import_beside
from kclub_desktop.progress import Progress
from kclub_desktop.secrets import Held
from kclub_desktop.store import Origin, open_library
from kclub_desktop.store.encryption import locks
from kclub_desktop.store.encryption.changing import encrypt
from kclub_desktop.store.undo import undo

NOW = 1_790_000_000
PEOPLE = "Name,Email,Joined\nAnna Berg,anna@example.org,2026-03-04\n李海燕,haiyan@example.org,2026-03-05\nNobody,,\n"


def names(library):
    return [name for (name,) in library.rows("SELECT name FROM member WHERE deleted_at IS NULL ORDER BY id")]


def test_it_writes_reports_and_is_undone_like_the_import_in_this_process(library, another_library, written):
    file, moved, heard = written(PEOPLE), [], []
    library.on_changes(heard.append)

    report = import_beside(
        library, [file], now=NOW, dry_run=False, progress=Progress(lambda *far: moved.append(far))
    )
    library.poll()

    here = import_files(another_library, [file], now=NOW)
    assert report.as_json() == here.as_json()
    assert names(library) == ["Anna Berg", "李海燕"] == names(another_library)
    assert moved[-1][0] == 4
    assert [changes.origin for changes in heard] == [Origin.OTHER_PROCESS]
    undo(library, report.undo.id)
    assert names(library) == []


def test_a_dry_run_writes_nothing(library, written):
    report = import_beside(library, [written(PEOPLE)], now=NOW, dry_run=True, progress=Progress())
    assert report.files[0].created["member"] == 2 and report.dry_run
    assert names(library) == []


def test_a_file_nobody_knows_is_refused_with_its_headers(library, written):
    with pytest.raises(UnrecognisedFile) as refused:
        import_beside(library, [written("a,b\n1,2\n")], now=NOW, dry_run=False, progress=Progress())
    assert "a" in refused.value.headers


def test_an_encrypted_library_is_opened_there_with_the_key_it_has_here(library, written, monkeypatch):
    monkeypatch.setattr(locks, "COST", 1 << 10)
    folder, clock, secrets = library.folder, library.clock, Held()
    library.shut()
    encrypt(folder, "correct horse battery", clock=clock, secrets=secrets)
    with open_library(folder, clock=clock, secrets=secrets) as encrypted:
        report = import_beside(encrypted, [written(PEOPLE)], now=NOW, dry_run=True, progress=Progress())
    assert report.files[0].created["member"] == 2
