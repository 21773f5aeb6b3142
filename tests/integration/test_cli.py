"""The command line as a subprocess: exit codes, JSON, errors in one line, bad input beside good."""

from __future__ import annotations

import gzip
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

import searchnews
from searchnews.errors import UsageError
from tests.command import report, run, run_anew

GOOD = "WORLD\nHarbour strike ends in Port Selm\nMarch 5, 2014\n" + "\n".join(
    f"The strike of the crane drivers in Port Selm ended on day {n}, the harbour master told reporters on the quay."
    for n in range(4)
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "strike.txt").write_text(GOOD)
    records = [
        {"title": f"Oil prices {n}", "text": f"Oil rose to {n} crowns a barrel.", "date": "2014-02-03"}
        for n in range(12)
    ]
    (tmp_path / "pages" / "wire.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    return tmp_path


def test_reindex_is_incremental_and_full_is_the_same(folder: Path) -> None:
    assert report(folder, "pages")["added"] == 13
    again = report(folder, "pages")
    assert (again["unchanged"], again["added"], again["removed"]) == (13, 0, 0)
    (folder / "pages" / "strike.txt").unlink()
    lines = (folder / "pages" / "wire.jsonl").read_text().replace("Oil rose to 3 ", "Oil fell to 3 ")
    (folder / "pages" / "wire.jsonl").write_text(lines)
    third = report(folder, "pages")
    assert (third["changed"], third["unchanged"], third["removed"]) == (1, 11, 1)
    before = run("search", "--ndjson", cwd=folder).stdout
    full = report(folder, "--full", "pages")
    assert (full["read"], full["refused"]) == (12, 0)
    assert run("search", "--ndjson", cwd=folder).stdout == before


def test_full_reports_what_it_changed_against_the_index_before(folder: Path) -> None:
    assert report(folder, "--full", "pages")["added"] == 13
    assert report(folder, "--full", "pages")["unchanged"] == 13
    (folder / "pages" / "strike.txt").unlink()
    lines = (folder / "pages" / "wire.jsonl").read_text().replace("Oil rose to 3 ", "Oil fell to 3 ")
    (folder / "pages" / "wire.jsonl").write_text(lines + '{"title": "Tin", "text": "Tin rose."}\n')
    data = report(folder, "--full", "pages")
    assert [data[name] for name in ("read", "added", "changed", "unchanged", "refused", "removed")] == [
        *(13, 1, 1, 11, 0, 1),
    ]


def test_search_in_all_its_forms(folder: Path) -> None:
    report(folder, "pages")
    data = json.loads(run("search", "oil", "prices", "--from", "2014-02", "--limit", 5, "--json", cwd=folder).stdout)
    assert (data["total"], len(data["hits"]), data["query"]["from"]) == (12, 5, "2014-02")
    assert run("search", "oil", "--csv", cwd=folder).stdout.count("\n") == 13
    assert run("search", "oil", "--ndjson", cwd=folder).stdout.count("\n") == 12
    assert "1 article for" in run("search", "crowns", "-rose", "strike", "--match", "any", cwd=folder).stdout
    assert json.loads(run("search", "strike", "-oil", "--json", cwd=folder).stdout)["total"] == 1
    told = run("search", "oil", "prices", "--recent", "--explain", cwd=folder).stdout
    assert "note: the newest articles gain half of their score" in told
    assert re.search(r"score \d+\.\d{3}:\n +\d+ %  oil: \d+ in ", told)
    (hit,) = json.loads(run("search", "strike", "-oil", "--json", "--explain", cwd=folder).stdout)["hits"]
    assert [part["words"] for part in hit["explanation"]] == ["strike"]
    article_id = data["hits"][0]["id"]
    assert "Oil prices" in run("show", article_id, cwd=folder).stdout
    assert json.loads(run("stats", "--json", cwd=folder).stdout)["articles"] == 13
    assert "whole" in run_anew("check", cwd=folder).stdout
    assert run_anew("search", "oil", "--csv", cwd=folder).stdout == run("search", "oil", "--csv", cwd=folder).stdout


def test_wrong_usage_and_what_can_not_be_done(folder: Path) -> None:
    assert "searchnews reindex" in run_anew("search", "oil", cwd=folder, code=1).stderr
    assert "seeds" in run("reindex", cwd=folder, code=2).stderr
    assert "no such file" in run("reindex", "nowhere", cwd=folder, code=1).stderr
    report(folder, "pages")
    assert "is no date" in run("search", "--from", "soon", cwd=folder, code=2).stderr
    assert "2,000 characters" in run("search", "x" * 2001, cwd=folder, code=2).stderr
    run("search", "--no-such-option", cwd=folder, code=2)
    assert "a path is empty" in run("reindex", "--full", "", cwd=folder, code=2).stderr
    for wrong in (-1, 65):
        assert f"workers is {wrong}" in run("reindex", "pages", "--workers", wrong, cwd=folder, code=2).stderr
    for wrong in (-1, 65536):
        assert f"port is {wrong}" in run("serve", "--port", wrong, cwd=folder, code=2).stderr
    (folder / "searchnews.toml").write_text('[columns]\ntxet = "words"\n')
    assert "'txet'" in run("reindex", "pages", cwd=folder, code=2).stderr
    (folder / "searchnews.toml").unlink()
    assert "no article" in run("show", "nobody", cwd=folder, code=1).stderr
    assert run("search", "strike", cwd=folder).returncode == 0


def test_extract_reads_standard_input(folder: Path) -> None:
    data = json.loads(run("extract", "-", "--name", "a.txt", cwd=folder, stdin=GOOD.encode()).stdout)
    assert data["title"] == "Harbour strike ends in Port Selm"
    assert data["published"]["start"] == "2014-03-05"
    assert "empty" in run("extract", "-", cwd=folder, code=1).stderr


def test_bad_input_is_refused_with_its_reason_and_the_rest_goes_on(folder: Path) -> None:
    pages = folder / "pages"
    (pages / "empty.txt").write_bytes(b"")
    (pages / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10)
    (pages / "scripts.html").write_text("<html><script>let x = 1</script></html>")
    (pages / "broken.txt.gz").write_bytes(gzip.compress(GOOD.encode())[:-20])
    (pages / "mixed.jsonl").write_text(
        '{"title": "A", "text": "fine words"}\n{"title": \n{"title": "B", "text": "more words"}\n'
    )
    (pages / "giant.txt").write_bytes(b"word " * 4_200_000)
    (pages / "deep.html").write_text("<div>" * 10_000 + "<p>" + "A deep story goes on. " * 20 + "</p>")
    dates = ("0000-00-00", "3024-01-01", "2014-02-31")
    (pages / "dates.jsonl").write_text(
        "".join(json.dumps({"title": d, "text": f"story {d}", "date": d}) + "\n" for d in dates)
    )
    (pages / "long.jsonl").write_text(json.dumps({"title": "long " * 1000, "text": "a story"}) + "\n")
    same = {"title": "Same", "text": "one text", "url": "https://example.org/same"}
    (pages / "same1.jsonl").write_text(json.dumps(same) + "\n")
    (pages / "same2.jsonl").write_text(json.dumps(same | {"text": "another"}) + "\n")
    data = report(folder, "pages", "nowhere.txt", code=3)
    refused = {(Path(row["path"]).name, row["line"]): row["reason"] for row in data["refusals"]}  # type: ignore[attr-defined]
    for name in ("empty.txt", "picture.txt", "scripts.html", "broken.txt.gz", "giant.txt", "nowhere.txt"):
        assert any(path == name for path, _ in refused), name
    assert "not JSON" in refused["mixed.jsonl", 2]
    assert "same1.jsonl" in next(reason for (path, _), reason in refused.items() if path == "same2.jsonl")
    warned = " ".join(f"{row['path']} {row['reason']}" for row in data["warnings"])  # type: ignore[attr-defined]
    assert all(date in warned for date in dates)
    assert "long.jsonl" in warned
    assert report(folder, "pages", code=3)["unchanged"] == data["added"]
    report(folder, "pages", "--strict", code=1)


STRANGE = (
    b"line\nbreak.txt",
    b"<script>alert(1)<&.txt",
    b"\xff\xfe\xe9.txt",
    b"\x1b[31mred.txt",
    "\u202etxt.txt".encode(),
)


def test_files_with_strange_names_are_read_and_told_on_one_line(folder: Path) -> None:
    pages = os.fsencode(folder / "pages")
    for number, name in enumerate(STRANGE):
        Path(os.fsdecode(pages + b"/" + name)).write_text(GOOD.replace("Harbour", f"Lagoon{number}"))
        Path(os.fsdecode(pages + b"/empty-" + name)).write_bytes(b"")
        Path(os.fsdecode(pages + b"/" + name + b".png")).write_bytes(b"")
    data = report(folder, "pages", code=3)
    assert (data["added"], data["refused"], len(data["skipped"])) == (18, 5, 5)
    assert report(folder, "pages", code=3)["unchanged"] == 18
    said = run("reindex", "pages", cwd=folder, code=3).stderr
    assert sum(line.startswith("refused: pages/empty-") for line in said.splitlines()) == 5
    assert "passed over, of a kind that is not read: pages/" in said
    assert "and 2 more" in said
    assert not set(said) & set("\x1b\u202e")
    assert "whole" in run("check", cwd=folder).stdout
    for number in range(5):
        assert json.loads(run("search", f"lagoon{number}", "--json", cwd=folder).stdout)["total"] == 1
    with pytest.raises(UsageError, match="a path is empty or no path"):
        searchnews.reindex("a\0b")


def test_zeros_among_the_letters_are_refused_or_passed_over(folder: Path) -> None:
    (folder / "pages" / "zeros.txt").write_text(GOOD.replace("quay", "qu\0ay"))
    (folder / "pages" / "zeros.jsonl").write_text('{"title": "a\\u0000b", "text": "nul \\u0000 within"}\n')
    data = report(folder, "pages", code=3)
    assert [(Path(row["path"]).name, "binary" in row["reason"]) for row in data["refusals"]] == [("zeros.txt", True)]
    assert "within" in run("search", "within", cwd=folder).stdout


def test_a_folder_of_something_else_is_not_touched(folder: Path) -> None:
    (folder / "mine").mkdir()
    (folder / "mine" / "thesis.tex").write_text("chapter")
    assert "thesis.tex" in run("--index", "mine", "reindex", "pages", "--full", cwd=folder, code=1).stderr
    assert [path.name for path in (folder / "mine").iterdir()] == ["thesis.tex"]


def test_a_full_disk_leaves_the_old_index(folder: Path) -> None:
    report(folder, "pages")
    (folder / "pages" / "new.jsonl").write_text(
        "".join(json.dumps({"text": f"new {n} " + os.urandom(300).hex()}) + "\n" for n in range(400))
    )
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000));"
        "from searchnews.cli import main; sys.exit(main(['reindex', 'pages', '--workers', '1']))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, timeout=120)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert json.loads(run("stats", "--json", cwd=folder).stdout)["articles"] == 13
    assert "whole" in run("check", cwd=folder).stdout


def test_a_second_reindex_says_who_holds_the_lock(folder: Path) -> None:
    from searchnews.locking import only_one

    report(folder, "pages")
    with only_one(folder / "index", wait=False, waiting=lambda who: None):
        assert str(os.getpid()) in run("reindex", "pages", cwd=folder, code=1).stderr


def test_serve_answers_and_a_taken_port_is_named(folder: Path) -> None:
    report(folder, "pages")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"port {port} is taken" in run("serve", "--port", port, cwd=folder, code=1).stderr
    command = [sys.executable, "-m", "searchnews", "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().split(" at ")[1].split()[0]
            with urllib.request.urlopen(f"{address}search.json?q=oil", timeout=20) as answer:
                assert json.load(answer)["total"] == 12
        finally:
            process.terminate()
            time.sleep(0.1)
