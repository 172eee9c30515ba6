"""Chinese is read as pypinyin reads it, though its phrases are taken up in small parts."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kclub_desktop.store.search import dictionary

pypinyin = pytest.importorskip("pypinyin")
TEXTS = ("重庆银行行长说长大", "音乐与快乐的运营方法", "了不起的都江堰", "abc 播客入门 2")


def test_every_phrase_of_the_dictionary_arrives_whole():
    text = Path(pypinyin.__file__).with_name("phrases_dict.json").read_text(encoding="utf-8")
    taken = {}
    for part in dictionary.parts(text):
        taken |= part
    assert taken == json.loads(text)


def test_a_dictionary_in_another_layout_is_read_too():
    phrases = {"长大": [["zhǎng"], ["dà"]], "行长": [["háng"], ["zhǎng"]]}
    for indent in (None, 0, 2):
        [part] = dictionary.parts(json.dumps(phrases, indent=indent))
        assert part == phrases


def test_titles_sound_as_the_whole_dictionary_says():
    code = (
        f"from kclub_desktop.store.search import dictionary; print([dictionary.read(t) for t in {TEXTS!r}])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == str([pypinyin.lazy_pinyin(text, errors="ignore") for text in TEXTS])
