"""The real Redmine of the distribution's packages, on loopback, all its files in a folder of ours.

The folder is an instance of its own to Debian's Redmine: a copy of the installed, empty database, a
secret, logs. Nothing of an installation is written. The server is stopped by its process id.
"""

import os
import shutil
import socket
import sqlite3
import subprocess
import time
from pathlib import Path
from typing import Any, Self

import httpx

HOME = Path("/usr/share/redmine")
DATABASE = Path("/var/lib/dbconfig-common/sqlite3/redmine/instances/default/redmine_default")
KEY = "0123456789abcdef0123456789abcdef01234567"
_BOOT_SECONDS = 90.0
_NOW = "2026-01-01 00:00:00"


def missing() -> str:
    """Say what keeps it from running here; "" for nothing."""
    if not (HOME / "config.ru").is_file() or shutil.which("puma") is None:
        return "Redmine is not installed (apt install redmine redmine-sqlite puma)"
    return "" if os.access(DATABASE, os.R_OK) else "Redmine's database can only be read by root"


class Redmine:
    """One server with one project; its only user is the robot, who is also its administrator."""

    def __init__(self, folder: Path) -> None:
        """Prepare the instance; nothing runs yet."""
        self._folder = folder
        for name in ("config", "log", "tmp", "files", "public"):
            (folder / name).mkdir()
        database = folder / "redmine.sqlite3"
        shutil.copyfile(DATABASE, database)
        settings = {"adapter": "sqlite3", "database": database, "timeout": 15000}
        lines = [f"  {name}: {value}" for name, value in settings.items()]
        (folder / "config" / "database.yml").write_text("\n".join(["production:", *lines, ""]))
        (folder / "config" / "secret_key.txt").write_text("5" * 64)
        _seed(database)

    def __enter__(self) -> Self:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        up = "/".join([".."] * len((HOME / "instances").parts[1:]))
        own = {
            "REDMINE_INSTANCE": f"{up}{self._folder}",
            "RAILS_ENV": "production",
            "RAILS_SERVE_STATIC_FILES": "1",
            "BUNDLER_VERSION": "2.3.15",  # Debian's; 2.3.27 does not find the patched gems
            "HOME": str(self._folder),
        }
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        with (self._folder / "log" / "puma.log").open("wb") as log:
            self._puma = subprocess.Popen(
                ["puma", "-b", f"tcp://127.0.0.1:{port}", "-e", "production", "-t", "1:4"],
                cwd=HOME,
                env=kept | own,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        try:
            self._wait()
            self._make_project()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._puma.terminate()
        try:
            self._puma.wait(20)
        except subprocess.TimeoutExpired:
            self._puma.kill()
            self._puma.wait()

    def _wait(self) -> None:
        end = time.monotonic() + _BOOT_SECONDS
        while True:
            assert self._puma.poll() is None, (self._folder / "log" / "puma.log").read_text()
            try:
                self.call("GET", "/users/current.json")
            except httpx.TransportError:
                assert time.monotonic() < end, "Redmine does not answer"
                self._nap()
            else:
                return

    def _nap(self) -> None:
        try:
            self._puma.wait(0.2)
        except subprocess.TimeoutExpired:
            return

    def _make_project(self) -> None:
        modules = {"enabled_module_names": ["issue_tracking"], "tracker_ids": [1, 2, 3]}
        named = {"name": "Demo", "identifier": "demo", "is_public": True}
        self.call("POST", "/projects.json", {"project": named | modules})

    def call(self, method: str, path: str, content: Any = None) -> Any:
        """Ask the interface as the robot; its answer."""
        headers = {"X-Redmine-API-Key": KEY}
        answer = httpx.request(
            method, self.url + path, headers=headers, json=content, timeout=60, trust_env=False
        )
        answer.raise_for_status()
        return answer.json() if answer.content.strip() else None

    def issue(self, description: str = "") -> int:
        """Make a ticket; its number."""
        known = {"project_id": "demo", "subject": "Port", "tracker_id": 1, "priority_id": 1}
        made = self.call("POST", "/issues.json", {"issue": known | {"description": description}})
        number: int = made["issue"]["id"]
        return number

    def note(self, issue: int, text: str) -> None:
        self.call("PUT", f"/issues/{issue}.json", {"issue": {"notes": text}})

    def notes(self, issue: int) -> list[str]:
        """Return all notes, the oldest first, with line ends as we write them."""
        found = self.call("GET", f"/issues/{issue}.json?include=journals")["issue"]["journals"]
        return [one["notes"].replace("\r\n", "\n") for one in found if one.get("notes")]

    def description(self, issue: int) -> str:
        found: str = self.call("GET", f"/issues/{issue}.json")["issue"]["description"] or ""
        return found.replace("\r\n", "\n")


def _seed(database: Path) -> None:
    """Turn the interface on, and give the administrator a key."""
    base = sqlite3.connect(database)
    for name, value in (("rest_api_enabled", "1"), ("text_formatting", "common_mark")):
        base.execute("DELETE FROM settings WHERE name = ?", (name,))
        base.execute(
            "INSERT INTO settings (name, value, updated_on) VALUES (?, ?, ?)", (name, value, _NOW)
        )
    base.execute("UPDATE users SET must_change_passwd = 0 WHERE login = 'admin'")
    base.execute(
        "INSERT INTO tokens (user_id, action, value, created_on, updated_on)"
        " SELECT id, 'api', ?, ?, ? FROM users WHERE login = 'admin'",
        (KEY, _NOW, _NOW),
    )
    base.commit()
    base.close()
