"""One cell into one value, or the code that says why not: e-mail, phone, yes/no, stars, labels, language, text.

Pure functions of the text; an empty cell never comes here. Dates are in moments.py, money in money.py. The two slow
libraries are asked only for what a plain pattern does not settle; a property test holds both ways equal.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from kclub_desktop.import_export.codes import Code

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_PLAIN_EMAIL = re.compile(
    r"[a-z0-9_]+(?:[.+_-][a-z0-9_]+)*@(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,24}", re.ASCII
)
_RESERVED_ENDS = (".arpa", ".invalid", ".local", ".localhost", ".onion", ".test")
_CHINESE_MOBILE = re.compile(r"(?:\+86|0086|86)?(1[3-9][0-9]{9})", re.ASCII)
_PHONE_FILL = re.compile(r"[\s().\-\u2010-\u2015\u200b-\u200e\u202a-\u202e]+")
_YES = frozenset(str.split("true yes y 1 on t x ✓ √ 是 对 有 已订阅 同意 ja oui si sí"))
_NO = frozenset(str.split("false no n 0 off f 否 不 无 未订阅 不同意 nein non"))
_STARS = re.compile(r"([1-5])(?:\.0+)?\s*(?:分|星|颗星|stars?|/\s*5)?")
_LANGUAGES = {
    "zh": "zh", "chinese": "zh", "中文": "zh", "汉语": "zh", "简体中文": "zh", "普通话": "zh",
    "en": "en", "english": "en", "英文": "en", "英语": "en",
}  # fmt: skip


def formula_like(text: str) -> bool:
    """Would a spreadsheet run this text, or has it an apostrophe before something it would run?"""
    return _FORMULA.match(text) is not None


def harmless(text: str) -> str:
    """Text for a CSV cell that no spreadsheet runs: one apostrophe before = + - @ TAB CR; `unharmed` takes it off."""
    return "'" + text if formula_like(text) else text


def unharmed(text: str) -> str:
    """Text as it was before an exporter put an apostrophe before = + - @ TAB CR; takes off exactly one."""
    return text[1:] if text[:1] == "'" and formula_like(text) else text


def email(text: str) -> str | Code:
    """Address in lower case, NFKC, without spaces around it. BAD_EMAIL if no mail could be sent to it."""
    address = text.strip().lower()
    if not address.isascii():
        address = unicodedata.normalize("NFKC", address).strip().strip("\u200b\ufeff").casefold()
    if is_plain_email(address):
        return address
    if "*" in address:  # masked by the exporter: it is nobody's
        return Code.BAD_EMAIL
    return _checked_email(address)


def is_plain_email(address: str) -> bool:
    """Is this lower-case address valid beyond doubt? False says nothing."""
    return (
        _PLAIN_EMAIL.fullmatch(address) is not None
        and (at := address.index("@")) <= 64
        and len(address) - at <= 64  # so that no part of the domain is longer than 63
        and not address.endswith(_RESERVED_ENDS)
    )


def checked_email(address: str) -> str | Code:
    """What email_validator says of a lower-case address, without asking the network."""
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(address, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        return Code.BAD_EMAIL


def phone(text: str, region: str = "CN") -> str | Code:
    """Number in E.164. region: ISO code of the country of numbers that name none. BAD_PHONE if it is not one."""
    if region == "CN" and (found := _CHINESE_MOBILE.fullmatch(text)):
        return "+86" + found[1]
    cleaned = _PHONE_FILL.sub("", text if text.isascii() else unicodedata.normalize("NFKC", text))
    if region == "CN" and (found := _CHINESE_MOBILE.fullmatch(cleaned)):
        return "+86" + found[1]
    return checked_phone(cleaned, region)


@lru_cache(maxsize=4096)
def checked_phone(cleaned: str, region: str) -> str | Code:
    """What phonenumbers makes of a number without spaces and hyphens.

    A Chinese mobile in a range not given out yet is taken: ranges open faster than lists are renewed.
    """
    import phonenumbers

    if not cleaned.lstrip("+").isdigit():
        return Code.BAD_PHONE
    try:
        number = phonenumbers.parse(cleaned, region)
    except phonenumbers.NumberParseException:
        return Code.BAD_PHONE
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return written if phonenumbers.is_valid_number(number) or _is_chinese_mobile(written) else Code.BAD_PHONE


def identifies(number: str) -> bool:
    """Does this E.164 number belong to one person? A mobile does; a landline is shared."""
    return _is_chinese_mobile(number) if number.startswith("+86") else bool(number) and _is_mobile(number)


def _is_chinese_mobile(number: str) -> bool:
    return len(number) == 14 and number.startswith("+861") and number[4] in "3456789"


@lru_cache(maxsize=4096)
def _is_mobile(number: str) -> bool:
    import phonenumbers

    try:
        kind = phonenumbers.number_type(phonenumbers.parse(number, None))
    except phonenumbers.NumberParseException:
        return False
    types = phonenumbers.PhoneNumberType
    return kind in (types.MOBILE, types.FIXED_LINE_OR_MOBILE, types.PERSONAL_NUMBER)


@lru_cache(maxsize=512)
def flag(text: str) -> int | Code:
    """1 or 0 from yes and no in the usual words. BAD_FLAG for anything else."""
    word = unicodedata.normalize("NFKC", text).strip().casefold()
    if word in _YES:
        return 1
    return 0 if word in _NO else Code.BAD_FLAG


@lru_cache(maxsize=512)
def stars(text: str) -> int | Code:
    """1 to 5 from “4”, “4.0”, “4分”, “4/5” or “★★★★☆”. BAD_RATING for anything else, half stars too."""
    word = unicodedata.normalize("NFKC", text).strip().casefold()
    if found := _STARS.fullmatch(word):
        return int(found[1])
    if word and set(word) <= {"★", "☆", "⭐"}:
        count = sum(mark != "☆" for mark in word)
        return count if 1 <= count <= 5 and len(word) <= 5 else Code.BAD_RATING
    return Code.BAD_RATING


def labels(text: str, separators: str) -> str:
    """Labels joined by single commas, each once, in their order."""
    for separator in separators:
        if separator != ",":
            text = text.replace(separator, ",")
    return ",".join(dict.fromkeys(label for part in text.split(",") if (label := part.strip())))


def language(text: str) -> str:
    """Code of a language by its code or its name; '' if we do not know it."""
    word = text.strip().casefold()
    return _LANGUAGES.get(word) or _LANGUAGES.get(re.split(r"[-_]", word)[0], "")


@lru_cache(maxsize=4096)
def _checked_email(address: str) -> str | Code:
    return checked_email(address)
