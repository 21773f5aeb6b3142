"""A command in a forked process: what a test wants to do to a process it must not do to its own."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

STUMBLED = 99  # the exit code of a child that did not reach its end


def command(
    *arguments: object, cwd: Path, first: Callable[[], None] = lambda: None, last: Callable[[], None] = lambda: None
) -> tuple[int, str]:
    """Run a command after `first` and before `last`: its exit code (minus a signal's number), and what it said."""
    said, tell = os.pipe()
    child = os.fork()
    if not child:
        _run([str(argument) for argument in arguments], cwd, tell, first, last)
    os.close(tell)
    with open(said, encoding="utf-8") as file:  # noqa: PTH123 - a descriptor
        text = file.read()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code != STUMBLED, text
    return code, text


def _run(arguments: list[str], cwd: Path, tell: int, first: Callable[[], None], last: Callable[[], None]) -> None:
    """In the forked process; never returns."""
    try:
        from searchnews.cli import main

        os.chdir(cwd)
        os.dup2(tell, 1)
        os.dup2(tell, 2)
        for name in [name for name in os.environ if name.startswith("SEARCHNEWS")]:
            del os.environ[name]
        with open(1, "w", encoding="utf-8", closefd=False) as sys.stdout:
            sys.stderr = sys.stdout
            signal.signal(signal.SIGINT, signal.default_int_handler)
            first()
            code = main(arguments)
            last()
        os._exit(code)
    finally:
        os._exit(STUMBLED)
