"""Every command, option and setting is documented."""

from __future__ import annotations

import argparse
from dataclasses import fields
from pathlib import Path

import pytest

from searchnews.arguments import parser
from searchnews.errors import SettingsError
from searchnews.settings import Settings, load

DOCS = Path(__file__).parents[2] / "docs"


def commands(arguments: list[str] | None = None) -> dict[str, argparse.ArgumentParser]:
    (action,) = [a for a in parser(arguments)._actions if isinstance(a, argparse._SubParsersAction)]
    return dict(action.choices)


@pytest.mark.parametrize("name", commands())
def test_a_command_alone_has_all_its_options(name: str) -> None:
    whole, alone = commands(), commands([name])
    assert alone[name].format_help() == whole[name].format_help()
    assert parser([name]).format_help() == parser().format_help()


def test_every_command_and_option_is_documented() -> None:
    page = (DOCS / "cli.md").read_text(encoding="utf-8")
    for name, command in commands().items():
        assert f"`searchnews {name}" in page
        options = [text for action in command._actions for text in action.option_strings if text.startswith("--")]
        for option in set(options) - {"--help"}:
            assert f"`{option}" in page, f"{name} {option}"
        assert "examples:" in (command.epilog or "")


def test_every_setting_is_documented() -> None:
    page = (DOCS / "settings.md").read_text(encoding="utf-8")
    for row in fields(Settings):
        assert f"| `{row.name}` |" in page


def test_settings_come_from_the_file_then_the_environment_then_options(tmp_path: Path) -> None:
    (tmp_path / "searchnews.toml").write_text('port = 1\nname = "A"\nsources = ["x"]\n[columns]\nbody = "main"\n')
    settings = load(tmp_path, {"SEARCHNEWS_PORT": "2", "OTHER": "x"}, name="B", index=None)
    assert (settings.port, settings.name, settings.sources, settings.columns) == (2, "B", ("x",), {"body": "main"})


@pytest.mark.parametrize("text", ["prot = 1", "port = 70000", "columns = 3", "name = ''", "port = ", "sources = 3"])
def test_a_wrong_setting_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "searchnews.toml").write_text(text)
    with pytest.raises(SettingsError, match=r"searchnews\.toml"):
        load(tmp_path)
