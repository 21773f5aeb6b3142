"""The command line as a subprocess, in an environment without our settings."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any


def environment() -> dict[str, str]:
    """This process's environment less SEARCHNEWS_…, which would be settings."""
    return {name: value for name, value in os.environ.items() if not name.startswith("SEARCHNEWS")}


def run(*arguments: object, cwd: Path, stdin: bytes = b"", code: int = 0) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; it must return `code` and never show a traceback."""
    done = subprocess.run(
        [sys.executable, "-m", "searchnews", *map(str, arguments)],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        env=environment(),
        timeout=120,
    )
    result = subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())
    assert "Traceback" not in result.stderr
    assert result.returncode == code, result.stderr
    return result


def report(folder: Path, *arguments: object, code: int = 0) -> dict[str, Any]:
    """What `reindex --json` says; its numbers must add up."""
    data: dict[str, Any] = json.loads(
        run("reindex", *arguments, "--json", "--workers", 1, cwd=folder, code=code).stdout
    )
    assert data["read"] == data["added"] + data["changed"] + data["unchanged"] + data["refused"]
    assert data["refused"] == len(data["refusals"])
    return data
