"""The field and the choices below a page's header: in one line, or in as many as it takes."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QWidget

from kclub_desktop.ui.widgets.flow import Flow


class FilterBar(QWidget):
    """What has no room in a line goes into the next: nothing is ever cut."""

    def __init__(self, first: QWidget, *others: QWidget) -> None:
        super().__init__()
        layout = Flow(self, gap=8)
        for widget in (first, *others):
            layout.addWidget(widget)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
