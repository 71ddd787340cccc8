"""The offline verifier: recomputes every step of a bundle and names the record where one does not hold.

It needs no server, key or network. What it cannot know (which blocks are canonical, which contracts are
Ombud's) it reports as pins, or checks against what the caller trusts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from ledger.domain import record, tree
from ledger.domain.bundle import (
    CONTRACTS,
    DOES_NOT_PROVE,
    PROVES,
    Bundle,
    BundledAnchor,
    BundledRecord,
    BundledSegment,
)
from ledger.domain.chain_proof import block_time, verify_fact
from ledger.domain.disclosure import check_disclosures
from ledger.domain.entry import Entry, leaf_hash
from ledger.domain.events import Event, decode
from ledger.domain.ids import Address, AgentRef, LogId, checksum
from ledger.domain.note import LogState, parse_checkpoint
from ledger.domain.statements import Segment
from ledger.domain.trust import Problem, Stamped, Trust, check_block, check_deployment, check_trusted, read_stamp
from ledger.errors import LedgerError, ProofError

GRACE_SECONDS: Final = 7 * 24 * 3600  # KeyRing.GRACE: how long after its end a key's statements may be witnessed


@dataclass(frozen=True, slots=True)
class Report:
    """What the verifier found. `pins` are the block hashes on which the result rests."""

    subject: str
    records: int
    segments: int
    problems: tuple[Problem, ...]
    pins: tuple[str, ...]
    contracts: Mapping[str, str]
    chain_id: int
    does_not_prove: tuple[str, ...]
    stamps: tuple[Stamped, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether every step holds."""
        return not self.problems


@dataclass(slots=True)
class _Facts:
    """Proved events, arranged for look-up."""

    agents: dict[bytes, AgentRef] = field(default_factory=dict)
    keys: dict[tuple[int, int], set[Address]] = field(default_factory=dict)
    ends: dict[tuple[int, int, Address | None], int] = field(default_factory=dict)
    anchors: dict[tuple[bytes, int], tuple[Event, int]] = field(default_factory=dict)
    logs: dict[bytes, Event] = field(default_factory=dict)

    def add(self, event: Event, time: int, bundle: Bundle) -> None:
        args = event.args
        if event.name == "KeyRegistered":
            ref = AgentRef(
                bundle.deployment.chain_id, checksum(bundle.deployment.contracts["AgentRegistry"]), args["agentId"]
            )
            self.agents[ref.key] = ref
            self.keys.setdefault((args["agentId"], args["epoch"]), set()).add(args["key"])
        elif event.name == "KeyRevoked":
            self.ends[args["agentId"], args["epoch"], args["key"]] = time
        elif event.name == "EpochClosed":
            self.ends[args["agentId"], args["epoch"], None] = time
        elif event.name == "Anchored":
            self.anchors[args["logId"], args["index"]] = (event, time)
        elif event.name == "LogRegistered":
            self.logs[args["logId"]] = event
        else:
            raise ProofError("no record rests on such an event", code="idle_fact")


def verify_bundle(bundle: Bundle, trust: Trust | None = None) -> Report:
    """Recompute a bundle.

    Args:
        bundle: A parsed bundle.
        trust: What to compare its pins with.

    Returns:
        A report; it is `ok` only if every record, path, signature and fact holds.
    """
    trust = trust or Trust()
    problems: list[Problem] = [*check_deployment(bundle.deployment, trust), *_check_frame(bundle)]
    facts = _Facts()
    problems += _collect_facts(bundle, facts, trust)
    anchors = {}
    stamps: list[Stamped] = []
    for anchor in bundle.anchors:
        where = f"anchor {anchor.index} of log {anchor.log}"
        try:
            state = _check_anchor(bundle, anchor, facts)
            anchors[anchor.log] = anchor
            if trust.witnesses is not None:
                trust.witnesses.check(parse_checkpoint(anchor.note) if anchor.note is not None else None)
            if isinstance(anchor.stamp, str):
                stamps.append(read_stamp(anchor.stamp, state, where, trust))
        except LedgerError as error:
            problems.append(Problem(where, error.code, error.message))
    for segment in bundle.segments:
        problems += _check_segment(segment, anchors.get(segment.log), facts, bundle)
    problems += check_disclosures(bundle)
    total = sum(len(segment.records) for segment in bundle.segments)
    if total == 0:
        problems.append(Problem("bundle", "empty_bundle", "the bundle holds no record"))
    problems += _check_subject(bundle)
    return Report(
        subject=f"{bundle.subject.kind} {bundle.subject.id} of {bundle.subject.agent}",
        records=total,
        segments=len(bundle.segments),
        problems=tuple(problems),
        pins=tuple(sorted({fact.block_hash for fact in bundle.facts})),
        contracts=bundle.deployment.contracts,
        chain_id=bundle.deployment.chain_id,
        does_not_prove=DOES_NOT_PROVE,
        stamps=tuple(stamps),
    )


