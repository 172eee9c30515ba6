"""What can be said of a line of a file: stable codes for programs, and a sentence for people beside each.

E_ the line was not taken, S_ it is noise and was passed over, W_ it was taken with a remark. Which code is given
when is decided in fields.py, parse.py and the planners; here are only the codes and their words.
"""

from __future__ import annotations

import enum

from kclub_desktop.words import tr, tr_noop


class Code(enum.StrEnum):
    """Stable reason of a remark on one line; written into JSON and into the file of rejected lines."""

    NO_IDENTITY = "E_NO_IDENTITY"
    BAD_EMAIL = "E_BAD_EMAIL"
    BAD_PHONE = "E_BAD_PHONE"
    BAD_DATE = "E_BAD_DATE"
    BAD_AMOUNT = "E_BAD_AMOUNT"
    NEGATIVE_AMOUNT = "E_NEG_AMOUNT"
    BAD_CURRENCY = "E_BAD_CURRENCY"
    BAD_RATING = "E_BAD_RATING"
    BAD_FLAG = "E_BAD_FLAG"
    BAD_ID = "E_BAD_ID"
    BAD_STATUS = "E_STATUS"
    NO_TITLE = "E_NO_TITLE"
    UNKNOWN_COURSE = "E_UNKNOWN_COURSE"
    UNKNOWN_MEMBER = "E_UNKNOWN_MEMBER"
    TOO_MANY_CELLS = "E_COLS"
    OPEN_QUOTE = "E_QUOTE"

    BLANK = "S_BLANK"
    FOOTER = "S_FOOTER"
    REPEATED_HEADER = "S_REPEATED_HEADER"
    DUPLICATE = "S_DUP"

    FORMULA = "W_FORMULA"
    EMAIL_DROPPED = "W_BAD_EMAIL"
    PHONE_DROPPED = "W_BAD_PHONE"
    DATE_DROPPED = "W_BAD_DATE"
    AMOUNT_DROPPED = "W_BAD_AMOUNT"
    FLAG_DROPPED = "W_BAD_FLAG"
    RATING_DROPPED = "W_BAD_RATING"
    ID_DROPPED = "W_BAD_ID"
    STATUS_DROPPED = "W_STATUS"
    AMBIGUOUS_DATE = "W_AMBIGUOUS_DATE"
    RATING_REPLACED = "W_RATING_REPLACED"
    BROKEN_LETTERS = "W_ENCODING"

    @property
    def rejects(self) -> bool:
        """Is this a reason not to take the line?"""
        return self.value.startswith("E_")


SOFTENED: dict[Code, Code] = {
    Code.BAD_EMAIL: Code.EMAIL_DROPPED,
    Code.BAD_PHONE: Code.PHONE_DROPPED,
    Code.BAD_DATE: Code.DATE_DROPPED,
    Code.BAD_AMOUNT: Code.AMOUNT_DROPPED,
    Code.NEGATIVE_AMOUNT: Code.AMOUNT_DROPPED,
    Code.BAD_CURRENCY: Code.AMOUNT_DROPPED,
    Code.BAD_FLAG: Code.FLAG_DROPPED,
    Code.BAD_RATING: Code.RATING_DROPPED,
    Code.BAD_ID: Code.ID_DROPPED,
    Code.BAD_STATUS: Code.STATUS_DROPPED,
}
"""What a fault becomes when only its cell is left out and the line is taken."""

_WORDS: dict[Code, str] = {
    Code.NO_IDENTITY: tr_noop("No e-mail, mobile number or id says who this is."),
    Code.BAD_EMAIL: tr_noop("This is not an e-mail address, and nothing else says who this is."),
    Code.BAD_PHONE: tr_noop("This is not a phone number."),
    Code.BAD_DATE: tr_noop("This is not a date."),
    Code.BAD_AMOUNT: tr_noop("This is not an amount of money."),
    Code.NEGATIVE_AMOUNT: tr_noop("An amount below zero does not fit here."),
    Code.BAD_CURRENCY: tr_noop("The currency is unknown or does not fit the amount."),
    Code.BAD_RATING: tr_noop("Stars go from 1 to 5."),
    Code.BAD_FLAG: tr_noop("This is neither yes nor no."),
    Code.BAD_ID: tr_noop("This id does not look like one of this source."),
    Code.BAD_STATUS: tr_noop("This state is unknown."),
    Code.NO_TITLE: tr_noop("The course has no title."),
    Code.UNKNOWN_COURSE: tr_noop("There is no such course in this library."),
    Code.UNKNOWN_MEMBER: tr_noop("There is no such member in this library."),
    Code.TOO_MANY_CELLS: tr_noop("The line has more cells than the header."),
    Code.OPEN_QUOTE: tr_noop("A quotation mark is opened here and never closed."),
    Code.BLANK: tr_noop("The line is empty."),
    Code.FOOTER: tr_noop("The line is a total, not a record."),
    Code.REPEATED_HEADER: tr_noop("The line repeats the header."),
    Code.DUPLICATE: tr_noop("The line is the same as an earlier one."),
    Code.FORMULA: tr_noop("A spreadsheet would run this text. It was kept as plain text."),
    Code.EMAIL_DROPPED: tr_noop("This is not an e-mail address. The rest of the line was taken."),
    Code.PHONE_DROPPED: tr_noop("This is not a phone number. The rest of the line was taken."),
    Code.DATE_DROPPED: tr_noop("This is not a date. The rest of the line was taken."),
    Code.AMOUNT_DROPPED: tr_noop("This amount is not clear. The rest of the line was taken."),
    Code.FLAG_DROPPED: tr_noop("This is neither yes nor no. The rest of the line was taken."),
    Code.RATING_DROPPED: tr_noop("This is not a number of stars. The rest of the line was taken."),
    Code.ID_DROPPED: tr_noop(
        "This id does not look like one of this source. The rest of the line was taken."
    ),
    Code.STATUS_DROPPED: tr_noop("This state is unknown. The rest of the line was taken."),
    Code.AMBIGUOUS_DATE: tr_noop("This date can be read in two ways. The rest of the line was taken."),
    Code.RATING_REPLACED: tr_noop("A later rating of the same course took the place of an earlier one."),
    Code.BROKEN_LETTERS: tr_noop("Some letters could not be read."),
}


def words_for_code(code: Code) -> str:
    """One sentence in the current language."""
    return tr(_WORDS[code])
