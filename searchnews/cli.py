"""The command line: parse arguments, call one function, print."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, NoReturn

from searchnews.arguments import parser
from searchnews.errors import InputRefused, SearchnewsError, UsageError
from searchnews.garbage import collected_as_usual, hardly_collected_to_the_end
from searchnews.printable import is_terminal, one_line, printable
from searchnews.settings import Settings, load

DONE, COULD_NOT, WRONG_USAGE, SOME_REFUSED, INTERRUPTED = 0, 1, 2, 3, 130
SHOWN_REFUSALS = 20
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
        code = _COMMANDS[options.command](options, settings)
        if arguments is None and options.command in _ENDING_AT_ONCE:
            _end(code)
        return code
    except UsageError as error:
        return _failed(str(error), WRONG_USAGE)
    except SearchnewsError as error:
        return _failed(str(error), COULD_NOT)
    except KeyboardInterrupt as interruption:
        return _failed(str(interruption) or "interrupted", INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:
        if os.environ.get("SEARCHNEWS_DEBUG"):
            raise
        return _failed(f"this is a bug ({error!r}): run again with SEARCHNEWS_DEBUG=1 for the traceback", COULD_NOT)


def _end(code: int) -> NoReturn:
    """End this process without taking apart what it holds: the system does that at once, Python takes its time."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "SEARCHNEWS_DEBUG"}


def _failed(message: str, code: int) -> int:
    print(f"searchnews: {one_line(message)}", file=sys.stderr)
    return code


def _parsed(arguments: list[str]) -> argparse.Namespace:
    """The options; in a search, a word with one dash before it is an exclusion, as in the box on the page."""
    options, rest = parser(arguments).parse_known_args(arguments)
    if options.command == "search" and not any(word.startswith("--") for word in rest):
        given = [*options.words, *rest]
        options.words = sorted(given, key=lambda word: arguments.index(word) if word in arguments else len(arguments))
    elif rest:
        parser(arguments).error(f"unrecognized arguments: {' '.join(rest)}")
    return options


def _print(line: str) -> None:
    print(line)


def _print_json(data: Any) -> None:
    from searchnews.jsonlines import json_line

    sys.stdout.write(json_line(data, sys.stdout))


def _reindex(options: argparse.Namespace, settings: Settings) -> int:
    from searchnews.indexing import reindex
    from searchnews.progress import ProgressLine, passed_over, summary

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    progress = ProgressLine(sys.stderr)
    try:
        report = reindex(
            options.paths or settings.sources or None,
            index=settings.index,
            full=options.full,
            workers=options.workers if options.workers is not None else settings.workers,
            columns=settings.columns,
            progress=progress,
            wait=options.wait,
        )
    finally:
        progress.close()
    if options.json:
        _print_json(asdict(report))
    else:
        _complain("warning: ", report.warnings)
        _complain("refused: ", report.refusals)
        if report.skipped:
            print(one_line(passed_over(report)), file=sys.stderr)
        _print(summary(report))
    if not report.refused:
        return DONE
    return COULD_NOT if options.strict else SOME_REFUSED


def _complain(label: str, rows: Sequence[object]) -> None:
    for row in rows[:SHOWN_REFUSALS]:
        print(label + one_line(str(row)), file=sys.stderr)
    if len(rows) > SHOWN_REFUSALS:
        print(f"… and {len(rows) - SHOWN_REFUSALS:,} more (all of them: --json)", file=sys.stderr)


def _search(options: argparse.Namespace, settings: Settings) -> int:
    from searchnews.fields import FACET_NAMES
    from searchnews.library import open
    from searchnews.relativedates import today_in
    from searchnews.request import make_query

    query = make_query(
        " ".join(options.words),
        filters={name: getattr(options, name) for name in FACET_NAMES},
        missing=options.missing,
        excluded={name: getattr(options, f"not_{name}") for name in FACET_NAMES},
        since=options.since,
        until=options.until,
        precision=options.precision,
        undated=options.undated,
        possible=options.possible,
        match=options.match,
        sort=options.sort,
        recent=options.recent,
        explain=options.explain,
        page=options.page,
        limit=options.limit,
        today=today_in(settings.timezone),
    )
    with open(settings.index) as index:
        if options.csv:
            from searchnews.export import write_csv

            write_csv(index.engine.scan(replace(query, detail="fields")), sys.stdout)
        elif options.ndjson:
            from searchnews.export import write_ndjson

            write_ndjson(index.engine.scan(query), sys.stdout)
        else:
            result = index.engine.search(query)
            if options.json:
                from searchnews.serialise import result_to_json

                _print_json(result_to_json(result))
            else:
                from searchnews.terminal import result_lines

                for line in result_lines(result, bold=is_terminal(sys.stdout)):
                    _print(line)
    sys.stdout.flush()
    return DONE


def _extract(options: argparse.Namespace, settings: Settings) -> int:
    from searchnews.extract import extract_page
    from searchnews.library import pages
    from searchnews.serialise import article_to_json

    refused = done = 0
    for name in options.files:
        source: Path | bytes = sys.stdin.buffer.read() if name == "-" else Path(name)
        shown = options.name if name == "-" else name
        for page in pages(source, shown, settings.columns):
            try:
                if isinstance(page, InputRefused):
                    raise page
                _print_json(article_to_json(extract_page(page)))
                done += 1
            except InputRefused as refusal:
                refused += 1
                at = refusal.line or getattr(page, "line", None)
                print(one_line(f"{shown}:{at}: {refusal}" if at else f"{shown}: {refusal}"), file=sys.stderr)
    return DONE if not refused else (SOME_REFUSED if done else COULD_NOT)


