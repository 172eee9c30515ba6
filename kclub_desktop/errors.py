"""The two families of expected failures. Leaves carry data and never words: those are in words_for_errors.py.

Refused: a rule says no, the person can change something. Unavailable: disk, lock, network or keyring; trying again
may help. A bug has no class here: it reaches the log and the crash dialog.
"""

from __future__ import annotations

from dataclasses import dataclass


class KClubError(Exception):
    """Root of what a person may be told. Only leaves of Refused and Unavailable are raised."""


class Refused(KClubError):
    """A rule says no; the person can change something."""


class Unavailable(KClubError):
    """Something outside is not there now; trying again later may help."""


@dataclass(eq=False)
class NotALibrary(Refused):
    """The folder holds no community file."""

    folder: str


@dataclass(eq=False)
class AlreadyALibrary(Refused):
    """A new library was asked for where there is one."""

    folder: str


@dataclass(eq=False)
class LibraryTooNew(Refused):
    """The file was written by a newer version of the program."""

    folder: str
    file_version: int
    known_version: int


@dataclass(eq=False)
class LibraryInUse(Unavailable):
    """Another desk has this library open."""

    folder: str


@dataclass(eq=False)
class LibraryUnreadable(Unavailable):
    """The file cannot be opened or read; reason is the system's or SQLite's own."""

    folder: str
    reason: str


@dataclass(eq=False)
class LibraryBusy(Unavailable):
    """Another program kept the file locked for longer than we wait."""

    folder: str


@dataclass(eq=False)
class LibraryNotWritable(Unavailable):
    """The disk is full, the file read-only or the device failing; reason is the system's or SQLite's own."""

    folder: str
    reason: str


@dataclass(eq=False)
class UnknownMember(Refused):
    """No member fits what was asked for."""

    asked: str


@dataclass(eq=False)
class UnknownLevel(Refused):
    """No level has this id or name."""

    asked: str


@dataclass(eq=False)
class UnknownBadge(Refused):
    """No badge has this id or name."""

    asked: str


@dataclass(eq=False)
class UnknownBenefit(Refused):
    """No benefit in use has this id or name, or it is not to be had for points."""

    asked: str


@dataclass(eq=False)
class UnknownPoints(Refused):
    """No line of the ledger that a person wrote has this id."""

    asked: str


@dataclass(eq=False)
class NotEnoughPoints(Refused):
    """A member has fewer points than are to be spent."""

    member: str
    has: int
    wanted: int


@dataclass(eq=False)
class NoAccess(Refused):
    """A course is only for members of a level or plan that this one does not have."""

    course: str


@dataclass(eq=False)
class NotOpenYet(Refused):
    """Registration for an event is not open for this member yet; opens_at in UTC seconds, zone an IANA name."""

    event: str
    opens_at: int
    zone: str


@dataclass(eq=False)
class FieldRefused(Refused):
    """A value does not fit its field; why is a code with words of its own (empty, email, number …)."""

    field: str
    why: str
    value: str = ""


@dataclass(eq=False)
class HubUnreachable(Unavailable):
    """The hub did not answer."""

    url: str
    reason: str


@dataclass(eq=False)
class HubRefused(Refused):
    """The hub answered no; reason is the title of its problem document."""

    url: str
    status: int
    reason: str


@dataclass(eq=False)
class HubCertificate(Unavailable):
    """The hub's certificate is not to be trusted; why is a code: expired, early, unknown, name, other."""

    url: str
    why: str


@dataclass(eq=False)
class UnknownDevice(Refused):
    """No device of the community, or several, are called so; known are those there are."""

    asked: str
    known: tuple[str, ...]


@dataclass(eq=False)
class UnknownConflict(Refused):
    """There is no conflict of this id."""

    asked: str


@dataclass(eq=False)
class NotBoth(Refused):
    """The two values of this conflict cannot both stand."""

    conflict: int


@dataclass(eq=False)
class NotPaired(Refused):
    """Sync was asked for before this library was paired with a hub."""

    folder: str


@dataclass(eq=False)
class PairingCodeRefused(Refused):
    """The one-time code is wrong, used up or too old."""

    url: str


@dataclass(eq=False)
class AnotherCommunity(Refused):
    """This library already holds a community of its own, and the hub another one."""

    folder: str
    url: str


@dataclass(eq=False)
class NotALink(Refused):
    """What was given is no pairing link."""

    given: str


@dataclass(eq=False)
class InsecureHub(Refused):
    """A hub that is not on this computer must be reached over https."""

    url: str


@dataclass(eq=False)
class ClockWrong(Refused):
    """This computer's clock and the other side's differ by more than 24 hours; ahead is in seconds, negative = behind."""

    ahead: int


@dataclass(eq=False)
class NoKeyring(Unavailable):
    """This system has no keyring to keep a secret in."""

    secret: str


@dataclass(eq=False)
class NotImportable(Refused):
    """A file that cannot be a table at all; why is a code: missing, folder, empty, binary."""

    file: str
    why: str


@dataclass(eq=False)
class UnrecognisedFile(Refused):
    """No source we know has such headers."""

    file: str
    headers: tuple[str, ...]


