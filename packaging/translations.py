"""Writes every sentence of the program for Qt Linguist, or takes a finished file back.

python packaging/translations.py              kclub_en.ts, kclub_zh_CN.ts and what other languages there are → build/translations
python packaging/translations.py kclub_de.ts  → kclub_desktop/resources/translations/de.ts: the program speaks it from then on
A new language: copy kclub_en.ts, set its language in Linguist, translate. Exit code 1 if a sentence of ours is not translated.
"""

from __future__ import annotations

import ast
import shutil
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

from kclub_desktop import linguist, words
from kclub_desktop.app import commands
from kclub_desktop.cli import help_words

ROOT = Path(__file__).resolve().parent.parent
TO = ROOT / "build" / "translations"
LOCALES = {"zh": "zh_CN"}


def sentences() -> tuple[dict[str, str], set[str]]:
    """Every sentence handed to tr, tr_noop or tr_many, and every help text of a command, with the module it first stands in; and those said of several things."""
    found: dict[str, str] = {}
    plural: set[str] = set()
    for path in sorted((ROOT / "kclub_desktop").rglob("*.py")):
        context = ".".join(path.relative_to(ROOT / "kclub_desktop").with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            if node.func.id not in ("tr", "tr_noop", "tr_many"):
                continue
            texts = [arg.value for arg in node.args[:2] if isinstance(arg, ast.Constant)]
            for text in texts if node.func.id == "tr_many" else texts[:1]:
                found.setdefault(str(text), context)
            if node.func.id == "tr_many":
                plural.add(str(texts[1]))
    for text in help_words.texts(commands.whole()):
        found.setdefault(text, "cli")
    return found, plural


def export() -> int:
    """Write a file per language; how many sentences of ours are not translated."""
    found, plural = sentences()
    unfinished = 0
    for code in words.languages():
        said = {text: text for text in found} if code == words.SOURCE_LANGUAGE else words.catalogue(code)
        file = TO / f"kclub_{LOCALES.get(code, code)}.ts"
        missing = linguist.write(file, LOCALES.get(code, code), found, said, plural)
        unfinished += missing
        print(f"{file.relative_to(ROOT)}: {len(found)} sentences, {missing} unfinished")
    return unfinished


def take_back(file: Path) -> int:
    """Put a translator's file where the program finds it; how many sentences it leaves in English."""
    found, _plural = sentences()
    language = ET.parse(file).getroot().get("language", "")
    code = next((ours for ours, theirs in LOCALES.items() if theirs == language), language)
    if not code or code == words.SOURCE_LANGUAGE:
        sys.exit(f"{file.name} does not say which language it is")
    target = words.TRANSLATIONS / f"{code}.ts"
    shutil.copyfile(file, target)
    missing = sorted(found.keys() - linguist.read(target).keys())
    print(f"{target.relative_to(ROOT)}: {len(found) - len(missing)} of {len(found)} sentences")
    return len(missing)


if __name__ == "__main__":
    unfinished = take_back(Path(sys.argv[1])) if len(sys.argv) > 1 else export()
    sys.exit(1 if unfinished else 0)
