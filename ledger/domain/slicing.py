"""Decoders of events, generated from their declarations: one `struct` call for the head, then the texts behind it.

A slicer reads the one layout that the Solidity compiler writes, which is what our contracts emit: head words with
clean padding, then each dynamic value right behind the one before it, padded with zeros, and nothing after. Anything
else gives None, and is left to eth_abi, which is slower and says what is wrong. Both agree on what both read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from struct import Struct
from typing import Any, Final, TypeAlias

from ledger.domain.ids import Address, checksum

Slicer: TypeAlias = Callable[[Sequence[bytes], bytes], dict[str, Any] | None]
"""(topics, data) -> arguments by name, or None for another layout. The first topic names the event and is not read."""

_WORD: Final = 32
_ADDRESSES_KEPT: Final = 4096
_DYNAMIC: Final = ("string", "bytes", "bytes32[]")
_FIXED: Final = {"bytes32": (32, "{}"), "address": (20, "address({})"), "bool": (1, "({} == 1)")}
"""Bytes of a type, and how its value is made of them."""
_NATIVE: Final = {1: "B", 2: "H", 4: "I", 8: "Q"}
"""What `struct` calls an unsigned number of so many bytes."""
Parameters: TypeAlias = Sequence[tuple[str, str]]


@lru_cache(maxsize=_ADDRESSES_KEPT)
def _address(raw: bytes) -> Address:
    return checksum(raw)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "backslashreplace")


def _tail(data: bytes, at: int, offset: int, width: int) -> tuple[bytes, int] | None:
    """Return the dynamic value at `offset`, `width` bytes an item, and where the next must begin; None if not there."""
    begin = at + _WORD
    if offset != at or begin > len(data):
        return None
    size = int.from_bytes(data[at:begin], "big") * width
    end = begin + size
    after = begin + -(-size // _WORD) * _WORD
    if after > len(data) or any(data[end:after]):
        return None
    return data[begin:end], after


def _words(data: bytes) -> list[bytes]:
    return [data[at : at + _WORD] for at in range(0, len(data), _WORD)]


def make_slicer(indexed: Parameters, plain: Parameters) -> Slicer | None:
    """Return the decoder of an event; None if it has a type that slicers do not read.

    Args:
        indexed: Name and ABI type of the indexed parameters, in order.
        plain: Name and ABI type of the others, in order.
    """
    try:
        source, head = _source(indexed, plain)
    except KeyError:
        return None
    room: dict[str, Any] = {
        "unpack": head.unpack_from, "address": _address, "text": _text, "tail": _tail, "words": _words,
        "big": int.from_bytes, "zeros": [bytes(n) for n in range(_WORD + 1)],
    }  # fmt: skip
    exec(source, room)  # noqa: S102 - made above, of our own declarations alone
    made: Slicer = room["slicer"]
    return made


def _source(indexed: Parameters, plain: Parameters) -> tuple[str, Struct]:
    """Write the decoder.

    Raises:
        KeyError: for a type that it does not read.
    """
    lines = [f"if len(topics) != {1 + len(indexed)}: return None"]
    values: dict[str, str] = {}
    for place, (name, kind) in enumerate(indexed, 1):
        lines.append(f"t{place} = topics[{place}]")
        lines.append(f"if len(t{place}) != {_WORD}: return None")
        if kind in ("string", "bytes", "bytes32"):  # of a text only its hash is there
            values[name] = f"t{place}"
        else:
            check, values[name] = _of_word(f"t{place}", kind)
            lines += check
    size, layout, checks, dynamic = _WORD * len(plain), ">", [], []
    targets: list[str] = []
    for place, (name, kind) in enumerate(plain):
        piece, names, check, value = _of_head(f"v{place}", kind)
        layout += piece
        targets += names
        checks += check
        if kind in _DYNAMIC:
            dynamic.append((name, kind, f"v{place}"))
        values[name] = value
    head = Struct(layout)
    exact = "<" if dynamic else "!="
    lines.append(f"if len(data) {exact} {size}: return None")
    if targets:
        lines.append(f"{', '.join(targets)}, = unpack(data)")
    lines += checks
    lines += _of_tail(dynamic, size)
    lines.append("return {" + ", ".join(f"{name!r}: {values[name]}" for name, _ in (*indexed, *plain)) + "}")
    return "def slicer(topics, data):\n" + "".join(f"    {line}\n" for line in lines), head


def _of_word(word: str, kind: str) -> tuple[list[str], str]:
    """Return checks and value of an indexed parameter that fills a topic."""
    if kind == "address":
        return [f"if {word}[:12] != zeros[12]: return None"], f"address({word}[12:])"
    if kind == "bool":
        return [f"if {word}[:31] != zeros[31] or {word}[31] > 1: return None"], f"({word}[31] == 1)"
    if kind.startswith("uint"):
        pad = _WORD - _bits(kind, "uint") // 8
        return [f"if {word}[:{pad}] != zeros[{pad}]: return None"] if pad else [], f"big({word}, 'big')"
    raise KeyError(kind)


def _of_head(name: str, kind: str) -> tuple[str, list[str], list[str], str]:
    """Return layout, targets, checks and value of a parameter in the head."""
    if kind.startswith("int"):
        most = 1 << (_bits(kind, "int") - 1)
        check = [f"{name} = big({name}, 'big', signed=True)", f"if not {-most} <= {name} < {most}: return None"]
        return "32s", [name], check, name
    if kind in _DYNAMIC:
        width, value = 8, name
    elif kind in _FIXED:
        width, value = _FIXED[kind]
        value = value.format(name)
    else:
        width = _bits(kind, "uint") // 8
        value = name if width in _NATIVE else f"big({name}, 'big')"
    piece = _NATIVE.get(width, f"{width}s")
    if width == _WORD:
        return piece, [name], [], value
    pad = f"{name}p"
    check = [f"if {pad} != zeros[{_WORD - width}]: return None"]
    if kind == "bool":
        check.append(f"if {name} > 1: return None")
    return f"{_WORD - width}s{piece}", [pad, name], check, value


def _of_tail(dynamic: Sequence[tuple[str, str, str]], size: int) -> Iterator[str]:
    """Write how the dynamic values are read, one behind the other."""
    if not dynamic:
        return
    yield f"at = {size}"
    for _, kind, name in dynamic:
        yield f"found = tail(data, at, {name}, {_WORD if kind == 'bytes32[]' else 1})"
        yield "if found is None: return None"
        yield f"{name}, at = found"
        if kind != "bytes":
            yield f"{name} = {'words' if kind == 'bytes32[]' else 'text'}({name})"
    yield "if at != len(data): return None"


def _bits(kind: str, prefix: str) -> int:
    """Return the bits of an integer type.

    Raises:
        KeyError: if it is another type.
    """
    digits = kind.removeprefix(prefix)
    if not kind.startswith(prefix) or not digits.isdigit():
        raise KeyError(kind)
    return int(digits)
