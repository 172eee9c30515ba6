"""A third language is one file, as Qt Linguist writes it: dropped into place, the window speaks it, numbers and days too."""

import importlib.util
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from kclub_desktop import linguist, words, words_for_values
from kclub_desktop.ui.desk import shown

SAID = {
    "Overview": "Обзор",
    "Members": "Участники",
    "Add member": "Добавить участника",
    "{n} members": ["{n} участник", "{n} участника", "{n} участников", "{n} участника"],
    "Revenue by month, {currency}": "Выручка по месяцам, {currency}",
}
CONTEXTS = dict.fromkeys(SAID, "desk")


@pytest.fixture
def translations(tmp_path, monkeypatch):
    """A folder of translations of the test's own, with ours in it."""
    folder = tmp_path / "translations"
    folder.mkdir()
    (folder / "zh").symlink_to(words.TRANSLATIONS / "zh")
    monkeypatch.setattr(words, "TRANSLATIONS", folder)
    words.catalogue.cache_clear()
    yield folder
    words.set_language("en")
    words.catalogue.cache_clear()


@pytest.fixture
def russian(translations):
    return linguist.write(translations / "ru.ts", "ru", CONTEXTS, SAID, {"{n} members"})


def test_a_linguist_file_dropped_into_place_is_a_language_the_window_speaks(russian, desk):
    assert words.languages() == ["en", "ru", "zh"] and words.language_name("ru") == "Русский"
    words.set_language("ru")
    page = desk.open("overview")
    desk.settle()

    said = [label.text() for label in page.findChildren(QLabel)]
    assert "Обзор" in said and "Выручка по месяцам, CNY" in said
    assert "Участники" in [button.text() for button in desk.window._sidebar.findChildren(QPushButton)]
    # What is not translated yet is English, not blank.
    assert "Needs attention" in said


def test_plurals_numbers_days_and_money_follow_the_language(russian):
    words.set_language("ru")
    assert [words.tr_many("1 member", "{n} members", n) for n in (1, 2, 5, 21)] == [
        "1 участник", "2 участника", "5 участников", "21 участник",
    ]  # fmt: skip
    assert words_for_values.number(1_234_567) == "1\xa0234\xa0567"
    assert "сент" in words_for_values.day(1_790_000_000, "Asia/Shanghai")
    assert words_for_values.money(123_450, "EUR") == "1\xa0234,50\xa0€"
    assert shown.month(1_790_000_000, "Asia/Shanghai").startswith("сент")


def test_all_languages_come_round_with_the_switch(russian):
    met = []
    for _ in range(4):
        met.append(words.current_language())
        words.set_language(words.next_language())
    assert met == ["en", "ru", "zh", "en"]


def test_what_a_translator_has_not_finished_is_left_in_english(translations):
    missing = linguist.write(
        translations / "de.ts", "de", {**CONTEXTS, "Save": "desk"}, {"Overview": "Übersicht"}, {"{n} members"}
    )
    words.set_language("de")
    assert missing == len(SAID) and words.tr("Overview") == "Übersicht" and words.tr("Save") == "Save"
    assert words.tr_many("1 member", "{n} members", 2) == "2 members"


def test_a_broken_file_is_no_reason_not_to_start(translations):
    (translations / "fr.ts").write_text("<TS><context>", encoding="utf-8")
    words.set_language("fr")
    assert words.tr("Save") == "Save"


def test_our_own_languages_are_whole_in_linguist_and_come_back_the_same(tmp_path):
    root = Path(__file__).resolve().parents[3]
    spec = importlib.util.spec_from_file_location("translations", root / "packaging" / "translations.py")
    writer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(writer)
    found, plural = writer.sentences()
    chinese = words.catalogue("zh")

    assert len(found) > 1_000 and linguist.write(tmp_path / "zh.ts", "zh_CN", found, chinese, plural) == 0
    back = linguist.read(tmp_path / "zh.ts")
    assert {text: said if isinstance(said, str) else said[-1] for text, said in back.items()} == {
        text: chinese[text] for text in found
    }
