"""The empty library that every simulated device begins as, made once: making its hundred tables takes longer than a run."""

from kclub_desktop.clock import FixedClock
from kclub_desktop.store import make_library
from kclub_desktop.store.tables import (
    REPLICATED,
    Activity,
    Attachment,
    CheckIn,
    Contact,
    Device,
    Enrolment,
    Erasure,
    Member,
    Note,
    Payment,
    Rating,
)
from kclub_protocol import scopes

START_MS = 1_790_000_000_000
WRITTEN = {Activity, Attachment, CheckIn, Contact, Device, Enrolment, Erasure, Member, Note, Payment, Rating}
"""The tables that a world may write; `World.check_end` sees to it that no other has a row."""


def make_template(folder, money=False):
    """Make it in a folder; a library's folder. money: able to hide the tables of money, which makes a run slower."""
    library = make_library(folder, name="A", clock=FixedClock(START_MS // 1000))
    # SQLite reads a file's thousand triggers at each opening. Those of a table without rows do nothing but take that time.
    idle = {model.name_of_table() for model in REPLICATED if model not in WRITTEN}
    if money:
        idle -= (
            scopes.HIDDEN | scopes.HIDDEN_COLUMNS.keys() | {table for table in idle if scopes.about(table)}
        )
    left_out = library.rows(
        "SELECT type, name, tbl_name FROM sqlite_master WHERE type IN ('trigger', 'index') AND sql IS NOT NULL"
    )
    for kind, name, table in left_out:
        if table in idle:
            library.execute_sql(f'DROP {kind} "{name}"')
    library.rewrite()
    library.shut()
    return folder
