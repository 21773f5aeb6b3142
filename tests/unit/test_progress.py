"""How far a run is: a bar on a terminal, plain lines elsewhere, and a share that rises within one large file too."""

from __future__ import annotations

import gzip
import io
import json
import re
from pathlib import Path

import pytest

import searchnews
from searchnews.progress import ProgressLine, line, summary
from searchnews.report import Progress, Report


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def clock(*times: float) -> object:
    return iter(times).__next__


def test_a_line_says_share_rate_and_time_left() -> None:
    state = Progress("reading", done=250, total=1000, articles=1200)
    assert line(state, 60, bar=False) == "Reading   25%  1,200 articles  20 a second  3 min 0 s left"
    assert line(state, 60, bar=True).startswith("Reading ██████░░░░░░░░░░░░░░░░░░   25%  ")
    assert line(Progress("looking"), 0, bar=True) == "Looking for files …"
    waiting = line(Progress("waiting", note="process 7 on tarn"), 0, bar=False)
    assert waiting == "Waiting for another reindex to finish: process 7 on tarn"


def test_a_terminal_has_one_line_that_is_drawn_again_and_taken_away() -> None:
    stream = Terminal()
    shown = ProgressLine(stream, clock(0, 0, 0.05, 0.2))  # type: ignore[arg-type]
    for done in (0, 10, 20):
        shown(Progress("reading", done, 100, done))
    shown.close()
    drawn = stream.getvalue().split("\r\x1b[2K")
    assert [re.findall(r"\d+%", text) for text in drawn] == [[], ["0%"], ["20%"], []]
    assert "\n" not in stream.getvalue()


def test_a_log_has_plain_lines_and_few() -> None:
    stream = io.StringIO()
    shown = ProgressLine(stream, clock(0, 0, 1, 5, 12, 13))  # type: ignore[arg-type]
    shown(Progress("looking"))
    for done in (0, 10, 20, 30):
        shown(Progress("reading", done, 100, done))
    shown.close()
    assert stream.getvalue().splitlines() == [
        "Looking for files …",
        "Reading   20%  20 articles  2 a second  44 s left",
    ]


def test_the_last_line_is_for_people() -> None:
    told = summary(Report(read=1234, added=1, changed=2, removed=5, unchanged=1200, refused=31, seconds=2.34))
    assert told == "Read 1,234 articles: 1 added, 2 changed, 1,200 unchanged, 31 refused; 5 removed, in 2.3 s"


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("name", ["wire.jsonl", "wire.jsonl.gz", "wire.csv"])
def test_the_share_rises_within_one_file(tmp_path: Path, name: str, workers: int) -> None:
    text = "The barge with the load waited at the toll on the lower sluice before noon, said the keeper. "
    numbers = range(1500)
    if name.endswith("csv"):
        data = "title,text\n" + "".join(f'Barge {n},"{n} {text * 8}{n * 7919}"\n' for n in numbers)
    else:
        data = "".join(json.dumps({"title": f"Barge {n}", "text": f"{n} {text * 8}{n * 7919}"}) + "\n" for n in numbers)
    path = tmp_path / name
    path.write_bytes(gzip.compress(data.encode(), 1) if name.endswith("gz") else data.encode())
    states: list[Progress] = []
    searchnews.reindex(path, index=tmp_path / "index", workers=workers, progress=states.append)
    reading = [state for state in states if state.stage == "reading"]
    assert [state.done for state in reading] == sorted(state.done for state in reading)
    assert (reading[0].done, reading[-1].total - reading[-1].done < 2) == (0, True)
    assert reading[-1].articles == 1500
    if workers == 1:
        assert len({state.done for state in reading}) > (2 if name.endswith("gz") else 20)
