"""The style sheet, made from the tokens. Widgets name their role (object name, `tone`); this says how a role looks."""

from __future__ import annotations

from pathlib import Path
from string import Template

from kclub_desktop.ui.theme import tokens as t
from kclub_desktop.ui.theme.tokens import Tokens

SIGNALS: dict[str, tuple[str, str]] = {
    "good": (t.LIGHT.good, t.LIGHT.surface),
    "warn": (t.DARK.warn, t.LIGHT.text),
    "bad": (t.LIGHT.bad, t.LIGHT.surface),
}
"""What a door signals with, tone -> (ground, text upon it): the same by day and by night, like a traffic light."""
_VEIL = 56  # of 255
_ICONS = Path(__file__).resolve().parents[2] / "resources" / "icons"
"""The few pictures a style sheet can only name as files."""
_SHEET = Template("""
* { font-size: ${body}px; color: $text; }
QWidget { background: transparent; }
QMainWindow, QDialog, #canvas { background: $canvas; }
QLabel { background: transparent; }
#page_title { font-size: ${title}px; font-weight: 600; }
#section { font-size: ${section}px; font-weight: 600; }
#strong { font-weight: 600; }
#figure { font-size: ${figure}px; font-weight: 600; }
#secondary { font-size: ${small}px; color: $secondary; }
#caption { font-size: ${small}px; font-weight: 600; color: $secondary; }
#field_error { font-size: ${small}px; color: $bad; }
#warning { color: $warn; }
#change { font-size: ${small}px; font-weight: 600; color: $secondary; }
#change[tone="good"] { color: $good; }
#change[tone="bad"] { color: $bad; }
#card, #inspector { background: $surface; border: 1px solid $line; border-radius: ${card}px; }
#inspector { border-radius: 0; border-width: 0 0 0 1px; }
#popover { background: $raised; border: 1px solid $line_strong; border-radius: ${card}px; }
#tile { background: $canvas; border: 1px solid $line; border-radius: ${card}px; }
#tile:hover { border-color: $line_strong; }
#drawing { background: $accent_wash; border-radius: ${drawing}px; }
#welcome { background: $accent_wash; border: none; }
#sidebar { background: $surface; border-right: 1px solid $line; }
#sidebar_pages { background: $surface; border: none; }
#line { background: $line; max-height: 1px; border: none; }
#skeleton { background: $line; border-radius: 4px; }
#toast { background: $text; border-radius: ${card}px; }
#toast QLabel { color: $canvas; }
#toast QPushButton { background: transparent; border: 1px solid transparent; padding: 4px 10px; color: $canvas; font-weight: 600; text-decoration: underline; }
#toast QPushButton:focus { border: 2px solid $canvas; padding: 3px 9px; }
#answer { border-radius: ${control}px; padding: 8px 12px; font-weight: 600; background: $canvas; }
#answer[tone="good"] { background: $good_wash; color: $good; }
#answer[tone="warn"] { background: $warn_wash; color: $warn; }
#answer[tone="bad"] { background: $bad_wash; color: $bad; }

QPushButton { background: $surface; border: 1px solid $line_strong; border-radius: ${control}px; padding: 5px 12px; min-height: 20px; }
QPushButton:hover { background: $canvas; }
QPushButton:pressed { background: $line; }
QPushButton:focus { border: 2px solid $accent; padding: 4px 11px; }
QPushButton:disabled { color: $disabled; border-color: $line; }
QPushButton#primary { background: $accent; color: $on_accent; border: 1px solid $accent; font-weight: 600; }
QPushButton#primary:focus { border: 2px solid $text; }
QPushButton#primary:disabled { background: $line; color: $disabled; border-color: $line; }
QPushButton#quiet, QPushButton#ghost, QToolButton { background: transparent; border: 1px solid transparent; border-radius: ${control}px; padding: 5px 8px; color: $secondary; }
QPushButton#quiet:hover, QPushButton#ghost:hover, QToolButton:hover { background: $line; color: $text; }
QPushButton#quiet:focus, QPushButton#ghost:focus, QToolButton:focus { border: 2px solid $accent; padding: 4px 7px; }
QPushButton#link { text-align: left; background: transparent; border: 1px solid transparent; padding: 2px 4px; color: $accent; font-weight: 600; min-height: 16px; }
QPushButton#link:hover { text-decoration: underline; }
QPushButton#link:focus { border: 2px solid $accent; padding: 1px 3px; }
QPushButton#danger { color: $bad; border-color: $bad; }
QPushButton#segment { background: transparent; border: 1px solid transparent; border-radius: ${control}px; padding: 5px 10px; color: $secondary; }
QPushButton#segment:hover { background: $line; color: $text; }
QPushButton#segment:checked { background: $accent_wash; color: $accent; font-weight: 600; }
QPushButton#segment:focus { border: 2px solid $accent; padding: 4px 9px; }
QPushButton#value_choice { text-align: left; background: $surface; border: 1px solid $line; border-radius: ${control}px; padding: 5px 10px; color: $secondary; font-weight: 400; }
QPushButton#value_choice:hover { border-color: $line_strong; color: $text; }
QPushButton#value_choice:checked { background: $accent_wash; border-color: $accent; color: $text; font-weight: 600; }
QPushButton#value_choice:focus { border: 2px solid $accent; padding: 4px 9px; }
QPushButton#community { text-align: left; border: 1px solid transparent; background: transparent; padding: 6px 8px; font-weight: 600; font-size: ${section}px; }
QPushButton#community:hover { background: $canvas; }
QPushButton#community:focus { border: 2px solid $accent; padding: 5px 7px; }
QPushButton#community::menu-indicator { image: none; width: 0; }
QPushButton#sidebar_item { text-align: left; border: 1px solid transparent; background: transparent; padding: 7px 10px; color: $secondary; }
QPushButton#sidebar_item:hover { background: $canvas; color: $text; }
QPushButton#sidebar_item:checked { background: $accent_wash; color: $accent; font-weight: 600; }
QPushButton#sidebar_item:focus { border: 2px solid $accent; padding: 6px 9px; }
QPushButton#menu::menu-indicator { image: none; width: 0; }
QPushButton#menu[tone="accent"] { background: $accent_wash; border-color: $accent_wash; color: $accent; font-weight: 600; }
QPushButton#menu[tone="accent"]:focus { border-color: $accent; }
QPushButton#chip { text-align: left; background: $canvas; border: 1px solid $line; border-radius: ${control}px; padding: 7px 10px; font-size: ${small}px; color: $secondary; }
QPushButton#chip:hover { border-color: $line_strong; }
QPushButton#chip:focus { border: 2px solid $accent; padding: 6px 9px; }
QPushButton#chip[tone="warn"] { background: $warn_wash; border-color: $warn_wash; color: $warn; }

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox, QDateEdit { background: $surface; border: 1px solid $line_strong; border-radius: ${control}px; padding: 5px 8px; min-height: 20px; selection-background-color: $accent; selection-color: $on_accent; placeholder-text-color: $secondary; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus { border: 2px solid $accent; padding: 4px 7px; }
QLineEdit[refused="true"], QPlainTextEdit[refused="true"] { border: 2px solid $bad; padding: 4px 7px; }
QLineEdit#filter { padding-left: 0; }
QLineEdit#filter:focus { padding-left: 0; }
QLineEdit#in_place, QPlainTextEdit#in_place { background: transparent; border-color: transparent; }
QLineEdit#in_place:hover, QPlainTextEdit#in_place:hover { border-color: $line_strong; }
QLineEdit#in_place:focus, QPlainTextEdit#in_place:focus { background: $surface; border: 2px solid $accent; }
QDateEdit:focus, QSpinBox:focus { border: 2px solid $accent; padding: 4px 7px; }
QDateEdit::drop-down { border: none; width: 20px; }
#field_frame { background: $surface; border: 1px solid $line_strong; border-radius: ${control}px; }
#field_frame:hover { border-color: $secondary; }
QLineEdit#bare, QLineEdit#bare:focus { background: transparent; border: none; padding: 2px 4px; }
#field_frame[focused="true"] { border: 2px solid $accent; }
QPushButton#tag { background: $accent_wash; color: $accent; border: 1px solid $accent_wash; border-radius: 10px; padding: 1px 6px 1px 8px; min-height: 18px; }
QPushButton#tag:hover { border-color: $accent; }
QPushButton#tag:focus { border: 2px solid $accent; padding: 0 5px 0 7px; }
QPushButton#dropdown { text-align: left; }
#tray { background: $raised; border: 1px solid $line_strong; border-radius: ${card}px; }
#bulk_bar { background: $accent_wash; border-radius: ${control}px; }
#key { background: $canvas; border: 1px solid $line_strong; border-bottom-width: 2px; border-radius: 4px; padding: 1px 7px; font-size: ${small}px; color: $text; }
#hero { font-size: ${hero}px; font-weight: 600; }
#gallery_state { font-size: ${small}px; color: $secondary; }
QListWidget#offers { background: $raised; border: 1px solid $line_strong; border-radius: ${control}px; padding: 4px; }
QListWidget#offers::item { padding: 6px 8px; border-radius: 4px; }
QListWidget#offers::item:selected { background: $accent_wash; color: $text; }
QTextBrowser { background: $canvas; }
QTextBrowser#read_only { background: transparent; border: 2px solid transparent; padding: 0; }
QTextBrowser#read_only:focus { border-color: $accent; padding: 0; }
QTextBrowser:focus { border: 2px solid $accent; padding: 4px 7px; }
QCheckBox { spacing: 8px; padding: 4px; border: 1px solid transparent; border-radius: ${control}px; }
QCheckBox:focus { border: 2px solid $accent; padding: 3px; }
QCalendarWidget QWidget { background: $raised; alternate-background-color: $canvas; }
QCalendarWidget QToolButton { color: $text; font-weight: 600; }
QCalendarWidget QAbstractItemView:enabled { selection-background-color: $accent; selection-color: $on_accent; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: url("$icons/caret-$mode.svg"); width: 12px; height: 12px; }
QCheckBox::indicator { width: ${box}px; height: ${box}px; border: 1px solid $secondary; border-radius: 4px; background: $surface; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url("$icons/tick-$mode.svg"); }
QCheckBox::indicator:disabled { border-color: $line_strong; background: $line; }
QCheckBox:disabled { color: $disabled; }
QComboBox QAbstractItemView, QMenu { background: $raised; border: 1px solid $line_strong; selection-background-color: $accent_wash; selection-color: $text; }
QMenu { padding: 4px; border-radius: ${control}px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $accent_wash; color: $text; }
QMenu::item:disabled { color: $disabled; background: transparent; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }

#pill { background: $canvas; color: $secondary; border: 1px solid $line; border-radius: 9px; padding: 1px 8px; font-size: ${small}px; }
#pill[tone="accent"] { background: $accent_wash; color: $accent; border-color: $accent_wash; }
#pill[tone="good"] { background: $good_wash; color: $good; border-color: $good_wash; }
#pill[tone="warn"] { background: $warn_wash; color: $warn; border-color: $warn_wash; }
#pill[tone="bad"] { background: $bad_wash; color: $bad; border-color: $bad_wash; }

QProgressBar { background: $line; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
#command_palette { background: $raised; border: 1px solid $line_strong; border-radius: ${card}px; }
#command_palette QLineEdit { border: none; border-bottom: 1px solid $line; border-radius: 0; font-size: ${section}px; padding: 10px 8px; background: transparent; }
#command_palette QListWidget { border: none; background: transparent; }
#command_palette QListWidget::item { padding: 7px 8px; border-radius: ${control}px; }
#command_palette QListWidget::item:selected { background: $accent_wash; color: $text; }
QTableView, QListView, QTreeView, QListWidget, QTableWidget { background: $surface; alternate-background-color: $surface; border: 1px solid $line; border-radius: ${card}px; gridline-color: $line; selection-background-color: $accent_wash; selection-color: $text; outline: none; }
QTableView::item, QTableWidget::item { padding: 0 8px; border-bottom: 1px solid $line; }
QTableView::item:selected, QTableWidget::item:selected { background: $accent_wash; color: $text; }
QHeaderView { background: $surface; border: none; border-top-left-radius: ${card}px; border-top-right-radius: ${card}px; }
QHeaderView::section { background: $surface; color: $secondary; border: none; border-bottom: 1px solid $line; padding: 8px 8px; font-size: ${small}px; font-weight: 600; }
QHeaderView::section:first { border-top-left-radius: ${card}px; padding-left: 12px; }
QHeaderView::section:last { border-top-right-radius: ${card}px; }
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
#kiosk #kiosk_quiet { color: $secondary; }
#kiosk #kiosk_course { font-weight: 600; }
#kiosk #kiosk_tile { background: $accent_wash; border-radius: 44px; }
#kiosk #kiosk_fact { border-radius: ${kiosk}px; }
#kiosk #kiosk_note { font-size: ${kiosk_title}px; }
#kiosk #card { border: none; border-radius: ${kiosk}px; }
#kiosk QPushButton { background: $surface; border: 1px solid $line_strong; border-radius: ${kiosk}px; padding: 0 20px; min-height: 64px; font-size: ${kiosk_body}px; }
#kiosk QPushButton:pressed { background: $accent_wash; border-color: $accent; }
#kiosk QPushButton:focus { border: 2px solid $accent; padding: 0 19px; }
#kiosk QPushButton:disabled { background: transparent; color: $disabled; border-color: $line; }
#kiosk QPushButton#primary { background: $accent; border: 1px solid $accent; color: $on_accent; min-height: 96px; padding: 0 40px; font-size: ${kiosk_title}px; font-weight: 600; }
#kiosk QPushButton#primary:focus { border: 3px solid $text; padding: 0 38px; }
#kiosk QPushButton#primary:disabled { background: $line; border-color: $line; color: $disabled; }
#kiosk QPushButton#quiet { background: transparent; border-color: transparent; color: $secondary; }
#kiosk QPushButton#quiet:pressed { background: $line; }
#kiosk QPushButton#quiet:focus { border: 2px solid $accent; }
#kiosk QPushButton#kiosk_key { padding: 0; font-weight: 600; }
#kiosk #kiosk_input { background: $surface; border: 2px solid $accent; border-radius: ${kiosk}px; padding: 0 20px; font-size: ${kiosk_title}px; font-weight: 600; }
#kiosk #kiosk_input_empty { background: $surface; border: 1px solid $line_strong; border-radius: ${kiosk}px; padding: 0 21px; font-size: ${kiosk_body}px; color: $secondary; }
#kiosk[tone="good"] { background: $kiosk_good; }
#kiosk[tone="good"] #kiosk_fact { background: $kiosk_veil_good; }
#kiosk[tone="good"] QLabel, #kiosk[tone="good"] QWidget#kiosk_ring, #kiosk[tone="good"] QPushButton#quiet { color: $kiosk_on_good; }
#kiosk[tone="warn"] { background: $kiosk_warn; }
#kiosk[tone="warn"] #kiosk_fact { background: $kiosk_veil_warn; }
#kiosk[tone="warn"] QLabel, #kiosk[tone="warn"] QWidget#kiosk_ring, #kiosk[tone="warn"] QPushButton#quiet { color: $kiosk_on_warn; }
#kiosk[tone="bad"] { background: $kiosk_bad; }
#kiosk[tone="bad"] #kiosk_fact { background: $kiosk_veil_bad; }
#kiosk[tone="bad"] QLabel, #kiosk[tone="bad"] QWidget#kiosk_ring, #kiosk[tone="bad"] QPushButton#quiet { color: $kiosk_on_bad; }
#kiosk[tone] #card QLabel { color: $text; }
#kiosk[tone] #card #kiosk_quiet, #kiosk[tone] #card QPushButton#quiet { color: $secondary; }
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
        "hero": t.HERO_PX,
        "box": t.SECTION_PX,
        "kiosk_body": t.KIOSK_BODY_PX,
        "kiosk_title": t.KIOSK_TITLE_PX,
        "kiosk_hero": t.KIOSK_HERO_PX,
    }
    for tone, (ground, upon) in SIGNALS.items():
        colours |= {f"kiosk_{tone}": ground, f"kiosk_on_{tone}": upon, f"kiosk_veil_{tone}": _veil(upon)}
    scaled = {name: round(px * scale) for name, px in sizes.items()}
    return _SHEET.substitute(
        colours,
        **scaled,
        mode=tokens.name,
        icons=_ICONS.as_posix(),
        control=t.RADIUS_CONTROL,
        card=t.RADIUS_CARD,
        kiosk=t.RADIUS_KIOSK,
        drawing=t.DRAWING_PX // 2,
    )


def _veil(upon: str) -> str:
    """A thin veil that moves a ground away from the colour of its text, so that it reads no worse there."""
    colour = t.DARK.canvas if t.luminance(upon) > 0.5 else t.LIGHT.surface
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, {_VEIL})"