@dataclass(eq=False)
class FileNotReadable(Unavailable):
    """The system does not let us read a file; reason is its own."""

    file: str
    reason: str


@dataclass(eq=False)
class FileNotWritable(Unavailable):
    """The system does not let us write a file there; reason is its own."""

    file: str
    reason: str


@dataclass(eq=False)
class HubNotStarted(Unavailable):
    """A hub cannot listen on an address or open its file; reason is the system's own."""

    where: str
    reason: str


@dataclass(eq=False)
class UnknownOnHub(Refused):
    """No community or device of the hub fits what was asked for, or several do; known are those there are."""

    asked: str
    known: tuple[str, ...]


@dataclass(eq=False)
class HubBackupRefused(Refused):
    """A backup is not read into a hub; why is a code: damaged, not_empty."""

    file: str
    why: str


@dataclass(eq=False)
class NoEvent(Refused):
    """A kiosk was asked for and there is no such event, or none at all, to check in to."""

    folder: str


@dataclass(eq=False)
class FolderNotEmpty(Refused):
    """Something of our own was to be made in a folder that holds other files."""

    folder: str


@dataclass(eq=False)
class FileThere(Refused):
    """Something of our own was to be written under a name that a file has."""

    file: str


@dataclass(eq=False)
class FilterRefused(Refused):
    """A segment's filter is not one. where: path in it; why: json, shape, version, … or the kind of value asked for."""

    where: str
    why: str
    given: str = ""


@dataclass(eq=False)
class UnknownSegment(Refused):
    """There is no saved segment of that name or id."""

    segment: str


@dataclass(eq=False)
class UnknownChange(Refused):
    """No change has this number."""

    change_set: int


@dataclass(eq=False)
class AlreadyUndone(Refused):
    """The step, or the undo, was taken back before."""

    step: int
    operation: str


@dataclass(eq=False)
class NotUndoable(Refused):
    """Taking the step back means nothing; why is a code: facts (nothing but facts), operation, standing (a redo of what stands),
    paid (an order that got money since), corrected (nothing of its facts stands), credit (what a change gave back was used since)."""

    step: int
    operation: str
    why: str


@dataclass(eq=False)
class NothingToUndo(Refused):
    """Nothing was done on this device that could be taken back, or done again; redo says which."""

    redo: bool = False


@dataclass(eq=False)
class LibraryOpenElsewhere(Unavailable):
    """The file cannot be exchanged while a desk, a kiosk or a command works in it."""

    folder: str


@dataclass(eq=False)
class PassphraseNeeded(Refused):
    """A locked library or backup, and neither a keyring nor anybody says what opens it; what: its folder or file."""

    what: str


@dataclass(eq=False)
class WrongPassphrase(Refused):
    """The passphrase does not open it; what: its folder or file."""

    what: str


@dataclass(eq=False)
class PassphraseTooShort(Refused):
    """A new passphrase that would be guessed; least: letters it needs."""

    least: int


@dataclass(eq=False)
class ErasureUnconfirmed(Refused):
    """A person was to be erased where nobody can be asked whether it is meant; who: name or id."""

    who: str


@dataclass(eq=False)
class EncryptedAlready(Refused):
    """The library is encrypted and was to be encrypted, or to have a second passphrase for its backups."""

    folder: str


@dataclass(eq=False)
class NotEncrypted(Refused):
    """The library is not encrypted and was to be decrypted or to get another passphrase."""

    folder: str


@dataclass(eq=False)
class NotABackup(Refused):
    """A file that is no library, no backup and no archive of ours."""

    file: str


@dataclass(eq=False)
class BackupDamaged(Refused):
    """A backup or archive that is not what was written; why is a code: header, piece, contents, hash, or SQLite's own words."""

    file: str
    why: str


@dataclass(eq=False)
class BackupTooNew(Refused):
    """A backup of a newer version of the program."""

    file: str
    file_version: int
    known_version: int


@dataclass(eq=False)
class ArchiveRefused(Refused):
    """An archive that is not unpacked; why is a code: manifest, name, size; entry is the name inside it."""

    file: str
    why: str
    entry: str = ""


@dataclass(eq=False)
class BackupOfAnother(Refused):
    """A backup of another community than the one in the folder."""

    file: str
    folder: str


@dataclass(eq=False)
class AttachmentTooLarge(Refused):
    """A file is larger than an attachment may be; both in bytes."""

    file: str
    size: int
    limit: int


@dataclass(eq=False)
class AttachmentNotHere(Unavailable):
    """The bytes of an attachment are not on this device, or not what was added; damaged says which."""

    name: str
    damaged: bool = False


@dataclass(eq=False)
class ExperimentRunning(Refused):
    """Two settings of the recommendations are being compared already."""

    name: str


@dataclass(eq=False)
class UnknownCourse(Refused):
    """No course has this id or title."""

    asked: str


@dataclass(eq=False)
class CourseNotOpen(Refused):
    """Nobody can be invited to this course: it is not published, or its rights do not hold."""

    title: str


@dataclass(eq=False)
class UnknownEvent(Refused):
    """No event or kind of ticket has this id or title."""

    asked: str
