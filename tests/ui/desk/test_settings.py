"""Settings at the desk: a backup made, locked and gone back to, a second folder, encryption, and what is warned of."""

import zipfile
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton

from kclub_desktop.app import working
from kclub_desktop.progress import Progress
from kclub_desktop.secrets import Held
from kclub_desktop.store import Op, open_library, rows
from kclub_desktop.store.backup import Reason, all_backups, make
from kclub_desktop.store.encryption import locks
from kclub_desktop.store.tables import Member
from kclub_desktop.ui.desk.passphrase import AskPassphrase, NewPassphrase
from kclub_desktop.ui.desk.restore_dialog import RestoreDialog
from kclub_desktop.words import languages, set_language

WORDS = "correct horse battery"


@pytest.fixture(autouse=True)
def _cheap_scrypt(monkeypatch):
    monkeypatch.setattr(locks, "COST", 1 << 10)


@pytest.fixture
def work(desk):
    """What the page wants done between two windows is kept here instead."""
    wanted = []
    object.__setattr__(desk.session, "meanwhile", wanted.append)
    object.__setattr__(desk.session, "secrets", Held())
    return wanted


def closed(desk):
    """The window closes first, as it does when work is to be done between two windows."""
    desk.window.close()
    desk.session.jobs.wait()
    desk.library.shut()


def words_on(page):
    return "\n".join(label.text() for label in page.findChildren(QLabel))


def press(page, words):
    next(b for b in page.findChildren(QPushButton) if words in (b.text(), b.accessibleName())).click()


def dialog(page, kind):
    return next(d for d in page.findChildren(kind) if d.isVisible())


def test_a_backup_is_made_by_hand_and_listed(desk):
    page = desk.open("settings")
    assert "There is none yet." in words_on(page)
    press(page, "Back up now")
    desk.settle()

    assert "opened and checked" in desk.said
    assert "By hand" in words_on(page) and "400 members" in words_on(page)
    assert len(all_backups(desk.library.folder / "backups")) == 1


def test_going_back_says_what_will_happen_and_happens_with_the_window_closed(desk, work):
    made = make(desk.library, Reason.MANUAL)
    with desk.library.write(Op.ADD_MEMBER):
        rows.add(desk.library, Member, name="later", created_at=1)
    page = desk.open("settings")
    press(page, "Restore …")
    asked = dialog(page, RestoreDialog)
    assert "400 members" in words_on(asked) and not asked.passphrase.isVisible()
    asked.go.click()

    closed(desk)
    said = working.done(work[0])
    assert "kept in" in said
    with open_library(desk.library.folder, clock=desk.clock) as library:
        assert library.value("SELECT count(*) FROM member WHERE name = 'later'") == 0
    assert made.path.exists()


def test_what_cannot_be_restored_is_said_and_nothing_changes(desk, work, tmp_path):
    (tmp_path / "notes.txt").write_text("no backup")
    page = desk.open("settings")
    page.section("backup").restore(tmp_path / "notes.txt")
    dialog(page, RestoreDialog).go.click()
    closed(desk)
    assert "is not a library" in working.done(work[0])


def test_backups_are_locked_by_a_passphrase_typed_twice(desk, work):
    page = desk.open("settings")
    press(page, "Lock backups …")
    asked = dialog(page, NewPassphrase)
    for first, again, refused in (("short", "short", "at least 8"), (WORDS, "other words", "not the same")):
        asked.first.setText(first)
        asked.again.setText(again)
        asked.go.click()
        assert refused in asked.wrong.text() and asked.isVisible()
    asked.again.setText(WORDS)
    asked.go.click()
    desk.settle()
    assert "New backups are locked." in words_on(page)
    press(page, "Back up now")
    desk.settle()
    assert all_backups(desk.library.folder / "backups")[0].locked
    assert "Locked" in words_on(page)


def test_encrypting_from_the_desk_and_opening_again(desk, work):
    page = desk.open("settings")
    press(page, "Encrypt …")
    asked = dialog(page, NewPassphrase)
    asked.first.setText(WORDS)
    asked.again.setText(WORDS)
    asked.go.click()
    closed(desk)
    assert "encrypted now" in working.done(work[0])
    for due in desk.window._daily:
        due.look()  # a timer of the closed window: the file is no longer one that it could read
    with open_library(desk.library.folder, clock=desk.clock, secrets=desk.session.secrets) as library:
        assert library.key is not None


