"""Whatever happens to chain and logs, the live mirror is what a fresh one would be."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.domain.dispute import FaultClass, Matter, action_of, matter_of
from ledger.domain.events import Event, decode
from ledger.indexer.rebuild import rebuild
from tests.fakes.chain_source import FakeBlock
from tests.fakes.court import FakeCourt
from tests.fakes.opinions import FakeOpinions
from tests.fakes.promises import append, countersignature, promise
from tests.fakes.world import NAMES, FakeAgent, World

DEPTH = 5
CHAIN = bytes(32)


def events_of(blocks: Iterable[FakeBlock]) -> list[Event]:
    found = [decode(log, NAMES) for block in blocks for log in block.found]
    return [event for event in found if event is not None]


class Player:
    """Plays a history; every act is possible at every time."""

    def __init__(self, mirror) -> None:
        self.world = World()
        self.log = self.world.new_log()
        self.world.new_agent({0: CHAIN, 1: self.log})
        self.court = FakeCourt(self.world)
        self.court.found()
        self.court.bond(self.world.agents[0], 10**9)
        self.opinions = FakeOpinions(self.world)
        mirror.connection.call("FLUSHALL")
        self.job = self.world.job(mirror, finality_depth=DEPTH)
        self.followers = [(self.job.follower(), self.job.log_follower()) for _ in range(2)]

    def play(self, act: str, turn: int) -> None:
        agent = self.world.agents[turn % len(self.world.agents)]
        getattr(self, act)(agent, turn)

    def birth(self, _agent: FakeAgent, _turn: int) -> None:
        self.world.new_agent({0: CHAIN, 1: self.log})

    def record(self, agent: FakeAgent, _turn: int) -> None:
        self.world.chain.mine(self.world.recorded(agent, agent.record(self.world.direct_seq(agent), stream=0)))

    def segment(self, agent: FakeAgent, turn: int) -> None:
        self.world.logs[self.log].append(agent.segment(1 + turn % 3, session=f"s{turn % 2}"))

    def receipt(self, agent: FakeAgent, turn: int) -> None:
        """An agent receives what another promised, perhaps of a record that never comes, and writes it down."""
        other, seq = self.world.agents[0], turn % 5
        given = promise(other, other.record(seq, session=f"s{turn % 2}"), seq, to=agent.owner, by=turn)
        append(self.world, self.log, agent, [countersignature(given)])

    def anchor(self, _agent: FakeAgent, _turn: int) -> None:
        anchors = [e.args["size"] for e in events_of(self.world.chain.chain) if e.name == "Anchored"]
        if len(self.world.logs[self.log].leaves) > max(anchors, default=0):
            self.world.anchor(self.log)

    def bond(self, agent: FakeAgent, turn: int) -> None:
        self.world.chain.mine(self.world.deposit_event(agent, turn))

    def fault(self, agent: FakeAgent, _turn: int) -> None:
        self.world.chain.mine(*self.world.fault_events(agent))

    def dispute(self, agent: FakeAgent, turn: int) -> None:
        fault_class, policy = FaultClass(turn % 4), 1 + turn % 2
        matter = matter_of(action_of(agent.ref.key, agent.epoch, 1, turn % 2, bytes(32)), fault_class)
        if not self.court.now.matters.get(matter, Matter()).upheld:
            self.court.open(agent, fault_class=fault_class, seq=turn % 2, policy=policy)

    def trial(self, _agent: FakeAgent, turn: int) -> None:
        self.court.move(turn)

    def mandate(self, agent: FakeAgent, _turn: int) -> None:
        self.court.revoke(self.court.grant(agent))

    def opinion(self, agent: FakeAgent, turn: int) -> None:
        client = f"client {turn % 2}"
        index = self.opinions.give(agent, client)
        if turn % 3:
            self.opinions.link(agent, client, index, 5)
        if turn % 4 == 0:
            self.opinions.take_back(agent, client, index)

    def empty(self, _agent: FakeAgent, turn: int) -> None:
        self.world.chain.mine(blocks=1 + turn % 4)

    def fork(self, _agent: FakeAgent, turn: int) -> None:
        """Take back blocks that are not final, and what the contracts remember; agents are registered again."""
        world, seen = self.world, self.job.mirror.look()
        final = max(4, 0 if seen is None else seen.floor)
        depth = min(1 + turn % DEPTH, len(world.chain.chain) - 1 - final)
        if depth < 1:
            return
        gone = events_of(world.chain.fork(depth))
        self.court.forked()
        world.anchored[self.log] = world.anchored.get(self.log, 0) - sum(e.name == "Anchored" for e in gone)
        world._direct.clear()
        for event in events_of(world.chain.chain):
            if event.name == "ActionRecorded":
                a = event.args
                world._direct[a["agentId"], a["epoch"], a["stream"]] = (a["seq"] + 1, a["header"])
        born = sorted(event.args["tokenId"] for event in gone if event.name == "Transfer")
        world.chain.mine(*[event for number in born for event in self.registration(number)])

    def log_down(self, _agent: FakeAgent, _turn: int) -> None:
        self.world.logs[self.log].down = True

    def log_up(self, _agent: FakeAgent, _turn: int) -> None:
        self.world.logs[self.log].down = False
        self.world.now += 100

    def index(self, _agent: FakeAgent, turn: int) -> None:
        chain, logs = self.followers[turn % 2]
        while not chain.step().idle:
            pass
        while logs.step().entries:
            pass

    def half_a_step(self, _agent: FakeAgent, turn: int) -> None:
        self.followers[turn % 2][0].step()

    def registration(self, number: int):
        agent = self.world.agents[number]
        transfer = {"from": "0x" + "0" * 40, "to": agent.owner, "tokenId": number}
        epoch = self.world.epoch_events(agent, {0: CHAIN, 1: self.log})
        return [("AgentRegistry", "Transfer", transfer), *epoch]


ACTS = [name for name in vars(Player) if not name.startswith("_") and name not in ("play", "registration")]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.lists(st.sampled_from(ACTS), min_size=5, max_size=40))
def test_live_mirror_equals_a_fresh_one_after_any_history(mirror, history):
    player = Player(mirror)
    for turn, act in enumerate(history):
        player.play(act, turn)
    player.play("log_up", 0)
    player.world.chain.mine(blocks=DEPTH + 3)
    for _ in range(4):
        player.play("index", 0)
    assert mirror.pending(mirror.books()) == {}
    assert rebuild(player.job, swap=False).equal