def _check_frame(bundle: Bundle) -> Iterator[Problem]:
    """Check what stands around the evidence: contracts, block, and the words about what it proves."""
    for needed in CONTRACTS:
        if needed not in bundle.deployment.contracts:
            yield Problem("deployment", "missing_contract", f"the bundle does not name its {needed}")
    for name in bundle.deployment.contracts:
        if name not in CONTRACTS:
            yield Problem("deployment", "idle_contract", f"the bundle names {name}, from which none of its facts comes")
    yield from check_block(bundle.as_of, "as_of")
    if (bundle.proves, bundle.does_not_prove) != (PROVES, DOES_NOT_PROVE):
        yield Problem("bundle", "other_words", "what the bundle says it proves is not what such a bundle proves")


def _collect_facts(bundle: Bundle, facts: _Facts, trust: Trust) -> Iterator[Problem]:
    contracts = {checksum(address): name for name, address in bundle.deployment.contracts.items()}
    for number, item in enumerate(bundle.facts):
        where = f"fact {number} ({item.event})"
        try:
            fact = item.fact()
            event = decode(verify_fact(fact), contracts)
            if event is None or event.name != item.event:
                raise ProofError(f"the proved log is no {item.event} of the named contracts", code="other_event")
            facts.add(event, block_time(fact), bundle)
        except (LedgerError, KeyError) as error:
            code, reason = (
                (error.code, error.message) if isinstance(error, LedgerError) else ("bad_bundle", repr(error))
            )
            yield Problem(where, code, reason)
        yield from check_trusted(item, where, trust)


def _check_anchor(bundle: Bundle, anchor: BundledAnchor, facts: _Facts) -> LogState:
    log = LogId(bytes.fromhex(anchor.log))
    proved = facts.anchors.get((log, anchor.index))
    if proved is None:
        raise ProofError("no proved Anchored event backs it", code="anchor_not_proved")
    event = proved[0]
    if (event.args["size"], event.args["root"].hex()) != (anchor.size, anchor.root):
        raise ProofError(
            f"the chain anchored size {event.args['size']}, root {event.args['root'].hex()}, not what the bundle says",
            code="anchor_mismatch",
        )
    registered = facts.logs.get(log)
    if registered is None:
        raise ProofError("no proved LogRegistered event names its operator", code="log_not_proved")
    expected = LogState(registered.args["origin"], anchor.size, bytes.fromhex(anchor.root))
    if anchor.note is not None:
        checkpoint = parse_checkpoint(anchor.note)
        if checkpoint.state != expected:
            raise ProofError("its checkpoint says another origin, size or root", code="checkpoint_mismatch")
        checkpoint.verify_ed25519(registered.args["checkpointKey"])
        checkpoint.verify_operator(registered.args["operator"], bundle.deployment.chain_id, log)
    return expected


