"""A phone number: the country guessed from how it begins or from where the community is, and what is wrong said."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QComboBox, QWidget

from kclub_desktop.ui.widgets.checked_field import CheckedField
from kclub_desktop.words import tr
from kclub_desktop.words_for_values import locale

_COUNTRIES_FIRST = ("CN", "HK", "TW", "SG", "US", "GB", "DE", "JP")


def region_of_zone(zone: str) -> str:
    """ISO region a time zone lies in, '' if none: Asia/Shanghai is CN."""
    from babel.core import get_global

    return str(get_global("zone_territories").get(zone, ""))


@dataclass(frozen=True)
class Read:
    """What was typed as a number: as E.164, as its country writes it, why it is refused, or why to look at it again."""

    number: str = ""
    shown: str = ""
    refused: str = ""
    doubt: str = ""


def read_number(typed: str, region: str) -> Read:
    """Read a number as people write it. region: where one without a country code is from."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(typed, region or "CN")
    except phonenumbers.NumberParseException as error:
        return Read(refused=_unreadable(error.error_type))
    why = phonenumbers.is_possible_number_with_reason(parsed)
    country = _country_name(phonenumbers.region_code_for_country_code(parsed.country_code or 0))
    if why != phonenumbers.ValidationResult.IS_POSSIBLE:
        return Read(refused=_impossible(why, country))
    shown = str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL))
    number = str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))
    doubt = ""
    if not phonenumbers.is_valid_number(parsed):
        doubt = tr("{country} has no number like this as far as we know. Look at it again.", country=country)
    return Read(number, shown, doubt=doubt)


class PhoneField(CheckedField):
    """Holds the number as E.164 ('' while empty or refused) and shows it as its country writes it."""

    def __init__(
        self, name: str, number: str = "", region: str = "CN", parent: QWidget | None = None
    ) -> None:
        """region: where a number without a country code is taken to be from."""
        self.country = QComboBox()
        super().__init__(name, tr("Phone"), self.country, parent=parent)
        self.number = ""
        self.country.setAccessibleName(tr("Country of the number"))
        self.country.setMinimumContentsLength(11)
        self.country.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for code, words in _countries(region or "CN"):
            self.country.addItem(words, code)
        self.country.view().setMinimumWidth(260)
        self.country.activated.connect(lambda _index: self.check())
        self.line.textEdited.connect(self._guess)
        self.set_number(number)

    def set_number(self, number: str) -> None:
        """Show a number kept as E.164; one that cannot be read is shown as it is."""
        self.line.setText(number)
        self._guess(number)
        self.check()

    def check(self) -> None:
        """Take what was typed, or say what is wrong with it."""
        typed = self.line.text().strip()
        if not typed:
            self._hold("")
            return
        found = read_number(typed, str(self.country.currentData()))
        if found.refused:
            self._refused(found.refused)
            return
        self.line.setText(found.shown)
        self._hold(found.number)
        if found.doubt:
            self.wonder(found.doubt)

    def _guess(self, typed: str) -> None:
        """A number that begins with + or 00 says itself where it is from."""
        if not typed.lstrip().startswith(("+", "00", "＋")):
            return
        import phonenumbers

        written = typed.strip()
        written = "+" + written[2:] if written.startswith("00") else written
        try:
            region = phonenumbers.region_code_for_number(phonenumbers.parse(written, None))
        except phonenumbers.NumberParseException:
            return
        found = self.country.findData(region)
        if found >= 0:
            self.country.setCurrentIndex(found)

    def _refused(self, words: str) -> None:
        if self.number:
            self.number = ""
            self.changed.emit()
        self.refuse(words)

    def _hold(self, number: str) -> None:
        self.clear_error()
        if number != self.number:
            self.number = number
            self.changed.emit()


def _countries(first: str) -> list[tuple[str, str]]:
    """(region, "+86 China"): the community's own and the commonest first, then all by name."""
    import phonenumbers
    from babel import Locale

    names = Locale.parse(locale()).territories
    listed = {
        region: f"+{code} {names.get(region, region)}"
        for code, regions in phonenumbers.COUNTRY_CODE_TO_REGION_CODE.items()
        for region in regions
        if region.isalpha()
    }
    top = [region for region in dict.fromkeys((first, *_COUNTRIES_FIRST)) if region in listed]
    rest = sorted(listed.keys() - set(top), key=lambda region: names.get(region, region))
    return [(region, listed[region]) for region in (*top, *rest)]


def _country_name(region: str) -> str:
    from babel import Locale

    return str(Locale.parse(locale()).territories.get(region, region))


def _unreadable(kind: int) -> str:
    from phonenumbers import NumberParseException as Cannot

    if kind == Cannot.INVALID_COUNTRY_CODE:
        return tr("No country has this code. Begin with + and the country, like +86.")
    if kind in (Cannot.TOO_SHORT_NSN, Cannot.TOO_SHORT_AFTER_IDD):
        return tr("This number is too short.")
    if kind == Cannot.TOO_LONG:
        return tr("This number is too long.")
    return tr("This is not a phone number.")


def _impossible(why: int, country: str) -> str:
    from phonenumbers import ValidationResult

    if why == ValidationResult.TOO_SHORT:
        return tr("This number is too short for {country}.", country=country)
    if why == ValidationResult.TOO_LONG:
        return tr("This number is too long for {country}.", country=country)
    return tr("No number of {country} looks like this.", country=country)
