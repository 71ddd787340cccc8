"""The reader of OTLP/JSON exports: what each attribute becomes, in which order, and what is refused."""

from __future__ import annotations

import contextlib
import copy
import gzip
import hashlib
import json
import random

import pytest

from ledger.errors import InvalidInputError, NotFoundError, TooLargeError
from ledger.integrations import formats, genai, otlp
from ledger.integrations.agentdojo import AgentDojoFile
from ledger.integrations.otlp import OtlpFile
from ledger.sdk import Ledger, draft, tail
from ledger.sdk.words import Defaults, compose
from tests.fakes.otlp import MS, SECRET, START_NS, TRACE, clerk, export, planner, resource, span, two_agents

CHAT = {"operation__name": "chat", "request__model": "m"}


@pytest.fixture
def file(tmp_path):
    def write(content, name="export.json"):
        path = tmp_path / name
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return path

    return write


def said(path):
    return list(OtlpFile(path).statements())


def one(file, *spans, service="s"):
    return said(file(export(resource(service, *spans))))


def test_a_span_becomes_an_intent_at_its_start_and_an_outcome_at_its_end(file):
    found = {(s.words["trace"].split("-")[2], s.words["phase"]): s for s in said(file(two_agents()))}
    intent, outcome = (found[f"{6:016x}", phase] for phase in ("intent", "outcome"))
    assert (intent.run, intent.op) == ("clerk", "execute_tool")
    assert intent.words == {
        "phase": "intent",
        "tool": "pay",
        "call": "call_2",
        "session": "order-17",
        "model": None,
        "agent_version": None,
        "trace": f"00-{TRACE}-{6:016x}-01",
        "ts": START_NS // MS + 1000,
        "input": {"to": SECRET, "cents": 500, "rates": [0.5], "urgent": True},
    }
    assert (outcome.words["ts"], outcome.words["outcome"], outcome.words["output"]) == (
        START_NS // MS + 1200,
        "success",
        "ok",
    )
    assert outcome.causes == (intent.key,)


def test_records_come_in_the_order_of_time_and_causes_come_first(file):
    found = said(file(two_agents()))
    assert [(s.words["trace"][-4:-3], s.words["phase"][0]) for s in found] == [
        (number, phase)
        for number, phase in ("1i", "2i", "2o", "3i", "3o", "5i", "6i", "6o", "7i", "7o", "8i", "8o", "5o", "1o")
    ]
    seen = set()
    for statement in found:
        assert set(statement.causes) <= seen
        seen |= {statement.key} - {None}


def test_the_cause_is_the_nearest_recorded_span_above_also_of_another_agent(file):
    intents = {s.key.split()[1][-1]: s for s in said(file(two_agents())) if s.key}
    assert intents["1"].causes == ()
    assert intents["5"].causes == (intents["1"].key,)
    assert intents["6"].causes == (intents["5"].key,)


def test_outcomes_follow_status_and_error_type(file):
    ends = {s.words["trace"][-4]: s.words["outcome"] for s in said(file(two_agents())) if s.words["phase"] == "outcome"}
    expected = ("success", "success", "failure", "success", "success", "timeout", "denied")
    assert ends == dict(zip("1235678", expected, strict=True))


@pytest.mark.parametrize(
    ("status", "error", "outcome"),
    [
        (0, None, "success"),
        (1, None, "success"),
        (1, "timeout", "success"),
        (2, None, "failure"),
        ("STATUS_CODE_ERROR", None, "failure"),
        (0, "tool_error", "failure"),
        (2, "asyncio.exceptions.TimeoutError", "timeout"),
        (2, "DEADLINE_EXCEEDED", "timeout"),
        (2, 504, "timeout"),
        (2, "403", "denied"),
        (2, "openai.PermissionDeniedError", "denied"),
        (2, "urn:problem:forbidden", "denied"),
    ],
)
def test_the_table_says_how_a_span_ended(status, error, outcome):
    assert genai.outcome(status, error) == outcome


