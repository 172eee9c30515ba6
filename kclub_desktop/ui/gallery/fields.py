"""On show: what people type and choose with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from kclub_desktop.date_range import Preset, custom
from kclub_desktop.ui.gallery.exhibit import Exhibit, State
from kclub_desktop.ui.jobs import Jobs
from kclub_desktop.ui.widgets.blocks import button, field, text
from kclub_desktop.ui.widgets.checked_field import CheckedField
from kclub_desktop.ui.widgets.choice import Choice
from kclub_desktop.ui.widgets.column_chooser import ColumnChooser
from kclub_desktop.ui.widgets.date_range_picker import DateRangePicker
from kclub_desktop.ui.widgets.day_field import DayField
from kclub_desktop.ui.widgets.filter_bar import FilterBar
from kclub_desktop.ui.widgets.markdown_editor import MarkdownEditor
from kclub_desktop.ui.widgets.markdown_view import MarkdownView
from kclub_desktop.ui.widgets.money_field import MoneyField
from kclub_desktop.ui.widgets.number_fields import CountField, PercentField
from kclub_desktop.ui.widgets.page_header import PageHeader
from kclub_desktop.ui.widgets.person_picker import Person, PersonPicker
from kclub_desktop.ui.widgets.phone_field import PhoneField
from kclub_desktop.ui.widgets.search_box import SearchBox
from kclub_desktop.ui.widgets.star_rating import StarRating
from kclub_desktop.ui.widgets.tag_editor import TagEditor
from kclub_desktop.words import tr, tr_noop

_TODAY = date(2026, 11, 25)
_TAGS = ("写作", "摄影", "early bird", "studio", "press", "speaker", "合作方")
_PEOPLE = (
    Person(1, "李磊", "lilei@example.cn"),
    Person(2, "李丽", "138 0013 8000"),
    Person(3, "Anna Meyer", "anna@example.org"),
)
_TEXT = (
    "## Before you start\n\nYou need **one lens** and *daylight*. Read [the list](https://example.org/list) first.\n\n"
    "- a window to the north\n- a white sheet\n- patience\n\n> Light is what you look at, not what you look with.\n\n"
    "| time | light |\n|---|---|\n| 8:00 | soft |\n| 12:00 | hard |\n"
)
_CURRENCIES = (("CNY", "CNY · 人民币"), ("EUR", "EUR · Euro"), ("JPY", "JPY · 日元"))
_IMPORT, _EXPORT = tr_noop("Import"), tr_noop("Export")
_EMPTY, _FILLED, _REFUSED = tr_noop("Empty"), tr_noop("Filled"), tr_noop("Refused")
_Field = TypeVar("_Field", bound=CheckedField)


def _typed(made: _Field, words: str) -> _Field:
    made.line.setText(words)
    made.check()
    return made


def _picker(jobs: Jobs, person: Person | None) -> PersonPicker:
    def find(words: str, most: int) -> Sequence[Person]:
        return [each for each in _PEOPLE if words.casefold() in f"{each.name} {each.note}".casefold()][:most]

    made = PersonPicker(tr("Name, pinyin, e-mail, phone"), find, jobs)
    if person is not None:
        made.pick(person)
    return made


def _range(preset: Preset) -> DateRangePicker:
    made = DateRangePicker(_TODAY, preset if preset is not Preset.CUSTOM else Preset.TODAY)
    if preset is Preset.CUSTOM:
        made.choose(custom(date(2026, 9, 1), date(2026, 10, 15)))
    return made


def _choice() -> Choice:
    return Choice((("all", tr("All")), ("members", tr("Members")), ("leads", tr("Leads"))), "members")


def _filter() -> QWidget:
    return FilterBar(field(tr("Name, pinyin, e-mail, phone, tag"), filter=True), _choice())


def _header() -> QWidget:
    actions = [
        button(tr(words), _nothing, icon=icon) for words, icon in ((_IMPORT, "import"), (_EXPORT, "export"))
    ]
    add = button(tr("Add member"), _nothing, kind="primary", icon="add")
    return PageHeader(tr("Members"), text("1,234", "secondary"), *actions, add)


def _nothing() -> None:
    """What a button on show does."""


def _disabled(widget: QWidget) -> QWidget:
    widget.setEnabled(False)
    return widget


EXHIBITS = (
    Exhibit(
        MoneyField,
        (
            State(_EMPTY, lambda _jobs: MoneyField(tr("Price"), "CNY")),
            State(_FILLED, lambda _jobs: MoneyField(tr("Price"), "KWD", 1_234_567)),
            State(_REFUSED, lambda _jobs: _typed(MoneyField(tr("Price"), "JPY"), "1200.50")),
        ),
    ),
    Exhibit(
        PhoneField,
        (
            State(_EMPTY, lambda _jobs: PhoneField(tr("Phone"))),
            State(_FILLED, lambda _jobs: PhoneField(tr("Phone"), "+4930901820")),
            State(_REFUSED, lambda _jobs: _typed(PhoneField(tr("Phone")), "1380013")),
        ),
    ),
    Exhibit(
        DayField,
        (
            State(_EMPTY, lambda _jobs: DayField(tr("First day"), None, tr("at once"))),
            State(_FILLED, lambda _jobs: DayField(tr("First day"), _TODAY)),
            State(_REFUSED, lambda _jobs: _typed(DayField(tr("First day")), "3/4/2026")),
        ),
    ),
    Exhibit(
        CountField,
        (
            State(_EMPTY, lambda _jobs: CountField(tr("Uses in all"), None, 1000, tr("any number"))),
            State(_FILLED, lambda _jobs: CountField(tr("Uses in all"), 1000, 1000)),
            State(_REFUSED, lambda _jobs: _typed(CountField(tr("Uses in all"), None, 1000), "0")),
        ),
    ),
    Exhibit(
        PercentField,
        (
            State(_EMPTY, lambda _jobs: PercentField(tr("Percentage"))),
            State(_FILLED, lambda _jobs: PercentField(tr("Percentage"), 1250)),
            State(_REFUSED, lambda _jobs: _typed(PercentField(tr("Percentage")), "120")),
        ),
    ),
    Exhibit(
        DateRangePicker,
        (
            State(_FILLED, lambda _jobs: _range(Preset.LAST_30_DAYS)),
            State(tr_noop("Own days"), lambda _jobs: _range(Preset.CUSTOM)),
        ),
    ),
    Exhibit(
        TagEditor,
        (
            State(_EMPTY, lambda _jobs: TagEditor(tr("Tags"), (), _TAGS)),
            State(_FILLED, lambda _jobs: TagEditor(tr("Tags"), _TAGS[:3], _TAGS)),
            State(tr_noop("Many"), lambda _jobs: TagEditor(tr("Tags"), _TAGS, _TAGS)),
        ),
    ),
    Exhibit(
        PersonPicker,
        (
            State(_EMPTY, lambda jobs: _picker(jobs, None)),
            State(_FILLED, lambda jobs: _picker(jobs, _PEOPLE[0])),
        ),
    ),
    Exhibit(
        SearchBox,
        (
            State(_EMPTY, lambda _jobs: SearchBox(tr("Currency"), _CURRENCIES)),
            State(_FILLED, lambda _jobs: SearchBox(tr("Currency"), _CURRENCIES, "CNY")),
        ),
    ),
    Exhibit(
        StarRating,
        (
            State(_EMPTY, lambda _jobs: StarRating(tr("Rating"))),
            State(_FILLED, lambda _jobs: StarRating(tr("Rating"), 4)),
        ),
    ),
    Exhibit(
        Choice,
        (
            State(_FILLED, lambda _jobs: _choice()),
            State(tr_noop("Not possible now"), lambda _jobs: _disabled(_choice())),
        ),
    ),
    Exhibit(
        ColumnChooser,
        (
            State(
                _FILLED,
                lambda _jobs: ColumnChooser(
                    (("name", tr("Name")), ("level", tr("Level")), ("email", tr("E-mail"))),
                    ("level",),
                    ("name",),
                ),
            ),
        ),
    ),
    Exhibit(PageHeader, (State(_FILLED, lambda _jobs: _header()),), wide=True),
    Exhibit(FilterBar, (State(_FILLED, lambda _jobs: _filter()),), wide=True),
    Exhibit(MarkdownEditor, (State(_FILLED, lambda _jobs: MarkdownEditor(tr("Text"), _TEXT)),), wide=True),
    Exhibit(MarkdownView, (State(_FILLED, lambda _jobs: MarkdownView(tr("Text"), _TEXT)),), wide=True),
)
