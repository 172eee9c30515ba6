"""What is held on a person as one page to read, in their language: a file that loads nothing and runs nothing.

Every value goes through `_text`, so that what somebody typed can never become markup.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kclub_desktop.import_export.person.gathering import Edit, Held
from kclub_desktop.store.declare import Flag, Moment, Money, Reference, RowOf, Table
from kclub_desktop.store.tables import Attachment, Consent, Member
from kclub_desktop.words import current_language, tr
from kclub_desktop.words_for_consent import how_words, purpose_words
from kclub_desktop.words_for_fields import words_for_field, words_for_table
from kclub_desktop.words_for_history import operation_words
from kclub_desktop.words_for_values import NOTHING, moment, money, number

_STYLE = Path(__file__).parents[2] / "resources" / "person_export" / "page.css"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_AS_LIST = 3
"""Up to so many rows are shown field by field; more as a table."""
_OWN = ("id", "deleted_at")


def as_page(held: Held, community: str, zone: str, made_at: int, files: dict[int, str]) -> str:
    """HTML of the whole. zone: IANA name in which times are told; files: as of `as_data`."""
    teller = _Teller(held, zone, files)
    return "\n".join(
        [
            "<!doctype html>",
            f'<html lang="{_text("zh-Hans" if current_language() == "zh" else current_language())}"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_text(_POLICY)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">',
            f"<title>{_text(_title(held))}</title><style>{_STYLE.read_text(encoding='utf-8')}</style></head><body><main>",
            f"<h1>{_text(_title(held))}</h1>",
            f'<p class="about">{_text(_about(community, zone, made_at))}</p>',
            *teller.contents(),
            *teller.sections(),
            *teller.history(),
            f"<footer>{_text(tr('The same as data for a machine is in person.json.'))}</footer>",
            "</main></body></html>",
        ]
    )


def _title(held: Held) -> str:
    return tr("Everything on {name}", name=held.name) if held.name else tr("Everything on this person")


def _about(community: str, zone: str, made_at: int) -> str:
    return tr(
        "All that {community} holds on this person, as of {moment}. Times are those of {zone}.",
        community=community,
        moment=moment(made_at, zone),
        zone=zone,
    )


class _Teller:
    """Tells rows and edits as HTML."""

    def __init__(self, held: Held, zone: str, files: dict[int, str]) -> None:
        self.held, self.zone, self.files = held, zone, files

    def contents(self) -> Iterator[str]:
        yield "<nav>"
        for model, rows in self.held.rows.items():
            title = _text(words_for_table(model.name_of_table()))
            yield f'<a href="#{model.name_of_table()}">{title} <span>{number(len(rows))}</span></a>'
        if self.held.edits:
            count = number(len(self.held.edits))
            yield f'<a href="#history">{_text(tr("Changes"))} <span>{count}</span></a>'
        yield "</nav>"

    def sections(self) -> Iterator[str]:
        for model, rows in self.held.rows.items():
            count = f" <span>{number(len(rows))}</span>" if len(rows) > 1 else ""
            table = model.name_of_table()
            yield f'<section id="{table}"><h2>{_text(words_for_table(table))}{count}</h2>'
            columns = [
                name
                for name in model.columns()
                if name not in _OWN
                and any(_says(model, name, row[name]) for row in rows)
                and not self._only_the_person(model, rows, name)
            ]
            if len(rows) <= _AS_LIST or model is Member:
                yield from self._lists(model, rows, columns)
            else:
                yield from self._table(model, rows, columns)
            yield "</section>"

    def history(self) -> Iterator[str]:
        if not self.held.edits:
            return
        heads = [tr("When"), tr("What"), tr("Field"), tr("From"), tr("To"), tr("Device")]
        yield f'<section id="history"><h2>{_text(tr("Changes"))} <span>{number(len(self.held.edits))}</span></h2>'
        yield '<div class="wide"><table><thead><tr>'
        yield "".join(f"<th>{_text(head)}</th>" for head in heads) + "</tr></thead><tbody>"
        for edit in self.held.edits:
            yield self._edit(edit)
        yield "</tbody></table></div></section>"

    def _lists(self, model: type[Table], rows: list[dict[str, Any]], columns: list[str]) -> Iterator[str]:
        table = model.name_of_table()
        for row in rows:
            told = [name for name in columns if _says(model, name, row[name])]
            yield "<dl>"
            for name in told:
                yield f"<dt>{_text(words_for_field(table, name))}</dt><dd>{self._cell(model, row, name)}</dd>"
            yield "</dl>"

    def _table(self, model: type[Table], rows: list[dict[str, Any]], columns: list[str]) -> Iterator[str]:
        table = model.name_of_table()
        heads = "".join(f"<th>{_text(words_for_field(table, name))}</th>" for name in columns)
        yield f'<div class="wide"><table><thead><tr>{heads}</tr></thead><tbody>'
        for row in rows:
            cells = (f"<td{_when(model, name)}>{self._cell(model, row, name)}</td>" for name in columns)
            yield f"<tr>{''.join(cells)}</tr>"
        yield "</tbody></table></div>"

    def _only_the_person(self, model: type[Table], rows: list[dict[str, Any]], name: str) -> bool:
        column = model.column(name)
        to_member = isinstance(column, Reference) and column.to == Member.name_of_table()
        return to_member and {row[name] for row in rows} <= set(self.held.members)

    def _edit(self, edit: Edit) -> str:
        table = edit.model.name_of_table()
        what = f"{words_for_table(table)} · {operation_words(edit.operation)}"
        row = {edit.field: edit.before}, {edit.field: edit.after}
        before, after = (self._cell(edit.model, one, edit.field) for one in row)
        cells = [
            _text(moment(edit.at, self.zone)),
            _text(what),
            _text(words_for_field(table, edit.field)),
            before,
            after,
            _text(edit.device),
        ]
        return "<tr>" + "".join(
            f'<td{" class=when" if place == 0 else ""}>{cell}</td>' for place, cell in enumerate(cells)
        ) + "</tr>"  # fmt: skip

    def _cell(self, model: type[Table], row: dict[str, Any], name: str) -> str:
        value = row[name]
        if model is Attachment and name == "name" and row.get("id") in self.files:
            place = _text(quote(self.files[row["id"]]))
            return f'<a href="{place}" download>{_text(value)}</a>'
        return _text(self._words(model, row, name, value))

    def _words(self, model: type[Table], row: dict[str, Any], name: str, value: Any) -> str:
        column = model.column(name) if name in model.columns() else None
        if value is None or value == "":
            return NOTHING
        if isinstance(column, Reference):
            return self._reference(column.to, value)
        if isinstance(column, RowOf):
            return words_for_table(str(row.get(column.named_by, "")))
        if isinstance(column, Moment):
            return moment(value, self.zone)
        if isinstance(column, Money):
            return money(value, str(row.get(column.currency) or ""))
        if isinstance(column, Flag):
            return tr("Yes") if value else tr("No")
        if model is Consent:
            return {"purpose": purpose_words, "how": how_words}.get(name, str)(value)
        return number(value) if isinstance(value, int) else str(value)

    def _reference(self, table: str, row: int) -> str:
        if table == Member.name_of_table() and row not in self.held.members:
            return tr("another member")
        return self.held.names.get((table, row)) or words_for_table(table)


def _says(model: type[Table], name: str, value: Any) -> bool:
    """Is there anything to read? An amount of nothing is none; person.json has it."""
    return value not in (None, "") and not (value == 0 and isinstance(model.column(name), Money))


def _when(model: type[Table], name: str) -> str:
    return ' class="when"' if isinstance(model.column(name), Moment) else ""


def _text(value: object) -> str:
    """A value as text of the page or of an attribute in quotation marks."""
    return escape(str(value), quote=True)
