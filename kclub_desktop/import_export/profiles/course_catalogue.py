"""A catalogue of courses: one row per course, known by its own short id or by its title."""

from __future__ import annotations

from kclub_desktop.import_export.profile import Column, Kind, Profile, Subject

CATALOGUE = "catalogue"
"""Namespace of the short ids by which catalogues and ratings name a course."""

ID_HEADERS = ("course_id", "course code", "course no", "课程编号", "课程ID", "课程代码")
TITLE_HEADERS = (
    "title",
    "course",
    "course title",
    "course name",
    "课程",
    "课程名称",
    "课程名",
    "标题",
    "课程标题",
)

PROFILE = Profile(
    source="course_catalogue",
    subject=Subject.COURSE,
    endpoint=CATALOGUE,
    signature=(("title",), ("id", "price"), ("price", "tags", "language", "category", "summary")),
    columns=(
        Column("id", ID_HEADERS, Kind.EXTERNAL),
        Column("title", TITLE_HEADERS),
        Column("price", ("price", "list price", "价格", "售价", "定价"), Kind.MONEY),
        Column("currency", ("currency", "货币", "币种"), Kind.CURRENCY),
        Column("language", ("language", "lang", "语言"), Kind.LANGUAGE),
        Column("tags", ("tags", "topics", "labels", "标签", "主题"), Kind.LABELS),
        Column("category", ("category", "分类", "类别")),
        Column("summary", ("summary", "description", "简介", "课程简介", "描述", "课程介绍"), Kind.LONG_TEXT),
        Column("creator", ("creator", "author", "teacher", "instructor", "讲师", "作者", "老师", "主讲人")),
        Column(
            "published_at",
            ("published", "published at", "发布时间", "发布日期", "上线时间"),
            Kind.MOMENT,
            soft=True,
        ),
    ),
)
