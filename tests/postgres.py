"""A real PostgreSQL for tests: a cluster of its own in a temporary folder, a new database per test."""

import contextlib
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import psycopg
import pytest

SYSTEM_USER = "postgres"


def programs() -> Path | None:
    """Folder of initdb and pg_ctl; None where PostgreSQL is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    if found:
        return found[0].parent
    named = shutil.which("initdb")
    return Path(named).parent if named else None


class Cluster:
    """A running server."""

    def __init__(self, folder: Path):
        self.folder = folder
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self._bin = programs()
        self._run(
            "initdb", "-D", str(folder / "data"), "-U", "kclub", "-A", "trust", "-E", "UTF8", "--no-sync"
        )
        options = f"-p {self.port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        self._run(
            "pg_ctl", "-D", str(folder / "data"), "-l", str(folder / "log"), "-w", "-o", options, "start"
        )

    def stop(self):
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")

    def new_database(self):
        """The address of an empty one: a schema of its own, since a database takes seconds to make and drop."""
        name = f"hub_{secrets.token_hex(6)}"
        server = f"postgresql://kclub@127.0.0.1:{self.port}/postgres"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {name}")
        return f"{server}?options=-csearch_path%3D{name}"

    def _run(self, program, *arguments):
        # The server refuses to run as root.
        as_user = {"user": SYSTEM_USER, "group": SYSTEM_USER, "extra_groups": []} if os.geteuid() == 0 else {}
        subprocess.run(
            [self._bin / program, *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd="/",
            timeout=60,
            **as_user,
        )


@contextlib.contextmanager
def cluster():
    """A server for as long as the block lasts; skips the test where none can be had."""
    if programs() is None:
        pytest.skip("PostgreSQL is not installed")
    # Not pytest's own folder: that is closed to the user the server runs as.
    folder = Path(tempfile.mkdtemp(prefix="kclub-postgres-"))
    try:
        if os.geteuid() == 0:
            try:
                pwd.getpwnam(SYSTEM_USER)
            except KeyError:
                pytest.skip(f"there is no user {SYSTEM_USER}, and PostgreSQL refuses to run as root")
            shutil.chown(folder, SYSTEM_USER)
        made = Cluster(folder)
        try:
            yield made
        finally:
            made.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
