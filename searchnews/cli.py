"""The command line: parse arguments, call one function, print."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import NoReturn

from searchnews.arguments import parser
from searchnews.commands.saying import COULD_NOT, DONE, INTERRUPTED, WRONG_USAGE, failed
from searchnews.errors import SearchnewsError, UsageError
from searchnews.garbage import collected_as_usual, hardly_collected_to_the_end
from searchnews.settings import Settings, load

_THREADED = ("OPENBLAS", "MKL", "OMP")  # what NumPy may multiply matrices with, which no command does
_ENDING_AT_ONCE = ("reindex",)
_LONG = ("serve", "extract", "evaluate")  # commands that leave garbage


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 0 done, 1 could not, 2 wrong usage, 3 done but some input was
    refused, 130 interrupted."""
    if arguments is None:  # this process is ours
        hardly_collected_to_the_end()
    try:
        options = _parsed(sys.argv[1:] if arguments is None else list(arguments))
        for library in _THREADED:  # before NumPy is imported: their threads cost a third of its start
            os.environ.setdefault(f"{library}_NUM_THREADS", "1")
        settings = load(environ=_environment(), index=options.index)
        if options.command in _LONG:
            collected_as_usual()
        code = _command(options.command)(options, settings)
        if arguments is None and options.command in _ENDING_AT_ONCE:
            _end(code)
        return code
    except UsageError as error:
        return failed(str(error), WRONG_USAGE)
    except SearchnewsError as error:
        return failed(str(error), COULD_NOT)
    except KeyboardInterrupt as interruption:
        return failed(str(interruption) or "interrupted", INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:
        if os.environ.get("SEARCHNEWS_DEBUG"):
            raise
        return failed(f"this is a bug ({error!r}): run again with SEARCHNEWS_DEBUG=1 for the traceback", COULD_NOT)


def _end(code: int) -> NoReturn:
    """End this process without taking apart what it holds: the system does that at once, Python takes its time."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "SEARCHNEWS_DEBUG"}


def _parsed(arguments: list[str]) -> argparse.Namespace:
    """The options; in a search, a word with one dash before it is an exclusion, as in the box on the page."""
    options, rest = parser(arguments).parse_known_args(arguments)
    if options.command == "search" and not any(word.startswith("--") for word in rest):
        given = [*options.words, *rest]
        options.words = sorted(given, key=lambda word: arguments.index(word) if word in arguments else len(arguments))
    elif rest:
        parser(arguments).error(f"unrecognized arguments: {' '.join(rest)}")
    return options


_COMMANDS = {  # command → the module of searchnews.commands that has it: only that one is imported
    "reindex": "indexes",
    "serve": "indexes",
    "stats": "indexes",
    "check": "indexes",
    "compare": "indexes",
    "search": "answers",
    "show": "answers",
    "translate": "answers",
    "extract": "texts",
    "evaluate": "texts",
}


def _command(name: str) -> Callable[[argparse.Namespace, Settings], int]:
    module = import_module(f"searchnews.commands.{_COMMANDS[name]}")
    found: Callable[[argparse.Namespace, Settings], int] = getattr(module, name)
    return found


if __name__ == "__main__":
    sys.exit(main())
