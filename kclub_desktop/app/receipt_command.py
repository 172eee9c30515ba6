"""`kclub receipt`: papers for what was paid or is owed, as PDF. Here and not in cli/, since paper is painted by Qt."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kclub_desktop.cli.data import ID_MOST, LibraryFolder, library_of
from kclub_desktop.cli.say import JsonFlag, in_words, say, say_json, say_table
from kclub_desktop.words import tr
from kclub_desktop.words_for_values import day, money

if TYPE_CHECKING:
    from kclub_desktop.store import Library


def add_to(app: typer.Typer) -> None:
    """Hang the command of this file on the command line."""
    app.command("receipt")(receipt)


def receipt(
    library: LibraryFolder,
    order: Annotated[
        str, typer.Argument(metavar="ORDER", help="Number or id of the order; none lists all.")
    ] = "",
    payment: Annotated[
        int | None,
        typer.Option(
            min=-ID_MOST,
            max=ID_MOST,
            metavar="ID",
            help="For this payment or refund; otherwise for the whole order.",
        ),
    ] = None,
    code: Annotated[str, typer.Option(metavar="NUMBER", help="One that is there already.")] = "",
    void: Annotated[
        str, typer.Option(metavar="NUMBER", help="Say by another receipt that this one does not hold.")
    ] = "",
    why: Annotated[str, typer.Option(help="Why it is voided.")] = "",
    pdf: Annotated[Path | None, typer.Option("--pdf", metavar="FILE", help="Write it as PDF.")] = None,
    size: Annotated[str, typer.Option(help="a4, or slip for a printer of 80 mm.")] = "a4",
    language: Annotated[
        str, typer.Option("--in", metavar="zh|en", help="Its language; the member's otherwise.")
    ] = "",
    json: JsonFlag = False,
) -> None:
    """Issue a receipt for what was paid on an order, or a bill for what is due; the same one again if it stands."""
    from kclub_desktop.community import orders, receipts

    if size not in ("a4", "slip"):
        raise typer.BadParameter("a4 | slip")
    with in_words(json), library_of(library) as opened:
        if not (order or code or void):
            _list(opened, json)
            return
        if void:
            number = receipts.void(opened, receipts.find(opened, void), why)
        elif code:
            number = receipts.find(opened, code)
        else:
            number = receipts.issue(opened, orders.find(opened, order), payment=payment, language=language)
        answer = _data(opened, number)
        if pdf is not None:
            _write(opened, number, pdf, size)
            answer["file"] = str(pdf)
    if json:
        say_json(answer)
        return
    say(tr("{kind} {code}: {amount}", kind=answer["words"], code=answer["code"], amount=answer["shown"]))
    if pdf is not None:
        say(tr("Written to {file}.", file=pdf))


def _write(library: Library, number: int, file: Path, size: str) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from kclub_desktop.app.application import application
    from kclub_desktop.community import receipts
    from kclub_desktop.errors import FileThere
    from kclub_desktop.ui.printing.receipt import write_pdf

    if os.path.lexists(file):
        raise FileThere(str(file))
    application()
    write_pdf(receipts.paper_of(library, number), receipts.code_of(library, number), file, size)


def _data(library: Library, number: int) -> dict[str, Any]:
    from kclub_desktop.community import receipts
    from kclub_desktop.words_for_money import paper_words

    paper = receipts.paper_of(library, number)
    return {
        "id": str(number), "code": receipts.code_of(library, number), "kind": paper.kind, "amount": paper.amount,
        "currency": paper.currency, "voids": paper.voids, "words": paper_words(paper.kind),
        "shown": money(paper.amount, paper.currency),
    }  # fmt: skip


def _list(library: Library, as_json: bool) -> None:
    from dataclasses import asdict

    from kclub_desktop.community import order_list
    from kclub_desktop.words_for_money import paper_words

    found = order_list.receipt_rows(library)
    if as_json:
        say_json(
            {
                "receipts": [
                    asdict(one) | {"id": str(one.id), "name": name, "order": order}
                    for one, name, order in found
                ]
            }
        )
        return
    lines = [
        (one.code, paper_words(one.kind), name, order, day(one.issued_at, library.zone), money(one.amount, one.currency),
         tr("voided") if one.voided else "")
        for one, name, order in found
    ]  # fmt: skip
    say_table("", [tr("Number"), tr("Kind"), tr("Member"), tr("Order"), tr("Day"), tr("Amount"), ""], lines)
