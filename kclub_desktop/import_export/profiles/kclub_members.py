"""Members as KClub itself writes them out; kclub_id is the row's own id and finds it again in the same library."""

from __future__ import annotations

from kclub_desktop.import_export.profile import Column, Kind, Profile, Subject

OWN = "kclub"
"""Namespace of our own ids in another library."""

STATES = {"member": "member", "lead": "lead"}

PROFILE = Profile(
    source="kclub_members",
    subject=Subject.MEMBER,
    endpoint=OWN,
    zone="UTC",
    signature=(("kclub_id",), ("email_consent",), ("currency",)),
    columns=(
        Column("kclub_id", ("kclub_member",), Kind.EXTERNAL, form=r"[0-9]{1,19}"),
        Column("name", ("name",)),
        Column("email", ("email",), Kind.EMAIL),
        Column("phone", ("phone",), Kind.PHONE),
        Column("language", ("language",)),
        Column("status", ("status",), Kind.STATE, soft=True, states=STATES),
        Column("level", ("level",)),
        Column("plan", ("plan",)),
        Column("channel", ("channel",)),
        Column("tags", ("tags",), Kind.LABELS, separators=","),
        Column("note", ("note",), Kind.LONG_TEXT),
        Column("email_consent", ("email_consent",), Kind.FLAG, soft=True),
        Column("joined_at", ("joined_at",), Kind.MOMENT),
        Column("archived_at", ("archived_at",), Kind.MOMENT),
        Column("spent_before", ("spent_before",), Kind.MONEY),
        Column("currency", ("spent_before_currency",), Kind.CURRENCY),
    ),
)
