"""An amount of money of a file into minor units with its currency, or the code that says why not.

Nothing is guessed and nothing rounded: 1.299,00 in a file of dots, 1.2万, or $ where yuan are expected is a fault.
How many minor units a currency has is ISO 4217; what an amount means is the planner's.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from kclub_desktop.import_export.codes import Code

CURRENCIES = frozenset(
    str.split("""AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF
    CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL
    HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL
    MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON
    RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX
    USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG""")
)
"""ISO 4217 codes in use."""

_EXPONENT = {
    **dict.fromkeys(str.split("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"), 0),
    **dict.fromkeys(str.split("BHD IQD JOD KWD LYD OMR TND"), 3),
}
_SIGNS: dict[str, frozenset[str]] = {
    "¥": frozenset({"CNY", "JPY"}),
    "元": frozenset({"CNY"}),
    "rmb": frozenset({"CNY"}),
    "円": frozenset({"JPY"}),
    "€": frozenset({"EUR"}),
    "£": frozenset({"GBP", "EGP"}),
    "₩": frozenset({"KRW", "KPW"}),
    "$": frozenset(str.split("USD AUD CAD HKD NZD SGD TWD MXN")),
}
_WORDS = {
    "人民币": "CNY",
    "rmb": "CNY",
    "美元": "USD",
    "欧元": "EUR",
    "日元": "JPY",
    "港币": "HKD",
    "英镑": "GBP",
}
_AMOUNT = re.compile(
    r"(?P<minus>[-−(]?)\s*(?P<sign>¥|rmb|€|£|₩|\$|[a-z]{3}(?=[\s\d¥$€£]))?\s*[¥$€£]?\s*(?P<minus2>[-−]?)"
    r"(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<part>\d+))?\s*(?P<end>元|円|rmb|€|£|[a-z]{3})?\)?"
)
_ROUND = re.compile(r"¥?\s*\d+(?:\.\d+)?\s*[万千百亿wk]\s*元?")
_LARGEST = 2**53


def exponent(currency: str) -> int:
    """How many digits the minor unit of a currency has: CNY 2, JPY 0, KWD 3."""
    return _EXPONENT.get(currency, 2)


def currency_code(text: str) -> str | Code:
    """ISO code from a code in any case or a Chinese name. BAD_CURRENCY if unknown."""
    word = unicodedata.normalize("NFKC", text).strip()
    if word.upper() in CURRENCIES:
        return word.upper()
    return _WORDS.get(word.casefold(), Code.BAD_CURRENCY)


@lru_cache(maxsize=4096)
def amount(text: str, currency: str) -> tuple[int, str] | Code:
    """(minor units, currency code). currency: what amounts are in unless the cell says otherwise.

    BAD_AMOUNT, NEGATIVE_AMOUNT, BAD_CURRENCY (a sign that does not fit), AMOUNT_DROPPED for 1.2万: round, not exact.
    """
    if text.isascii() and text.isdigit() and len(text) < 14:
        return int(text) * 10 ** exponent(currency), currency
    word = unicodedata.normalize("NFKC", text).strip().casefold()
    found = _AMOUNT.fullmatch(word)
    if not found:
        return Code.AMOUNT_DROPPED if _ROUND.fullmatch(word) else Code.BAD_AMOUNT
    for sign in (found["sign"], found["end"]):
        named = _currency_of(sign, currency) if sign else currency
        if isinstance(named, Code):
            return named
        currency = named
    digits, part = exponent(currency), (found["part"] or "").rstrip("0")
    if len(part) > digits:
        return Code.BAD_AMOUNT
    minor = int(found["whole"].replace(",", "") + part.ljust(digits, "0"))
    if minor and (found["minus"] or found["minus2"]):
        return Code.NEGATIVE_AMOUNT
    return (minor, currency) if minor < _LARGEST else Code.BAD_AMOUNT


def written(minor: int, currency: str) -> str:
    """Amount with a point and the currency's own number of digits: 129900 CNY is 1299.00."""
    digits = exponent(currency)
    if not digits:
        return str(minor)
    whole, part = divmod(abs(minor), 10**digits)
    return f"{'-' if minor < 0 else ''}{whole}.{part:0{digits}d}"


def _currency_of(sign: str, expected: str) -> str | Code:
    fitting = _SIGNS.get(sign)
    if fitting is None:
        return currency_code(sign)
    if expected in fitting:
        return expected
    return next(iter(fitting)) if len(fitting) == 1 else Code.BAD_CURRENCY
