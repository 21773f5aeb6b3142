"""py3langid's model, kept beside our compiled modules in a form that needs no unpacking: it is mapped into memory.

The file holds the model's arrays one after another, each as NumPy's own format has it, from a multiple of 64 bytes on.
Processes share its pages.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import lzma
import mmap
import os
import tempfile
import zipfile
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

_FOLDER = Path(__file__).parent / "__pycache__"
_NAMES = ("ptc", "pc", "classes", "nextmove", "nextmove_row", "out_feat")
_ALIGN = 64


def identifier() -> Any:
    """A LanguageIdentifier of py3langid that gives probabilities."""
    from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

    packed = MODEL_DIR / MODEL_FILE
    try:
        return _made(_kept(packed), LanguageIdentifier)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):  # no room, or not whole
        return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def arrays() -> dict[str, NDArray[Any]] | None:
    """The model's arrays, for who needs nothing else of py3langid; None where they can't be had like this."""
    spec = importlib.util.find_spec("py3langid")
    folders = spec.submodule_search_locations if spec else None
    try:
        return _kept(Path(folders[0]) / "data" / "model.npz.xz") if folders else None
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None


def _kept(packed: Path) -> dict[str, NDArray[Any]]:
    """The model's arrays, mapped; unpacked first where nobody did. Raises OSError, ValueError."""
    status = packed.stat()
    path = _FOLDER / f"langid-{status.st_size}-{status.st_mtime_ns}.arrays"
    if not path.exists():
        for old in _FOLDER.glob("langid-*"):
            old.unlink(missing_ok=True)
        _keep(path, lzma.decompress(packed.read_bytes()))
    with path.open("rb") as file:
        return _mapped(file)


def _keep(path: Path, data: bytes) -> None:
    """Write a file that is whole, or not there. Raises OSError."""
    path.parent.mkdir(exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as held:
                for name in _NAMES:
                    npy.write_array(file, np.ascontiguousarray(held[name]), version=(1, 0), allow_pickle=False)
                    file.write(bytes(-file.tell() % _ALIGN))
            os.fchmod(file.fileno(), 0o644)
            file.close()
            os.replace(file.name, path)  # noqa: PTH105
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(file.name)  # noqa: PTH108
            raise


def _mapped(file: BinaryIO) -> dict[str, NDArray[Any]]:
    """The arrays of a file. Raises ValueError where it is not whole."""
    pages = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    arrays = {}
    for name in _NAMES:
        if npy.read_magic(file) != (1, 0):
            raise ValueError("an array of another form")
        shape, _, kind = npy.read_array_header_1_0(file)
        array = np.frombuffer(pages, kind, int(np.prod(shape)), file.tell()).reshape(shape)
        file.seek(array.nbytes + -array.nbytes % _ALIGN, os.SEEK_CUR)
        arrays[name] = array
    return arrays


def _made(held: dict[str, NDArray[Any]], kind: Any) -> Any:
    """The identifier of an unpacked model, as py3langid makes it (modelio.py)."""
    return kind(
        held["ptc"],
        held["pc"],
        held["classes"].tolist(),
        held["nextmove"].data,  # single elements are read from it: a view gives them faster than an array
        held["out_feat"].tolist(),
        norm_probs=True,
        tk_row=held["nextmove_row"].tolist(),
    )
