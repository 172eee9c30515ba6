"""A phone number: the country guessed from how it begins or from where the community is, and what is wrong said."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QWidget

from kclub_desktop.ui.widgets.checked_field import CheckedField
from kclub_desktop.words import tr
from kclub_desktop.words_for_values import locale

_COUNTRIES_FIRST = ("CN", "HK", "TW", "SG", "US", "GB", "DE", "JP")


def region_of_zone(zone: str) -> str:
    """ISO region a time zone lies in, '' if none: Asia/Shanghai is CN."""
    from babel.core import get_global

    return str(get_global("zone_territories").get(zone, ""))


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
        import phonenumbers

        typed = self.line.text().strip()
        if not typed:
            self._hold("")
            return
        try:
            parsed = phonenumbers.parse(typed, self.country.currentData())
        except phonenumbers.NumberParseException as error:
            self._refused(_unreadable(error.error_type))
            return
        why = phonenumbers.is_possible_number_with_reason(parsed)
        if why != phonenumbers.ValidationResult.IS_POSSIBLE:
            self._refused(_impossible(why, self._country_name()))
            return
        self.line.setText(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL))
        self._hold(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))
        if not phonenumbers.is_valid_number(parsed):
            country = self._country_name()
            self.wonder(
                tr("{country} has no number like this as far as we know. Look at it again.", country=country)
            )

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

    def _country_name(self) -> str:
        return self.country.currentText().partition(" ")[2]

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