def _check_segment(
    item: BundledSegment, anchor: BundledAnchor | None, facts: _Facts, bundle: Bundle
) -> Iterator[Problem]:
    where = f"segment at leaf {item.leaf_index} of log {item.log}"
    try:
        data = bytes.fromhex(item.entry)
        entry = Entry.unpack(data)
    except LedgerError as error:
        yield Problem(where, error.code, error.message)
        return
    header = entry.segment
    agent = facts.agents.get(header.agent)
    name = str(agent) if agent else f"agent key {header.agent.hex()}"
    try:
        _check_agent(bundle, header)
        _check_signer(entry, agent, anchor, facts)
        _check_log_path(item, data, anchor)
    except LedgerError as error:
        for record_item in item.records:
            yield Problem(_place(header, record_item, name), error.code, error.message)
    seen: set[int] = set()
    for record_item in item.records:
        try:
            if record_item.position in seen:
                raise ProofError("the record is listed twice", code="duplicate_record")
            seen.add(record_item.position)
            _check_record(record_item, header, bundle)
        except LedgerError as error:
            yield Problem(_place(header, record_item, name), error.code, error.message)


def _place(header: Segment, item: BundledRecord, agent: str) -> str:
    return f"record seq {header.first_seq + item.position} (epoch {header.epoch}, stream {header.stream}) of {agent}"


def _check_agent(bundle: Bundle, header: Segment) -> None:
    if AgentRef.parse(bundle.subject.agent).key != header.agent:
        raise ProofError("its segment is of another agent than the bundle is about", code="other_agent")


def _check_signer(entry: Entry, agent: AgentRef | None, anchor: BundledAnchor | None, facts: _Facts) -> None:
    header = entry.segment
    if agent is None:
        raise ProofError("no proved KeyRegistered event names the agent of this segment", code="agent_not_proved")
    signer = entry.signer()
    if signer not in facts.keys.get((agent.agent_id, header.epoch), ()):
        raise ProofError(
            f"the header is signed by {signer}, no proved key of epoch {header.epoch}", code="unknown_signer"
        )
    if anchor is None:
        return
    witnessed = facts.anchors[bytes.fromhex(anchor.log), anchor.index][1]
    for end in (
        facts.ends.get((agent.agent_id, header.epoch, signer)),
        facts.ends.get((agent.agent_id, header.epoch, None)),
    ):
        if end is not None and witnessed > end + GRACE_SECONDS:
            raise ProofError(
                f"the key or epoch ended at {end} and the anchor came at {witnessed}, after the grace", code="key_ended"
            )


def _check_log_path(item: BundledSegment, entry: bytes, anchor: BundledAnchor | None) -> None:
    if anchor is None:
        raise ProofError("no anchor that holds covers its log", code="anchor_not_proved")
    path = [bytes.fromhex(node) for node in item.log_path]
    tree.verify_inclusion(leaf_hash(entry), item.leaf_index, anchor.size, path, bytes.fromhex(anchor.root))


def _check_record(item: BundledRecord, header: Segment, bundle: Bundle) -> None:
    data = item.text.encode()
    path = [bytes.fromhex(node) for node in item.path]
    tree.verify_inclusion(record.record_id(data), item.position, header.count, path, header.records_root)
    content = record.decode(data)
    if AgentRef.parse(content.agent).key != header.agent:
        raise ProofError(f"the record names agent {content.agent}, its header another", code="record_out_of_place")
    if (content.epoch, content.stream, content.seq) != (header.epoch, header.stream, header.first_seq + item.position):
        raise ProofError("the record names another epoch, stream or seq than its place", code="record_out_of_place")
    if bundle.subject.kind == "session" and content.session != bundle.subject.id:
        raise ProofError(f"the record belongs to session {content.session!r}", code="other_session")
    if bundle.subject.kind == "record" and record.record_id(data).hex() != bundle.subject.id:
        raise ProofError("the record is not the one the bundle is about", code="other_record")


def _check_subject(bundle: Bundle) -> Iterator[Problem]:
    if bundle.subject.kind not in ("record", "session"):
        yield Problem("subject", "bad_subject", f"kind {bundle.subject.kind!r} is not record or session")
    try:
        if str(AgentRef.parse(bundle.subject.agent)) != bundle.subject.agent:
            raise ProofError(f"agent {bundle.subject.agent} is written in another form", code="bad_agent")
    except LedgerError as error:
        yield Problem("subject", error.code, error.message)
