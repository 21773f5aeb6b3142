"""One frozen Settings. The file and the environment are read only by `load`, which only cli and web call."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from searchnews.errors import SettingsError

FILE = "searchnews.toml"
MOST_WORKERS = 64
MOST_PORT = 65535


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set; docs/settings.md has a row each."""

    index: str = "index"  # a folder, or an engine's address
    sources: tuple[str, ...] = ()  # files and folders that `reindex` reads when it is given none; else seeds/
    workers: int = 0  # processes that read and encode; 0: one a core
    host: str = "127.0.0.1"
    port: int = 8000
    name: str = "searchnews"  # the archive's name, on its pages
    timezone: str = ""  # whose days "last week" is counted in, such as "Europe/Berlin"; "": the machine's
    # "numpy": never the compiled loops. As a variable only, and for the library too: the engine asks when it is loaded.
    kernels: str = "auto"
    columns: Mapping[str, str] = field(default_factory=dict)  # our field → the column of CSV and JSON that holds it


def load(directory: Path | None = None, environ: Mapping[str, str] | None = None, **options: Any) -> Settings:
    """Settings from `searchnews.toml` in `directory`, then SEARCHNEWS_… of `environ`, then options that are not None.

    Raises SettingsError naming the file or variable, the wrong value and what was expected.
    """
    settings = Settings()
    path = (directory or Path()) / FILE
    if path.is_file():
        settings = _updated(settings, _read(path), str(path))
    given = {
        name.removeprefix("SEARCHNEWS_").lower(): value
        for name, value in (environ or {}).items()
        if name.startswith("SEARCHNEWS_")
    }
    settings = _updated(settings, given, "the environment")
    return replace(settings, **{name: value for name, value in options.items() if value is not None})


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path}: can't be read as TOML: {error}") from error


def _updated(settings: Settings, values: Mapping[str, Any], where: str) -> Settings:
    known = {row.name for row in fields(Settings)}
    for name, value in values.items():
        if name not in known:
            raise SettingsError(f"{where}: there is no setting {name!r}; known: {', '.join(sorted(known))}")
        settings = replace(settings, **{name: _value(name, value, where)})
    return settings


def _value(name: str, value: Any, where: str) -> Any:
    try:
        if name in ("workers", "port"):
            return _whole_number(name, value)
        if name == "sources":
            return tuple(value.split(":")) if isinstance(value, str) else tuple(str(item) for item in value)
        if name == "columns":
            if not isinstance(value, Mapping):
                raise ValueError('a table such as [columns] body = "main_content"')
            return {str(key): str(item) for key, item in value.items()}
        if name == "kernels" and value not in ("auto", "numpy"):
            raise ValueError("auto or numpy")
        if name == "timezone":
            return _time_zone(value)
        if not isinstance(value, str) or not value:
            raise ValueError("some text")
    except (TypeError, ValueError) as error:
        raise SettingsError(f"{where}: setting {name!r} is {value!r}; expected {error}") from error
    return value


def _whole_number(name: str, value: Any) -> int:
    top = MOST_PORT if name == "port" else MOST_WORKERS
    text = str(value)
    if isinstance(value, bool) or not text.isascii() or not text.isdigit() or int(text) > top:
        raise ValueError(f"a whole number from 0 to {top}")
    return int(text)


def _time_zone(value: Any) -> str:
    try:
        return ZoneInfo(value).key
    except (ZoneInfoNotFoundError, TypeError, AttributeError, OSError, ValueError) as error:
        raise ValueError("the name of a time zone, such as Europe/Berlin or UTC") from error
