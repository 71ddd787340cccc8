"""Marks in Solidity sources that tell which way each decision went.

A decision is a condition of an ``if``, ``? :``, ``require`` or loop, the left side of ``&&`` or ``||`` (does it cut
the right side short?), or a ``try``. Each has two arms or more. A condition is wrapped in a call that reports the arm
to the address that Hardhat listens to for coverage, and hands the condition on; the way the code goes is unchanged, and
so are its line numbers.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MARKS = "contracts/BranchMarks.sol"
CONDITIONS = {
    "IfStatement": "if",
    "Conditional": "ternary",
    "ForStatement": "loop",
    "WhileStatement": "loop",
    "DoWhileStatement": "loop",
}
REQUIRING = ("require", "assert")


@dataclasses.dataclass(frozen=True, slots=True)
class Arm:
    """One way that a decision can go."""

    tag: int
    """What is reported when it is gone: a number of this run."""
    unit: str
    line: int
    """Of the decision, counted from 1."""
    kind: str
    """``if``, ``ternary``, ``require``, ``loop``, ``and``, ``or`` or ``try``."""
    way: str
    """``true`` or ``false``; of a try the clause: ``success``, ``catch``."""
    code: str
    """The condition."""


def marks(node_modules: Path) -> str:
    """The source of the marks: Hardhat's own, and a function that hands a condition on."""
    shipped = (node_modules / "@nomicfoundation" / "edr" / "coverage.sol").read_text(encoding="utf-8")
    return shipped + (
        "\nfunction __wentBy(bool condition, uint256 tag) pure returns (bool) {\n"
        "  __NomicFoundationCoverage.sendHit(condition ? tag : tag + 1);\n  return condition;\n}\n"
        "\nfunction __went(uint256 tag) pure {\n  __NomicFoundationCoverage.sendHit(tag);\n}\n"
    )


def instrument(unit: str, source: str, tree: dict[str, Any], first_tag: int) -> tuple[str, list[Arm]]:
    """The source with marks in it, and its arms, whose tags count up from `first_tag`."""
    text = source.encode()
    arms: list[Arm] = []
    edits: list[tuple[int, int, bytes]] = []  # offset, order at the same offset, what to put there

    def add(node: dict[str, Any], kind: str, ways: tuple[str, ...]) -> int:
        start, length = place(node)
        line = text[:start].count(b"\n") + 1
        tag = first_tag + len(arms)
        code = " ".join(text[start : start + length].decode().split())
        arms.extend(Arm(tag + i, unit, line, kind, way, code) for i, way in enumerate(ways))
        return tag

    for kind, condition in decisions(tree):
        tag = add(condition, kind, ("true", "false"))
        start, length = place(condition)
        # Of two that begin at one place the longer opens first; of two that end at one place it closes last.
        edits.append((start, -length, b"__wentBy("))
        edits.append((start + length, length - len(text), f", {tag})".encode()))
    for attempt in (node for node in walk(tree) if node["nodeType"] == "TryStatement"):
        ways = ("success", *("catch" for _ in attempt["clauses"][1:]))
        tag = add(attempt["externalCall"], "try", ways)
        for i, clause in enumerate(attempt["clauses"]):
            start, _ = place(clause["block"])
            edits.append((start + 1, 0, f"__went({tag + i});".encode()))
    for offset, _, mark in sorted(edits, key=lambda e: (e[0], e[1]), reverse=True):
        text = text[:offset] + mark + text[offset:]
    depth = "../" * unit.count("/")
    return text.decode() + f'import {{__went, __wentBy}} from "{depth}{MARKS}";\n', arms


def decisions(tree: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The conditions in a syntax tree, with their kinds; those that are no question are left out."""
    for node in walk(tree):
        kind = node["nodeType"]
        condition = None
        if kind in CONDITIONS:
            condition = node.get("condition")
            kind = CONDITIONS[kind]
        elif kind == "FunctionCall" and node["expression"].get("name") in REQUIRING:
            condition, kind = node["arguments"][0], "require"
        elif kind == "BinaryOperation" and node["operator"] in ("&&", "||"):
            condition, kind = node["leftExpression"], "and" if node["operator"] == "&&" else "or"
        if condition is not None and condition["nodeType"] != "Literal":
            yield kind, condition


def walk(node: Any) -> Iterator[dict[str, Any]]:
    """All nodes of a syntax tree, outer ones first."""
    if isinstance(node, list):
        for part in node:
            yield from walk(part)
    elif isinstance(node, dict):
        if "nodeType" in node:
            yield node
        for part in node.values():
            yield from walk(part)


def place(node: dict[str, Any]) -> tuple[int, int]:
    """Where a node is: offset and length in bytes."""
    start, length, _ = map(int, node["src"].split(":"))
    return start, length
