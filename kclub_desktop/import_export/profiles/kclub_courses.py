"""Courses as KClub itself writes them out."""

from __future__ import annotations

from kclub_desktop.import_export.profile import Column, Kind, Profile, Subject
from kclub_desktop.import_export.profiles.kclub_members import OWN

STATES = {"draft": "draft", "published": "published", "archived": "archived"}

PROFILE = Profile(
    source="kclub_courses",
    subject=Subject.COURSE,
    endpoint=OWN,
    zone="UTC",
    signature=(("kclub_id",), ("title",), ("status",)),
    columns=(
        Column("kclub_id", ("kclub_course",), Kind.EXTERNAL, form=r"[0-9]{1,19}"),
        Column("title", ("title",)),
        Column("summary", ("summary",), Kind.LONG_TEXT),
        Column("price", ("price",), Kind.MONEY),
        Column("currency", ("currency",), Kind.CURRENCY),
        Column("language", ("language",)),
        Column("category", ("category",)),
        Column("tags", ("tags",), Kind.LABELS, separators=","),
        Column("creator", ("creator",)),
        Column("status", ("status",), Kind.STATE, soft=True, states=STATES),
        Column("published_at", ("published_at",), Kind.MOMENT),
    ),
)
