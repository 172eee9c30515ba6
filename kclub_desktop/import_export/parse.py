"""The rows of a recognised file: typed values, and what is wrong with each cell. Whether a row is taken is the plan's.

A row is read once and knows nothing of the library. Noise (blank lines, totals, repeated headers, repeated lines)
is told apart here; who a person is, in people.py.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

from kclub_desktop.import_export import fields, money
from kclub_desktop.import_export.codes import SOFTENED, Code
from kclub_desktop.import_export.moments import day_first_in, moment
from kclub_desktop.import_export.profile import Column, Kind, Subject
from kclub_desktop.import_export.recognise import Recognised
from kclub_desktop.import_export.records import Record, records

FOOTER_WORDS = frozenset(
    (
        "grand total",
        "sub total",
        *str.split("合计 总计 小计 汇总 共计 总和 total totals subtotal sum summe gesamt"),
    )
)
IDS = {subject: f"{subject.value}_ids" for subject in Subject}
"""Names under which a row's ids stand, by what they are ids of."""

_YEAR_AT_THE_END = re.compile(r"\s*\d{1,2}[-/.]\d{1,2}[-/.]\d{4}")
_TEXT_KINDS = (Kind.TEXT, Kind.LONG_TEXT, Kind.LABELS)
_IDENTITY_KINDS = (Kind.EMAIL, Kind.PHONE, Kind.EXTERNAL)


class Remark(NamedTuple):
    """What there is to say of one cell (or of a whole line: field and value are empty). field: the file's header."""

    line: int
    field: str
    code: Code
    value: str = ""


@dataclass(frozen=True)
class Defaults:
    """What a file does not say: the library's zone and currency, and the country of its phone numbers."""

    zone: str = "Asia/Shanghai"
    currency: str = "CNY"
    region: str = "CN"
    day_first: bool | None = None


@dataclass(slots=True)
class Row:
    """One record, read.

    values   field -> typed value, only of cells that hold one; money as (minor units, code); under IDS[…]
             the ids as [(endpoint, external id)]
    faults   why the row cannot be taken
    soft     faults that cost only their cell, still under their E_ code; they are listed as such if the row falls
    remarks  W_ that stand in any case
    unread   the line could not be told apart into its cells; there are no values
    """

    line: int
    cells: list[str]
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[Remark] = field(default_factory=list)
    soft: list[Remark] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    unread: bool = False

    def rejections(self) -> list[Remark]:
        """All that is wrong, for a row that is not taken. A lost id or phone is no fault beside the others."""
        quiet = (Code.BAD_ID, Code.BAD_PHONE)
        return [*(fault for fault in self.soft if fault.code not in quiet), *self.faults]

    def warnings(self) -> list[Remark]:
        """What a row that is taken says."""
        softened = (fault._replace(code=SOFTENED[fault.code]) for fault in self.soft)
        return [*softened, *self.remarks]


class Noise(NamedTuple):
    """A line that is no record."""

    line: int
    code: Code


Parser = Callable[[str], Any]


