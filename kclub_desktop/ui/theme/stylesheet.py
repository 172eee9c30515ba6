"""The style sheet, made from the tokens. Widgets name their role (object name, `tone`); this says how a role looks."""

from __future__ import annotations

from string import Template

from kclub_desktop.ui.theme import tokens as t
from kclub_desktop.ui.theme.tokens import Tokens

_SHEET = Template("""
* { font-size: ${body}px; color: $text; }
QWidget { background: transparent; }
QMainWindow, QDialog, #canvas { background: $canvas; }
QLabel { background: transparent; }
#page_title { font-size: ${title}px; font-weight: 600; }
#section { font-size: ${section}px; font-weight: 600; }
#figure { font-size: ${figure}px; font-weight: 600; }
#secondary { font-size: ${small}px; color: $secondary; }
#field_error { font-size: ${small}px; color: $bad; }
#card, #inspector { background: $surface; border: 1px solid $line; border-radius: ${card}px; }
#inspector { border-radius: 0; border-width: 0 0 0 1px; }
#sidebar { background: $surface; border-right: 1px solid $line; }
#line { background: $line; max-height: 1px; border: none; }
#skeleton { background: $line; border-radius: 4px; }
#toast { background: $text; border-radius: ${card}px; }
#toast QLabel { color: $canvas; }
#toast QPushButton { background: transparent; border: none; color: $canvas; font-weight: 600; text-decoration: underline; }

QPushButton { background: $surface; border: 1px solid $line_strong; border-radius: ${control}px; padding: 5px 12px; min-height: 20px; }
QPushButton:hover { background: $accent_wash; }
QPushButton:focus { border: 2px solid $accent; padding: 4px 11px; }
QPushButton:disabled { color: $disabled; border-color: $line; }
QPushButton#primary { background: $accent; color: $on_accent; border: 1px solid $accent; font-weight: 600; }
QPushButton#primary:focus { border: 2px solid $text; }
QPushButton#primary:disabled { background: $line; color: $disabled; border-color: $line; }
QPushButton#quiet, QPushButton#ghost, QToolButton { background: transparent; border: 1px solid transparent; border-radius: ${control}px; padding: 5px 8px; }
QPushButton#quiet:hover, QPushButton#ghost:hover, QToolButton:hover { background: $accent_wash; }
QPushButton#quiet:focus, QPushButton#ghost:focus, QToolButton:focus { border: 2px solid $accent; padding: 4px 7px; }
QPushButton#danger { color: $bad; border-color: $bad; }
QPushButton#segment { background: transparent; border: 1px solid $line; border-radius: ${control}px; padding: 4px 10px; color: $secondary; }
QPushButton#segment:checked { background: $accent_wash; color: $accent; border-color: $accent; }
QPushButton#sidebar_item { text-align: left; border: 1px solid transparent; background: transparent; padding: 7px 10px; color: $secondary; }
QPushButton#sidebar_item:hover { background: $canvas; color: $text; }
QPushButton#sidebar_item:checked { background: $accent_wash; color: $accent; font-weight: 600; }
QPushButton#sidebar_item:focus { border: 2px solid $accent; padding: 6px 9px; }

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox, QDateEdit { background: $surface; border: 1px solid $line_strong; border-radius: ${control}px; padding: 5px 8px; min-height: 20px; selection-background-color: $accent; selection-color: $on_accent; placeholder-text-color: $secondary; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus { border: 2px solid $accent; padding: 4px 7px; }
QLineEdit[refused="true"], QPlainTextEdit[refused="true"] { border: 2px solid $bad; padding: 4px 7px; }
QLineEdit#in_place, QPlainTextEdit#in_place { background: transparent; border-color: transparent; }
QLineEdit#in_place:hover, QPlainTextEdit#in_place:hover { border-color: $line_strong; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox QAbstractItemView, QMenu { background: $raised; border: 1px solid $line_strong; selection-background-color: $accent_wash; selection-color: $text; }

#pill { background: $canvas; color: $secondary; border: 1px solid $line; border-radius: 9px; padding: 1px 8px; font-size: ${small}px; }
#pill[tone="accent"] { background: $accent_wash; color: $accent; border-color: $accent_wash; }
#pill[tone="good"] { background: $good_wash; color: $good; border-color: $good_wash; }
#pill[tone="warn"] { background: $warn_wash; color: $warn; border-color: $warn_wash; }
#pill[tone="bad"] { background: $bad_wash; color: $bad; border-color: $bad_wash; }

QTableView, QListView, QTreeView, QListWidget, QTableWidget { background: $surface; alternate-background-color: $surface; border: 1px solid $line; border-radius: ${card}px; gridline-color: $line; selection-background-color: $accent_wash; selection-color: $text; outline: none; }
QHeaderView { background: $surface; }
QHeaderView::section { background: $surface; color: $secondary; border: none; border-bottom: 1px solid $line; padding: 6px 8px; font-size: ${small}px; }
QTableCornerButton::section { background: $surface; border: none; }
QScrollArea { border: none; background: transparent; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $line_strong; border-radius: 4px; min-height: 28px; min-width: 28px; margin: 1px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QToolTip { background: $raised; color: $text; border: 1px solid $line_strong; padding: 4px 6px; }
QSplitter::handle { background: $line; }

#kiosk { background: $canvas; }
#kiosk QLabel { font-size: ${kiosk_body}px; }
#kiosk #kiosk_title { font-size: ${kiosk_title}px; font-weight: 600; }
#kiosk #kiosk_hero { font-size: ${kiosk_hero}px; font-weight: 700; }
#kiosk QPushButton { font-size: ${kiosk_body}px; min-height: 56px; border-radius: ${kiosk}px; }
#kiosk QPushButton#primary { min-height: 88px; font-size: ${kiosk_title}px; }
#kiosk QLineEdit { font-size: ${kiosk_title}px; min-height: 64px; border-radius: ${kiosk}px; }
#kiosk[tone="good"] { background: $good_wash; }
#kiosk[tone="warn"] { background: $warn_wash; }
#kiosk[tone="bad"] { background: $bad_wash; }
""")


def stylesheet(tokens: Tokens, scale: float = 1.0) -> str:
    """QSS of a mode. scale: of the type, 1.0 to 1.5."""
    colours = {k: v for k, v in vars(tokens).items() if isinstance(v, str) and k != "name"}
    sizes = {
        "body": t.BODY_PX,
        "small": t.SECONDARY_PX,
        "section": t.SECTION_PX,
        "title": t.TITLE_PX,
        "figure": t.FIGURE_PX,
        "kiosk_body": t.KIOSK_BODY_PX,
        "kiosk_title": t.KIOSK_TITLE_PX,
        "kiosk_hero": t.KIOSK_HERO_PX,
    }
    scaled = {name: round(px * scale) for name, px in sizes.items()}
    return _SHEET.substitute(
        colours, **scaled, control=t.RADIUS_CONTROL, card=t.RADIUS_CARD, kiosk=t.RADIUS_KIOSK
    )
