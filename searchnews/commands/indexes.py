"""Commands for an index as a whole: made, served, counted, checked, compared."""

from __future__ import annotations

import argparse
import signal
import sys
from dataclasses import asdict, replace

from searchnews.commands.saying import COULD_NOT, DONE, SOME_REFUSED, complain, tell, tell_json
from searchnews.printable import one_line, printable
from searchnews.settings import Settings


def reindex(options: argparse.Namespace, settings: Settings) -> int:
    """Bring an index up to date, and say what was read."""
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
        tell_json(asdict(report))
    else:
        complain("warning: ", report.warnings)
        complain("refused: ", report.refusals)
        if report.skipped:
            print(one_line(passed_over(report)), file=sys.stderr)
        tell(summary(report))
    if not report.refused:
        return DONE
    return COULD_NOT if options.strict else SOME_REFUSED


def serve(options: argparse.Namespace, settings: Settings) -> int:
    """Serve the pages until a Ctrl-C."""
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


def stats(options: argparse.Namespace, settings: Settings) -> int:
    """Say what an index holds."""
    from searchnews.library import open

    with open(settings.index) as index:
        stats = index.engine.stats()
    if options.json:
        tell_json(asdict(stats))
    else:
        from searchnews.terminal import stats_lines

        for line in stats_lines(stats, settings.index):
            tell(line)
    return DONE


def check(options: argparse.Namespace, settings: Settings) -> int:
    """Say whether an index is whole."""
    from searchnews.checkup import check

    found = check(settings)
    if options.json:
        tell_json({"whole": not found.faults, **asdict(found)})
    else:
        for fault in found.faults:
            print(printable(fault), file=sys.stderr)
        for note in found.notes:
            print(f"note: {printable(note)}", file=sys.stderr)
        if not found.faults:
            tell(f"The index in {printable(settings.index)} is whole.")
    return COULD_NOT if found.faults else DONE


def compare(options: argparse.Namespace, settings: Settings) -> int:
    """Say in which counts two indexes differ."""
    from searchnews.comparison import compare

    found = compare(options.one, options.other)
    if options.json:
        tell_json(asdict(found))
    else:
        for row in found.differences:
            tell(printable(f"{row.what}: {row.one:,} and {row.other:,}"))
        if not found.differences:
            tell(f"The same: {found.articles[0]:,} articles in both, and {found.counts:,} counts.")
    return COULD_NOT if found.differences else DONE
