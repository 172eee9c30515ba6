"""`kclub`: the desk at once when nothing else is said, else what the command line says; and where bugs are met.

One of the four places that may catch everything: a bug reaches the log, and the person a line that says so.
"""

from __future__ import annotations

import logging
import logging.handlers
import os
import sys
from pathlib import Path

from kclub_desktop import apart
from kclub_desktop.cli import places

log = logging.getLogger("kclub_desktop")


def main() -> None:
    """The `kclub` command."""
    # Libraries, backups, exports, the hub and the log are about people: other users of this computer read none of them.
    os.umask(0o077)
    _write_log()
    try:
        sys.exit(_run(sys.argv[1:]))
    except Exception:
        log.exception("a command ended with a bug")
        from kclub_desktop.words import tr

        said = tr("Something went wrong in the program. The details are in {file}.", file=places.log_file())
        if "--json" in sys.argv:
            from kclub_desktop.cli.say import say_error

            say_error("Bug", said)
        else:
            print(said, file=sys.stderr)  # noqa: T201
        sys.exit(apart.BUG)


def _run(words: list[str]) -> int:
    # The desk needs no parser, and the parser's import is a tenth of its start.
    if not words:
        return _desk(None)
    if words == [apart.WORD]:
        from kclub_desktop.apart.serving import serve

        serve()
    if len(words) == 2 and words[0] == "--library":
        return _desk(Path(words[1]))
    from kclub_desktop.app import commands
    from kclub_desktop.cli.main import app, run

    commands.add_to(app)
    run(_desk)
    return 0


def _desk(folder: Path | None) -> int:
    from kclub_desktop.app.desk import open_desk

    return open_desk(folder)


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
