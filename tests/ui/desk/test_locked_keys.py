"""A computer without a keyring: pairing asks for a passphrase at the desk, and after a start the same opens the key again."""

import keyring
import pytest
from keyring.backends import fail

from kclub_desktop import secrets as places_for_keys
from kclub_desktop.errors import WrongPassphrase
from kclub_desktop.secrets import SystemSecrets
from kclub_desktop.sync import state
from kclub_desktop.sync.link import Invitation
from kclub_desktop.sync.loop import SyncLoop
from kclub_hub import communities
from tests.ui.desk.conftest import Desk
from tests.ui.desk.test_moneyless import texts


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch):
    monkeypatch.delenv(places_for_keys.PASSPHRASE_VARIABLE, raising=False)
    monkeypatch.setattr(places_for_keys, "_SAID", {})
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    yield
    keyring.set_keyring(before)


@pytest.fixture
def start(qtbot, library, clock, tmp_path):
    """The desk as after a start of the program, on its Sync page."""
    made = []

    def begin():
        places_for_keys._SAID.clear()
        sync = SyncLoop(library, SystemSecrets(tmp_path / "keys"))
        made.append(Desk(qtbot, library, clock, sync))
        made[-1].page = made[-1].open("sync")
        return made[-1]

    yield begin
    for one in made:
        one.window.close()
        one.session.jobs.wait()


def paired(start, hub):
    desk = start()
    desk.page.pair(Invitation(hub.url, communities.new_code(hub.database, hub.community)), "Desk")
    desk.settle()
    dialog = desk.page.asking
    dialog.first.setText("four plain words here")
    dialog.again.setText("four plain words here")
    dialog.finish()
    desk.settle()
    return desk


def test_pairing_asks_for_a_passphrase_and_goes_on_with_the_same_code(start, hub, library):
    desk = paired(start, hub)
    assert state.find(library).url == hub.url
    assert desk.said == "Paired with the hub"
    assert desk.session.sync.sync_now() is not None


def test_after_a_start_the_page_asks_to_unlock_and_says_so_in_the_chip(start, hub):
    paired(start, hub)
    desk = start()
    try:
        desk.session.sync.sync_now()
    except places_for_keys.NoKeyring as error:
        desk.session.sync._note(error)
    desk.page.refresh()
    desk.settle()
    assert any("The key to the hub is locked" in text for text in texts(desk.page))
    assert desk.window._sidebar.chip.text().startswith("Sync needs you")

    desk.page.unlock()
    desk.page.asking.line.setText("wrong")
    desk.page.asking.try_it()
    assert desk.page.asking.wrong.text()
    desk.page.asking.line.setText("four plain words here")
    desk.page.asking.try_it()
    desk.settle()
    assert desk.session.sync.error is None
    assert any("in step with the hub" in text for text in texts(desk.page))


def test_a_wrong_passphrase_opens_nothing(start, hub, tmp_path):
    paired(start, hub)
    places_for_keys._SAID.clear()
    kept = SystemSecrets(tmp_path / "keys")
    assert kept.is_locked
    with pytest.raises(WrongPassphrase):
        kept.unlock("wrong")
