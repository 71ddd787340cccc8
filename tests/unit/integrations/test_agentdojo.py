"""The reader of AgentDojo files: what it takes from a trace, and what it never does."""

from __future__ import annotations

import gzip
import hashlib
import json

import pytest

from ledger.errors import InvalidInputError, NotFoundError, TooLargeError
from ledger.integrations import agentdojo
from ledger.sdk import Ledger, tail

LABELS = {"attack": "important_instructions", "breach": True, "injection": "injection_task_1", "utility": False}


def call(name="send_money", identity="c1", **arguments):
    return {"function": {"name": name, "arguments": arguments}, "id": identity, "type": "function"}


def assistant(*calls, content="thinking"):
    return {"role": "assistant", "content": content, "tool_calls": list(calls) or None}


def answer(content="done", error=None):
    return {"role": "tool", "content": content, "error": error, "tool_call": {}, "tool_call_id": "c1"}


USER = {"role": "user", "content": "pay the bill"}


def line(*messages, run="model-a", **more):
    return {"run": run, "suite": "banking", "user_task": "user_task_0", "messages": list(messages), **LABELS, **more}


@pytest.fixture
def file(tmp_path):
    def write(*lines, name="traces.jsonl"):
        path = tmp_path / name
        path.write_text("".join((item if isinstance(item, str) else json.dumps(item)) + "\n" for item in lines))
        return path

    return write


def survey(path):
    return agentdojo.AgentDojoFile(path).survey()


def statements(path):
    return [list(trace.steps()) for trace in agentdojo.read(path)]


def test_a_tool_call_becomes_an_intent_and_its_outcome(file):
    ((intent, outcome),) = statements(file(line(USER, assistant(call(amount=98.7)), answer("sent"), assistant())))
    assert (intent.op, intent.phase, intent.tool, intent.call) == ("execute_tool", "intent", "send_money", "c1")
    assert intent.committed["input"] == {"amount": 98.7}
    assert (outcome.phase, outcome.outcome, outcome.call) == ("outcome", "success", "c1")
    assert outcome.committed == {"output": {"content": "sent", "error": None}}


def test_the_context_is_the_hash_of_the_messages_before_the_call(file):
    ((intent, _),) = statements(file(line(USER, assistant(call()), answer())))
    canonical = json.dumps([USER], separators=(",", ":"), sort_keys=True).encode()
    assert intent.committed["context"] == hashlib.sha256(canonical).digest()


def test_an_error_of_the_tool_is_a_failure(file):
    ((_, outcome),) = statements(file(line(USER, assistant(call()), answer("", "ValueError: no"))))
    assert outcome.outcome == "failure"


def test_a_call_without_an_answer_is_a_timeout(file):
    ((_, outcome),) = statements(file(line(USER, assistant(call()))))
    assert outcome.outcome == "timeout"
    assert "output" not in outcome.committed


def test_answers_belong_to_calls_by_their_order(file):
    both = assistant(call("first", "x"), call("second", "y"))
    (found,) = statements(file(line(USER, both, answer("1"), answer("2", "bad"), assistant())))
    assert [(s.tool, s.outcome) for s in found if s.phase == "outcome"] == [("first", "success"), ("second", "failure")]
    (found,) = statements(file(line(USER, both, answer("1"), assistant())))
    assert [(s.tool, s.outcome) for s in found if s.phase == "outcome"] == [("first", "success"), ("second", "timeout")]


def test_empty_and_repeated_call_ids_are_replaced_by_places(file):
    (found,) = statements(
        file(line(assistant(call(identity="")), answer(), assistant(call(identity="c"), call(identity="c")), answer()))
    )
    assert [s.call for s in found if s.phase == "intent"] == ["0.0", "c", "2.1"]


def test_a_trace_without_calls_is_one_chat_outcome(file):
    (only,) = statements(file(line(USER, assistant(content="no"))))[0]
    assert (only.op, only.phase, only.outcome) == ("chat", "outcome", "success")
    assert only.committed["output"] == {"content": "no"}
    (silent,) = statements(file(line()))[0]
    assert silent.committed["output"] == {"content": None}


def test_an_outcome_names_the_intent_of_its_run_as_its_cause(file):
    path = file(line(USER, assistant(call()), answer()), line(USER, assistant(), run="model-b"))
    intent, outcome, chat = agentdojo.AgentDojoFile(path).statements()
    assert (intent.run, intent.key, intent.causes) == ("model-a", "model-a", ())
    assert (outcome.causes, outcome.where) == (("model-a",), "line 1")
    assert (chat.run, chat.causes, chat.words["session"][-2:]) == ("model-b", (), ":1")


