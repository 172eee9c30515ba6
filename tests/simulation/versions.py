"""Two versions of the program in one world: an older one that knows fewer tables and columns, and today's.

What is older is not real code of that day: today's runs with declarations that leave something out, on a file that
has it all. What it receives beyond its declarations it must keep, and know once it is updated.
"""

from kclub_desktop.store.privacy import belonging, blanking
from kclub_desktop.store.tables import BY_NAME, REPLICATED, Activity, Enrolment, Member, Payment
from kclub_desktop.sync import digest, merge, merge_rows, others, repair, taking_up, wire

NEW_TABLES = {Enrolment, Activity}
NEW_COLUMNS = {Member: {"level"}, Payment: {"why"}}
_OLD_BY_NAME = {name: model for name, model in BY_NAME.items() if model not in NEW_TABLES}
_OLD_TABLES = tuple(model for model in REPLICATED if model not in NEW_TABLES)
_KNOWS_NAMES = (merge, merge_rows, taking_up, repair, blanking, others)
_REMEMBERS = (
    wire.ids_of,
    wire.neutral,
    digest._columns,
    digest._of_columns,
    digest._any_rows,
    digest._of_everything,
)


class Versions:
    """Which version of the program runs now; one at a time, as only one device acts at a time."""

    def __init__(self):
        self._old = False
        self._columns = {model: model.columns() for model in NEW_COLUMNS}

    def use(self, old):
        """From now on the older version runs, or today's."""
        if old == self._old:
            return
        self._old = old
        for module in _KNOWS_NAMES:
            module.BY_NAME = _OLD_BY_NAME if old else BY_NAME
        for module in (digest, belonging):
            module.REPLICATED = _OLD_TABLES if old else REPLICATED
        for model, new in NEW_COLUMNS.items():
            known = tuple(name for name in self._columns[model] if not old or name not in new)
            model.columns = classmethod(lambda _model, known=known: known)
        for remembered in _REMEMBERS:
            remembered.cache_clear()
        if not old:
            for model in NEW_COLUMNS:
                del model.columns

    @staticmethod
    def known_to_old(model):
        """The columns of a table that an older device has; none of a table it does not know."""
        if model in NEW_TABLES:
            return ()
        return tuple(name for name in model.columns() if name not in NEW_COLUMNS.get(model, ()))
