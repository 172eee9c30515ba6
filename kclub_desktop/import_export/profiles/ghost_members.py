"""Members of a Ghost site, as its admin exports them. An id is an ObjectId: 24 hexadecimal digits."""

from __future__ import annotations

from typing import Any

from kclub_desktop.import_export.profile import Column, Kind, Profile, Subject

GIVEN_PLAN = "Complimentary"
"""Name that Ghost's own admin shows for a plan given away."""


def _plan(values: dict[str, Any]) -> dict[str, Any]:
    if values.pop("complimentary", None) and not values.get("plan"):
        values["plan"] = GIVEN_PLAN
    return values


PROFILE = Profile(
    source="ghost_members",
    subject=Subject.MEMBER,
    endpoint="ghost",
    zone="UTC",
    signature=(("email",), ("email_consent",), ("complimentary",), ("stripe_id",)),
    columns=(
        Column("id", ("id",), Kind.EXTERNAL, form=r"[0-9a-f]{24}"),
        Column("stripe_id", ("stripe_customer_id",), Kind.EXTERNAL, endpoint="stripe"),
        Column("email", ("email",), Kind.EMAIL),
        Column("name", ("name",)),
        Column("note", ("note",), Kind.LONG_TEXT),
        Column("email_consent", ("subscribed_to_emails", "subscribed"), Kind.FLAG, soft=True),
        Column("complimentary", ("complimentary_plan",), Kind.FLAG, soft=True),
        Column("joined_at", ("created_at",), Kind.MOMENT, soft=True),
        Column("archived_at", ("deleted_at",), Kind.MOMENT, soft=True),
        Column("tags", ("labels",), Kind.LABELS, separators=","),
        Column("plan", ("tiers",)),
        Column("gift_id", ("gift_id",), Kind.IGNORED),
    ),
    hook=_plan,
)
