"""The marks that count branches change nothing but what they report."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
UNIT = "contracts/court/Some.sol"


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("ombud_instrument", ROOT / "scripts" / "instrument.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where dataclasses look
    spec.loader.exec_module(module)
    return module


def node(kind: str, source: str, code: str, **parts: Any) -> dict[str, Any]:
    return {"nodeType": kind, "src": f"{source.encode().index(code.encode())}:{len(code.encode())}:0", **parts}


def test_nested_conditions_open_and_close_in_order() -> None:
    source = "// é\nif (a && b) f();\n"
    left = node("Identifier", source, "a")
    both = node("BinaryOperation", source, "a && b", operator="&&", leftExpression=left)
    marked, arms = load().instrument(UNIT, source, node("IfStatement", source, "if (a && b) f();", condition=both), 10)
    assert marked.splitlines()[:2] == ["// é", "if (__wentBy(__wentBy(a, 12) && b, 10)) f();"]
    assert [(arm.tag, arm.kind, arm.way, arm.line, arm.code) for arm in arms] == [
        (10, "if", "true", 2, "a && b"),
        (11, "if", "false", 2, "a && b"),
        (12, "and", "true", 2, "a"),
        (13, "and", "false", 2, "a"),
    ]


def test_a_chain_that_begins_at_one_place_stays_nested() -> None:
    source = "if (a || b || c) f();"
    first = node("Identifier", source, "a")
    inner = node("BinaryOperation", source, "a || b", operator="||", leftExpression=first)
    outer = node("BinaryOperation", source, "a || b || c", operator="||", leftExpression=inner)
    marked, _ = load().instrument(UNIT, source, node("IfStatement", source, source, condition=outer), 1)
    assert marked.startswith("if (__wentBy(__wentBy(__wentBy(a, 5) || b, 3) || c, 1)) f();")


def test_each_clause_of_a_try_is_an_arm() -> None:
    source = "try x.f() {} catch { g(); }"
    clauses = [{"block": node("Block", source, "{}")}, {"block": node("Block", source, "{ g(); }")}]
    call = node("FunctionCall", source, "x.f()", expression={})
    marked, arms = load().instrument(
        UNIT, source, node("TryStatement", source, source, externalCall=call, clauses=clauses), 1
    )
    assert marked.startswith("try x.f() {__went(1);} catch {__went(2); g(); }")
    assert [arm.way for arm in arms] == ["success", "catch"]


def test_a_literal_is_no_decision() -> None:
    source = "while (true) f();"
    tree = node("WhileStatement", source, source, condition=node("Literal", source, "true"))
    marked, arms = load().instrument(UNIT, source, tree, 1)
    assert arms == []
    assert marked.startswith(source)
