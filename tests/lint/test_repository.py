"""The house style as tests: sizes, docstrings, banned calls and words, and every sentence in both languages."""

import ast
import json
import re
import statistics
import subprocess
from functools import cache
from pathlib import Path

import pytest

from kclub_desktop import errors, words
from kclub_desktop.app import commands
from kclub_desktop.cli import help_words
from kclub_desktop.words_for_errors import WORDS

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("kclub_desktop", "kclub_protocol", "kclub_hub")
CATCH_ALL = {
    "kclub_desktop/ui/jobs.py",
    "kclub_desktop/app/main.py",
    "kclub_desktop/sync/unending.py",
    "kclub_hub/housekeeping.py",
}
TEXT = {".py", ".md", ".toml", ".sh", ".json", ".lock", ".txt", ""}
MACHINE = re.compile("/" + r"(work|root|home)/|pypi" + r"\.org|deb\.debian" + r"\.org|farm-(bench|studio)")
WORDS_BANNED = re.compile(r"(^|_)(utils?|helpers?|manager|data2)(_|$)", re.IGNORECASE)


@cache
def committed() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True,
    ).stdout.decode()  # fmt: skip
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def modules() -> list[Path]:
    return [p for p in committed() if p.suffix == ".py" and p.relative_to(ROOT).parts[0] in PACKAGES]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path):
    return [n for n in ast.walk(tree(path)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


def length(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_function_is_longer_than_70_lines():
    too_long = [
        f"{name(p)}:{f.lineno} {f.name}"
        for p in modules()
        for f in functions(p)
        if f.end_lineno - f.lineno >= 70
    ]
    assert too_long == []


def test_no_module_is_longer_than_500_lines_and_the_typical_one_is_short():
    assert [name(p) for p in modules() if length(p) > 500] == []
    assert statistics.median(length(p) for p in modules()) <= 160


def test_every_module_and_every_public_thing_says_what_it_is_for():
    silent = []
    for path in modules():
        if not ast.get_docstring(tree(path)):
            silent.append(name(path))
        public = [
            tree(path),
            *(n for n in tree(path).body if isinstance(n, ast.ClassDef) and n.name[0] != "_"),
        ]
        for holder in public:
            for node in holder.body:
                is_thing = isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name[0] != "_"
                if is_thing and not ast.get_docstring(node) and not overrides_qt(path, node):
                    silent.append(f"{name(path)}:{node.lineno} {node.name}")
    assert silent == []


def overrides_qt(path: Path, node: ast.AST) -> bool:
    """Qt's own names (camelCase, or Qt's one-word virtuals in ui/) are documented by Qt."""
    qt_words = {"data", "paint", "event", "run", "flags", "parent", "index", "rows", "paint_chart"}
    return "/ui/" in name(path) and (not node.name.islower() or node.name in qt_words)


def test_models_are_never_written_past_the_gate():
    from kclub_desktop.store.tables import REPLICATED

    models = {model.__name__ for model in REPLICATED}
    found = []
    for path in modules():
        for node in ast.walk(tree(path)):
            if (
                isinstance(node, ast.Attribute)
                and node.attr
                in {
                    "create",
                    "save",
                    "get_or_create",
                    "replace",
                }
                and isinstance(node.value, ast.Name)
                and node.value.id in models
            ):
                found.append(f"{name(path)}:{node.lineno} .{node.attr}")
            is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
            if is_text and re.search(r"\b(INSERT|UPDATE) OR (REPLACE|IGNORE)\b|^REPLACE INTO", node.value):
                found.append(f"{name(path)}:{node.lineno} OR …")
    assert found == []


def test_everything_is_caught_in_three_places_only():
    found = [
        f"{name(p)}:{n.lineno}"
        for p in modules()
        if name(p) not in CATCH_ALL
        for n in ast.walk(tree(p))
        if isinstance(n, ast.ExceptHandler)
        and (n.type is None or (isinstance(n.type, ast.Name) and n.type.id == "Exception"))
    ]
    assert found == []


def test_names_say_what_they_are():
    found = [name(p) for p in committed() if WORDS_BANNED.search(p.stem)]
    for path in modules():
        named = (ast.FunctionDef, ast.ClassDef)
        found += [
            f"{name(path)} {n.name}"
            for n in ast.walk(tree(path))
            if isinstance(n, named) and WORDS_BANNED.search(n.name)
        ]
        if re.search(r"\bTO" + r"DO\b", path.read_text(encoding="utf-8")):
            found.append(f"{name(path)} unfinished")
    assert found == []


def test_no_page_holds_sql():
    found = []
    for path in modules():
        if path.stem.endswith("_page"):
            found += [
                f"{name(path)}:{n.lineno}"
                for n in ast.walk(tree(path))
                if isinstance(n, ast.Constant) and isinstance(n.value, str)
                and re.match(r"\s*(SELECT|INSERT|UPDATE|DELETE) ", n.value)
            ]  # fmt: skip
    assert found == []


def test_colours_stand_in_the_theme_alone():
    found = [
        f"{name(p)}:{n.lineno}"
        for p in modules()
        if "/ui/theme/" not in name(p)
        for n in ast.walk(tree(p))
        if isinstance(n, ast.Constant)
        and isinstance(n.value, str)
        and re.search(r"#[0-9A-Fa-f]{6}\b", n.value)
    ]
    assert found == []


def test_qt_stays_in_the_window():
    found = []
    for path in modules():
        if "/ui/" in name(path) or "/app/" in name(path):
            continue
        for node in ast.walk(tree(path)):
            imported = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            imported += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(i.split(".")[0] in {"PySide6", "pyqtgraph", "qtawesome", "superqt"} for i in imported):
                found.append(f"{name(path)}:{node.lineno}")
    assert found == []


def spoken() -> dict[str, str]:
    """Every literal handed to tr or tr_noop -> where."""
    found: dict[str, str] = {}
    for path in modules():
        for node in ast.walk(tree(path)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in {"tr", "tr_noop", "tr_many"}
            ):
                first = node.args[0]
                if node.func.id == "tr_many":
                    found[node.args[1].value] = f"{name(path)}:{node.lineno}"
                if isinstance(first, ast.Constant):
                    found[first.value] = f"{name(path)}:{node.lineno}"
                else:
                    assert isinstance(first, ast.Name | ast.Subscript | ast.Attribute), (
                        f"{name(path)}:{node.lineno}"
                    )
    return found | dict.fromkeys(help_words.texts(commands.whole()), "help of a command")


@pytest.mark.parametrize("language", [code for code in words.languages() if code != "en"])
def test_every_sentence_is_there_in_every_language_and_none_is_left_over(language):
    translated: dict[str, str] = {}
    for file in sorted((words.TRANSLATIONS / language).glob("*.json")):
        for key, said in json.loads(file.read_text(encoding="utf-8")).items():
            assert translated.setdefault(key, said) == said, (
                f"{file.name}: {key} is translated twice, differently"
            )
    sentences = spoken()
    fields = re.compile(r"\{(\w+)")

    assert {s: where for s, where in sentences.items() if s not in translated} == {}
    assert sorted(translated.keys() - sentences.keys()) == []
    assert [s for s in sentences if sorted(fields.findall(s)) != sorted(fields.findall(translated[s]))] == []


def test_every_error_has_words_in_both_languages():
    leaves = {leaf for family in (errors.Refused, errors.Unavailable) for leaf in family.__subclasses__()}
    assert leaves == set(WORDS)


def test_nothing_committed_names_this_machine_or_a_registry():
    found = []
    for path in committed():
        if path.suffix in TEXT and path != Path(__file__):
            text = path.read_text(encoding="utf-8", errors="replace")
            found += [f"{name(path)}: {hit.group()}" for hit in MACHINE.finditer(text)]
    assert found == []


def test_the_lock_names_no_index_and_no_host():
    for path in ROOT.glob("*.lock"):
        assert not re.search(r"https?:|index-url|find-links", path.read_text())


def test_what_starts_with_the_window_imports_nothing_heavy():
    heavy = ["sklearn", "scipy", "jieba", "stripe", "openpyxl"]
    code = (
        "import sys, importlib.util as u\n"
        "[__import__(m) for m in ('kclub_desktop.app', 'kclub_desktop.ui.desk.window') if u.find_spec(m.rpartition('.')[0]) and u.find_spec(m)]\n"
        f"print([m for m in {heavy} if m in sys.modules])"
    )
    told = subprocess.run(
        [str(ROOT / ".venv/bin/python"), "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert told.stdout.strip() == "[]", told.stderr
