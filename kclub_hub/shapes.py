"""The shapes of what goes to the hub and comes from it, as its OpenAPI document tells them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from kclub_hub.log import MAX_CHANGE_SETS
from kclub_hub.returning import MAX_ASKED
from kclub_protocol.ids import MAX_NODE

MAX_SEQ = (1 << 63) - 1
# A NUL is no letter of any name, and PostgreSQL takes none.
Line = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$")]


class Returning(BaseModel):
    """Where a device was before."""

    community: Line = Field(max_length=64)
    node: int = Field(ge=0, le=MAX_NODE)
    restored: bool = False


class FoundingDevice(BaseModel):
    """What a library that brings its community calls it."""

    name: Line = Field(max_length=200)
    zone: Line = Field(default="", max_length=64)
    currency: Line = Field(default="", max_length=8)


class PairRequest(BaseModel):
    """Body of POST /v1/pair."""

    code: Line = Field(max_length=32)
    device_name: Line = Field(default="", max_length=200)
    founding: FoundingDevice | None = None
    returning: Returning | None = None
    joining: bool = Field(
        default=False, description="A copy of a community that is there; refused while nobody has founded it"
    )
    attempt: Line = Field(
        default="",
        max_length=64,
        description="The device's own secret word for this pairing. Asked again with the same code and word, since the"
        " answer was lost, the hub lets the same device in, while the code is good",
    )


class Paired(BaseModel):
    """Answer of POST /v1/pair. token: told once and never again."""

    token: str
    device: str
    node: int = Field(ge=0, le=MAX_NODE)
    role: str
    community: str
    name: str
    zone: str
    currency: str


class Renewal(BaseModel):
    """Body of POST /v1/renew. key: the device's own word for this restore, the same when it asks again."""

    key: Line = Field(min_length=8, max_length=64)


class RowChange(BaseModel):
    """New values of some fields of one row; made: did the row come into being with this change?"""

    model_config = ConfigDict(extra="allow")

    entity: str = Field(pattern=r"^[A-Za-z0-9_]{1,64}$")
    row: str = Field(pattern=r"^-?[0-9]{1,19}$", description="Row id as a decimal string")
    made: bool
    fields: dict[str, str | int | float | None]


class Undoes(BaseModel):
    """The change set that another takes back or does again; whole: with this one that is done."""

    stamp: str = Field(pattern=r"^[0-9]{1,19}$")
    node: int = Field(ge=0, le=MAX_NODE)
    whole: bool = False


class ChangeSet(BaseModel):
    """One transaction of one device. stamp: its clock stamp as a decimal string; at: Unix seconds."""

    model_config = ConfigDict(extra="allow")

    stamp: str = Field(pattern=r"^[0-9]{1,19}$")
    node: int = Field(ge=0, le=MAX_NODE)
    operation: str = Field(pattern=r"^[A-Za-z0-9_]{1,64}$")
    at: int
    changes: list[RowChange]
    undoes: Undoes | None = None


class Batch(BaseModel):
    """Body of POST /v1/changes; the change sets are read by kclub_protocol and kept as they are."""

    number: int = Field(ge=1, le=MAX_SEQ)
    after: int | None = Field(default=None, ge=0, le=MAX_SEQ)
    life: Line = Field(default="", max_length=64)
    change_sets: list[dict[str, Any]]
    of_others: bool = Field(
        default=False, description="What others wrote, and the hub lost when it was restored; an owner's only"
    )


class Asked(BaseModel):
    """One change set by who wrote it and when."""

    node: int = Field(ge=0, le=MAX_NODE)
    stamp: str = Field(pattern=r"^[0-9]{1,18}$")


class LostAsked(BaseModel):
    """Body of POST /v1/lost: change sets of others that an owner's device still has."""

    change_sets: list[Asked] = Field(max_length=MAX_ASKED)


class Lost(BaseModel):
    """Answer of POST /v1/lost: which of them, by their places, the hub lost when it was restored."""

    lost: list[int]


class BlobsAsked(BaseModel):
    """Body of POST /v1/blobs/known: SHA-256 of files as 64 hexadecimal digits."""

    hashes: list[Annotated[str, Field(pattern="^[0-9a-f]{64}$")]] = Field(max_length=500)


class BlobKnown(BaseModel):
    """What the hub has of a file. have: bytes; whole: all of it is there and is what the hash says."""

    sha256: str
    have: int
    whole: bool


class BlobsKnown(BaseModel):
    """Answer of POST /v1/blobs/known, in the order asked."""

    blobs: list[BlobKnown]


class BatchAsTold(BaseModel):
    """The shape of Batch with that of its change sets, for the OpenAPI document."""

    number: int = Field(ge=1, le=MAX_SEQ)
    after: int | None = Field(default=None, ge=0, le=MAX_SEQ)
    life: Line = Field(default="", max_length=64)
    change_sets: list[ChangeSet] = Field(max_length=MAX_CHANGE_SETS)


class Taken(BaseModel):
    """Answer of POST /v1/changes. last: up to this seq the device has now seen everything, its own included."""

    number: int
    taken: int
    last: int


class LoggedChangeSet(BaseModel):
    """A change set with its place in the community's order."""

    seq: int
    change_set: ChangeSet


class ChangesPage(BaseModel):
    """Answer of GET /v1/changes.

    own: latest stamp the hub has of the asking device, as a decimal string; life: of the log, another one after the hub
    was restored from a backup; sees_money: false where what is of money was left out for this device.
    """

    changes: list[LoggedChangeSet]
    next: int
    more: bool
    own: str
    life: str
    sees_money: bool = True


class Device(BaseModel):
    """A device of the caller's community; times in Unix seconds."""

    id: str
    node: int
    name: str
    role: str
    money: bool
    added_at: int
    seen_at: int | None
    revoked_at: int | None
    sees_money: bool = True


class Devices(BaseModel):
    """Answer of GET /v1/devices."""

    devices: list[Device]


class DeviceChange(BaseModel):
    """Body of PATCH /v1/devices/{device}: what is left out, or null, stays. revoked: false lets it in again."""

    name: Annotated[Line, Field(min_length=1, max_length=200)] | None = None
    money: bool | None = None
    revoked: bool | None = None
    sees_money: bool | None = None


class CodeRequest(BaseModel):
    """Body of POST /v1/codes. money: may a staff device write orders and payments? sees_money: may it see them?"""

    role: Literal["owner", "staff", "kiosk"] = "owner"
    money: bool = False
    sees_money: bool = True


class NewCode(BaseModel):
    """Answer of POST /v1/codes. code: told once; seconds: how long it is good."""

    code: str
    role: str
    money: bool
    seconds: int
    sees_money: bool = True


class NewToken(BaseModel):
    """Answer of POST /v1/token."""

    token: str


class TableDigest(BaseModel):
    """What a device has of one table: how many rows, and a digest of them all under the columns it knows."""

    columns: Line = Field(max_length=64)
    rows: int = Field(ge=0, le=MAX_SEQ)
    digest: Line = Field(max_length=64)


class Digests(BaseModel):
    """Body of POST /v1/digests: the whole copy of a device that has come to `cursor` and has nothing to send."""

    cursor: int = Field(ge=0, le=MAX_SEQ)
    tables: dict[Line, TableDigest] = Field(max_length=500)


class Differences(BaseModel):
    """Answer of POST /v1/digests: tables in which another device at the same place has something else."""

    compared: int
    tables: list[str]


class Health(BaseModel):
    """Answer of GET /v1/health."""

    status: str


class ProblemDocument(BaseModel):
    """RFC 9457. type: what a program goes by; title: for people."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