def test_the_intent_names_the_model_asked_for_and_the_outcome_the_one_that_answered(file):
    chats = [s for s in said(file(two_agents())) if s.op == "chat"]
    assert [s.words["model"] for s in chats] == ["m-large", "m-large-2026-06"]
    assert [s.words["model"] for s in one(file, span(1, "chat", 0, 1, **CHAT))] == ["m", "m"]


def test_spans_below_an_agent_are_its_own_within_its_service(file):
    found = said(file(two_agents()))
    assert {s.run for s in found} == {"planner-7", "clerk"}
    assert {s.words["agent_version"] for s in found if s.run == "planner-7"} == {"2.1"}
    assert {s.words["agent_version"] for s in found if s.run == "clerk"} == {None}
    top = span(1, "invoke_agent", 0, 9, operation__name="invoke_agent", agent__id="a", agent__name="A")
    below = span(2, "chat", 1, 2, parent=1, agent__name="A", **CHAT)
    other = span(3, "chat", 3, 4, parent=1, agent__name="B", **CHAT)
    assert {(s.words["trace"][-4], s.run) for s in one(file, top, below, other)} == {("1", "a"), ("2", "a"), ("3", "B")}


def test_without_an_agent_the_service_is_one_and_without_a_conversation_the_trace_is_the_session(file):
    found = one(file, span(1, "chat", 0, 1, **CHAT), service="billing")
    assert {s.run for s in found} == {"billing"}
    assert {s.words["session"] for s in found} == {TRACE}


def test_children_that_began_before_their_parents_follow_them_and_keep_their_times(file):
    early = span(2, "chat", 0, 1, parent=1, **CHAT)
    late = span(1, "invoke_agent", 5, 9, operation__name="invoke_agent")
    found = one(file, early, late)
    assert [(s.words["trace"][-4], s.words["phase"]) for s in found] == [
        ("1", "intent"),
        ("2", "intent"),
        ("2", "outcome"),
        ("1", "outcome"),
    ]
    assert found[1].words["ts"] == START_NS // MS


def test_a_span_that_has_not_ended_is_an_intent_alone(file):
    open_ = span(1, "chat", 0, 1, **CHAT) | {"endTimeUnixNano": "0"}
    assert [s.words["phase"] for s in one(file, open_)] == ["intent"]


def test_several_contents_of_one_field_are_committed_to_by_name(file):
    both = span(1, "t", 0, 1, tool__name="t", tool__call__arguments="{}", input__messages="m", system_instructions="s")
    (intent, _) = one(file, both)
    assert intent.op == "execute_tool"
    assert intent.words["input"] == {"gen_ai.tool.call.arguments": "{}", "gen_ai.input.messages": "m"}
    assert intent.words["context"] == "s"


def test_documents_lines_and_packed_files_say_the_same(file, tmp_path):
    wanted = said(file(two_agents()))
    lines = file(f"\n{json.dumps(export(clerk()))}\n\n{json.dumps(export(planner()))}\n", "export.jsonl")
    pretty = file(json.dumps(two_agents(), indent=1), "pretty.json")
    packed = tmp_path / "export.json.gz"
    packed.write_bytes(gzip.compress(pretty.read_bytes()))
    for path in (lines, pretty, packed):
        assert [(s.run, s.op, s.words, s.key, s.causes) for s in said(path)] == [
            (s.run, s.op, s.words, s.key, s.causes) for s in wanted
        ]


def test_a_survey_counts_what_will_be_written_and_what_is_skipped(file):
    vague = span(20, "x", 0, 1, conversation__id="c")
    again = copy.deepcopy(clerk())
    path = file(export(clerk(), planner(), again, resource("w", vague)))
    survey = OtlpFile(path).survey()
    assert (survey.traces, survey.calls, survey.total) == (1, 4, 14)
    assert survey.records == {"planner-7": 6, "clerk": 8}
    assert survey.skipped == {"no_operation": 1, "not_genai": 1, "repeated": 4}
    assert survey.digest == hashlib.sha256(path.read_bytes()).hexdigest()


