"""Make everything a checkout needs: a virtual environment from the lock, Qt's system libraries, the `kclub` command.

Standard library only, since it runs before anything is installed. What is there already is left alone, so the second
run takes no time. `--tests` adds what the tests of real windows need.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements-dev.lock"
STAMP = VENV / "prepared"
OFFSCREEN = [
    "libegl1",
    "libgl1",
    "libglib2.0-0",
    "libxkbcommon0",
    "libfontconfig1",
    "libdbus-1-3",
]
FONTS = ["fonts-noto-cjk", "fonts-inter"]
SCREEN = [
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-shape0",
    "libxcb-xkb1",
    "libxkbcommon-x11-0",
    "libxcb-image0",
    "libxcb-render-util0",
]
TESTS = ["xvfb", "xauth", "xdotool", "postgresql", "dbus", "gnome-keyring"]
# Newer releases renamed a few packages when time became 64 bits wide.
RENAMED = {"libglib2.0-0": "libglib2.0-0t64"}


def main() -> None:
    """Prepare, or say in one line what is missing and end with 1."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--tests", action="store_true")
    tests = options.parse_args().tests
    if sys.version_info < (3, 11):  # noqa: UP036 run before pip can look at requires-python
        sys.exit(f"KClub needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    system_packages(OFFSCREEN + FONTS + SCREEN + (TESTS if tests else []))
    # The project's own file names the kclub command: a new one must be installed again.
    made_of = LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes()
    wanted = hashlib.sha256(made_of + sys.version.encode() + str(ROOT).encode()).hexdigest()
    if STAMP.is_file() and STAMP.read_text() == wanted:
        return
    environment()
    STAMP.write_text(wanted)


def system_packages(names: list[str]) -> None:
    """Install the Debian packages that are missing, as root; otherwise say which line to paste."""
    if not shutil.which("dpkg-query"):
        return
    missing = [name for name in names if not installed(name)]
    if not missing:
        return
    line = f"apt-get update && apt-get install -y {' '.join(missing)}"
    if os.geteuid() != 0:
        print(f"Some system libraries are missing. Paste this once:\n  sudo sh -c '{line}'", file=sys.stderr)
        if any(name in missing for name in OFFSCREEN):
            sys.exit(1)
        return
    print(f"Installing {' '.join(missing)} …", flush=True)
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    retried(["apt-get", "update", "-qq"], environ)
    known = [name if has_candidate(name) else RENAMED.get(name, name) for name in missing]
    retried(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *known], environ)


def installed(name: str) -> bool:
    """Is a Debian package, or what it is called in newer releases, installed?"""
    names = [name, RENAMED[name]] if name in RENAMED else [name]
    return any(
        subprocess.run(
            ["dpkg-query", "-W", "-f=${Status}", each], capture_output=True, text=True, check=False
        ).stdout.endswith(" installed")
        for each in names
    )


def has_candidate(name: str) -> bool:
    """Does this release have a package of that name to install?"""
    told = subprocess.run(["apt-cache", "policy", name], capture_output=True, text=True, check=False).stdout
    return "Candidate:" in told and "Candidate: (none)" not in told


def environment() -> None:
    """Make the virtual environment and install the lock, byte-compiled, and the project itself."""
    print("Setting up .venv (a minute or two, once) …", flush=True)
    # Without compiled files the imports of a start take three times as long.
    environ = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], env=environ, check=False)
    if made.returncode:
        version = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        if os.geteuid() != 0:
            sys.exit(
                f"Python's venv module is missing. Paste this once:\n  sudo apt-get install -y {version}"
            )
        retried(["apt-get", "update", "-qq"], environ)
        retried(["apt-get", "install", "-y", "-qq", version], environ)
        retried([sys.executable, "-m", "venv", "--clear", str(VENV)], environ)
    pip = [str(VENV / "bin" / "python"), "-m", "pip", "-q", "--disable-pip-version-check"]
    retried([*pip, "install", "--require-hashes", "--compile", "-r", str(LOCK)], environ)
    retried([*pip, "install", "--no-deps", "--no-build-isolation", "-e", str(ROOT)], environ)


def retried(command: list[str], environ: dict[str, str]) -> None:
    """Run a command that may meet a flaky network; three tries, then end with what failed."""
    for attempt in range(3):
        if subprocess.run(command, env=environ, stdin=subprocess.DEVNULL, check=False).returncode == 0:
            return
        time.sleep(2 * attempt + 1)
    sys.exit(f"This failed three times: {' '.join(command)}")


if __name__ == "__main__":
    main()
