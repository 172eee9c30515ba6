"""Ratings as KClub itself writes them out; e-mail and title are there for people, the ids say who and what."""

from __future__ import annotations

from kclub_desktop.import_export.profile import Column, Kind, Profile, Subject
from kclub_desktop.import_export.profiles.kclub_members import OWN

PROFILE = Profile(
    source="kclub_ratings",
    subject=Subject.RATING,
    endpoint=OWN,
    zone="UTC",
    signature=(("member",), ("course",), ("stars",)),
    columns=(
        Column("member", ("kclub_member",), Kind.EXTERNAL, form=r"[0-9]{1,19}", of=Subject.MEMBER),
        Column("email", ("email",), Kind.EMAIL),
        Column("phone", ("phone",), Kind.PHONE),
        Column("course", ("kclub_course",), Kind.EXTERNAL, form=r"[0-9]{1,19}", of=Subject.COURSE),
        Column("course_title", ("title",)),
        Column("stars", ("stars",), Kind.STARS),
        Column("review", ("review",), Kind.LONG_TEXT),
        Column("rated_at", ("rated_at",), Kind.MOMENT),
    ),
)
