"""Two records of one person become one: nothing of either is lost, one undo brings both back, and other devices agree."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lives import filled, whole_life

from kclub_desktop.community import consent, learning, members, merging, settling
from kclub_desktop.community.consent import How
from kclub_desktop.errors import UnknownMember
from kclub_desktop.errors_of_members import MergeRefused
from kclub_desktop.store import Op, rows
from kclub_desktop.store.declare import RowOf
from kclub_desktop.store.moving import names_member
from kclub_desktop.store.privacy import erasing
from kclub_desktop.store.segments import figures
from kclub_desktop.store.tables import (
    REPLICATED,
    Activity,
    CheckIn,
    Contact,
    Course,
    CustomField,
    CustomValue,
    Enrolment,
    Event,
    Member,
    NotDuplicate,
    Note,
    Payment,
    Rating,
    Registration,
)
from kclub_desktop.store.undo import redo_last, undo_last

NOW = 1_790_000_000


def add(library, **values):
    with library.write(Op.ADD_MEMBER):
        return rows.add(library, Member, **{"name": "Anna", "created_at": NOW, **values})


def course(library, title="Writing"):
    with library.write(Op.EDIT_COURSE):
        return rows.add(library, Course, title=title, created_at=NOW)


def live(library):
    """Every row that stands, whole; a deleted one is as if it were not there."""
    found = {}
    for model in REPLICATED:
        where = " WHERE deleted_at IS NULL" if "deleted_at" in model.columns() else ""
        listed = ", ".join(f'"{name}"' for name in ("id", *model.columns()))
        found[model.name_of_table()] = library.rows(
            f'SELECT {listed} FROM "{model.name_of_table()}"{where} ORDER BY id'
        )
    return found


def naming(library, member):
    """Tables in which a row that stands names a member."""
    found = set()
    for model in REPLICATED:
        if not model.follows_merge:
            continue
        where = " AND deleted_at IS NULL" if "deleted_at" in model.columns() else ""
        for name in model.columns():
            column = model.column(name)
            about = f" AND \"{column.named_by}\" = 'member'" if isinstance(column, RowOf) else ""
            if (names_member(model, name) and name != "merged_into") or about:
                asked = f'SELECT 1 FROM "{model.name_of_table()}" WHERE "{name}" = ?{about}{where}'
                if library.value(asked, (member,)):
                    found.add(model.name_of_table())
    return found


def test_everything_of_the_other_record_is_the_kept_ones_afterwards(library):
    loser, _made = whole_life(library)
    winner = add(library, name="Wilhelmine")
    theirs = naming(library, loser)

    merging.merge(library, winner, [loser])

    assert naming(library, loser) == set()
    assert naming(library, winner) >= theirs - {"not_duplicate"}
    assert rows.get(library, Member, loser).merged_into == winner


def test_undo_brings_both_back_to_the_last_byte(library):
    loser, _made = whole_life(library)
    winner, _made = whole_life(library, "Wilhelmine Other")
    before, spent = live(library), library.rows("SELECT * FROM member_spent ORDER BY 1, 2")

    merging.merge(library, winner, [loser])
    assert live(library) != before
    undo_last(library)

    assert live(library) == before
    assert library.rows("SELECT * FROM member_spent ORDER BY 1, 2") == spent
    assert figures.differing(library) == []


texts = st.sampled_from(["", "a", "b"])
a_member = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["Anna", "安娜"]),
        "email": st.sampled_from(["", "a@example.org", "b@example.org"]),
        "phone": st.sampled_from(["", "+8613800000000"]),
        "note": texts,
        "tags": st.sampled_from(["", "x", "x, y", "Y"]),
        "status": st.sampled_from(["member", "lead"]),
        "joined_at": st.sampled_from([None, 5, 9]),
        "archived_at": st.sampled_from([None, 7]),
        "spent_before": st.sampled_from([0, 100]),
        "spent_before_currency": st.sampled_from(["CNY", "EUR"]),
    }
)
takes = st.frozensets(st.sampled_from(merging.FIELDS))
facts = st.lists(
    st.tuples(st.sampled_from(["enrol", "rate", "pay", "act", "say"]), st.integers(0, 2)), max_size=6
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(one=a_member, two=a_member, take=takes, life=facts, again=st.booleans())
def test_any_merge_keeps_every_fact_and_its_undo_is_as_if_it_had_not_been(
    library, one, two, take, life, again
):
    people = add(library, **one), add(library, **two)
    courses = [course(library, f"Course {number}") for number in range(3)]
    for place, (kind, which) in enumerate(life):
        _happen(library, kind, people[place % 2], courses[which], which)
    before, facts_before = live(library), _facts(library)

    merging.merge(library, people[0], [people[1]], take)

    assert _facts(library) == facts_before
    assert naming(library, people[1]) == set()
    merged = live(library)
    undo_last(library)
    assert live(library) == before
    if again:
        redo_last(library)
        assert live(library) == merged


def _happen(library, kind, member, course, which):
    match kind:
        case "enrol":
            learning.set_progress(library, member, course, which * 50)
        case "rate":
            learning.rate(library, member, course, which + 1)
        case "pay":
            with library.write(Op.RECORD_ORDER):
                rows.add(library, Payment, member=member, amount=which, currency="CNY", paid_at=NOW)
        case "act":
            with library.write(Op.RECORD_ACTIVITY):
                rows.add(library, Activity, member=member, kind="visit", at=NOW + which)
        case "say":
            consent.record(library, member, "email", bool(which), how=How.FORM, at=NOW + which)


def _facts(library):
    return [library.value(f"SELECT count(*) FROM {t}") for t in ("payment", "activity", "consent")] + [
        library.rows("SELECT currency, sum(amount) FROM payment GROUP BY currency")
    ]


def test_the_earlier_start_and_the_furthest_progress_stand_and_the_later_rating(library, clock):
    winner, loser, what = add(library), add(library), course(library)
    learning.set_progress(library, loser, what, 100)
    learning.rate(library, loser, what, 5, "Wonderful")
    clock.move(100)
    learning.set_progress(library, winner, what, 20)
    learning.rate(library, winner, what, 3, "Well")

    merging.merge(library, winner, [loser])

    enrolment = rows.get(library, Enrolment, rows.id_for(Enrolment, {"member": winner, "course": what}))
    assert (enrolment.enrolled_at, enrolment.progress, enrolment.completed_at) == (NOW, 100, NOW)
    rating = rows.get(library, Rating, rows.id_for(Rating, {"member": winner, "course": what}))
    assert (rating.stars, rating.review) == (3, "Well")


def test_both_printed_tickets_still_open_the_door(library):
    from kclub_desktop.community.checking_in import Answer, check_in

    winner, loser = add(library), add(library)
    with library.write(Op.EDIT_EVENT):
        event = rows.add(library, Event, title="Meet", starts_at=NOW, ends_at=NOW + 60)
    with library.write(Op.REGISTER):
        for member, code, paid in ((winner, "W1", 0), (loser, "L1", 1)):
            rows.put(
                library, Registration, event=event, member=member, ticket=code, paid=paid, registered_at=NOW
            )
        rows.add(library, CheckIn, event=event, member=None, ticket="x", scanned_at=NOW, answer="unknown")

    merging.merge(library, winner, [loser])

    scan = check_in(library, event, ticket="l1")
    assert (scan.answer, scan.member) == (Answer.OK, winner)
    assert check_in(library, event, ticket="w1").answer is Answer.ALREADY_USED


def test_an_address_a_name_and_a_note_that_give_way_stay_with_the_person(library):
    from kclub_desktop.store import search

    winner = add(library, name="Anna Meier", email="new@example.org", note="likes tea")
    loser = add(library, name="Anna Huber", email="old@example.org", note="likes cake", phone="+41795550123")

    merging.merge(library, winner, [loser], {"name", "note"})

    kept = rows.get(library, Member, winner)
    assert (kept.name, kept.email, kept.phone, kept.note) == (
        "Anna Huber",
        "new@example.org",
        "+41795550123",
        "likes cake",
    )
    assert sorted(library.rows("SELECT kind, value FROM contact")) == [
        ("email", "old@example.org"),
        ("other_name", "Anna Meier"),
    ]
    assert library.rows("SELECT body FROM note WHERE row = ?", (winner,)) == [("likes tea",)]
    sql, params = search.fitting(library, Member, "old@example.org")
    assert library.rows(sql, params) == [(winner,)]


def test_the_owners_own_fields_are_filled_and_one_that_both_have_is_chosen(library):
    winner, loser = add(library), add(library)
    with library.write(Op.EDIT_MEMBER):
        size, diet = (rows.add(library, CustomField, name=name) for name in ("Size", "Diet"))
        rows.put(library, CustomValue, field=size, row=winner, value="M")
        rows.put(library, CustomValue, field=size, row=loser, value="L")
        rows.put(library, CustomValue, field=diet, row=loser, value="vegan")

    merging.merge(library, winner, [loser], {f"field:{size}"})

    found = library.rows("SELECT field, row, value FROM custom_value WHERE deleted_at IS NULL")
    assert sorted(found) == sorted([(size, winner, "L"), (diet, winner, "vegan")])


def test_the_newest_word_on_mail_counts_whoever_it_was_said_of(library):
    winner, loser = add(library, email="a@example.org"), add(library, email="a@example.org")
    consent.record(library, winner, "email", True, how=How.FORM, at=NOW - 9)
    consent.record(library, loser, "email", False, how=How.LINK, at=NOW - 5)

    merging.merge(library, winner, [loser])

    assert rows.get(library, Member, winner).email_consent == 0
    assert len(consent.log_of(library, winner)) == 2


def test_whoever_was_said_to_be_somebody_else_stays_somebody_else(library):
    winner, loser, other = add(library), add(library), add(library, name="Bo")
    with library.write(Op.EDIT_MEMBER):
        for pair in ((loser, other), (winner, loser)):
            first, second = sorted(pair)
            rows.put(library, NotDuplicate, entity="member", first=first, second=second, decided_at=NOW)

    merging.merge(library, winner, [loser])

    found = library.rows("SELECT first, second FROM not_duplicate WHERE deleted_at IS NULL")
    assert found == [tuple(sorted((winner, other)))]


def test_three_records_become_one_in_a_chain_and_come_apart_again(library):
    one, two, three = (add(library, name=name) for name in ("One", "Two", "Three"))
    with library.write(Op.RECORD_ORDER):
        for member in (one, two, three):
            rows.add(library, Payment, member=member, amount=1, currency="CNY", paid_at=NOW)
    before = live(library)

    merging.merge(library, two, [three])
    merging.merge(library, one, [two])

    assert library.rows("SELECT DISTINCT member FROM payment") == [(one,)]
    assert settling.kept_of(library, three) == one
    undo_last(library)
    undo_last(library)
    assert live(library) == before


def test_several_at_once_are_one_step(library):
    one, two, three = (add(library, name=name) for name in ("One", "Two", "Three"))
    before = live(library)

    merging.merge(library, one, [two, three])
    assert rows.get(library, Member, three).merged_into == one
    undo_last(library)

    assert live(library) == before


def test_a_person_with_themself_a_merged_and_an_erased_one_are_refused(library):
    one, two, gone = add(library), add(library), add(library)
    merging.merge(library, one, [two])
    erasing.erase(library, gone)
    before = live(library)

    for winner, loser, why in (
        (one, one, "same"),
        (one, two, "merged"),
        (two, one, "merged"),
        (one, gone, "erased"),
    ):
        with pytest.raises(MergeRefused) as refused:
            merging.merge(library, winner, [loser])
        assert refused.value.why == why
    with pytest.raises(UnknownMember):
        merging.merge(library, one, [12345])
    assert live(library) == before


def test_an_archived_record_brings_what_it_has_and_does_not_archive_the_other(library):
    winner, loser = add(library), add(library, archived_at=NOW)
    merging.merge(library, winner, [loser])
    assert rows.get(library, Member, winner).archived_at is None

    archived, active = add(library, archived_at=NOW), add(library)
    merging.merge(library, archived, [active])
    assert rows.get(library, Member, archived).archived_at is None


def test_a_fact_cannot_be_moved_but_by_a_merge(library):
    import peewee

    one, two = add(library), add(library)
    with library.write(Op.RECORD_ORDER):
        paid = rows.add(library, Payment, member=one, amount=1, currency="CNY", paid_at=NOW)

    with pytest.raises(peewee.IntegrityError, match="never edited"), library.write(Op.EDIT_MEMBER):
        library.execute_sql("UPDATE payment SET member = ? WHERE id = ?", (two, paid))
    with pytest.raises(peewee.IntegrityError, match="never edited"), library.write(Op.MERGE_MEMBERS):
        library.execute_sql("UPDATE payment SET amount = 5 WHERE id = ?", (paid,))


def test_what_still_names_the_record_that_is_gone_is_settled(library):
    winner, loser = add(library), add(library)
    merging.merge(library, winner, [loser])
    settling.settle(library)
    with library.write(Op.IMPORT):
        rows.add(library, Activity, member=loser, kind="visit", at=NOW)
        rows.add(library, Contact, member=loser, kind="wechat", value="anna")
        rows.add(library, Note, row=loser, body="called", written_at=NOW)

    assert settling.settle(library) == 1

    assert naming(library, loser) == set()
    assert settling.settle(library) == 0


def test_a_row_of_every_table_is_moved_even_where_both_have_one(library):
    loser, made = whole_life(library)
    winner = add(library)
    with library.write(Op.IMPORT):
        for model, _row in made.items():
            key = [name for name in model.natural_key if names_member(model, name)]
            if key:
                twin = rows.get(library, model, made[model])
                values = {name: getattr(twin, name) for name in model.columns()} | {key[0]: winner}
                filled(library, model, **values)

    merging.merge(library, winner, [loser])

    assert naming(library, loser) - {"referral_code", "reaction"} == set()


def test_adding_under_the_old_id_is_refused_in_words(library):
    winner, loser = add(library), add(library)
    merging.merge(library, winner, [loser])
    with pytest.raises(UnknownMember):
        members.edit(library, loser, {"name": "Somebody"})