def test_messages_arguments_and_results_reach_no_record(file, tmp_path):
    with Ledger(tmp_path / "spool") as ledger:
        for statement in said(file(two_agents())):
            ledger.write(statement.op, **statement.words)
    kept = (tmp_path / "spool" / "drafts.log").read_bytes()
    assert SECRET.encode() not in kept
    items = [item.statement for item in tail(tmp_path / "spool")]
    assert [item.ts for item in items] == sorted(item.ts for item in items)
    assert sum(item.in_ is not None for item in items) == 2
    assert sum(item.out is not None for item in items) == 2
    assert items[0].agent_version == "2.1"


GOOD = span(1, "chat", 0, 1, **CHAT)


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (GOOD | {"spanId": "12"}, r"line 2: .*spans\[0\]\.spanId"),
        (GOOD | {"traceId": "Zz" * 16}, r"line 2: .*\.traceId"),
        ({name: GOOD[name] for name in GOOD if name != "startTimeUnixNano"}, "line 2: .*startTimeUnixNano"),
        (GOOD | {"startTimeUnixNano": "soon"}, r"line 2: .*startTimeUnixNano"),
        (GOOD | {"startTimeUnixNano": "9999999999999999999"}, r"line 2, .*spans\[0\] .*field startTimeUnixNano"),
        (GOOD | {"startTimeUnixNano": "0"}, r"line 2, .*field startTimeUnixNano"),
        (GOOD | {"endTimeUnixNano": "5"}, r"line 2, .*field endTimeUnixNano: before"),
        (GOOD | {"spanId": "0" * 16}, "line 2, .*all zero"),
        (GOOD | {"parentSpanId": GOOD["spanId"]}, "line 2, .*field parentSpanId: .*own ancestor"),
        (GOOD | {"attributes": {}}, r"line 2: .*attributes"),
        (span(1, "x", 0, 1, operation__name="Chat!"), r"line 2, .*gen_ai\.operation\.name"),
        (span(1, "x", 0, 1, **CHAT, conversation__id="c" * 129), r"line 2, .*gen_ai\.conversation\.id"),
        (span(1, "x", 0, 1, **CHAT, agent__id=7), r"line 2, .*gen_ai\.agent\.id"),
        (
            GOOD | {"attributes": [*GOOD["attributes"], {"key": "gen_ai.prompt", "value": {"bytesValue": "?"}}]},
            "line 2, .*base64",
        ),
    ],
)
def test_a_malformed_span_is_named_with_line_and_field(file, bad, words):
    good = json.dumps(export(resource("s", span(9, "chat", 0, 1, **CHAT))))
    with pytest.raises(InvalidInputError, match=words):
        OtlpFile(file(f"{good}\n{json.dumps(export(resource('s', bad)))}\n")).survey()


def test_broken_json_is_named_by_its_line(file):
    good = json.dumps(export(planner()))
    for content, line in ((f"{good}\n{{\n{good}\n", 2), (json.dumps(two_agents(), indent=1)[:-40], None)):
        with pytest.raises(InvalidInputError, match=f"line {line}" if line else r"line \d+"):
            OtlpFile(file(content)).survey()


def test_spans_that_are_their_own_ancestors_are_refused(file):
    with pytest.raises(InvalidInputError, match="own ancestor"):
        one(file, span(1, "chat", 0, 1, parent=2, **CHAT), span(2, "chat", 0, 1, parent=1, **CHAT))


def test_two_spans_of_one_id_are_refused(file):
    with pytest.raises(InvalidInputError, match="another span of the same id"):
        one(file, span(1, "chat", 0, 1, **CHAT), span(1, "chat", 0, 2, **CHAT))


def test_an_act_of_nobody_is_refused(file):
    nobody = {"scopeSpans": [{"spans": [GOOD]}]}
    with pytest.raises(InvalidInputError, match=r"neither gen_ai\.agent\.id nor service\.name"):
        said(file(export(nobody)))
    named = {"resource": {"attributes": [{"key": "service.name", "value": {"intValue": 1}}]}, **nobody}
    with pytest.raises(InvalidInputError, match=r"field service\.name"):
        said(file(export(named)))


