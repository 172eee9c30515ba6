"""The search box: whatever part of a person somebody remembers finds them, the likeliest first."""

import pytest

from kclub_desktop.store import Op, rows, search
from kclub_desktop.store.search import Way
from kclub_desktop.store.tables import Course, Event, Member

NOW = 1_790_000_000


@pytest.fixture
def people(library):
    def add(*people):
        with library.write(Op.ADD_MEMBER):
            return [rows.add(library, Member, created_at=NOW, **_person(person)) for person in people]

    return add


def _person(person):
    return {"name": person} if isinstance(person, str) else person


def names(library, text, model=Member, column="name"):
    found = [each.row for each in search.find(library, model, text)]
    return [
        library.value(f"SELECT {column} FROM {model.name_of_table()} WHERE id = ?", (row,)) for row in found
    ]


def ways(library, text):
    return [each.way for each in search.find(library, Member, text)]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("李磊", "李"),
        ("李磊", "磊"),
        ("李磊", "李磊"),
        ("李磊", "lilei"),
        ("李磊", "lei"),
        ("李磊", "li lei"),
        ("李磊", "LiLei"),
        ("李磊", "ll"),
        ("欧阳小明", "xm"),
        ("欧阳小明", "oyxm"),
        ("欧阳小明", "小明"),
        ("欧阳小明", "阳小"),
        ("单小军", "shan"),
        ("曾国强", "zengguoqiang"),
        ("仇英", "qiuying"),
        ("解晓东", "xiexiaodong"),
        ("查良镛", "zha"),
        ("朴树", "piaoshu"),
        ("尉迟恭", "yuchigong"),
        ("万俟咏", "moqiyong"),
        ("区小姐", "ou"),
        ("重庆火锅", "chongqing"),
        ("重庆火锅", "zhongqing"),
        ("吕布", "lvbu"),
        ("吕布", "lubu"),
        ("吕布", "lyubu"),
        ("阿里木·买买提", "alimumai"),
        ("阿里木·买买提", "买买提"),
        ("Anna Müller", "an"),
        ("Anna Müller", "muller"),
        ("Anna Müller", "MÜL"),
        ("Anna Müller", "anna m"),
        ("Anna Müller", "muller anna"),
        ("Anna Müller", "annamul"),
        ("Anna Müller", "ülle"),
        ("Tom O'Neil", "o'neil"),
        ("Tom O'Neil", "neil"),
        ("Łukasz Ørsted", "lukasz orsted"),
        ("Straße", "strasse"),
        ("ＡＢＣ工作室", "abc"),
        ("AI产品课", "ai产品"),
        ("Маша", "маш"),
        ("김민수", "민수"),
        ("🌸小花", "🌸"),
    ],
)
def test_a_name_is_found_by_what_one_remembers_of_it(library, people, name, typed):
    people("Zoe Quill", name, "吴用")

    assert names(library, typed) == [name]


@pytest.mark.parametrize(
    "typed",
    ["1234", "0001234", "138 0000 1234", "138-0000-1234", "+86 138 0000 1234", "(86) 13800001234", "013800001234"],
)  # fmt: skip
def test_a_phone_number_is_found_by_its_tail_and_however_it_is_written(library, people, typed):
    people({"name": "A", "phone": "+8613800001234"}, {"name": "B", "phone": "+8613800005678"})

    assert names(library, typed) == ["A"]


@pytest.mark.parametrize(
    "typed", ["anna.mueller@studio-k.example", "anna.mueller", "mueller", "studio", "anna@studio", "ueller", "MUE"]
)  # fmt: skip
def test_an_e_mail_address_is_found_by_its_parts(library, people, typed):
    people({"name": "A", "email": "anna.mueller@studio-k.example"}, {"name": "B", "email": "bo@web.example"})

    assert names(library, typed) == ["A"]


def test_a_tag_finds_who_has_it(library, people):
    people({"name": "A", "tags": "VIP, 讲师"}, {"name": "B", "tags": "讲师助理"})

    assert names(library, "vip") == ["A"]
    assert sorted(names(library, "讲师")) == ["A", "B"]
    assert names(library, "助理") == ["B"]


