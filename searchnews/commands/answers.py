"""Commands that ask: a query, an article, what a query of another archive means."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict, replace

from searchnews.commands.saying import COULD_NOT, DONE, complain, failed, tell, tell_json
from searchnews.printable import is_terminal, printable
from searchnews.settings import Settings


def search(options: argparse.Namespace, settings: Settings) -> int:
    """Answer a query, or hand out all it finds."""
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
                from searchnews.resultjson import result_to_json

                tell_json(result_to_json(result))
            else:
                from searchnews.terminal import result_lines

                for line in result_lines(result, bold=is_terminal(sys.stdout)):
                    tell(line)
    sys.stdout.flush()
    return DONE


def show(options: argparse.Namespace, settings: Settings) -> int:
    """Show one article."""
    from searchnews.library import open
    from searchnews.serialise import article_to_json

    with open(settings.index) as index:
        article = index.get(options.article_id)
    if article is None:
        return failed(f"there is no article {options.article_id!r} in {settings.index}", COULD_NOT)
    if options.json:
        tell_json(article_to_json(article))
    else:
        from searchnews.terminal import article_lines

        for line in article_lines(article):
            tell(line)
    return DONE


def translate(options: argparse.Namespace, settings: Settings) -> int:
    """Say a query of another archive in our words."""
    from searchnews.query.translate import translate

    translated = translate(" ".join(options.words), options.dialect)
    if options.json:
        tell_json(asdict(translated))
    else:
        complain("note: ", translated.notes)
        tell(printable(translated.text))
    return DONE
