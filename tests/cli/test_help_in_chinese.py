"""`kclub --language zh … --help` speaks Chinese: every command, option, placeholder, and what the parser refuses."""

import json
import re

import pytest
from typer.testing import CliRunner

from kclub_desktop.app import commands
from kclub_desktop.cli import help_words
from kclub_desktop.cli.main import app
from kclub_desktop.words import catalogue

GROUPS = [
    "",
    "member",
    "order",
    "plan",
    "subscription",
    "coupon",
    "hub",
    "segment",
    "points",
    "devices",
    "export",
]
TYPERS_OWN = (
    "Usage",
    "Options",
    "Commands",
    "Arguments",
    "Show this message",
    "required",
    "default",
    "Error",
    "Try ",
)


def kclub(*words, language="zh"):
    done = CliRunner().invoke(app, ["--language", language, *words])
    return done.stdout + done.stderr


def test_every_help_text_is_there_in_chinese_and_reads_as_chinese():
    chinese = catalogue("zh")
    texts = set(help_words.texts(commands.whole()))
    assert {text for text in texts if text not in chinese} == set()
    letters_alone = {text for text in texts if not re.search(r"[一-鿿]", str(chinese[text]))}
    # Lists of codes are the same in any language.
    assert {text for text in letters_alone if chinese[text] != text.replace(", ", "、").rstrip(".")} == set()


def test_every_placeholder_is_known():
    assert set(help_words.metavars(commands.whole())) <= set(help_words.METAVARS)


@pytest.mark.parametrize("group", GROUPS)
def test_nothing_of_the_frame_around_a_help_is_english(group):
    said = kclub(*group.split(), "--help")
    assert "用法" in said and "选项" in said and "显示这段说明。" in said
    assert [word for word in TYPERS_OWN if word in said] == []


def test_help_is_english_again_afterwards():
    assert "用法" in kclub("rate", "--help")
    said = kclub("rate", "--help", language="en")
    assert "Usage" in said and "[required]" in said and not re.search(r"[一-鿿]", said)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("rate", "a", "b", "abc", "--library", "x"), "要填整数"),
        (("rate", "a"), "缺少"),
        (("member", "list"), "缺少选项 '--library'"),
        (("member", "list", "--frob"), "没有选项 --frob"),
        (("membr",), "没有命令 'membr'"),
        (("member", "list", "--library"), "需要一个值"),
        (("member", "list", "--library", "x", "more"), "多写了：more"),
        (("member", "list", "--library", "x", "--limit", "0"), "不小于 1"),
    ],
)
def test_what_the_parser_refuses_is_said_in_chinese(words, said):
    answer = re.sub(r"\s+", " ", kclub(*words).replace("│", ""))
    assert said in answer and "错误" in answer
    assert not any(word in answer for word in ("Missing", "No such", "Invalid", "Input should"))


def test_a_script_gets_the_refusal_in_its_language_too():
    done = CliRunner().invoke(app, ["--language", "zh", "member", "list", "--json"])
    assert json.loads(done.stderr)["error"]["message"] == "缺少选项 '--library'。"
    assert done.exit_code == 2


def test_the_language_may_be_named_with_an_equals_sign():
    done = CliRunner().invoke(app, ["--language=zh", "member", "--help"])
    assert "用法" in done.stdout
