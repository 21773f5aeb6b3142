"""How a module of loops is compiled to machine code that needs neither numba nor Python (native.py).

    @native("u8* i64 i32*")
    def doubled(text: Array, size: int, out: Array) -> int: ...

A loop takes addresses and integers, returns an integer, allocates nothing and raises nothing: so all it is given is as
long as it says, and whoever calls it sees to that. What it calls is marked `inner`. Imported only to compile.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from types import ModuleType
from typing import Any, TypeVar, cast

import numba as _numba
import numpy as np
from llvmlite import binding

numba: Any = _numba  # half of it is typed
types = numba.types
_Loop = TypeVar("_Loop", bound=Callable[..., Any])
_TYPES = {"u8": types.uint8, "u16": types.uint16, "i32": types.int32, "u32": types.uint32}
_TYPES |= {"i64": types.int64, "u64": types.uint64, "f32": types.float32, "f64": types.float64}
_OPTIONS = {"error_model": "numpy", "boundscheck": False, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
_FORM = "_searchnews_form"
# The types a loop reckons with: those of two signs must not meet (int64 and uint64 make a float).
whole = cast(Callable[[Any], int], np.int64)
bits = cast(Callable[[Any], int], np.uint64)
word = cast(Callable[[Any], int], np.uint32)
real = cast(Callable[[Any], float], np.float64)
single = cast(Callable[[Any], float], np.float32)
# Of a C library: every process has them.
_KNOWN = ("llvm.", "memcpy", "memset", "memmove", "log1p", "exp", "sqrt")


def native(form: str) -> Callable[[_Loop], _Loop]:
    """Mark a loop, with the types of what it takes; "bytes" for a text, u8* for an array of bytes."""

    def marked(function: _Loop) -> _Loop:
        setattr(function, _FORM, form)
        return function

    return marked


def inner(function: _Loop) -> _Loop:
    """What a loop calls."""
    compiled: _Loop = numba.njit(function, error_model="numpy", boundscheck=False)
    return compiled


def built(module: ModuleType) -> tuple[dict[str, tuple[str, str]], bytes]:
    """Of each loop of a module its symbol and what it takes; and the object file that holds all."""
    found = [value for value in vars(module).values() if hasattr(value, _FORM)]
    names, texts = {}, []
    for function in found:
        words = getattr(function, _FORM).split()
        given = tuple(map(_type, words))
        compiled = numba.njit(types.int64(*given), **_OPTIONS)(function)
        text = compiled.inspect_llvm(compiled.signatures[0])
        names[function.__name__] = (_symbol(text, function.__name__), getattr(function, _FORM))
        texts.append(text)
    return names, _object(texts)


def _type(word: str) -> Any:
    if word == "bytes":
        return types.CPointer(types.uint8)
    kind = _TYPES[word.rstrip("*")]
    for _ in range(word.count("*")):
        kind = types.CPointer(kind)
    return kind


def _symbol(text: str, name: str) -> str:
    """The name of the function in the module that numba made of it."""
    found = re.findall(rf'^define [^@]*i32 @"?([\w.$]*{len(name)}{name}[\w.$]*)"?\(ptr', text, re.MULTILINE)
    if len(found) != 1:
        raise ValueError(f"{name}: numba made {len(found)} functions of it")
    return str(found[0])


def _object(texts: list[str]) -> bytes:
    """Raises ValueError where the loops need what a process without numba does not have."""
    for text in texts:
        for needed in re.findall(r'^declare [^@]*@"?([\w.$]+)', text, re.MULTILINE):
            if not needed.startswith(_KNOWN):
                raise ValueError(f"a loop needs {needed}")
    target = binding.Target.from_triple(binding.get_process_triple())
    machine = target.create_target_machine(
        cpu=binding.get_host_cpu_name(),
        features=binding.get_host_cpu_features().flatten(),
        opt=3,
        reloc="pic",
        codemodel="jitdefault",
        jit=True,
    )
    whole = binding.parse_assembly(texts[0])
    for text in texts[1:]:
        whole.link_in(binding.parse_assembly(text))
    code: bytes = machine.emit_object(whole)
    return code
