"""Consent: the newest word counts, every word is kept, and nobody is written to against it."""

import pytest

from kclub_desktop.community import consent
from kclub_desktop.community.consent import How
from kclub_desktop.errors import FieldRefused, UnknownMember
from kclub_desktop.import_export import import_files
from kclub_desktop.store import Op, rows
from kclub_desktop.store.doctor import examine
from kclub_desktop.store.tables import Member


def agreed_to_letters(library, member):
    return bool(library.value("SELECT email_consent FROM member WHERE id = ?", (member,)))


@pytest.fixture
def anna(library):
    with library.write(Op.ADD_MEMBER):
        return rows.add(library, Member, name="Anna", created_at=1)


def test_what_was_said_is_kept_with_its_words_and_the_newest_counts(library, anna, clock):
    consent.set_wordings(library, {"email": "I want the newsletter."})
    consent.record(library, anna, "email", True, how=How.FORM)
    assert agreed_to_letters(library, anna)
    clock.move(60)
    consent.set_wordings(library, {"email": "I want two letters a month."})

    consent.record(library, anna, "email", False, how=How.SPOKEN, note="on the phone")

    log = consent.log_of(library, anna)
    assert [(one.given, one.how, one.wording, one.note, one.device) for one in log] == [
        (False, "spoken", "", "on the phone", 0),
        (True, "form", "I want the newsletter.", "", 0),
    ]
    assert not agreed_to_letters(library, anna)
    assert not consent.standing(log)["email"].given


def test_an_older_word_that_is_recorded_later_does_not_count(library, anna, clock):
    consent.record(library, anna, "email", False, how=How.LINK)
    consent.record(library, anna, "email", True, how=How.FORM, at=clock.now() - 86_400)
    assert not agreed_to_letters(library, anna)


def test_consent_to_photos_is_not_consent_to_letters(library, anna):
    consent.record(library, anna, "photos", True, how=How.FORM)
    assert not agreed_to_letters(library, anna)
    assert set(consent.standing(consent.log_of(library, anna))) == {"photos"}


@pytest.mark.parametrize(("purpose", "note"), [("", ""), ("email", "x" * 3000)])
def test_what_says_nothing_is_refused_and_nothing_is_written(library, anna, purpose, note):
    with pytest.raises(FieldRefused):
        consent.record(library, anna, purpose, True, how=How.FORM, note=note)
    assert consent.log_of(library, anna) == []


def test_consent_of_nobody_is_refused(library):
    with pytest.raises(UnknownMember):
        consent.record(library, 5, "email", True, how=How.FORM)


def test_an_import_says_where_consent_comes_from(library, tmp_path, clock):
    file = tmp_path / "ghost.csv"
    file.write_text(
        "id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,deleted_at,labels,tiers\n"
        f"{'a' * 24},anna@example.org,Anna,,true,false,,2024-01-01T00:00:00Z,,,\n"
        f"{'b' * 24},bea@example.org,Bea,,false,false,,2024-01-01T00:00:00Z,,,\n"
    )

    for _ in range(2):
        import_files(library, [file], now=clock.now())

    told = {
        library.value("SELECT name FROM member WHERE id = ?", (row,)): consent.log_of(library, row)
        for (row,) in library.rows("SELECT id FROM member")
    }
    assert {name: [(one.given, one.how, one.note) for one in log] for name, log in told.items()} == {
        "Anna": [(True, "import", "ghost_members")],
        "Bea": [(False, "import", "ghost_members")],
    }
    assert library.rows("SELECT name, email_consent FROM member ORDER BY name") == [("Anna", 1), ("Bea", 0)]


def test_doctor_lets_the_newest_word_count(library, anna):
    consent.record(library, anna, "email", True, how=How.FORM)
    with library.write(Op.EDIT_MEMBER):
        rows.change(library, Member, anna, email_consent=0)

    assert [each.code for each in examine(library)] == ["consent_behind"]
    examine(library, repair=True)

    assert agreed_to_letters(library, anna) and examine(library) == []
