"""The installed Qt binding must not lose references to None: on Python 3.11 that ends the interpreter after a while."""

import subprocess
import sys

CODE = """
import sys
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication(["guard", "-platform", "offscreen"])
label = QLabel()
before = sys.getrefcount(None)
for i in range(20_000):
    label.setText("x")
print(before - sys.getrefcount(None))
"""


def test_twenty_thousand_void_calls_lose_no_reference_to_none():
    told = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)

    assert abs(int(told.stdout)) < 1_000
