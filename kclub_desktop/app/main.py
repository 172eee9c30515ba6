"""The top, imported by nobody: reads the command line and meets bugs.

One of the two places that may catch everything: a bug reaches the log, and the person a line that says so.
"""

from __future__ import annotations

import logging
import logging.handlers
import sys

from kclub_desktop.cli import places

log = logging.getLogger("kclub_desktop")
BUG = 70


def main() -> None:
    """`kclub`: what the command line says."""
    _write_log()
    try:
        from kclub_desktop.cli.main import run

        run()
    except Exception:
        log.exception("a command ended with a bug")
        from kclub_desktop.words import tr

        said = tr("Something went wrong in the program. The details are in {file}.", file=places.log_file())
        print(said, file=sys.stderr)  # noqa: T201
        sys.exit(BUG)


def _write_log() -> None:
    file = places.log_file()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = logging.handlers.RotatingFileHandler(
            file, maxBytes=1_000_000, backupCount=3, encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)


if __name__ == "__main__":
    main()
