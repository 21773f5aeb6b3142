"""One frozen Settings. The file and the environment are read only by `load`: for cli and web, and for an index on a
cluster when it is opened, in whatever process, since its address must not hold a password."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from searchnews.errors import SettingsError

FILE = "searchnews.toml"
MOST_WORKERS = 64
MOST_PORT = 65535
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_TESTS = "SEARCHNEWS_TEST_"  # what the test suite is told
_NUMBERS = {  # setting → its least and its greatest value
    "workers": (0, MOST_WORKERS),
    "port": (0, MOST_PORT),
    "opensearch_shards": (0, 1024),
    "opensearch_replicas": (-1, 20),
    "opensearch_timeout": (1, 600),
}
_MAY_BE_EMPTY = ("opensearch_user", "opensearch_password", "opensearch_ca")


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set; docs/settings.md has a row each."""

    index: str = "index"  # a folder, or the address of an index on a cluster
    sources: tuple[str, ...] = ()  # files and folders that `reindex` reads when it is given none; else seeds/
    workers: int = 0  # processes that read and encode; 0: one a core
    host: str = "127.0.0.1"
    port: int = 8000
    name: str = "searchnews"  # the archive's name, on its pages
    timezone: str = ""  # whose days "last week" is counted in, such as "Europe/Berlin"; "": the machine's
    log: str = "requests"  # of `serve`, a line of JSON a request: "off", "requests", "queries" (with what was typed)
    # "numpy": never the compiled loops. As a variable only, and for the library too: the engine asks when it is loaded.
    kernels: str = "auto"
    columns: Mapping[str, str] = field(default_factory=dict)  # our field → the column of CSV and JSON that holds it
    opensearch_user: str = ""  # who asks a cluster; "": nobody in particular
    opensearch_password: str = field(default="", repr=False)
    opensearch_ca: str = ""  # file of the authority that signed the cluster's certificate; "": those of the system
    opensearch_shards: int = 0  # of an index made anew; 0: by its size
    opensearch_replicas: int = -1  # of each shard; -1: one where the cluster has several nodes
    opensearch_timeout: int = 10  # seconds that a search may take


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
        if name.startswith("SEARCHNEWS_") and not name.startswith(_TESTS)
    }
    settings = _updated(settings, given, "the environment")
    return replace(settings, **{name: value for name, value in options.items() if value is not None})


def _read(path: Path) -> dict[str, Any]:
    import tomllib  # here, as below: most runs have no such file

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
        if name in _NUMBERS:
            return _whole_number(value, *_NUMBERS[name])
        if name == "sources":
            return tuple(value.split(":")) if isinstance(value, str) else tuple(str(item) for item in value)
        if name == "columns":
            if not isinstance(value, Mapping):
                raise ValueError('a table such as [columns] body = "main_content"')
            return {str(key): str(item) for key, item in value.items()}
        if name == "kernels" and value not in ("auto", "numpy"):
            raise ValueError("auto or numpy")
        if name == "log" and value not in ("off", "requests", "queries"):
            raise ValueError("off, requests or queries")
        if name == "timezone":
            return _time_zone(value)
        if not isinstance(value, str) or not (value or name in _MAY_BE_EMPTY):
            raise ValueError("some text")
    except (TypeError, ValueError) as error:
        shown = "(not shown)" if name == "opensearch_password" else repr(value)
        raise SettingsError(f"{where}: setting {name!r} is {shown}; expected {error}") from None
    return value


def _whole_number(value: Any, least: int, most: int) -> int:
    text = str(value)
    if isinstance(value, bool) or not _WHOLE.fullmatch(text) or not least <= int(text) <= most:
        raise ValueError(f"a whole number from {least} to {most}")
    return int(text)


def _time_zone(value: Any) -> str:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(value).key
    except (ZoneInfoNotFoundError, TypeError, AttributeError, OSError, ValueError) as error:
        raise ValueError("the name of a time zone, such as Europe/Berlin or UTC") from error