class RowReader:
    """Reads the rows of one file; iterate it once."""

    def __init__(self, file: Recognised, defaults: Defaults) -> None:
        self.file, self.profile = file, file.profile
        self.lines_read = file.header_line
        self._defaults = Defaults(
            file.profile.zone or defaults.zone,
            file.profile.currency or defaults.currency,
            defaults.region,
            self._day_order(defaults),
        )
        self._money = [(at, column) for at, column in file.columns if column.kind is Kind.MONEY]
        self._parsers = [
            (at, column, parser)
            for at, column in file.columns
            if (parser := self._parser(column)) and column.kind is not Kind.MONEY
        ]
        self._keys = [at for at, column in file.columns if column.kind in _IDENTITY_KINDS]
        self._footers = FOOTER_WORDS | file.profile.footers
        self._seen: set[int] = set()

    def header_of(self, *names: str) -> str:
        """The file's header of the first of these fields that it has; the field's own name if it has none."""
        for name in names:
            for at, column in self.file.columns:
                if column.field == name:
                    return self.file.headers[at]
        return names[0]

    def __iter__(self) -> Iterator[Row | Noise]:
        for record in self._records():
            self.lines_read = record.line
            noise = self._noise(record)
            yield Noise(record.line, noise) if noise else self._row(record)

    def _records(self) -> Iterator[Record]:
        file = self.file
        with file.path.open(encoding=file.letters.encoding, errors="replace", newline="") as text:
            for record in records(text, file.delimiter):
                if record.line > file.header_line:
                    yield record

    def _noise(self, record: Record) -> Code | None:
        cells = record.cells
        if record.broken:
            return None
        opening = next((cell for cell in cells if cell and not cell.isspace()), None)
        if opening is None:
            return Code.BLANK
        if opening[:3] == self.file.headers[0][:3] and self._is_header(cells):
            return Code.REPEATED_HEADER
        if len(opening) < 16 and self._is_footer(opening, cells):
            return Code.FOOTER
        fingerprint = hash(tuple(cells))
        if fingerprint in self._seen:
            return Code.DUPLICATE
        self._seen.add(fingerprint)
        return None

    def _is_header(self, cells: list[str]) -> bool:
        return tuple(cell.strip() for cell in cells) == tuple(self.file.headers[: len(cells)])

    def _is_footer(self, opening: str, cells: list[str]) -> bool:
        word = unicodedata.normalize("NFKC", opening).strip(" :*").casefold()
        if word not in self._footers:
            return False
        keys = [cells[at] for at in self._keys if at < len(cells)]
        return not any(key.strip() for key in keys if key != opening)

    def _row(self, record: Record) -> Row:
        cells = record.cells
        row = Row(record.line, cells)
        width = len(self.file.headers)
        row.unread = record.broken or (len(cells) > width and any(cell.strip() for cell in cells[width:]))
        if record.broken:
            row.faults.append(Remark(record.line, "", Code.OPEN_QUOTE, "".join(cells)[:80]))
            return row
        if row.unread:
            row.faults.append(Remark(row.line, "", Code.TOO_MANY_CELLS, str(len(cells))))
            return row
        values, count = row.values, len(cells)
        for at, column, parser in self._parsers:
            if at < count and (text := cells[at]) and not text.isspace():
                self._take(row, values, at, column, parser, text)
        for at, column in self._money:
            if at < count and (text := cells[at].strip()):
                self._take_money(row, at, column, text)
        if not self.file.letters.whole and any("\ufffd" in cell for cell in cells):
            row.remarks.append(Remark(row.line, "", Code.BROKEN_LETTERS))
        if self.profile.hook:
            row.values = self.profile.hook(values)
        return row

    def _take(
        self, row: Row, values: dict[str, Any], at: int, column: Column, parser: Parser, text: str
    ) -> None:
        kind = column.kind
        if text[0] in "'=+-@\t\r":
            if kind in _TEXT_KINDS and fields.formula_like(text):
                self._mark_formula(row, at, text)
            text = fields.unharmed(text)
        value = parser(text)
        if isinstance(value, Code):
            self._fault(row, at, column, value, text)
        elif kind is Kind.EXTERNAL:
            key = IDS[column.of or self.profile.subject]
            values.setdefault(key, []).append((column.endpoint or self.profile.endpoint, value))
        elif value != "":
            values[column.field] = value

    def _take_money(self, row: Row, at: int, column: Column, text: str) -> None:
        currency = row.values.get("currency", self._defaults.currency)
        value = money.amount(fields.unharmed(text), currency)
        if not isinstance(value, Code):
            row.values[column.field] = value
        elif value.rejects:
            self._fault(row, at, column, value, text)
        else:
            row.remarks.append(Remark(row.line, self.file.headers[at], value, text))

    def _fault(self, row: Row, at: int, column: Column, code: Code, text: str) -> None:
        remark = Remark(row.line, self.file.headers[at], code, text.strip()[:200])
        if not code.rejects:
            row.remarks.append(remark)
        elif column.soft or column.kind in _IDENTITY_KINDS:
            row.soft.append(remark)
        else:
            row.faults.append(remark)

    def _mark_formula(self, row: Row, at: int, text: str) -> None:
        if not any(remark.code is Code.FORMULA for remark in row.remarks):
            row.remarks.append(Remark(row.line, self.file.headers[at], Code.FORMULA, text[:200]))

    def _parser(self, column: Column) -> Parser | None:
        d = self._defaults
        match column.kind:
            case Kind.TEXT:
                return str.strip
            case Kind.LONG_TEXT:
                return str
            case Kind.EMAIL:
                return fields.email
            case Kind.PHONE:
                return lambda text: fields.phone(text, d.region)
            case Kind.EXTERNAL:
                return _id_parser(column.form)
            case Kind.MOMENT:
                return lambda text: moment(text, d.zone, d.day_first)
            case Kind.MONEY | Kind.CURRENCY:
                return money.currency_code
            case Kind.FLAG:
                return fields.flag
            case Kind.STARS:
                return fields.stars
            case Kind.LABELS:
                return lambda text: fields.labels(text, column.separators)
            case Kind.LANGUAGE:
                return fields.language
            case Kind.STATE:
                return lambda text: column.states.get(text.strip().casefold(), Code.BAD_STATUS)
            case Kind.IGNORED:
                return None

    def _day_order(self, defaults: Defaults) -> bool | None:
        """The column as a whole tells day from month; it is read twice only if its dates end in the year."""
        if self.profile.day_first is not None or defaults.day_first is not None:
            return self.profile.day_first if defaults.day_first is None else defaults.day_first
        places = [at for at, column in self.file.columns if column.kind is Kind.MOMENT]
        if not places:
            return None
        sample = islice(self._records(), 200)
        if not any(_ends_in_year(record.cells, places) for record in sample):
            return None
        cells = (record.cells for record in self._records())
        return day_first_in(row[at] for row in cells for at in places if at < len(row))


def _ends_in_year(cells: list[str], places: list[int]) -> bool:
    return any(at < len(cells) and _YEAR_AT_THE_END.match(cells[at]) for at in places)


def _id_parser(form: str) -> Parser:
    if not form:
        return str.strip
    fits = re.compile(form).fullmatch

    def parse(text: str) -> str | Code:
        text = text.strip()
        return text if fits(text) else Code.BAD_ID

    return parse
