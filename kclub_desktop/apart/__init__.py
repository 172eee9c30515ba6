"""Work apart: a function run by another process of this program, so that it never keeps the window waiting.

Threads share one interpreter, and whoever computes in Python holds it: beside an import and a hub on threads of its own
the window waited for a frame as long as it drew it (docs/performance.md, Frames). The other process hears what to do
from its input and answers through its output; when either end is gone the other one notices and stops.

companion.py is this end, serving.py the other one. What goes through the pipes is (kind, what), pickled: this one says do, stop,
and answered or refused to what it was asked; the other one moved, told and asked, and at last done, stopped or refused.
"""

from kclub_desktop.apart.companion import Companion as Companion
from kclub_desktop.apart.companion import run as run
from kclub_desktop.apart.words import BUG as BUG
from kclub_desktop.apart.words import WORD as WORD
