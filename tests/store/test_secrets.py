"""Secrets on a computer without a keyring: in a file that only the passphrase opens, and that says so when it does not."""

import stat
import sys

import pytest

from kclub_desktop.errors import FileNotReadable, WrongPassphrase
from kclub_desktop.secrets import SystemSecrets
from kclub_desktop.store.encryption import key_file, locks


def test_a_secret_comes_back_by_its_passphrase_and_no_other(tmp_path):
    SystemSecrets(tmp_path, "correct horse").put("hub", "token")
    assert SystemSecrets(tmp_path, "correct horse").get("hub") == "token"
    with pytest.raises(WrongPassphrase):
        SystemSecrets(tmp_path, "battery staple").get("hub")
    file = tmp_path / "secrets.json"
    assert b"token" not in file.read_bytes()
    assert sys.platform == "win32" or not stat.S_IMODE(file.stat().st_mode) & 0o077


def test_a_damaged_file_of_secrets_is_named_and_the_library_still_opens_by_its_passphrase(tmp_path):
    (tmp_path / "secrets.json").write_bytes(b"[1")
    secrets = SystemSecrets(tmp_path, "correct horse")
    with pytest.raises(FileNotReadable):
        secrets.get("hub")
    lock = locks.Lock("id")
    assert key_file.held(secrets, lock) is None and not key_file.keep(secrets, lock, b"k" * 32)