def test_every_word_must_fit_but_in_any_place(library, people):
    people(
        {"name": "Li Wei", "tags": "VIP"}, {"name": "Li Na", "tags": ""}, {"name": "Wang Wei", "tags": "VIP"}
    )

    assert names(library, "li vip") == ["Li Wei"]
    assert names(library, "vip wei li") == ["Li Wei"]
    assert names(library, "li paris") == []


def test_the_likeliest_come_first(library, people):
    people(
        {"name": "Zed", "email": "lin@example.org"},
        "Berlin",
        "刘雨桐",
        "林芳",
        "Ada Lin",
        "Linda",
        "Lin",
    )

    assert names(library, "lin") == ["Lin", "Linda", "Ada Lin", "林芳", "Berlin", "Zed"]
    assert ways(library, "lin") == [
        Way.NAME, Way.NAME_BEGINS, Way.WORD_BEGINS, Way.SOUND, Way.INSIDE, Way.INSIDE,
    ]  # fmt: skip


def test_among_equals_the_newest_come_first_and_archived_ones_last(library, people):
    old, archived, new = people("Ann Old", "Ann Archived", "Ann New")
    with library.write(Op.ARCHIVE_MEMBERS):
        rows.change(library, Member, archived, archived_at=NOW)

    assert [each.row for each in search.find(library, Member, "ann")] == [new, old, archived]
    assert old < archived < new


def test_a_better_fit_is_not_pushed_off_the_page_by_newer_ones(library, people):
    people("Wang")
    people(*[f"Wang Number {n}" for n in range(80)])

    assert names(library, "wang")[0] == "Wang"
    assert len(names(library, "wang")) == 50


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Michael Brown", "micheal"),
        ("Michael Brown", "michal"),
        ("Michael Brown", "imchael"),
        ("Johnson", "jonhson"),
        ("张伟", "zhangwie"),
        ("欧阳小明", "ouyangxiaomign"),
        ("李明", "李鸣"),
        ("Michael Brown", "brown micheal"),
    ],
)
def test_a_typing_mistake_still_finds(library, people, name, typed):
    people("Zoe Quill", name, "吴用")

    assert names(library, typed) == [name]
    assert ways(library, typed) == [Way.MISTAKE]


def test_mistakes_are_not_thought_of_where_enough_was_found(library, people):
    people("Mark One", "Mark Two", "Mark Three", "Mary Four")

    assert "Mary Four" not in names(library, "mark")


@pytest.mark.parametrize(
    "typed", ["", "   ", "!?", "%", "_", '"', "'", "*", "NEAR(", "x AND", '" OR "', "\x00"]
)
def test_signs_mean_nothing_and_break_nothing(library, people, typed):
    people("Anna", "xand")

    assert names(library, typed) in ([], ["xand"])
    ids, asked = search.fitting(library, Member, typed)
    assert len(library.rows(ids, asked)) <= 1


def test_all_that_fit_are_found_for_a_list_with_its_own_order(library, people):
    expected = people(*[f"Wang Number {n}" for n in range(80)], "王芳")
    people("Li")

    ids, asked = search.fitting(library, Member, "wang")

    assert sorted(row for (row,) in library.rows(ids, asked)) == sorted(expected)


def test_courses_and_events_are_found_by_title_category_place_and_summary(library):
    with library.write(Op.EDIT_COURSE):
        rows.add(
            library,
            Course,
            title="产品思维",
            category="商业",
            summary="How to think of a Roadmap",
            created_at=NOW,
        )
        rows.add(library, Course, title="SQL for creators", creator="李磊", published_at=None, created_at=NOW)
        rows.add(
            library,
            Event,
            title="春季聚会",
            place="上海 Bund Hall",
            starts_at=NOW,
            ends_at=NOW + 1,
            capacity=None,
        )

    for typed in ("产品", "chanpin", "cpsw", "商业", "roadmap", "思维"):
        assert names(library, typed, Course, "title") == ["产品思维"], typed
    for typed in ("sql", "creators", "李磊"):
        assert names(library, typed, Course, "title") == ["SQL for creators"], typed
    for typed in ("春季", "juhui", "bund", "上海"):
        assert names(library, typed, Event, "title") == ["春季聚会"], typed


def test_one_box_looks_everywhere(library, people):
    people("王芳")
    with library.write(Op.EDIT_COURSE):
        rows.add(library, Course, title="王的管理课", published_at=None, created_at=NOW)

    assert {each.model for each in search.find_everywhere(library, "王")} == {Member, Course}
