"""What a name, an e-mail address and a phone number must look like before they are kept."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from kclub_desktop.errors import FieldRefused

LONGEST = 2000


def text(field: str, value: str, required: bool = False) -> str:
    """The value in composed form without surrounding space. Raises FieldRefused: too_long, empty."""
    value = unicodedata.normalize("NFC", value).strip()
    if len(value) > LONGEST:
        raise FieldRefused(field, "too_long", value)
    if required and not value:
        raise FieldRefused(field, "empty")
    return value


def email(value: str) -> str:
    """An address as it is kept, or '' for none. Only its shape is judged. Raises FieldRefused."""
    from email_validator import EmailNotValidError, validate_email

    value = text("email", value)
    if not value:
        return ""
    try:
        return str(
            validate_email(value, check_deliverability=False, test_environment=True).normalized
        ).casefold()
    except EmailNotValidError as error:
        raise FieldRefused("email", "email", value) from error


def phone(value: str, region: str = "CN") -> str:
    """A number as E.164, or '' for none. region: where numbers without a country code are from. Raises FieldRefused."""
    import phonenumbers

    value = text("phone", value)
    if not value:
        return ""
    try:
        number = phonenumbers.parse(value, region)
    except phonenumbers.NumberParseException as error:
        raise FieldRefused("phone", "phone", value) from error
    if not phonenumbers.is_possible_number(number):
        raise FieldRefused("phone", "phone", value)
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


_BIRTHDAY = re.compile(r"(?:(\d{4})\s*[-/.年]\s*)?(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?", re.ASCII)
_LEAP_YEAR = 2000


def birthday(value: str) -> str:
    """A day as YYYY-MM-DD, or as --MM-DD without its year, or '' for none. Also takes 1990/5/3, 5-3, 1990年5月3日.

    Raises FieldRefused.
    """
    value = text("birthday", value).lstrip("-")
    if not value:
        return ""
    found = _BIRTHDAY.fullmatch(value)
    try:
        if found is None:
            raise ValueError(value)
        year, month, day = (int(part) if part else None for part in found.groups())
        told = date(year or _LEAP_YEAR, month or 0, day or 0)
    except ValueError as error:
        raise FieldRefused("birthday", "date", value) from error
    return told.isoformat() if year else f"-{told.isoformat()[4:]}"
