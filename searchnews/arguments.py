"""The command line's words: every command and option, with examples. docs/cli.md has a row each."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Sequence

from searchnews import __version__
from searchnews.query.dialects import DIALECT_NAMES

_EPILOG = """examples:
  searchnews reindex ~/archive       read a folder; again later: only what changed
  searchnews search oil prices --source AFP --from 2014-02 --to 2014-04
  searchnews serve                   the results page, on http://127.0.0.1:8000

exit codes: 0 done; 1 could not; 2 wrong usage; 3 done, but some input was refused"""
_WIDTH = 80  # where there is no terminal


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help as it is laid out here. argparse makes one for each option, and by itself imports `shutil` for its width."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns() - 2)


def _columns() -> int:
    """As shutil.get_terminal_size has it."""
    with contextlib.suppress(KeyError, ValueError):
        if (given := int(os.environ["COLUMNS"])) > 0:
            return given
    with contextlib.suppress(AttributeError, ValueError, OSError):
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or _WIDTH  # type: ignore[union-attr]
    return _WIDTH


def parser(arguments: Sequence[str] | None = None) -> argparse.ArgumentParser:
    """The whole command line; of commands that are not among `arguments` the name alone, which is made sooner."""
    top = argparse.ArgumentParser(
        prog="searchnews",
        description="A search engine for news that you run by yourself.",
        epilog=_EPILOG,
        formatter_class=_Help,
    )
    top.add_argument("--version", action="version", version=f"searchnews {__version__}")
    _index(top, default=None)
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND", prog="searchnews")
    for name, told, examples, options in _COMMANDS:
        text = "\n".join(f"  searchnews {name} {example}" for example in examples)
        command = commands.add_parser(
            name,
            help=told,
            description=told[0].upper() + told[1:] + ".",
            epilog=f"examples:\n{text}",
            formatter_class=_Help,
        )
        if arguments is None or name in arguments:
            _index(command, default=argparse.SUPPRESS)
            options(command)
    return top


def _index(command: argparse.ArgumentParser, default: str | None) -> None:
    command.add_argument(
        "--index", metavar="DIR|URL", default=default, help="the index (else SEARCHNEWS_INDEX, the settings, index/)"
    )


def _reindex(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "paths", nargs="*", metavar="PATH", help="files and folders (else the settings' sources, seeds/)"
    )
    command.add_argument("--full", action="store_true", help="make the index anew: exactly what the paths hold")
    command.add_argument("--workers", type=int, metavar="N", help="processes that read (0: one a core)")
    command.add_argument("--strict", action="store_true", help="exit with 1 when any input was refused")
    command.add_argument("--wait", action="store_true", help="wait for a reindex that is under way")
    command.add_argument("--json", action="store_true", help="the report as JSON")


def _search(command: argparse.ArgumentParser) -> None:
    from searchnews.fields import FACET_NAMES, MISSING  # here: most runs of `reindex` do little, and need it not

    command.add_argument("words", nargs="*", metavar="WORDS", help="the query; none: every article")
    for name in FACET_NAMES:
        command.add_argument(f"--{name}", action="append", default=[], help=f"only this {name} (may be repeated)")
    for name in FACET_NAMES:
        command.add_argument(
            f"--not-{name}", action="append", default=[], help=f"without this {name} (may be repeated)"
        )
    command.add_argument("--missing", action="append", default=[], choices=MISSING, help="only articles without one")
    command.add_argument(
        "--from", dest="since", metavar="DATE", help="from 2014, 2014-02, 2014-02-03, last week or P1W on"
    )
    command.add_argument("--to", dest="until", metavar="DATE", help="up to the end of it")
    command.add_argument("--precision", help="only dates known to the minute, day, month or year")
    command.add_argument("--undated", action="store_true", help="add articles without a date")
    command.add_argument("--possible", action="store_true", help="add articles that may lie in the range")
    command.add_argument("--match", default="all", help="all (default) or any of the words")
    command.add_argument("--sort", default="relevance", help="relevance (default), newest or oldest")
    command.add_argument("--recent", action="store_true", help="favour newer articles: up to half more score")
    command.add_argument("--explain", action="store_true", help="say what each hit's score is made of")
    command.add_argument("--page", type=int, default=1, help="which page of the results (1)")
    command.add_argument("--limit", type=int, default=10, help="results on a page (10)")
    form = command.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="the answer as JSON")
    form.add_argument("--csv", action="store_true", help="every hit as CSV")
    form.add_argument("--ndjson", action="store_true", help="every hit, a JSON object a line")


def _extract(command: argparse.ArgumentParser) -> None:
    command.add_argument("files", nargs="+", metavar="FILE", help="files; - for standard input")
    command.add_argument("--name", default="page.txt", help="the name of standard input: its suffix tells the format")


def _evaluate(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "what", choices=("extraction", "relevance"), help="extraction: the fields of pages; relevance: rankings"
    )
    command.add_argument("folder", metavar="FOLDER", nargs="?", help="pages with a truth.jsonl or labels.jsonl")
    command.add_argument("--queries", metavar="TSV", help="relevance: a query's name, a tab, its words")
    command.add_argument("--qrels", metavar="TREC", help="relevance: query, 0, document, grade")
    command.add_argument(
        "--documents", metavar="JSONL", help="relevance: index these under their own ids, for this once"
    )
    command.add_argument("--against", metavar="JSON", help="relevance: compare with a run's --json, kept in a file")
    command.add_argument("--half", default="", choices=("first", "second"), help="one half of the pages, by name")
    command.add_argument("--worst", type=int, default=0, metavar="N", help="list the N pages that cost most")
    command.add_argument("--json", action="store_true", help="the figures as JSON")


def _show(command: argparse.ArgumentParser) -> None:
    command.add_argument("article_id", metavar="ARTICLE_ID")
    _json(command)


def _serve(command: argparse.ArgumentParser) -> None:
    command.add_argument("--host", help="address to serve on (127.0.0.1: this machine only)")
    command.add_argument("--port", type=int, help="port to serve on (8000; 0: any that is free)")


def _translate(command: argparse.ArgumentParser) -> None:
    command.add_argument("words", nargs="+", metavar="QUERY", help="the query, as it is typed there")
    command.add_argument("--from", dest="dialect", required=True, choices=DIALECT_NAMES, help="where it is from")
    _json(command)


def _compare(command: argparse.ArgumentParser) -> None:
    command.add_argument("one", metavar="A", help="an index: a folder or an address")
    command.add_argument("other", metavar="B", help="the index to compare it with")
    _json(command)


def _json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="as JSON")


_COMMANDS: tuple[tuple[str, str, tuple[str, ...], Callable[[argparse.ArgumentParser], None]], ...] = (
    ("reindex", "read files and folders into the index", ("seeds", "--full ~/archive"), _reindex),
    ("search", "search", ("oil prices --source AFP", "'\"central bank\"' --json", "oil -opec"), _search),
    ("extract", "show the fields of pages, as JSON", ("page.txt", "- --name page.html < page.html"), _extract),
    ("show", "show one article", ("k2v7xq3m5n4aabcd --json",), _show),
    ("serve", "serve the results page", ("--port 9000",), _serve),
    (
        "evaluate",
        "measure fields against labelled pages, rankings against judgments",
        (
            "extraction pages --worst 20",
            "extraction pages --half second --json",
            "relevance --queries queries.tsv --qrels qrels.txt --documents docs.jsonl",
        ),
        _evaluate,
    ),
    (
        "translate",
        "turn a query of another archive into this language",
        ("--from nexis 'central bank w/5 rate!'", "--from lucene '+oil -opec title:prices~' --json"),
        _translate,
    ),
    (
        "compare",
        "whether two indexes count the same",
        ("index opensearch+http://127.0.0.1:9200/news",),
        _compare,
    ),
    ("stats", "what the index holds", ("--json",), _json),
    ("check", "whether the index is whole, and what to do if not", ("--json",), _json),
)