def test_a_file_without_genai_spans_is_refused(file):
    with pytest.raises(InvalidInputError, match="no span with GenAI attributes, among 1"):
        OtlpFile(file(export(resource("s", span(1, "GET", 0, 1))))).survey()


def test_a_file_over_the_limit_is_refused(file, monkeypatch):
    monkeypatch.setattr(otlp, "MAX_BYTES", 100)
    with pytest.raises(TooLargeError, match="over 100 bytes"):
        OtlpFile(file(two_agents())).survey()


def test_deep_chains_and_deep_values_end_well(file):
    count = 3000
    chain = [span(n, "chat", n, count, parent=n - 1 or None, **CHAT) for n in range(count, 0, -1)]
    assert len(one(file, *chain)) == 2 * count
    for levels, fits in ((100, True), (10_000, False)):
        nested = '{"arrayValue":{"values":[' * levels + "]}}" * levels
        attribute = f'{{"key":"gen_ai.prompt","value":{nested}}}'
        content = json.dumps(export(resource("s", GOOD))).replace(
            '"attributes": [{"key": "gen', f'"attributes": [{attribute},{{"key": "gen'
        )
        with contextlib.nullcontext() if fits else pytest.raises(InvalidInputError, match="recursion"):
            assert len(said(file(content))) == 2


# -- recognising ----------------------------------------------------------------------------------------------


def test_formats_are_recognised_by_content(file):
    assert isinstance(formats.open_traces(file(two_agents(), "a.bin")), OtlpFile)
    assert isinstance(formats.open_traces(file(json.dumps(two_agents(), indent=2), "b")), OtlpFile)
    dojo = {"run": "r", "suite": "s", "user_task": "u", "messages": [], "resourceSpan": 1}
    assert isinstance(formats.open_traces(file(f"\n{json.dumps(dojo)}\n{{")), AgentDojoFile)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"resourceLogs": []}', "fields: 'resourceLogs'"),
        ("{}", "fields: none"),
        ("[1]", "line 1 is no JSON object"),
        ("name,value\n1,2\n", "line 1 is no JSON object"),
        ("[" * 5000, "line 1 is no JSON object"),
        (" \n\n", "holds no trace"),
    ],
)
def test_a_file_of_no_known_format_is_refused_with_what_is_known(file, content, words):
    with pytest.raises(InvalidInputError, match=words):
        formats.open_traces(file(content))


def test_whatever_is_changed_in_a_file_is_refused_by_name_or_makes_records(tmp_path):
    """Every statement of a file that passes its survey makes a record: nothing is refused half-way."""
    dice, path = random.Random(7), tmp_path / "mutant"  # noqa: S311 no secret, only dice
    strange = [None, True, -1, 1.5, "", "x" * 300, [], {}, "\ud800", "0" * 32, "9" * 30, 10**30, {"intValue": "x"}]
    outcomes = set()
    for _ in range(300):
        raw = bytearray(json.dumps(mutated(two_agents(), dice, strange)).encode())
        if dice.random() < 0.3:
            raw[dice.randrange(len(raw))] = dice.randrange(256)
        path.write_bytes(raw)
        try:
            reader = formats.open_traces(path)
            total = reader.survey().total
            found = list(reader.statements())
        except InvalidInputError:
            outcomes.add("refused")
            continue
        assert len(found) == total
        for statement in found:
            draft.encode(compose(statement.op, statement.words, (), Defaults("s", None, None), 0)[0])
        outcomes.add("read")
    assert outcomes == {"refused", "read"}


def mutated(content, dice, strange):
    spots, rest = [], [content]
    while rest:
        at = rest.pop()
        inner = at.items() if isinstance(at, dict) else enumerate(at) if isinstance(at, list) else ()
        for key, item in inner:
            spots.append((at, key))
            rest.append(item)
    where, key = dice.choice(spots)
    where[key] = dice.choice(strange)
    return content


def test_no_file_is_not_found(tmp_path):
    with pytest.raises(NotFoundError):
        formats.open_traces(tmp_path / "none.json")