def _show(options: argparse.Namespace, settings: Settings) -> int:
    from searchnews.library import open
    from searchnews.serialise import article_to_json

    with open(settings.index) as index:
        article = index.get(options.article_id)
    if article is None:
        return _failed(f"there is no article {options.article_id!r} in {settings.index}", COULD_NOT)
    if options.json:
        _print_json(article_to_json(article))
    else:
        from searchnews.terminal import article_lines

        for line in article_lines(article):
            _print(line)
    return DONE


def _serve(options: argparse.Namespace, settings: Settings) -> int:
    from searchnews.library import open
    from searchnews.web.server import serve

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    settings = replace(settings, host=options.host or settings.host)
    port = settings.port if options.port is None else options.port
    with open(settings.index) as index:
        index.engine.stats()  # a damaged index is told here and now, not on every page
        serve(
            index.engine,
            host=settings.host,
            port=port,
            name=settings.name,
            timezone=settings.timezone,
            log=settings.log,
            on_ready=lambda address: print(f"The archive is at {address} (Ctrl-C ends it)", flush=True),
        )
    return DONE


def _evaluate(options: argparse.Namespace, settings: Settings) -> int:
    return _evaluate_relevance(options, settings) if options.what == "relevance" else _evaluate_extraction(options)


def _evaluate_relevance(options: argparse.Namespace, settings: Settings) -> int:
    from searchnews.engines import open_engine
    from searchnews.evaluation.comparing import compared
    from searchnews.evaluation.relevance import collection, evaluate_relevance, read_judgments, read_queries
    from searchnews.evaluation.tables import comparison_lines, relevance_json, relevance_lines

    if not (options.queries and options.qrels):
        raise UsageError("evaluate relevance wants --queries TSV and --qrels TREC")
    asked = read_queries(Path(options.queries)), read_judgments(Path(options.qrels))
    opened = collection(Path(options.documents)) if options.documents else closing(open_engine(settings.index))
    with opened as engine:
        scores = evaluate_relevance(engine, *asked)
    comparison = compared(scores, Path(options.against)) if options.against else None
    if options.json:
        _print_json(relevance_json(scores, comparison))
    else:
        for line in (*relevance_lines(scores), *(comparison_lines(comparison) if comparison else ())):
            _print(printable(line))
    return DONE


def _evaluate_extraction(options: argparse.Namespace) -> int:
    if not options.folder:
        raise UsageError("evaluate extraction wants a FOLDER of labelled pages")
    from searchnews.evaluation.extraction import evaluate_extraction
    from searchnews.evaluation.tables import extraction_json, extraction_lines

    shown = is_terminal(sys.stderr)
    evaluation = evaluate_extraction(
        Path(options.folder),
        half=options.half,
        progress=lambda done: print(f"\r{done:,} pages", end="", file=sys.stderr, flush=True) if shown else None,
    )
    if shown:
        print(file=sys.stderr)
    if options.json:
        _print_json(extraction_json(evaluation, options.worst))
    else:
        for line in extraction_lines(evaluation, options.worst):
            _print(printable(line))
    return DONE


def _translate(options: argparse.Namespace, settings: Settings) -> int:
    from searchnews.query.translate import translate

    translated = translate(" ".join(options.words), options.dialect)
    if options.json:
        _print_json(asdict(translated))
    else:
        _complain("note: ", translated.notes)
        _print(printable(translated.text))
    return DONE


def _stats(options: argparse.Namespace, settings: Settings) -> int:
    from searchnews.library import open

    with open(settings.index) as index:
        stats = index.engine.stats()
    if options.json:
        _print_json(asdict(stats))
    else:
        from searchnews.terminal import stats_lines

        for line in stats_lines(stats, settings.index):
            _print(line)
    return DONE


def _check(options: argparse.Namespace, settings: Settings) -> int:
    from searchnews.checkup import check

    found = check(settings)
    if options.json:
        _print_json({"whole": not found.faults, **asdict(found)})
    else:
        for fault in found.faults:
            print(printable(fault), file=sys.stderr)
        for note in found.notes:
            print(f"note: {printable(note)}", file=sys.stderr)
        if not found.faults:
            _print(f"The index in {printable(settings.index)} is whole.")
    return COULD_NOT if found.faults else DONE


def _compare(options: argparse.Namespace, settings: Settings) -> int:
    from searchnews.comparison import compare

    found = compare(options.one, options.other)
    if options.json:
        _print_json(asdict(found))
    else:
        for row in found.differences:
            _print(printable(f"{row.what}: {row.one:,} and {row.other:,}"))
        if not found.differences:
            _print(f"The same: {found.articles[0]:,} articles in both, and {found.counts:,} counts.")
    return COULD_NOT if found.differences else DONE


_COMMANDS: dict[str, Callable[[argparse.Namespace, Any], int]] = {
    "reindex": _reindex,
    "search": _search,
    "extract": _extract,
    "show": _show,
    "serve": _serve,
    "evaluate": _evaluate,
    "translate": _translate,
    "stats": _stats,
    "check": _check,
    "compare": _compare,
}

if __name__ == "__main__":
    sys.exit(main())