def test_messages_may_be_python_literals(file):
    plain = [USER, assistant(call()), answer()]
    wanted = statements(file(line(*plain)))
    assert statements(file(line() | {"messages": repr(plain)})) == wanted
    assert statements(file(line(*[repr(message) for message in plain]))) == wanted


def test_plain_and_packed_files_give_the_same_statements_and_blank_lines_none(file, tmp_path):
    plain = file(line(USER, assistant(call()), answer()), "", line(USER, assistant()))
    packed = tmp_path / "traces.jsonl.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert statements(packed) == statements(plain)
    assert [(trace.line, trace.index) for trace in agentdojo.read(packed)] == [(1, 0), (3, 1)]


def test_a_survey_counts_what_will_be_written(file):
    path = file(
        line(USER, assistant(call()), answer()), line(USER, assistant()), line(assistant(call()), run="model-b")
    )
    found = survey(path)
    assert (found.traces, found.calls, found.records, found.total) == (3, 2, {"model-a": 3, "model-b": 2}, 5)
    assert found.digest == hashlib.sha256(path.read_bytes()).hexdigest()


def test_labels_reach_neither_records_nor_openings(file, tmp_path):
    marked = line(USER, assistant(call()), answer(), attack="LABEL-A", injection="LABEL-I")
    path = file(marked, line(USER, assistant(content="no"), attack="LABEL-A"))
    with Ledger(tmp_path / "spool") as ledger:
        for trace in agentdojo.read(path):
            cause = None
            for step in trace.steps():
                said = trace.statement(step, trace.session("ab" * 32))
                cause = ledger.write(said.op, cause=cause if said.causes else None, **said.words).ref
    kept = b"".join(item.read_bytes() for item in (tmp_path / "spool").rglob("*") if item.is_file())
    assert not any(word in kept for word in (b"LABEL", b"attack", b"breach", b"injection", b"utility"))
    items = [item.statement for item in tail(tmp_path / "spool")]
    assert [item.session for item in items] == ["agentdojo:abababababababab:0"] * 2 + ["agentdojo:abababababababab:1"]
    assert {item.model for item in items} == {"model-a"}
    assert {item.principal for item in items} == {"agentdojo:banking:user_task_0"}
    assert items[1].parents == ("draft:0",)


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ("{", "line 2"),
        ('{"suite": "s"}', "line 2: .*run"),
        (line() | {"run": 5}, r"line 2: .*\$\.run"),
        (line(run=""), "line 2: field 'run' is empty"),
        (line() | {"messages": {"role": "user"}}, r"line 2: .*\$\.messages"),
        (line() | {"messages": "import os"}, r"line 2: .*\$\.messages"),
        (line({"role": "wizard"}), r"line 2: message 0: .*role"),
        (line(USER, "{'role': "), r"line 2: .*\$\.messages\[1\]"),
        (line(USER, "{'role': 'user', 'content': {1, 2}, 'x': b'raw', 1j: 2}"), "line 2: message 1"),
        (line(USER, assistant(call(name=""))), "line 2: message 1: a tool call names no function"),
        (line(USER, assistant({"function": {"arguments": {}}})), r"line 2: message 1: .*name"),
    ],
)
def test_a_malformed_line_is_named_with_its_field(file, bad, words):
    with pytest.raises(InvalidInputError, match=words):
        survey(file(line(USER, assistant()), bad))


def test_a_file_that_breaks_off_is_named(tmp_path):
    packed = gzip.compress(json.dumps(line(USER, assistant())).encode() * 50)
    path = tmp_path / "cut.jsonl.gz"
    path.write_bytes(packed[: len(packed) // 2])
    with pytest.raises(InvalidInputError, match="breaks off"):
        survey(path)


def test_a_file_without_traces_and_no_file_at_all_are_refused(file, tmp_path):
    with pytest.raises(InvalidInputError, match="holds no trace"):
        survey(file(""))
    with pytest.raises(NotFoundError):
        survey(tmp_path / "none.jsonl")


def test_a_line_over_the_limit_is_refused(file, monkeypatch):
    monkeypatch.setattr(agentdojo, "MAX_LINE_BYTES", 100)
    with pytest.raises(TooLargeError, match="line 1"):
        survey(file(line(USER, assistant())))
