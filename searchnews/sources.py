"""Which files a run of `reindex` reads: the given paths walked, each real file once, in one fixed order."""

from __future__ import annotations

import contextlib
import marshal
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from searchnews.formats import READERS, recognises

if TYPE_CHECKING:
    from searchnews.beside import Beside


class Source(NamedTuple):
    """One file to read."""

    real: str  # the file itself, symbolic links resolved: what makes it the same file in every run
    place: str  # where it was found, absolute; differs from `real` below a symbolic link
    shown: str  # as a person would name it: the given path and the path inside it
    key: str  # "<given folder's name>/<path inside it>": what ids are made from
    size: int = 0  # bytes and time (nanoseconds) when it was found; 0 where unknown
    mtime: int = 0


_MANY = 16  # folders to walk from which two processes are faster than one
_NINTHS = 4  # of the folders, for the other
_Folder = tuple[str, str, str]  # place, shown, key
_ORDER, _NAME = itemgetter(3, 1), attrgetter("name")  # key and place of a source
_source = partial(tuple.__new__, Source)  # Source._make, which would count the fields each time


class Trouble(NamedTuple):
    """A path that could not be looked at; what was read below it earlier stays as it is."""

    shown: str
    place: str
    real: str
    reason: str


class Found(NamedTuple):
    """What the given paths hold."""

    sources: tuple[Source, ...]  # ordered by key, then place
    roots: tuple[str, ...]  # the given paths that exist, absolute and real: what this run answers for
    troubles: tuple[Trouble, ...]
    skipped: tuple[str, ...]  # files in folders of kinds that are not read, as a person would name them


@dataclass(slots=True)
class _Walk:
    """A walk under way."""

    excluded: str  # the index's own folder, never read; "" where there is none
    beside: Beside | None = None
    best: dict[str, Source] = field(default_factory=dict)  # real path → the place it is read from
    visited: set[str] = field(default_factory=set)  # real folders
    troubles: list[Trouble] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    linked: list[_Folder] = field(default_factory=list)  # folders behind links: place, shown, key


def find(
    paths: Iterable[str | os.PathLike[str]],
    *,
    index: str | os.PathLike[str] | None = None,
    beside: Beside | None = None,
) -> Found:
    """Walk files and folders. Hidden entries inside folders are passed over, loops of links survived.

    beside: a process that walks half of them, where they are many.
    """
    walk = _Walk(os.path.realpath(index) if index is not None else "", beside)
    roots: dict[str, None] = {}
    for given in _outermost_first(os.fspath(path) for path in paths):
        place = os.path.abspath(given)  # noqa: PTH100 - Path.resolve would follow the links that name the key
        if not os.path.lexists(place) or not Path(place).exists():
            walk.troubles.append(_trouble(given, place, "no such file or folder"))
            continue
        roots |= {place: None, os.path.realpath(place): None}
        _enter(walk, given, place)
    walk.beside = None
    walk.linked.sort()  # whoever found them, the last is followed first
    _folders(walk, walk.linked)  # last: a file that is also reached directly is read there
    sources = sorted(walk.best.values(), key=_ORDER)
    return Found(tuple(sources), tuple(roots), tuple(walk.troubles), tuple(sorted(walk.skipped)))


def _outermost_first(paths: Iterable[str]) -> list[str]:
    """The paths without repeats; a folder before what is in it, so that their order changes no key."""
    return sorted(dict.fromkeys(paths), key=lambda path: len(os.path.realpath(path)))


def _trouble(shown: str, place: str, reason: str) -> Trouble:
    return Trouble(shown, place, os.path.realpath(place), reason)


def _enter(walk: _Walk, given: str, place: str) -> None:
    path = Path(place)
    if path.is_dir():
        _folders(walk, [(place, given.rstrip("/") or given, path.name or "root")])
    else:
        status = path.stat()
        key = f"{path.parent.name or 'root'}/{path.name}"
        _take(walk, Source(os.path.realpath(place), place, given, key, status.st_size, status.st_mtime_ns))


def _folders(walk: _Walk, waiting: list[_Folder]) -> None:
    """Walk folders and those below them, without recursion: a tree may be deeper than Python's stack."""
    others: list[_Folder] = []  # what the process beside this one walks
    while waiting:
        if walk.beside and not others and len(waiting) >= _MANY and _are_asked_for(walk, _theirs(waiting)):
            others, waiting = _theirs(waiting), _ours(waiting)
        place, shown, key = waiting.pop()
        real = os.path.realpath(place)
        if real in walk.visited or real == walk.excluded:
            continue
        walk.visited.add(real)
        named, inside = (os.path.join(path, "") for path in (shown, real))  # noqa: PTH118 - keeps "./a" as given
        beside = os.path.join(place, "")  # noqa: PTH118
        with _entries(walk, place, shown) as entries:
            for entry in _take_files(walk, entries, _Inside(beside, inside, named, f"{key}/")):
                inner = (f"{beside}{entry.name}", f"{named}{entry.name}", f"{key}/{entry.name}")
                (walk.linked if entry.is_symlink() else waiting).append(inner)
    if others:
        assert walk.beside is not None
        _take_walked(walk, walk.beside.answer() or _walked(walk.excluded, walk.visited, others))


def _theirs(folders: list[_Folder]) -> list[_Folder]:
    """What the process beside this one walks: a little less than half, as it starts later, and its finds are sent."""
    return [folder for number, folder in enumerate(folders) if number % 9 < _NINTHS]


