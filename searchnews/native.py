"""Compiled loops for work over whole batches: made with numba once, kept, and loaded without importing it.

A module of loops (native_building.py says how one is written) is compiled by the first large run where the extra `fast`
is installed. Its machine code is kept beside our compiled modules, so that the next run has it in a twentieth of a
second: llvmlite, which numba is built upon, links it. Whoever has a use for a loop has a plain way, too, that gives
the same.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import hashlib
import importlib
import importlib.util
import json
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

_ROOT = Path(__file__).parent
_FOLDER = _ROOT / "__pycache__"
MODULES = (
    "searchnews.extract.native_language",
    "searchnews.engines.whoosh.native_text",
    "searchnews.engines.whoosh.native_joints",
    "searchnews.engines.whoosh.native_names",
    "searchnews.engines.whoosh.native_postings",
    "searchnews.engines.whoosh.native_merging",
)
_NAMES = {"u8*": "u1", "u16*": "u2", "i32*": "i4", "u32*": "u4", "i64*": "i8", "u64*": "u8", "f32*": "f4", "f64*": "f8"}
_DTYPES = {word: np.dtype(name) for word, name in _NAMES.items()}
_ADDRESSES = np.dtype("i8")  # of arrays


class Loop:
    """A compiled function of integers, of bytes, and of arrays, which are given as NumPy has them."""

    __slots__ = ("_call", "_form")

    def __init__(self, address: int, form: str) -> None:
        """form: what it takes, as native_building.native has it."""
        self._form = form.split()
        # As numba compiles: where the result goes, where an exception would go, then what is given.
        kinds = map(_kind, self._form)
        self._call = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, *kinds)(address)

    def __call__(self, *given: Any) -> int:
        """Raises TypeError for an array of another type than the loop's."""
        result = ctypes.c_int64()
        plain = [
            each if isinstance(each, int | bytes) else address_of(each, word)
            for each, word in zip(given, self._form, strict=True)
        ]
        self._call(ctypes.addressof(result), None, *plain)
        return result.value

    def bound(self, *last: int) -> Callable[..., int]:
        """The same with its last arguments given: for what is called by the thousand."""
        call, value, address = self._call, ctypes.c_int64, ctypes.addressof

        def called(*first: int | bytes) -> int:
            result = value()
            call(address(result), None, *first, *last)
            return result.value

        return called


def _kind(word: str) -> Any:
    return ctypes.c_char_p if word == "bytes" else ctypes.c_void_p if word.endswith("*") else ctypes.c_int64


def address_of(array: Any, word: str) -> int:
    """Where an array is, as long as it lives. Raises TypeError where it is not of the word's type, in one piece."""
    if array.dtype != _DTYPES.get(word, _ADDRESSES) or not array.flags.c_contiguous:
        raise TypeError(f"{word} is wanted, {array.dtype} given")
    place: int = array.__array_interface__["data"][0]
    return place


_loaded: dict[str, dict[str, Loop]] = {}  # by module
_held: list[Any] = []  # what owns the machine code


def loops(module: str) -> Mapping[str, Loop] | None:
    """The loops of a module by their names; None where `load` did not bring them in."""
    return _loaded.get(module)


def available() -> bool:
    """Whether compiled loops can be had and are not declined by SEARCHNEWS_KERNELS=numpy."""
    return os.environ.get("SEARCHNEWS_KERNELS") != "numpy" and importlib.util.find_spec("numba") is not None


def load(*, build: bool) -> None:
    """Bring in what is kept, for this process and those that are forked from it.

    build: compile what is not kept, which takes some seconds, the first time.
    """
    if len(_loaded) == len(MODULES) or not available():
        return
    try:
        for module in MODULES:
            if module not in _loaded and (found := _kept(module, build=build)):
                _loaded[module] = found
    except Exception:  # noqa: BLE001 - a numba or llvmlite of another make: the plain ways do the same
        _loaded.clear()


def unload() -> None:
    """Do without, from now on."""
    _loaded.clear()


def _kept(module: str, *, build: bool) -> dict[str, Loop] | None:
    """Raises what a broken installation raises."""
    path = _FOLDER / f"{module.rpartition('.')[2]}-{_stamp()}.native"
    if not path.exists():
        if not (build and _is_writable()):
            return None
        from searchnews.native_building import built

        names, code = built(importlib.import_module(module))
        _keep(path, module, names, code)
    head, _, code = path.read_bytes().partition(b"\n")
    held = json.loads(head)
    if held["digest"] != _digest(code):
        path.unlink()
        return None
    return _linked(held["names"], code)


def _is_writable() -> bool:
    """Whether what is compiled can be kept: if not, every run would compile it."""
    try:
        _FOLDER.mkdir(exist_ok=True)
        with tempfile.TemporaryFile(dir=_FOLDER):
            return True
    except OSError:
        return False


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()


@functools.cache
def _stamp() -> str:
    """What machine code depends on: all loops, since they call each other, how they are compiled, and the processor."""
    import llvmlite
    from llvmlite import binding

    sources = [_ROOT / "native_building.py", *(_ROOT.parent / f"{name.replace('.', '/')}.py" for name in MODULES)]
    features = binding.get_host_cpu_features().flatten()
    given = f"{llvmlite.__version__} {binding.get_process_triple()} {binding.get_host_cpu_name()} {features}".encode()
    return _digest(given + b"".join(path.read_bytes() for path in sources))[:16]


def _keep(path: Path, module: str, names: Mapping[str, Any], code: bytes) -> None:
    """Write a file that is whole, or not there. Raises OSError."""
    for old in path.parent.glob(f"{module.rpartition('.')[2]}-*.native"):
        old.unlink(missing_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        try:
            file.write(json.dumps({"names": names, "digest": _digest(code)}).encode() + b"\n" + code)
            file.close()
            os.replace(file.name, path)  # noqa: PTH105
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(file.name)  # noqa: PTH108
            raise


def _linked(names: Mapping[str, tuple[str, str]], code: bytes) -> dict[str, Loop]:
    """names: of each loop its symbol and what it takes."""
    from llvmlite import binding

    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    machine = binding.Target.from_triple(binding.get_process_triple()).create_target_machine(jit=True)
    engine = binding.create_mcjit_compiler(binding.parse_assembly(""), machine)
    engine.add_object_file(binding.ObjectFileRef.from_data(code))
    engine.finalize_object()
    _held.append(engine)
    return {name: Loop(engine.get_function_address(symbol), kinds) for name, (symbol, kinds) in names.items()}