def test_a_wrong_passphrase_is_said_in_the_dialog_and_the_right_one_opens(qtbot):
    tried = []

    def open_with(passphrase):
        tried.append(passphrase)
        return "" if passphrase == WORDS else "No."

    asked = AskPassphrase(None, "Open the library", "words", open_with)
    qtbot.addWidget(asked)
    asked.show()
    asked.go.click()
    assert tried == [] and asked.wrong.isVisible()
    asked.line.setText("wrong")
    asked.go.click()
    assert asked.wrong.text() == "No." and asked.isVisible()
    asked.line.setText(WORDS)
    asked.go.click()
    assert not asked.isVisible()


@pytest.mark.parametrize("language", languages())
def test_everything_in_one_file_from_the_desk_says_where_it_is_and_takes_no_files_place(
    desk, work, tmp_path, monkeypatch, language
):
    set_language(language)
    names = []
    desk.session.jobs.began.connect(lambda _key, name: names.append(name))
    asked = []

    def choose(_parent, _title, suggested, *_rest, **_options):
        asked.append(suggested)
        return str(tmp_path / "all"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    page = desk.open("settings")
    words = {"en": "Everything in one file", "zh": "全部存为一个文件"}[language]
    button = f"{words} …" if language == "en" else f"{words}…"
    press(page, button)
    desk.settle()

    file = tmp_path / "all.kclub-archive"
    assert str(file) in desk.said and names == [words]
    assert zipfile.is_zipfile(file) and asked[0].endswith(".kclub-archive") and "/" not in asked[0]
    before = file.read_bytes()
    press(page, button)
    desk.settle()
    assert file.read_bytes() == before and {"en": "there already", "zh": "已"}[language] in desk.said


def test_an_archive_of_an_encrypted_library_is_said_to_be_readable_by_whoever_has_it(desk, work):
    page = desk.open("settings")
    assert "whoever has the file can read it" not in words_on(page)
    section = page.section("backup")
    section.show_loaded(replace(section.query(Progress()), lock="library"))
    assert "whoever has the file can read it" in words_on(page)


def test_a_second_folder_is_used_and_left_again(desk, work, tmp_path):
    page = desk.open("settings")
    page.section("backup")._chosen(tmp_path / "stick")
    desk.settle()
    press(page, "Back up now")
    desk.settle()
    assert list((tmp_path / "stick").rglob("*.kclub"))
    press(page, "Stop using the second folder")
    desk.settle()
    assert "None." in words_on(page)


def test_a_cloud_drives_second_copy_is_warned_of(desk):
    (desk.library.folder / "community (conflicted copy).kclub").write_bytes(b"x")
    page = desk.open("settings")
    assert "conflicted copy" in words_on(page)


def test_a_daily_backup_that_fails_is_said_once_and_stops_nobody(desk, monkeypatch):
    from kclub_desktop.errors import FileNotWritable
    from kclub_desktop.ui.desk import daily_backup

    def full(library, secrets):
        raise FileNotWritable("backups", "No space left on device")

    monkeypatch.setattr(daily_backup, "backup_if_due", full)
    daily = desk.window.findChild(daily_backup.DailyBackup)
    daily.look()
    desk.settle()
    assert "No backup was made today" in desk.said and "the disk is full" in desk.said
    desk.window.say("something else")
    daily.look()
    desk.settle()
    assert desk.said == "something else"
    monkeypatch.undo()
    daily.look()
    desk.settle()
    assert len(all_backups(desk.library.folder / "backups")) == 1


@pytest.mark.parametrize("language", languages())
def test_the_page_speaks_each_language_whole(desk, language):
    set_language(language)
    page = desk.open("settings")
    titles = [section.title() for section in page.sections]
    assert all(title in words_on(page) for title in titles)
    for section in (page.section("backup"), page.section("storage")):
        assert all(button.accessibleName() for button in section.findChildren(QPushButton))
