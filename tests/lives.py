"""A member of whom every table that can speak of a person says something."""

import itertools

from kclub_desktop.store import Op, rows
from kclub_desktop.store.declare import Integer, Moment, Reference, RowOf, Text
from kclub_desktop.store.privacy.belonging import ways
from kclub_desktop.store.privacy.blank import blanks
from kclub_desktop.store.tables import BY_NAME, REPLICATED, Erasure, Member

SECRET = "Wilhelmine-Zwicky"
"""A word that stands nowhere else, put into every text that speaks of the person."""


SERIAL = itertools.count(1)


def filled(library, model, **given):
    """A row with every column set, texts of a person to the secret word."""
    theirs = blanks(model) if model is Member or ways(model) else {}
    values = {}
    for name in model.columns():
        column = model.column(name)
        if isinstance(column, Text):
            values[name] = f"{SECRET} {next(SERIAL)}" if name in theirs else f"plain {name}"
        elif isinstance(column, Reference | Moment | Integer):
            values[name] = None if column.null else 7
    write = rows.put if model.natural_key else rows.add
    return write(library, model, **{**values, **given})


def whole_life(library, name=SECRET):
    """A member with a row in every table whose rows can belong to one; returns id and rows by table."""
    with library.write(Op.IMPORT):
        member = filled(library, Member, name=name, email=f"{name}@example.org", phone="+4179" + "5550123")
        made = {Member: member}
        for model in REPLICATED:
            if model in (Member, Erasure):
                continue
            given = {}
            for column in model.columns():
                declared = model.column(column)
                if isinstance(declared, Reference):
                    target = BY_NAME.get(declared.to)
                    given[column] = made.get(target, None if declared.null else 7)
                elif isinstance(declared, RowOf):
                    given |= {declared.named_by: "member", column: member}
            made[model] = filled(library, model, **given)
    return member, made
