"""py3langid's model, kept beside our compiled modules in a form that is unpacked in a fifth of the time."""

from __future__ import annotations

import contextlib
import io
import lzma
import os
import tempfile
import zipfile
from array import array
from pathlib import Path
from typing import Any

import numpy as np
import zstandard
from numpy.typing import NDArray

_FOLDER = Path(__file__).parent / "__pycache__"
_CODES = {2: "H", 4: "I"}  # of array, by the bytes of a number


def identifier() -> Any:
    """A LanguageIdentifier of py3langid that gives probabilities."""
    from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

    packed = MODEL_DIR / MODEL_FILE
    try:
        return _made(_unpacked(packed), LanguageIdentifier)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zstandard.ZstdError):  # no room, or not whole
        return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _unpacked(packed: Path) -> bytes:
    """The model without its compression. Raises OSError, ZstdError."""
    status = packed.stat()
    kept = _FOLDER / f"langid-{status.st_size}-{status.st_mtime_ns}.zst"
    if kept.exists():
        return zstandard.decompress(kept.read_bytes())
    data = lzma.decompress(packed.read_bytes())
    with contextlib.suppress(OSError):  # where nothing may be written it is unpacked every time
        _keep(kept, zstandard.compress(data))
    return data


def _keep(kept: Path, data: bytes) -> None:
    """Write a file that is whole, or not there. Raises OSError."""
    kept.parent.mkdir(exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=kept.parent, delete=False) as file:
        try:
            file.write(data)
            os.fchmod(file.fileno(), 0o644)
            file.close()
            os.replace(file.name, kept)  # noqa: PTH105
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(file.name)  # noqa: PTH108
            raise


def _made(data: bytes, kind: Any) -> Any:
    """The identifier of an unpacked model, as py3langid makes it (modelio.py)."""
    with np.load(io.BytesIO(data), allow_pickle=False) as held:
        return kind(
            held["ptc"],
            held["pc"],
            held["classes"].tolist(),
            _numbers(held["nextmove"]),
            held["out_feat"].tolist(),
            norm_probs=True,
            tk_row=_numbers(held["nextmove_row"]),
        )


def _numbers(given: NDArray[Any]) -> array[int]:
    """A NumPy array as the type whose single elements are read fastest."""
    numbers = array(_CODES[given.dtype.itemsize])
    numbers.frombytes(np.ascontiguousarray(given).tobytes())
    return numbers
