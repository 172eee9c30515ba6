"""Ratings of courses: one row per person and course, the person by e-mail or mobile, the course by id or title."""

from __future__ import annotations

from kclub_desktop.import_export.profile import Column, Kind, Profile, Subject
from kclub_desktop.import_export.profiles.course_catalogue import CATALOGUE, ID_HEADERS, TITLE_HEADERS

PROFILE = Profile(
    source="course_ratings",
    subject=Subject.RATING,
    endpoint=CATALOGUE,
    signature=(("email", "phone"), ("course", "course_title"), ("stars",)),
    columns=(
        Column("email", ("email", "e-mail", "email address", "邮箱", "电子邮箱"), Kind.EMAIL),
        Column("phone", ("phone", "mobile", "手机号", "手机", "手机号码"), Kind.PHONE),
        Column("course", ID_HEADERS, Kind.EXTERNAL, of=Subject.COURSE),
        Column("course_title", TITLE_HEADERS),
        Column("stars", ("stars", "rating", "score", "评分", "星级", "打分"), Kind.STARS),
        Column("review", ("review", "comment", "feedback", "评价", "评语", "评论", "反馈"), Kind.LONG_TEXT),
        Column(
            "rated_at",
            ("rated_at", "date", "rated on", "created at", "time", "评分时间", "评价时间", "时间", "日期"),
            Kind.MOMENT,
        ),
        Column("name", ("name", "姓名"), Kind.IGNORED),
    ),
)
