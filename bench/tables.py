"""What was measured as tables, for a terminal or as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from bench.figures import middle_and_worst

Row = Sequence[str]


def lines(result: Mapping[str, Any], *, markdown: bool) -> Iterator[str]:
    """A run's tables, one after the other, each with its heading."""
    machine = ", ".join(f"{name} {value}" for name, value in result["machine"].items())
    yield f"Set {result['set']}: {result['articles']:,} articles; {machine}"
    for title, rows in _tables(result):
        yield ""
        yield f"### {title}" if markdown else title
        yield ""
        yield from _markdown(rows) if markdown else _plain(rows)


def _tables(result: Mapping[str, Any]) -> Iterator[tuple[str, list[Row]]]:
    for part, title in (("query", "Faceted page"), ("full", "With ten stored articles and snippets")):
        for kernels, measured in result.get(part, {}).items():
            yield f"{title}, {kernels}: median ms (95th percentile)", _query_rows(measured)
            yield f"{title}, {kernels}: answers that are equal", _agreement_rows(measured)
    one: dict[str, tuple[str, Callable[[Any], list[Row]]]] = {
        "index": ("Indexing", _index_rows),
        "rerun": ("Run again", _rerun_rows),
        "start": ("Process start to first page, seconds", _start_rows),
        "memory": ("Memory of a server", _memory_rows),
    }
    for part, (title, rows) in one.items():
        if part in result:
            yield title, rows(result[part])
    for kernels, measured in result.get("commits", {}).items():
        yield f"Many commits against one, {kernels}: median ms (95th percentile)", _query_rows(measured)


def _query_rows(measured: Mapping[str, Any]) -> list[Row]:
    """A row a class; below, the ratios of ours to each other program over the classes."""
    classes = measured["classes"]
    programs = list(dict.fromkeys(name for found in classes.values() for name in found["programs"]))
    others = [name for name in programs if any("ratio" in _of(found, name) for found in classes.values())]
    heads = [part for name in programs for part in ((name, "ratio") if name in others else (name,))]
    rows: list[Row] = [("class", "queries", "matches", *heads)]
    for title, found in classes.items():
        cells = [cell for name in programs for cell in _program_cells(_of(found, name), name in others)]
        rows.append((title, str(found["queries"]), f"{found['matches']:,.0f}", *cells))
    for place, label in enumerate(("median over classes", "worst class")):
        cells = []
        for name in programs:
            ratios = [_of(found, name)["ratio"] for found in classes.values() if _of(found, name).get("ratio")]
            cells += ["", _ratio(middle_and_worst(ratios)[place])] if name in others else [""]
        rows.append((label, "", "", *cells))
    return rows


def _of(found: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    return found["programs"].get(name, {})  # type: ignore[no-any-return]


def _program_cells(row: Mapping[str, Any], other: bool) -> list[str]:
    times = f"{row['median']:.3f} ({row['p95']:.3f})" if row else ""
    return [times, _ratio(row.get("ratio"))] if other else [times]


def _agreement_rows(measured: Mapping[str, Any]) -> list[Row]:
    """Of all queries asked of both: how often total, counts and number of hits are equal."""
    sums: dict[str, dict[str, float]] = {}
    for found in measured["classes"].values():
        for name, row in found["programs"].items():
            if "agree" in row:
                entry = sums.setdefault(name, dict.fromkeys(("queries", *row["agree"]["equal"], "apart"), 0))
                entry["queries"] += row["agree"]["queries"]
                for part, count in row["agree"]["equal"].items():
                    entry[part] += count
                entry["apart"] = max(entry["apart"], row["agree"]["apart"])
    rows: list[Row] = [("program", "queries", "total", "source", "section", "month", "hits", "totals apart, at most")]
    for name, entry in sums.items():
        parts = (f"{entry[part]:.0f}" for part in ("queries", "total", "source", "section", "month", "hits"))
        rows.append((name, *parts, f"{100 * entry['apart']:.1f} %"))
    return rows


def _index_rows(measured: Mapping[str, Any]) -> list[Row]:
    rows: list[Row] = [("program", "seconds", "ratio", "peak MB, all", "peak MB, largest", "index MB", "ratio")]
    for name, row in measured["programs"].items():
        times = " ".join(f"{one:.1f}" for one in row["all_seconds"])
        memory = (_mb(row["peak_together"]), _mb(row["peak_largest"]))
        ratios = (_ratio(row.get("seconds_ratio")), _ratio(row.get("bytes_ratio")))
        rows.append((name, f"{row['seconds']:.1f} ({times})", ratios[0], *memory, _mb(row["bytes"]), ratios[1]))
    return rows


def _rerun_rows(measured: Mapping[str, Any]) -> list[Row]:
    rows: list[Row] = [(f"{measured['files']:,} files", "seconds", "of the full run")]
    rows.append(("full run", f"{measured['full']:.2f}", ""))
    for part, label in (("nothing", "nothing changed"), ("one_in_100", "1 % changed")):
        rows.append((label, f"{measured[part]:.2f}", f"1/{1 / measured[f'{part}_ratio']:.0f}"))
    return rows


def _start_rows(measured: Mapping[str, Any]) -> list[Row]:
    programs = next(iter(measured.values()))
    rows: list[Row] = [("kernels", *programs)]
    rows += [(kernels, *(f"{row['seconds']:.3f}" for row in found.values())) for kernels, found in measured.items()]
    return rows


def _memory_rows(measured: Mapping[str, Any]) -> list[Row]:
    heads = ("kernels", "private MB at start", "private MB", "mapped MB", "queries", "search.json, median ms")
    rows: list[Row] = [heads]
    for kernels, row in measured.items():
        sizes = (_mb(row[part]) for part in ("private_at_start", "private", "mapped"))
        rows.append((kernels, *sizes, str(row["queries"]), f"{row['json_median_ms']:.2f}"))
    return rows


def _ratio(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.2f}" if value >= 0.1 else f"1/{1 / value:.0f}"


def _mb(size: float) -> str:
    return f"{size / 1e6:.1f}"


def _plain(rows: Sequence[Row]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        yield "  ".join(cells).rstrip()


def _markdown(rows: Sequence[Row]) -> Iterator[str]:
    for place, row in enumerate(rows):
        yield f"| {' | '.join(row)} |"
        if not place:
            yield "|---|" + "--:|" * (len(row) - 1)
