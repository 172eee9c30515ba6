"""Members against what is derived of them: the search index, and erasures that everything here must have obeyed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kclub_desktop.store import rows, search
from kclub_desktop.store.changes import Op
from kclub_desktop.store.doctor.finding import Finding
from kclub_desktop.store.privacy import blanking, erased_list, erasing
from kclub_desktop.store.privacy.belonging import belongings
from kclub_desktop.store.segments import figures
from kclub_desktop.store.tables import Member

if TYPE_CHECKING:
    from kclub_desktop.store.library import Library


def search_differences(library: Library) -> Iterator[Finding]:
    """Words in the index that the data does not have, or the other way round."""
    if differing := search.check(library):
        yield Finding("search_wrong", {"n": len(differing)})


def figure_differences(library: Library) -> Iterator[Finding]:
    """Members whose last activity or spending, kept for segments, is not what their facts say."""
    if differing := figures.differing(library):
        yield Finding("figures_wrong", {"n": len(differing)})


def consent_differences(library: Library) -> Iterator[Finding]:
    """Members whose newest consent says something else than what mailings go by."""
    if n := len(_consent_behind(library)):
        yield Finding("consent_behind", {"n": n})


def settle_consent(library: Library) -> None:
    """Let the facts count."""
    behind = _consent_behind(library)
    with library.write(Op.RECORD_CONSENT):
        rows.change_many(
            library, Member, [{"id": member, "email_consent": given} for member, given in behind]
        )


def _consent_behind(library: Library) -> list[tuple[int, int]]:
    """(member, what the newest fact says)."""
    return library.rows(
        "SELECT m.id, c.given FROM member m JOIN consent c ON c.id ="
        " (SELECT id FROM consent WHERE member = m.id AND purpose = 'email' ORDER BY given_at DESC, id DESC LIMIT 1)"
        " WHERE m.email_consent <> c.given AND m.deleted_at IS NULL"
    )


def erasures(library: Library) -> Iterator[Finding]:
    """People who were erased and of whom something is here."""
    erased = sorted(erasing.erased_members(library))
    speaking = blanking.spoken(library, belongings(library, erased)) if erased else {}
    if speaking:
        yield Finding("erased_speaks", {"tables": ", ".join(model.name_of_table() for model in speaking)})
    listed = erased_list.read(library.folder)
    back = [one for one in listed if one not in erased and _is_here(library, one)]
    if back:
        yield Finding("erased_back", {"n": len(back)})
    if not set(erased) <= listed.keys():
        yield Finding("erased_unlisted", {"n": len(set(erased) - listed.keys())})


def erase_again(library: Library) -> None:
    """Obey every erasure anew, of the file and of the list beside it."""
    erasing.after_restore(library)
    erasing.erase_many(library, sorted(erasing.erased_members(library)))


def _is_here(library: Library, member: int) -> bool:
    return library.value("SELECT 1 FROM member WHERE id = ?", (member,)) is not None
