"""Who may be in the library twice: found by address, number, name and birthday, with how sure that makes us."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kclub_desktop.community import duplicates, likeness, merging
from kclub_desktop.community.duplicates import Evidence
from kclub_desktop.errors import UnknownMember
from kclub_desktop.errors_of_members import MergeRefused
from kclub_desktop.progress import Cancelled, Progress
from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import Contact, Member
from kclub_desktop.store.undo import undo_last

NOW = 1_790_000_000


def people(library, *named):
    with library.write(Op.ADD_MEMBER):
        return [rows.add(library, Member, **{"created_at": NOW, **values}) for values in named]


def pairs(library):
    return {(pair.first, pair.second): pair for pair in duplicates.find(library)}


def whats(pair):
    return {found.what for found in pair.evidence}


@pytest.mark.parametrize(
    ("one", "other", "what", "sure"),
    [
        ({"email": "anna@example.org"}, {"email": " Anna@Example.ORG"}, Evidence.EMAIL, 0.9),
        (
            {"email": "anna.meier@gmail.com"},
            {"email": "annameier+club@googlemail.com"},
            Evidence.MAILBOX,
            0.7,
        ),
        ({"phone": "+8613800000000"}, {"phone": "138 0000 0000"}, Evidence.PHONE, 0.8),
        (
            {"name": "李娜", "birthday": "1990-05-03"},
            {"name": "李 娜", "birthday": "1990-05-03"},
            Evidence.NAME_AND_BIRTHDAY,
            0.9,
        ),
        (
            {"name": "Meier Anna", "birthday": "--05-03"},
            {"name": "anna meier", "birthday": "1990-05-03"},
            Evidence.NAME_AND_BIRTHDAY,
            0.9,
        ),
        (
            {"name": "李娜", "birthday": "1990-05-03"},
            {"name": "Li Na", "birthday": "1990-05-03"},
            Evidence.NAME_SOUND,
            0.6,
        ),
        (
            {"name": "Anna Meyer", "birthday": "1990-05-03"},
            {"name": "Anna Meier", "birthday": "1990-05-03"},
            Evidence.NAME_CLOSE,
            0.6,
        ),
        (
            {"name": "Anna Meier", "email": "anna.meier@example.org"},
            {"name": "Anna Meier", "email": "anna.meier@example.net"},
            Evidence.EMAIL_NAME,
            0.6,
        ),
        (
            {"name": "Anna Meier", "email": "a@example.org"},
            {"name": "Anna Meier"},
            Evidence.NOTHING_AGAINST,
            0.5,
        ),
    ],
)
def test_a_pair_is_found_with_its_evidence_and_how_sure_it_is(library, one, other, what, sure):
    first, second = people(library, {"name": "X1", **one}, {"name": "Y2", **other})

    found = pairs(library)

    assert what in whats(found[first, second])
    assert found[first, second].confidence >= sure
    assert duplicates.between(library, second, first).confidence == found[first, second].confidence


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "李娜", "email": "a@example.org"}, {"name": "李娜", "email": "b@example.org"}),
        ({"name": "Anna", "email": "info@example.org"}, {"name": "Bo", "email": "info@example.net"}),
        ({"name": "Anna", "email": "a.b@example.org"}, {"name": "Bo", "email": "ab@example.org"}),
        (
            {"name": "Anna Meier", "birthday": "1990-05-03"},
            {"name": "Anna Meier", "birthday": "1991-05-03"},
        ),
        ({"name": ""}, {"name": ""}),
    ],
)
def test_two_people_who_share_little_are_left_alone(library, one, other):
    people(library, one, other)

    assert pairs(library) == {}


def test_a_further_address_counts_like_the_first(library):
    first, second = people(library, {"name": "Anna", "email": "a@example.org"}, {"name": "Bo"})
    with library.write(Op.EDIT_MEMBER):
        rows.add(library, Contact, member=second, kind="email", value="A@example.org")
        for member in (first, second):
            rows.add(library, Contact, member=member, kind="wechat", value="anna_88")

    assert whats(pairs(library)[first, second]) >= {Evidence.EMAIL, Evidence.CONTACT}


def test_a_name_that_many_have_is_no_reason_to_ask(library):
    people(library, *({"name": "王伟"} for _ in range(5)))

    assert pairs(library) == {}


def test_said_not_to_be_the_same_they_are_not_shown_again_until_that_is_taken_back(library):
    first, second = people(library, {"name": "A", "email": "a@x.org"}, {"name": "B", "email": "a@x.org"})

    duplicates.say_not_same(library, second, first)
    assert pairs(library) == {}
    undo_last(library)

    assert pairs(library).keys() == {(first, second)}


def test_merged_and_deleted_records_are_nobodys_duplicates(library):
    one, two, three = people(library, *({"name": "A", "email": "a@x.org"} for _ in range(3)))
    merging.merge(library, one, [two])
    with library.write(Op.EDIT_MEMBER):
        rows.change(library, Member, three, deleted_at=NOW)

    assert pairs(library) == {}


def test_one_person_is_not_compared_with_themself_or_with_nobody(library):
    (one,) = people(library, {"name": "A"})
    with pytest.raises(MergeRefused):
        duplicates.between(library, one, one)
    with pytest.raises(UnknownMember):
        duplicates.between(library, one, 5)
    with pytest.raises(UnknownMember):
        duplicates.say_not_same(library, one, 5)


def test_looking_can_be_stopped(library):
    people(library, {"name": "A", "email": "a@x.org"}, {"name": "B", "email": "a@x.org"})
    progress = Progress()
    progress.cancel()

    with pytest.raises(Cancelled):
        duplicates.find(library, progress=progress)


words = st.text("ab李娜 .+@", max_size=8)
a_person = st.builds(
    likeness.Person,
    st.integers(1, 9),
    words,
    st.builds(lambda name, host: f"{name}@{host}", words, st.sampled_from(["gmail.com", "x.org"])) | words,
    st.sampled_from(["", "+8613800000000", "13800000000", "abc"]),
    st.sampled_from(["", "1990-05-03", "--05-03", "1991-05-03"]),
    st.lists(st.tuples(st.sampled_from(["email", "phone", "wechat"]), words), max_size=2).map(tuple),
)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(one=a_person, two=a_person)
def test_judging_does_not_depend_on_who_comes_first_and_a_pair_worth_a_look_shares_a_key(one, two):
    first, second = likeness.traits(one), likeness.traits(two)

    there, back = duplicates.judge(first, second), duplicates.judge(second, first)

    assert there.confidence == pytest.approx(back.confidence) and 0 <= there.confidence <= 1
    if there.confidence >= duplicates.WORTH_A_LOOK:
        assert set(likeness.keys(one)) & set(likeness.keys(two))
