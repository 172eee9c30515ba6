"""What people type when they pair, on whatever keyboard: it is read, or refused in words; never a bug."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kclub_desktop.errors_of_devices import HubNeeded
from kclub_desktop.operations.invited import invited
from kclub_desktop.sync.link import Invitation, link_of


@pytest.mark.parametrize(
    ("address", "code"),
    [
        (" https://hub.example:8787 ", "ABCD 2345"),
        ("https：//hub.example：8787", "ＡＢＣＤ　２３４５"),
        ("https:、、hub。example:8787", "ABCD 2345"),
    ],
)
def test_wide_letters_of_a_chinese_keyboard_are_plain_ones(address, code):
    assert invited(address, code) == Invitation("https://hub.example:8787", "ABCD 2345")


def test_a_link_in_place_of_the_address_is_enough_and_may_be_wide():
    link = link_of("https://hub.example", "ABCD2345")
    for typed in (link, link.replace(":", "：", 1).replace("?", "？").replace("&", "＆")):
        assert invited(typed, "left over") == Invitation("https://hub.example", "ABCD2345")


@given(address=st.text(max_size=60), code=st.text(max_size=12))
@example(address="http://[", code="")
@example(address="http://127.0.0.1：8787／", code="")
def test_whatever_is_typed_is_an_invitation_or_refused(address, code):
    try:
        said = invited(address, code)
    except HubNeeded as refused:
        assert refused.reason == "InvalidURL"
    else:
        assert said.code == said.code.strip()
