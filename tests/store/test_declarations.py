"""What every declared table must have, whichever it is: so that a new one cannot be half there."""

import pytest

from kclub_desktop import words
from kclub_desktop.store.declare import Kind, Money, Privacy, Record, Reference, RowOf, Show, Table
from kclub_desktop.store.tables import BY_NAME, REPLICATED, SUBJECTS, Member
from kclub_desktop.words_for_fields import COLUMNS, OWN, TABLES, words_for_field, words_for_table

EVERY = pytest.mark.parametrize("model", REPLICATED, ids=lambda model: model.name_of_table())
COLUMNS_OF = [(model, name) for model in REPLICATED for name in model.columns()]
SIXTY_FOUR = 64


def test_no_two_tables_share_a_name_or_a_number():
    assert len({model.name_of_table() for model in REPLICATED}) == len(REPLICATED)
    assert len({model.number for model in REPLICATED}) == len(REPLICATED)


def test_every_table_of_a_subject_is_listed_there():
    written = {
        thing for subject in SUBJECTS for thing in vars(subject).values()
        if isinstance(thing, type) and issubclass(thing, Table) and thing.__module__ == subject.__name__
    }  # fmt: skip
    assert written == set(REPLICATED)


@EVERY
def test_every_column_is_classified(model):
    for name in model.columns():
        assert isinstance(model.column(name).privacy, Privacy) and isinstance(model.column(name).show, Show)


@EVERY
def test_references_lead_to_a_table_and_money_has_its_currency_beside_it(model):
    for name in model.columns():
        column = model.column(name)
        if isinstance(column, Reference):
            assert column.to in BY_NAME
        if isinstance(column, RowOf):
            assert column.named_by in model.columns()
        if isinstance(column, Money):
            assert column.currency in model.columns()


@EVERY
def test_a_derived_id_is_made_of_columns_that_are_never_null(model):
    for name in model.natural_key:
        assert not model.column(name).null
    assert model.replication is Kind.RECORD or not model.natural_key


@EVERY
def test_a_column_has_a_short_name_that_means_nothing_else_here(model):
    taken = {name for name in dir(Table) if not name.startswith("_")} - {"filter"}
    for name in model.columns():
        assert name not in taken
        assert len(name) <= SIXTY_FOUR


@EVERY
def test_a_record_can_be_deleted_and_a_fact_cannot(model):
    assert ("deleted_at" in model.columns()) == issubclass(model, Record)


def test_every_table_and_every_column_has_a_name_a_person_can_read():
    assert BY_NAME.keys() == TABLES.keys()
    declared = {(model.name_of_table(), name) for model, name in COLUMNS_OF}
    assert {(table, name) for table, name in declared - OWN.keys() if name not in COLUMNS} == set()
    assert OWN.keys() <= declared and COLUMNS.keys() <= {name for _, name in declared - OWN.keys()}


def test_two_columns_of_a_table_are_never_called_the_same():
    for language in words.languages():
        words.set_language(language)
        for model in REPLICATED:
            said = [words_for_field(model.name_of_table(), name) for name in model.columns()]
            assert sorted(said) == sorted(set(said)), model
    words.set_language("en")


def test_names_follow_the_language_and_an_unknown_one_is_shown_as_it_is():
    assert (words_for_table("order_line"), words_for_field("rating", "answer")) == (
        "Order line",
        "Creator's answer",
    )
    words.set_language("zh")
    assert (words_for_table("member"), words_for_field("course", "name")) == ("会员", "名称")
    words.set_language("en")
    assert words_for_field("member", "shoe_size") == "Shoe size"


KEPT_FROM_A_KIOSK = [
    "contact", "consent", "note", "custom_value", "follow_up", "subscription", "subscription_event", "order", "order_line",
    "payment", "payment_attempt", "receipt", "cash_count", "cost", "coupon", "coupon_use", "supplier", "contract",
    "submission", "royalty", "royalty_entry", "partner", "partner_entry", "referral_code", "survey_response",
    "survey_answer", "price_answer", "mailing", "mailing_recipient", "delivery", "bounce", "unsubscribe", "moderation",
    "conversation", "message", "suggestion", "activity", "segment", "recommendation", "external_id", "certificate",
]  # fmt: skip


@pytest.mark.parametrize("table", KEPT_FROM_A_KIOSK)
def test_a_stolen_kiosk_tells_nothing_of_money_contact_or_conversations(table):
    model = BY_NAME[table]
    shown = {name for name in model.columns() if model.column(name).show is not Show.HIDDEN}
    assert shown <= {"deleted_at"}


def test_of_a_member_a_kiosk_has_no_more_than_the_door_needs():
    shown = {
        name: Member.column(name).show
        for name in Member.columns()
        if Member.column(name).show is not Show.HIDDEN
    }
    assert shown.pop("name") is Show.DISPLAY_NAME
    assert {shown.pop("email"), shown.pop("phone")} == {Show.MASKED}
    assert shown.keys() == {"deleted_at", "language", "level", "merged_into", "on_leaderboards", "erased_at"}
