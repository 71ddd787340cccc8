"""Pages of the contracts, out of the NatSpec of their interfaces: one a file, grouped by what it declares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scripts.reference.text import cell, code, page, plain, table

_TITLE: Final = re.compile(r"@title +(.+)")
_TAG: Final = re.compile(r"@(title|notice|dev|param|return|inheritdoc|custom:\S+)\s*")
_DECLARED: Final = re.compile(r"(function|event|error|struct|enum)\s+(\w+)")
_ORDER: Final = (
    ("function", "Functions"),
    ("event", "Events"),
    ("error", "Errors"),
    ("struct", "Types"),
    ("enum", "Types"),
)


@dataclass(frozen=True, slots=True)
class Member:
    """One declaration: its kind, its name, its text without comments, and what its NatSpec says (tag, text)."""

    kind: str
    name: str
    text: str
    said: tuple[tuple[str, str], ...]


def pages(folder: Path) -> dict[str, str]:
    """Return the pages by file name, below `contracts/`.

    Args:
        folder: Of the interfaces.
    """
    made, rows = {}, []
    for file in sorted(folder.glob("I*.sol")):
        source = file.read_text(encoding="utf-8")
        head, members = _head(source), list(_members(source))
        title = dict(head).get("title", file.stem)
        about = "\n\n".join(plain(text) for tag, text in head if tag in ("notice", "dev"))
        made[f"{file.stem}.md"] = page(f"{file.stem}: {title}", about or "An interface.", *_groups(members))
        rows.append((f"[{file.stem}]({file.stem}.md)", cell(title), str(len(members))))
    made["index.md"] = page("Contracts", _LEAD, table(("interface", "what it is", "declares"), rows))
    return made


_LEAD: Final = """What the contracts promise, from the NatSpec of their interfaces in `contracts/interfaces`; the
compiled ABIs are in `ledger/chain/abi`. States, faults and invariants: [invariants](../../invariants.md)."""


def _groups(members: list[Member]) -> Iterator[str]:
    done: set[str] = set()
    for _, title in _ORDER:
        if title in done:
            continue
        done.add(title)
        kinds = [kind for kind, named in _ORDER if named == title]
        found = [member for member in members if member.kind in kinds]
        if title == "Errors" and found:
            rows = [(code(member.text), cell(_notice(member))) for member in found]
            yield f"## Errors\n\n{table(('error', 'thrown'), rows)}"
        elif found:
            yield "\n\n".join([f"## {title}", *(_member(member) for member in found)])


def _notice(member: Member) -> str:
    return " ".join(text for tag, text in member.said if tag in ("notice", "dev"))


def _member(member: Member) -> str:
    named = [(tag, text.partition(" ")) for tag, text in member.said if tag in ("param", "return")]
    rows = [(tag, code(name), cell(rest)) for tag, (name, _, rest) in named]
    parts = [
        f"### {member.name}",
        plain(_notice(member)),
        f"```solidity\n{member.text}\n```",
        table(("", "name", "meaning"), rows),
    ]
    return "\n\n".join(part.rstrip() for part in parts if part)


def _head(source: str) -> list[tuple[str, str]]:
    at = _TITLE.search(source)
    return list(_said(source[: source.index("\ninterface ")].splitlines())) if at else []


def _members(source: str) -> Iterator[Member]:
    """Walk over the lines: comments wait for the declaration that follows, which ends with `;` or `}`."""
    comments: list[str] = []
    declared: list[str] = []
    for line in source[source.index("\ninterface ") :].splitlines()[2:]:
        bare = line.strip()
        if not declared and bare.startswith("///"):
            comments.append(bare)
        elif declared or _DECLARED.match(bare):
            declared.append(line.removeprefix("    "))
            if _ended(declared):
                text = "\n".join(declared).rstrip(";")
                kind, name = _DECLARED.findall(text)[0]
                yield Member(kind, name, text, tuple(_said(comments)))
                comments, declared = [], []
        elif bare and not bare.startswith("//"):
            comments = []


def _ended(lines: list[str]) -> bool:
    block = lines[0].startswith(("struct", "enum"))
    return lines[-1].rstrip().endswith("}") if block else lines[-1].rstrip().endswith(";")


def _said(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Yield each tag with its text; lines without a tag go on with the one before."""
    texts = [line.strip().removeprefix("///").strip() for line in lines if line.strip().startswith("///")]
    tag, words = "notice", list[str]()
    for text in texts:
        found = _TAG.match(text)
        if found:
            if words:
                yield tag, " ".join(words)
            tag, words = found[1], [text[found.end() :]]
        else:
            words.append(text)
    if words:
        yield tag, " ".join(words)
