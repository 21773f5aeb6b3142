"""The command line as a process of its own, in an environment without our settings."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, Any

LONGEST = 120  # seconds, then it hangs


def environment() -> dict[str, str]:
    """This process's environment less SEARCHNEWS_…, which would be settings."""
    return {name: value for name, value in os.environ.items() if not name.startswith("SEARCHNEWS")}


def run(*arguments: object, cwd: Path, stdin: bytes = b"", code: int = 0) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; it must return `code` and never show a traceback.

    The process is forked from this one, which has imported what it needs: `run_anew` starts an interpreter.
    """
    given = [str(argument) for argument in arguments]
    with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as told:
        asked.write(stdin)
        asked.seek(0)
        child = os.fork()
        if not child:
            _become(given, cwd, asked, said, told)
        returned = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        texts = []
        for file in (said, told):
            file.seek(0)
            texts.append(file.read().decode())
    return _checked(subprocess.CompletedProcess(given, returned, *texts), code)


def run_anew(*arguments: object, cwd: Path, stdin: bytes = b"", code: int = 0) -> subprocess.CompletedProcess[str]:
    """The same by an interpreter of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "searchnews", *map(str, arguments)],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        env=environment(),
        timeout=LONGEST,
    )
    texts = done.stdout.decode(), done.stderr.decode()
    return _checked(subprocess.CompletedProcess(done.args, done.returncode, *texts), code)


def _checked(result: subprocess.CompletedProcess[str], code: int) -> subprocess.CompletedProcess[str]:
    assert "Traceback" not in result.stderr, result.stderr
    assert result.returncode == code, result.stderr
    return result


def _become(arguments: list[str], cwd: Path, *files: IO[bytes]) -> None:
    """In the forked process: be the command; never returns."""
    code = 99
    try:
        from searchnews.cli import main

        signal.alarm(LONGEST)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.chdir(cwd)
        for number, file in enumerate(files):
            os.dup2(file.fileno(), number)
        for name in [name for name in os.environ if name.startswith("SEARCHNEWS")]:
            del os.environ[name]
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - a descriptor, as the next
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.argv = ["searchnews", *arguments]
        try:
            code = main()
        except SystemExit as exit:  # argparse
            code = exit.code if isinstance(exit.code, int) else 0
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


def report(folder: Path, *arguments: object, code: int = 0) -> dict[str, Any]:
    """What `reindex --json` says; its numbers must add up."""
    data: dict[str, Any] = json.loads(
        run("reindex", *arguments, "--json", "--workers", 1, cwd=folder, code=code).stdout
    )
    assert data["read"] == data["added"] + data["changed"] + data["unchanged"] + data["refused"]
    assert data["refused"] == len(data["refusals"])
    return data
