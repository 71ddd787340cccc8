"""A world in which everything has happened once, to look at: a dispute decided, one open, a verdict, a hostile name."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from ledger.domain import record
from ledger.domain.dispute import DISMISSED, UPHELD
from ledger.domain.events import RawLog
from ledger.loopback import free_port
from ledger.queries import records
from ledger.queries.sources import Sources
from ledger.store.forecasts import ChainRow
from ledger.store.mirror import Mirror
from tests.fakes.asked import index, sources_of
from tests.fakes.court import FakeCourt
from tests.fakes.promises import append, countersignature, promise
from tests.fakes.stated import row, state
from tests.fakes.world import FakeAgent, World

HOSTILE = '"><script>alert(1)</script>\u202e<img src=x onerror=alert(2)>javascript:alert(3)'
_PATIENCE_S = 20.0


def eventful() -> World:
    """Make the world: agent 0 is disputed, agent 1 is named by somebody hostile, agent 2 is convicted."""
    found = World()
    log = found.new_log()
    court = FakeCourt(found)
    court.found()
    agent = found.new_agent({0: bytes(32), 1: log})
    court.bond(agent, 10**18)
    found.logs[log].append(agent.segment(3), agent.segment(2, session="a/b c"))
    found.anchor(log)
    found.chain.mine(found.recorded(agent, agent.record(0, stream=0)))
    _cause(found, log, agent)
    decided = court.open(agent)
    court.respond(decided)
    court.judge(decided, UPHELD, UPHELD, DISMISSED)
    court.finalize(decided)
    court.execute(decided)
    court.open(agent, seq=1, claimant="second")
    court.grant(agent)
    hostile, events = found.mint_events("owner 2", uri=HOSTILE)
    found.chain.mine(*events, *found.epoch_events(hostile, {1: log}))
    found.logs[log].append(hostile.segment(1, session=HOSTILE[:100], tool=HOSTILE[:100]))
    found.anchor(log)
    convicted = found.new_agent({1: log})
    broken = promise(agent, agent.record(0, tool="promised"), 0, to=convicted.owner, by=found.chain.time)
    append(found, log, convicted, [countersignature(broken)])
    found.anchor(log)
    found.chain.mine(found.deposit_event(convicted, 10**18))
    found.chain.mine(*found.fault_events(convicted))
    return found


def voting() -> FakeCourt:
    """Make a court in which dispute 1 waits for an answer, 2 for two of three commitments, 3 for three reveals."""
    world = World()
    log = world.new_log()
    court = FakeCourt(world)
    court.found()
    agent = world.new_agent({0: bytes(32), 1: log})
    court.bond(agent, 10**18)
    world.logs[log].append(agent.segment(9))
    world.anchor(log)
    for seq in range(3):
        court.open(agent, seq=seq, claimant=f"claimant {seq}")
    for number in (2, 3):
        court.respond(number)
        court.draw(number)
    court.commit(2, 2, UPHELD)
    for seat in range(3):
        court.commit(3, seat, UPHELD)
    return court


def _cause(world: World, log: bytes, agent: FakeAgent) -> None:
    """Let a third agent's act have one cause of agent 0 and two effects of its own."""
    seq, head = agent.heads[1]
    cause = agent.record(seq, tool="ask")
    agent.heads[1] = (seq + 1, head)
    segment = agent.sign([cause], seq, head)
    agent.heads[1] = (seq + 1, segment.entry.segment.header)
    named = (record.record_id(cause).hex(),)
    effects = [
        agent.record(seq + 1 + at, tool=tool, phase="outcome", outcome=outcome, parents=named)
        for at, (tool, outcome) in enumerate([("ask", "success"), ("pay", "denied")])
    ]
    later = agent.sign(effects, seq + 1, segment.entry.segment.header)
    agent.heads[1] = (seq + 3, later.entry.segment.header)
    world.logs[log].append(segment, later)
    world.anchor(log)


def sources_for(world: World, mirror: Mirror) -> Sources:
    """Index the world, state forecasts about it, and return what its pages ask."""
    index(world, mirror)
    _, *held = records.agent_records(
        sources_of(world, mirror), "0", cursor=None, limit=4, as_of=None, proofs=False
    ).data.items  # the first was made on chain
    sent, cause = (bytes.fromhex(item.record_id) for item in held[:2])
    chain = ChainRow(sent, held[0].witnessed.block, 0.9, (0, 2), (sent, cause))
    state(mirror, {0: row("firing"), 1: row(), 2: row("pending")}, chains=(chain,))

    def emitted(tx: bytes) -> list[RawLog]:
        return [log for block in world.chain.chain for log in block.found if log.tx_hash == tx]

    return sources_of(world, mirror, emitted=emitted)


@contextmanager
def served(app: ASGIApp) -> Iterator[str]:
    """Serve an application on loopback; the address."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    limit = time.monotonic() + _PATIENCE_S
    while not server.started:
        assert time.monotonic() < limit, "the server did not start"
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(_PATIENCE_S)
