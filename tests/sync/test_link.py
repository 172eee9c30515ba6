"""A pairing link says what went into it, whatever that is, and nothing else is taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kclub_desktop.sync.link import Invitation, link_of, read_link, spaced

CODES = st.text("23456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=8, max_size=8)
HOSTS = st.text(
    st.characters(categories=["L", "N"], include_characters=".:-/[]?&=#% "), min_size=1, max_size=60
)


@given(HOSTS.filter(str.strip), CODES)
def test_a_link_brings_back_address_and_code(host, code):
    assert read_link(link_of(f"https://{host}".strip(), code)) == Invitation(f"https://{host}".strip(), code)


@given(st.text(max_size=300))
def test_any_text_is_a_link_or_none_and_never_an_error(typed):
    found = read_link(typed)
    assert found is None or (found.url and found.code)


@pytest.mark.parametrize(
    "typed",
    ["", "ABCDEFGH", "https://hub.example.com", "kclub:pair", "kclub:pair?hub=x", "kclub:other?hub=x&code=y",
     "http:pair?hub=x&code=y", "kclub:pair?hub=&code=", "kclub:pair?" + "a" * 3_000],
)  # fmt: skip
def test_what_is_no_link_is_none(typed):
    assert read_link(typed) is None


def test_a_link_that_a_program_rewrote_is_still_read():
    assert read_link("  kclub://pair/?hub=https%3A%2F%2Fhub.example.com&code=ABCDEFGH \n") == Invitation(
        "https://hub.example.com", "ABCDEFGH"
    )


def test_a_code_is_read_aloud_in_two_groups():
    assert spaced("ABCDEFGH") == "ABCD EFGH"
