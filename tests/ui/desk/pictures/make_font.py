"""Makes boxes.ttf: a font in which every Latin letter is a low box and every Chinese one a square.

Pictures of the desk are compared on machines whose fonts differ; with this one a text is as wide and as dark everywhere.
Run when the font must change: uv run --with fonttools python tests/ui/desk/pictures/make_font.py
"""

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import newTable
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

EM, LATIN, WIDE = 1000, 540, 1000
SPACES = (0x20, 0xA0, 0x2009, 0x202F, 0x3000)
ALL_PLANES = 0x3FFFF
FIRST_WIDE = 0x2E80


def box(left, bottom, right, top):
    pen = TTGlyphPen(None)
    pen.moveTo((left, bottom))
    for corner in ((left, top), (right, top), (right, bottom)):
        pen.lineTo(corner)
    pen.closePath()
    return pen.glyph()


def cmap():
    """Format 13, many letters to one box, since any other would be a table of 200,000 entries."""
    letters = {code: "wide" if code >= FIRST_WIDE else "latin" for code in range(0x21, ALL_PLANES)}
    letters |= dict.fromkeys(SPACES, "space")
    tables = []
    for platform, encoding in ((0, 6), (3, 10)):
        table = CmapSubtable.newSubtable(13)
        table.platformID, table.platEncID, table.language = platform, encoding, 0
        table.cmap = letters
        tables.append(table)
    return tables


def main():
    builder = FontBuilder(EM, isTTF=True)
    builder.setupGlyphOrder([".notdef", "space", "latin", "wide"])
    empty = TTGlyphPen(None).glyph()
    builder.setupGlyf(
        {
            ".notdef": box(80, 0, 460, 600),
            "space": empty,
            "latin": box(80, 0, 460, 600),
            "wide": box(80, -80, 920, 800),
        }
    )
    builder.setupHorizontalMetrics(
        {".notdef": (LATIN, 80), "space": (280, 0), "latin": (LATIN, 80), "wide": (WIDE, 80)}
    )
    builder.setupHorizontalHeader(ascent=950, descent=-250)
    builder.setupNameTable({"familyName": "Boxes", "styleName": "Regular"})
    builder.setupOS2(
        sTypoAscender=950, sTypoDescender=-250, usWinAscent=950, usWinDescent=250,
        ulUnicodeRange1=0xFFFFFFFF, ulUnicodeRange2=0xFFFFFFFF, ulUnicodeRange3=0xFFFFFFFF, ulUnicodeRange4=0x7FFFFFFF,
        ulCodePageRange1=0xFFFFFFFF, ulCodePageRange2=0xFFFFFFFF,
    )  # fmt: skip
    builder.setupPost()
    table = newTable("cmap")
    table.tableVersion, table.tables = 0, cmap()
    builder.font["cmap"] = table
    builder.font.recalcTimestamp = False
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.save(Path(__file__).parent / "boxes.ttf")


if __name__ == "__main__":
    main()
