"""Commands that show and measure how well texts are read and found."""

from __future__ import annotations

import argparse
import sys
from contextlib import closing
from pathlib import Path

from searchnews.commands.saying import COULD_NOT, DONE, SOME_REFUSED, tell, tell_json
from searchnews.errors import InputRefused, UsageError
from searchnews.printable import is_terminal, one_line, printable
from searchnews.settings import Settings


def extract(options: argparse.Namespace, settings: Settings) -> int:
    """Say what files hold, a line of JSON an article."""
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
                tell_json(article_to_json(extract_page(page)))
                done += 1
            except InputRefused as refusal:
                refused += 1
                at = refusal.line or getattr(page, "line", None)
                print(one_line(f"{shown}:{at}: {refusal}" if at else f"{shown}: {refusal}"), file=sys.stderr)
    return DONE if not refused else (SOME_REFUSED if done else COULD_NOT)


def evaluate(options: argparse.Namespace, settings: Settings) -> int:
    """Measure the ranking or the extraction against labels."""
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
        tell_json(relevance_json(scores, comparison))
    else:
        for line in (*relevance_lines(scores), *(comparison_lines(comparison) if comparison else ())):
            tell(printable(line))
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
        tell_json(extraction_json(evaluation, options.worst))
    else:
        for line in extraction_lines(evaluation, options.worst):
            tell(printable(line))
    return DONE
