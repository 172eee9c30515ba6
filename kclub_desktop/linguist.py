"""Translations as Qt Linguist's files (.ts): read as a language of the program, written for translators.

A language may be one such file beside the folders of JSON, dropped there and nothing else. A message is found by its English
sentence; a numerus one by the sentence for several things, with a form for each number the language tells apart.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from pathlib import Path

Said = str | list[str]
"""A sentence, or its forms in the order of the language's plural categories (zero, one, two, few, many, other)."""
_ORDER = ("zero", "one", "two", "few", "many", "other")


def read(file: Path) -> dict[str, Said]:
    """English sentence → what it is in the file's language; unfinished and vanished messages are left out.

    A file that is no XML gives nothing: a program that does not start helps no translator.
    """
    try:
        root = ET.parse(file).getroot()
    except (ET.ParseError, OSError):
        return {}
    found: dict[str, Said] = {}
    for message in root.iter("message"):
        source, said = message.findtext("source", ""), message.find("translation")
        if said is None or said.get("type") in ("unfinished", "vanished", "obsolete"):
            continue
        forms = [form.text or "" for form in said.findall("numerusform")]
        if forms and all(forms):
            found[source] = forms
        elif said.text:
            found[source] = said.text
    return found


def write(
    file: Path, language: str, sentences: Mapping[str, str], said: Mapping[str, Said], plural: Iterable[str]
) -> int:
    """Write a file for Qt Linguist; how many messages in it are unfinished.

    language   en, zh_CN …; sentences: each with the module it stands in, Linguist's context
    plural     those that are said of several things
    """
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    many, unfinished = frozenset(plural), 0
    for context in sorted(set(sentences.values())):
        part = ET.SubElement(root, "context")
        ET.SubElement(part, "name").text = context
        for sentence in sorted(s for s, where in sentences.items() if where == context):
            numerus = sentence in many
            message = ET.SubElement(part, "message", {"numerus": "yes"} if numerus else {})
            ET.SubElement(message, "source").text = sentence
            translation = ET.SubElement(message, "translation")
            known = said.get(sentence)
            if known is None:
                translation.set("type", "unfinished")
                unfinished += 1
            elif numerus:
                for form in [known] if isinstance(known, str) else known:
                    ET.SubElement(translation, "numerusform").text = form
            else:
                translation.text = known if isinstance(known, str) else known[-1]
    ET.indent(root, " ")
    file.parent.mkdir(parents=True, exist_ok=True)
    head = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
    file.write_text(head + ET.tostring(root, encoding="unicode") + "\n", encoding="utf-8")
    return unfinished


def form_of(language: str, forms: list[str], n: int) -> str:
    """The form a language uses for n things."""
    from babel import Locale

    rule = Locale.parse(language.replace("-", "_")).plural_form
    told_apart = [name for name in _ORDER if name in rule.tags or name == "other"]
    return forms[min(told_apart.index(rule(n)), len(forms) - 1)]
