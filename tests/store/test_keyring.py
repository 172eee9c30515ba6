"""A real keyring of the desktop (the Secret Service of GNOME, on a bus of its own): where a device's token really goes."""

import json
import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from kclub_hub.communities import new_code, new_community
from kclub_hub.serve import HubServer

pytestmark = pytest.mark.skipif(
    not (shutil.which("dbus-run-session") and shutil.which("gnome-keyring-daemon")),
    reason="needs the packages gnome-keyring and dbus",
)
_SESSION = """
printf %s "$KEYRING_PASSWORD" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
exec "$@"
"""


@pytest.fixture
def in_session(tmp_path):
    """Runs Python statements in a session of the desktop with its keyring; what they print, read as JSON."""
    home = tmp_path / "home"
    for folder in ("run", "data", "config"):
        (home / folder).mkdir(parents=True)
    (home / "run").chmod(0o700)
    environment = {
        "HOME": str(home), "XDG_RUNTIME_DIR": str(home / "run"), "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"), "PATH": os.environ["PATH"], "LANG": "C.UTF-8",
        "KEYRING_PASSWORD": "of the session", "PYTHONPATH": str(Path(__file__).parents[2]),
    }  # fmt: skip

    def run(statements, keyring=True):
        code = [sys.executable, "-c", textwrap.dedent(statements)]
        started = ["dbus-run-session", "--", "sh", "-c", _SESSION, "sh", *code] if keyring else code
        told = subprocess.run(
            started, env=environment, capture_output=True, text=True, timeout=60, check=False
        )
        assert told.returncode == 0, told.stderr
        return json.loads(told.stdout.splitlines()[-1])

    run.home = home
    return run


def everything_written(folder):
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def test_a_token_is_in_the_keyring_and_in_no_file_and_the_next_start_finds_it(in_session, tmp_path):
    hub = HubServer(tmp_path / "hub.db")
    hub.start()
    code = new_code(hub.database, new_community(hub.database, "Zhixing"))
    try:
        token = in_session(f"""
            import json, keyring
            from pathlib import Path
            from kclub_desktop.clock import SystemClock
            from kclub_desktop.secrets import SystemSecrets
            from kclub_desktop.store import make_library
            from kclub_desktop.sync import pairing, state
            assert type(keyring.get_keyring()).__module__.startswith("keyring.backends"), keyring.get_keyring()
            secrets = SystemSecrets(Path({str(in_session.home)!r}) / "kclub")
            library = make_library({str(tmp_path / "library")!r}, name="Zhixing", clock=SystemClock())
            pairing.pair(library, {hub.url!r}, {code!r}, secrets, "Desk")
            known = state.of(library)
            library.shut()
            print(json.dumps(secrets.get(state.secret_name(known.community, known.device))))
        """)
        synced = in_session(f"""
            import json
            from pathlib import Path
            from kclub_desktop.clock import SystemClock
            from kclub_desktop.secrets import SystemSecrets
            from kclub_desktop.store import open_library
            from kclub_desktop.sync.session import sync
            with open_library({str(tmp_path / "library")!r}, clock=SystemClock()) as library:
                print(json.dumps(sync(library, SystemSecrets(Path({str(in_session.home)!r}) / "kclub")).as_json()))
        """)
    finally:
        hub.stop()

    assert len(token) >= 40 and synced["sent"] >= 1
    for folder in (tmp_path / "library", in_session.home):
        assert token.encode() not in everything_written(folder)
    assert not (in_session.home / "kclub").exists()


def test_without_a_keyring_that_is_told_before_the_code_is_used_up_and_a_locked_file_does_by_choice(
    in_session, tmp_path
):
    hub = HubServer(tmp_path / "hub.db")
    hub.start()
    code = new_code(hub.database, new_community(hub.database, "Zhixing"))
    said = in_session(
        f"""
        import json, os
        from pathlib import Path
        from kclub_desktop.clock import SystemClock
        from kclub_desktop.errors import NoKeyring
        from kclub_desktop.secrets import SystemSecrets
        from kclub_desktop.store import make_library
        from kclub_desktop.sync import pairing
        from kclub_desktop.words_for_errors import words_for
        folder = Path({str(in_session.home)!r}) / "kclub"
        library = make_library({str(tmp_path / "library")!r}, name="Zhixing", clock=SystemClock())
        try:
            pairing.pair(library, {hub.url!r}, {code!r}, SystemSecrets(folder), "Desk")
            told = ""
        except NoKeyring as error:
            told = words_for(error)
        pairing.pair(library, {hub.url!r}, {code!r}, SystemSecrets(folder, "correct horse"), "Desk")
        library.shut()
        print(json.dumps([told, sorted(file.name for file in folder.iterdir())]))
        """,
        keyring=False,
    )
    hub.stop()

    assert "KCLUB_PASSPHRASE" in said[0]
    assert said[1] == ["secrets.json"]


def test_a_locked_keyring_is_no_keyring_and_not_a_crash(in_session, tmp_path):
    said = in_session(
        """
        import json
        from pathlib import Path
        import keyring
        from keyring.backends.fail import Keyring
        keyring.set_keyring(Keyring())
        from kclub_desktop.errors import NoKeyring
        from kclub_desktop.secrets import SystemSecrets
        found = []
        for work in (lambda s: s.get("x"), lambda s: s.put("x", "y")):
            try:
                work(SystemSecrets(Path("/nowhere")))
            except NoKeyring:
                found.append("told")
        print(json.dumps(found))
        """,
        keyring=False,
    )
    assert said == ["told", "told"]
