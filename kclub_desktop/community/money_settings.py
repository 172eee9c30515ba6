"""How the community handles money: its taxes, what stands at the head of a receipt, when an order is due, and the link by
which it is paid elsewhere. Shared by all devices; nothing secret is kept here."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from urllib.parse import urlsplit

from kclub_desktop.community import contact
from kclub_desktop.community.amounts import WHOLE
from kclub_desktop.errors import FieldRefused
from kclub_desktop.errors_of_money import LinkRefused
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import CommunitySetting

_KEY = "money."
_PREFIX_LONGEST = 8
_LINK_SCHEMES = ("https", "http", "weixin", "wxp", "alipays", "alipay")
FIELDS_OF_LINK = ("order", "amount", "currency")
"""What may stand in braces in a payment link."""


@dataclass(frozen=True)
class MoneySettings:
    """tax_rate in hundredths of a percent; due_days 0 = at once; issuer '' = the community's name."""

    tax_rate: int = 0
    tax_included: bool = True
    tax_name: str = ""
    due_days: int = 14
    receipt_prefix: str = "R"
    issuer: str = ""
    address: str = ""
    tax_number: str = ""
    payment_link: str = ""
    footer: str = ""


def settings(library: Library) -> MoneySettings:
    """What holds now; what was never set has its default, and so has what another device wrote wrongly."""
    found = dict(
        library.rows(
            "SELECT key, value FROM community_setting WHERE key LIKE 'money.%' AND deleted_at IS NULL"
        )
    )
    values: dict[str, object] = {}
    for field in fields(MoneySettings):
        kept = found.get(_KEY + field.name)
        if kept is None:
            continue
        if isinstance(field.default, bool):
            values[field.name] = kept == "1"
        elif isinstance(field.default, int):
            values[field.name] = int(kept) if kept.isdigit() else field.default
        else:
            values[field.name] = kept
    return MoneySettings(**values)  # type: ignore[arg-type]


def change(library: Library, wanted: MoneySettings, *, initiator: object | None = None) -> None:
    """Keep other settings; orders and receipts that are there stay as they are. Raises FieldRefused, LinkRefused."""
    checked = _checked(wanted)
    with library.write(Op.EDIT_SETTINGS, initiator=initiator):
        before = asdict(settings(library))
        for name, value in asdict(checked).items():
            if value != before[name]:
                written = str(int(value)) if isinstance(value, bool | int) else value
                rows.put(library, CommunitySetting, key=_KEY + name, value=written)


def linked(template: str, *, order: str, amount: str, currency: str) -> str:
    """A payment link with its braces filled in, each as it may stand in an address."""
    from urllib.parse import quote

    filled = {"order": order, "amount": amount, "currency": currency}
    for name, value in filled.items():
        template = template.replace("{" + name + "}", quote(value, safe=""))
    return template


def checked_link(template: str) -> str:
    """A payment link as it is kept, or '' for none. Raises LinkRefused: address."""
    template = contact.text("payment_link", template)
    if not template:
        return ""
    tried = linked(template, order="1", amount="1", currency="CNY")
    try:
        parts = urlsplit(tried)
    except ValueError as error:
        raise LinkRefused("address", template) from error
    named = parts.scheme in _LINK_SCHEMES and bool(parts.netloc or parts.path.strip("/"))
    if not named or "{" in tried or "}" in tried or any(sign.isspace() for sign in tried):
        raise LinkRefused("address", template)
    return template


def _checked(wanted: MoneySettings) -> MoneySettings:
    if not 0 <= wanted.tax_rate <= WHOLE:
        raise FieldRefused("tax_rate", "tax_rate", str(wanted.tax_rate))
    if not 0 <= wanted.due_days <= 365:
        raise FieldRefused("due_days", "due_days", str(wanted.due_days))
    prefix = contact.text("receipt_prefix", wanted.receipt_prefix)
    if len(prefix) > _PREFIX_LONGEST or not all(sign.isalnum() or sign in "-/" for sign in prefix):
        raise FieldRefused("receipt_prefix", "receipt_prefix", prefix)
    words = {
        name: contact.text(name, getattr(wanted, name))
        for name in ("tax_name", "issuer", "address", "tax_number", "footer")
    }
    return MoneySettings(
        wanted.tax_rate, wanted.tax_included, words["tax_name"], wanted.due_days, prefix, words["issuer"],
        words["address"], words["tax_number"], checked_link(wanted.payment_link), words["footer"],
    )  # fmt: skip
