"""A library with something in it, and scrypt at a cost that tests can pay."""

import pytest

from kclub_desktop.secrets import Held
from kclub_desktop.store import Op, rows
from kclub_desktop.store.encryption import locks
from kclub_desktop.store.tables import Member


@pytest.fixture(autouse=True)
def _cheap_scrypt(monkeypatch):
    monkeypatch.setattr(locks, "COST", 1 << 10)


@pytest.fixture
def secrets():
    return Held()


@pytest.fixture
def members(library):
    """Twenty members."""
    with library.write(Op.ADD_MEMBER):
        return rows.add_many(
            library, Member, [{"name": f"Member {n}", "created_at": library.clock.now()} for n in range(20)]
        )


def names(library):
    return [name for (name,) in library.rows("SELECT name FROM member WHERE deleted_at IS NULL ORDER BY id")]
