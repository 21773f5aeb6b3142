"""The wheel in an empty environment, far from the repository: commands, templates and static files come out of it."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import Distribution, PathDistribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.command import environment

ROOT = Path(__file__).parents[2]
PAGE = """
import searchnews, sys
from searchnews.library import open
from searchnews.web import create_app
with open("index") as index:
    client = create_app(index.engine).test_client()
    hit = client.get("/search.json?q=glacier").get_json()["hits"][0]["id"]
    for address in ("/", "/search?q=glacier", f"/a/{hit}", "/facet/source", "/static/style.css", "/static/keys.js"):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert len(answer.get_data()) > 200, address
        answer.close()
    assert client.get("/a/nobody").status_code == 404
print(searchnews.__file__)
"""


def call(*command: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in environment().items() if not name.startswith(("PYTHON", "VIRTUAL"))}
    return subprocess.run([*map(str, command)], cwd=cwd, env=clean, capture_output=True, text=True, timeout=300)


def done(*command: object, cwd: Path) -> str:
    result = call(*command, cwd=cwd)
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment that holds the wheel and what it asks for, nothing else.

    What it asks for is linked from this environment, which has it in the versions that are asked for, or pip complains.
    """
    folder = tmp_path_factory.mktemp("wheel")
    done(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT, cwd=folder)
    (wheel,) = folder.glob("searchnews-*.whl")
    done(sys.executable, "-m", "venv", "--without-pip", folder / "environment", cwd=folder)
    made = folder / "environment" / "bin" / "python"
    (packages,) = folder.glob("environment/lib/python3*/site-packages")
    pip = sys.executable, "-m", "pip", "--python", made
    done(*pip, "install", "--quiet", "--no-deps", "--no-compile", wheel, cwd=folder)
    (own,) = packages.glob("searchnews-*.dist-info")
    for wanted in asked_for(PathDistribution(own)).values():
        for name in {file.parts[0] for file in wanted.files or () if file.parts[0] != ".."}:
            link, there = packages / name, Path(str(wanted.locate_file(name)))
            if not link.exists() and there.exists():
                link.symlink_to(there)
    done(*pip, "check", cwd=folder)
    return made


def asked_for(asking: Distribution) -> dict[str, Distribution]:
    """What a distribution requires, and what that requires, by their names."""
    found: dict[str, Distribution] = {}
    waiting = [(asking, "")]
    while waiting:
        one, extra = waiting.pop()
        for requirement in map(Requirement, one.requires or ()):
            if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
                continue
            new = requirement.name not in found
            found[requirement.name] = distribution(requirement.name)
            waiting += [(found[requirement.name], each) for each in requirement.extras]
            if new:
                waiting.append((found[requirement.name], ""))
    return found


def test_the_wheel_is_all_that_is_needed(python: Path, tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    text = "A lake behind the glacier above Vael was drained before the thaw, the valley's engineers said.\n"
    (tmp_path / "pages" / "lake.txt").write_text(f"WORLD\nGlacier lake drained\nMarch 5, 2022\n{text * 2}")
    (tmp_path / "pages" / "lake.html").write_text(
        f"<html lang=en><title>Glacier walkers</title><body><article><h1>Glacier walkers</h1><p>{text}</p></article>"
    )
    command = python.with_name("searchnews")
    report = json.loads(done(command, "reindex", "pages", "--json", cwd=tmp_path))
    assert (report["read"], report["added"]) == (2, 2)
    answer = json.loads(done(command, "search", "glacier", "--json", cwd=tmp_path))
    assert {hit["title"] for hit in answer["hits"]} == {"Glacier lake drained", "Glacier walkers"}
    assert "whole" in done(command, "check", cwd=tmp_path)
    home = done(python, "-c", PAGE, cwd=tmp_path)
    assert home.startswith(str(python.parents[1]))
    assert call(python, "-c", "import pytest", cwd=tmp_path).returncode != 0
