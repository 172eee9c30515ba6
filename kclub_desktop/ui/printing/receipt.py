"""A receipt or a bill on paper: A4, or a slip of 80 mm as the printer at the counter has it; in the language of who gets it.

All that is printed was kept with the receipt (community/receipts.py): printed again, it is the same paper.
"""

from __future__ import annotations

import os
import tempfile
from html import escape
from pathlib import Path

from PySide6.QtCore import QMarginsF, QSizeF, QUrl
from PySide6.QtGui import QFont, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter, QTextDocument

from kclub_desktop.community.receipts import Paper, PaperLine
from kclub_desktop.errors import FileNotWritable
from kclub_desktop.words import speaking, tr
from kclub_desktop.words_for_money import method_words, paper_words
from kclub_desktop.words_for_values import day, moment, money

A4, SLIP = "a4", "slip"
SIZES = (A4, SLIP)
_DPI = 300
_POINTS_PER_MM = 72 / 25.4
_MARGIN_MM = {A4: 18.0, SLIP: 4.0}
_WIDTH_MM = {A4: 210.0, SLIP: 80.0}
_HEIGHT_MM = 297.0
_FONT_POINTS = {A4: 10, SLIP: 8}
_QR_MM = 28
_QR = "qr"


def write_pdf(paper: Paper, code: str, file: Path, size: str = A4) -> None:
    """Write a paper with its printed number to a file, whole or not at all. Raises FileNotWritable."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
        os.close(handle)
    except OSError as error:
        raise FileNotWritable(str(file), error.strerror or str(error)) from error
    try:
        with speaking(paper.language):
            _print(paper, code, name, size)
        os.replace(name, file)
    except OSError as error:
        raise FileNotWritable(str(file), error.strerror or str(error)) from error
    finally:
        Path(name).unlink(missing_ok=True)


def _print(paper: Paper, code: str, file: str, size: str) -> None:
    width = (_WIDTH_MM[size] - 2 * _MARGIN_MM[size]) * _POINTS_PER_MM
    document = _document(paper, code, size, width)
    height = _HEIGHT_MM
    if size == SLIP:
        height = document.size().height() / _POINTS_PER_MM + 2 * _MARGIN_MM[size]
    writer = QPdfWriter(file)
    writer.setResolution(_DPI)
    writer.setTitle(f"{paper_words(paper.kind)} {code}")
    writer.setCreator("KClub")
    margin = _MARGIN_MM[size]
    page = QPageSize(QSizeF(_WIDTH_MM[size], height), QPageSize.Unit.Millimeter)
    writer.setPageLayout(
        QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF(margin, margin, margin, margin),
                    QPageLayout.Unit.Millimeter)
    )  # fmt: skip
    painter = QPainter(writer)
    painter.scale(_DPI / 72, _DPI / 72)
    page_height = (height - 2 * margin) * _POINTS_PER_MM
    if size == A4:
        document.setPageSize(QSizeF(width, page_height))
    for number in range(max(1, document.pageCount()) if size == A4 else 1):
        if number:
            writer.newPage()
        painter.save()
        painter.translate(0, -number * page_height)
        document.drawContents(painter)
        painter.restore()
    painter.end()


def _document(paper: Paper, code: str, size: str, width: float) -> QTextDocument:
    document = QTextDocument()
    document.setDocumentMargin(0)
    font = QFont(["Noto Sans", "Noto Sans CJK SC", "sans-serif"])
    # Of the page and not of a screen: a pixel of the document is a point.
    font.setPixelSize(_FONT_POINTS[size])
    document.setDefaultFont(font)
    if paper.link:
        document.addResource(QTextDocument.ResourceType.ImageResource, QUrl(_QR), _qr_image(paper.link))
    document.setHtml(_html(paper, code, size))
    document.setTextWidth(width)
    return document


def _qr_image(link: str) -> QImage:
    import io

    import segno

    kept = io.BytesIO()
    segno.make(link, error="m").save(kept, kind="png", scale=8, border=1)
    return QImage.fromData(kept.getvalue())


def _html(paper: Paper, code: str, size: str) -> str:
    slip = size == SLIP
    title = f"<div style='font-size:{12 if slip else 20}px; font-weight:600'>{escape(paper_words(paper.kind))}</div>"
    numbers = [(tr("Number"), code), (tr("Date"), moment(paper.at, paper.zone)), (tr("Order"), paper.order)]
    if paper.kind == "invoice" and paper.due_at is not None:
        numbers.append((tr("To pay by"), day(paper.due_at, paper.zone)))
    if paper.voids:
        numbers.append((tr("Voids"), paper.voids))
    if paper.method:
        numbers.append((tr("Way to pay"), method_words(paper.method)))
    about = _pairs(numbers)
    who = "".join(f"<div>{escape(line)}</div>" for line in (paper.member, paper.email) if line)
    issuer = f"<div style='font-weight:600'>{escape(paper.issuer)}</div>"
    issuer += "".join(f"<div>{escape(line)}</div>" for line in paper.address.splitlines())
    if paper.tax_number:
        issuer += f"<div>{escape(tr('Tax number {number}', number=paper.tax_number))}</div>"
    to = f"<div style='color:gray'>{escape(tr('Issued to'))}</div>{who}" if who else ""
    if slip:
        head = f"<div align='center'>{issuer}</div><hr>{title}{about}{to}"
    else:
        head = (
            f"<table width='100%'><tr><td>{title}</td><td align='right'>{issuer}</td></tr></table><br>"
            f"<table width='100%'><tr><td width='55%'>{to}</td><td align='right'>{about}</td></tr></table><br>"
        )
    parts = [head, _lines(paper, slip), _sums(paper)]
    if paper.link:
        pixels = round(_QR_MM * _POINTS_PER_MM)
        words = escape(tr("Scan to pay {amount}", amount=money(paper.due, paper.currency)))
        parts.append(f"<br><div align='{'center' if slip else 'left'}'><img src='{_QR}' width='{pixels}' height='{pixels}'>"
                     f"<br>{words}</div>")  # fmt: skip
    for words in (paper.note, paper.footer):
        if words:
            parts.append(f"<br><div style='color:gray'>{escape(words)}</div>")
    return "".join(parts)


def _pairs(pairs: list[tuple[str, str]]) -> str:
    rows = "".join(
        f"<tr><td style='color:gray; padding-right:8px'>{escape(name)}</td><td align='right'>{escape(value)}</td></tr>"
        for name, value in pairs
        if value
    )
    return f"<table cellspacing='0' cellpadding='1'>{rows}</table>"


def _lines(paper: Paper, slip: bool) -> str:
    if slip:
        return "<hr>" + "".join(_slip_line(paper, line) for line in paper.lines) + "<hr>"
    heads = [
        (tr("What for"), "left"),
        (tr("Pieces"), "right"),
        (tr("Each"), "right"),
        (tr("Discount"), "right"),
    ]
    taxed = any(line.tax_rate for line in paper.lines)
    heads += [(tr("Tax"), "right")] if taxed else []
    heads += [(tr("Amount"), "right")]
    head = "".join(f"<td align='{way}' style='color:gray'>{escape(words)}</td>" for words, way in heads)
    rows = [f"<tr>{head}</tr><tr><td colspan='{len(heads)}'><hr></td></tr>"]
    for line in paper.lines:
        cells = [str(line.quantity), money(line.unit_amount, paper.currency)]
        cells.append(money(-line.discount, paper.currency) if line.discount else "")
        cells += [_rate(line.tax_rate)] if taxed else []
        cells.append(money(line.amount, paper.currency))
        said = "".join(f"<td align='right'>{escape(cell)}</td>" for cell in cells)
        rows.append(f"<tr><td>{escape(line.title)}</td>{said}</tr>")
    return f"<table width='100%' cellspacing='0' cellpadding='3'>{''.join(rows)}</table><hr>"


def _slip_line(paper: Paper, line: PaperLine) -> str:
    many = f"{line.quantity} × {money(line.unit_amount, paper.currency)}" if line.quantity > 1 else ""
    off = f"{tr('Discount')} {money(-line.discount, paper.currency)}" if line.discount else ""
    small = "".join(f"<div style='color:gray'>{escape(words)}</div>" for words in (many, off) if words)
    amount = escape(money(line.amount, paper.currency))
    return f"<table width='100%'><tr><td>{escape(line.title)}{small}</td><td align='right'>{amount}</td></tr></table>"


def _sums(paper: Paper) -> str:
    rows: list[tuple[str, str, bool]] = []
    name = paper.tax_name or tr("Tax")
    net = paper.total - paper.tax
    taxes: dict[int, int] = {}
    for line in paper.lines:
        taxes[line.tax_rate] = taxes.get(line.tax_rate, 0) + line.tax
    shown = {rate: tax for rate, tax in taxes.items() if tax}
    if shown:
        rows.append((tr("Without tax"), money(net, paper.currency), False))
        rows += [
            (f"{name} {_rate(rate)}", money(tax, paper.currency), False)
            for rate, tax in sorted(shown.items())
        ]
    rows.append((tr("Total"), money(paper.total, paper.currency), paper.kind == "invoice"))
    if paper.paid and paper.kind != "invoice" and paper.paid != paper.amount:
        rows.append((tr("Paid in all"), money(paper.paid, paper.currency), False))
    if paper.given_back:
        rows.append((tr("Given back"), money(-paper.given_back, paper.currency), False))
    if paper.kind == "invoice" and paper.paid:
        rows.append((tr("Paid so far"), money(paper.paid, paper.currency), False))
    about = {"receipt": tr("Received"), "refund": tr("Given back with this"), "void": tr("Voided amount")}
    if paper.kind in about:
        rows.append((about[paper.kind], money(paper.amount, paper.currency), True))
    if paper.due:
        rows.append((tr("Still to pay"), money(paper.due, paper.currency), paper.kind == "invoice"))
    said = "".join(
        f"<tr><td align='right' style='font-weight:{600 if strong else 400}; padding-right:12px'>{escape(words)}</td>"
        f"<td align='right' style='font-weight:{600 if strong else 400}'>{escape(amount)}</td></tr>"
        for words, amount, strong in rows
    )
    return f"<table align='right' cellspacing='0' cellpadding='2'>{said}</table><div></div>"


def _rate(rate: int) -> str:
    return f"{rate / 100:g}%"