def _ours(folders: list[_Folder]) -> list[_Folder]:
    return [folder for number, folder in enumerate(folders) if number % 9 >= _NINTHS]


def _are_asked_for(walk: _Walk, folders: list[_Folder]) -> bool:
    return walk.beside is not None and walk.beside.ask(_walked, walk.excluded, walk.visited, folders)


class _Walked(NamedTuple):
    """What was found in some folders, as it goes from process to process."""

    columns: bytes  # of the sources, by marshal, which is the quickest; None for one that is as the first
    visited: set[str]
    troubles: list[Trouble]
    skipped: list[str]
    linked: list[_Folder]


def _walked(excluded: str, visited: set[str], folders: list[_Folder]) -> _Walked:
    walk = _Walk(excluded, visited=set(visited))
    _folders(walk, folders)
    columns: list[Any] = list(zip(*walk.best.values(), strict=True))
    columns[1:3] = [None if column == columns[0] else column for column in columns[1:3]]  # mostly all are one path
    return _Walked(marshal.dumps(columns, 2), walk.visited, walk.troubles, walk.skipped, walk.linked)


def _take_walked(walk: _Walk, found: _Walked) -> None:
    columns = marshal.loads(found.columns)
    if columns:
        columns = [columns[0] if column is None else column for column in columns]
        _take_all(walk, columns[0], list(map(_source, zip(*columns, strict=True))))
    walk.visited |= found.visited
    walk.troubles += found.troubles
    walk.skipped += found.skipped
    walk.linked += found.linked


def _take_all(walk: _Walk, itself: Sequence[str], sources: Sequence[Source]) -> None:
    """Take sources, whose real paths are given beside them."""
    if walk.best.keys().isdisjoint(itself):
        walk.best.update(zip(itself, sources, strict=True))
    else:
        for source in sources:
            _take(walk, source)


@contextlib.contextmanager
def _entries(walk: _Walk, place: str, shown: str) -> Iterator[list[os.DirEntry[str]]]:
    """What is in a folder, by name. It stays open: from there a file is looked at sooner than from the root."""
    with contextlib.ExitStack() as stack:
        entries: list[os.DirEntry[str]] = []
        try:
            handle = os.open(place, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            stack.callback(os.close, handle)
            with os.scandir(handle) as scan:
                entries = sorted([entry for entry in scan if not entry.name.startswith(".")], key=_NAME)
        except OSError as error:
            reason = f"the folder can't be listed: {error.strerror}"
            walk.troubles.append(_trouble(shown, place, reason))
        yield entries


class _Inside(NamedTuple):
    """What the names in a folder are put behind, a slash at each end."""

    beside: str  # where the folder was found
    real: str  # with its links resolved
    named: str  # as a person names it
    key: str


def _take_files(walk: _Walk, entries: Sequence[os.DirEntry[str]], folder: _Inside) -> list[os.DirEntry[str]]:
    """Take the files of a folder, and give the folders, which are still to be walked.

    Most are plain files, which are taken a column of all at a time: most runs of `reindex` do little else.
    """
    plain = [each for each in entries if each.is_file(follow_symlinks=False) and _suffix(each.name) in READERS]
    try:
        found = [entry.stat() for entry in plain]
    except OSError:  # gone while we look
        plain, found = [], []
    taken = set(plain) if len(plain) < len(entries) else None
    others = [] if taken is None else [entry for entry in entries if entry not in taken]
    names = [entry.name for entry in plain]
    sizes, times = [status.st_size for status in found], [status.st_mtime_ns for status in found]
    columns = {before: [before + name for name in names] for before in folder}  # one string for two that are the same
    places, itself, shown, keys = map(columns.__getitem__, folder)  # no links: a name behind `real` is a real path
    sources = list(map(_source, zip(itself, places, shown, keys, sizes, times, strict=True)))
    _take_all(walk, itself, sources)
    return _take_each(walk, others, folder)


def _suffix(name: str) -> str:
    return name[name.rfind(".") :]


def _take_each(walk: _Walk, entries: Iterable[os.DirEntry[str]], folder: _Inside) -> list[os.DirEntry[str]]:
    """The same for entries of any kind."""
    folders = []
    for entry in entries:
        name = entry.name
        try:
            if entry.is_dir():
                folders.append(entry)
                continue
            status = entry.stat()
            readable = stat.S_ISREG(status.st_mode)
        except OSError:  # a link in a circle or to nothing
            readable = False
        place, real, shown, key = (before + name for before in folder)
        if not (readable and (_suffix(name) in READERS or recognises(name))):
            walk.skipped.append(shown)
            continue
        # Resolving a path looks at each of its folders: not needed for what is no link in a folder that is resolved.
        itself = os.path.realpath(place) if entry.is_symlink() else real
        _take(walk, _source((itself, place, shown, key, status.st_size, status.st_mtime_ns)))
    return folders


def _take(walk: _Walk, source: Source) -> None:
    # Of several ways to one file the direct one counts, so that a link that comes or goes changes no id.
    known = walk.best.get(source.real)
    if known is None or (known.place != known.real and source.place == source.real):
        walk.best[source.real] = source


def below(roots: Iterable[str]) -> Callable[[str], bool]:
    """Tells whether an absolute path is one of the roots or lies inside one."""
    themselves = frozenset(roots)
    insides = tuple(root.rstrip("/") + "/" for root in themselves)
    return lambda path: path in themselves or path.startswith(insides)
