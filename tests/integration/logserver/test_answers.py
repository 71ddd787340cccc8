"""A log server beside a real chain answers what its log is asked for, by itself and once."""

from __future__ import annotations

import secrets
import time

import pytest

from ledger.chain import challenges
from ledger.chain.challenges import PROMISES, THINGS, ChallengeState
from ledger.chain.deploy import CHALLENGE_DEPOSIT
from ledger.chain.fault_proofs import AnchoredTree
from ledger.chain.logs import ChainAnchor, register_log
from ledger.chain.questions import ChainQuestions
from ledger.domain.asked import EntryAsked, TileAsked
from ledger.domain.hashing import keccak
from ledger.domain.statements import Ack, digest
from ledger.errors import ChainRevertError
from ledger.logserver.service import LogConfig, LogKeys, LogService
from tests.unit.logserver import scene

pytestmark = pytest.mark.integration
ETHER = 10**18
PATIENCE_S = 60


class Operated:
    """A log on chain, and a server of it that can be started again."""

    def __init__(self, folder, chain, operator):
        self.folder, self.chain, self.operator = folder, chain, operator
        self.origin = f"test/{secrets.token_hex(8)}"
        self.log = register_log(
            operator, origin=self.origin, checkpoint_key=bytes([1]) * 32, url="http://127.0.0.1:1", bond=ETHER
        )

    def service(self):
        keys = scene.directory()
        keys.register(scene.KEY.address, scene.AGENT.key, 0, 1, self.log)
        config = LogConfig(
            self.chain.chain_id(), self.log, self.origin, gather_seconds=0.0, anchor_seconds=0.1, answer_seconds=0.1
        )
        return LogService(
            self.folder,
            config,
            LogKeys(self.operator._key, scene.ED25519),
            directory=keys,
            clock=lambda: self.chain.head().timestamp,
            anchor=ChainAnchor(self.operator, self.log),
            questions=ChainQuestions(self.operator, self.log),
        )


@pytest.fixture
def operated(tmp_path, chain, sender):
    return Operated(tmp_path / "log", chain, sender)


def until(true):
    deadline = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.05)


def state(chain, book, name):
    return challenges.challenge(chain, book, name).state


def credit(chain, account):
    return chain.read("BondVault", "creditOf", account)


def test_a_running_server_answers_for_tiles_and_promises_before_anyone_can_convict_it(operated, chain, new_sender):
    service, asker = operated.service(), new_sender()
    service.start()
    packed = [item.pack() for item in scene.chain(3)]
    accepted = [verdict.accepted for verdict in service.submit(packed)]
    until(lambda: service.anchorer.anchored and service.anchorer.anchored.size == 3)
    ack, signature = service.acknowledge(accepted[1])
    port = ChainQuestions(operated.operator, operated.log)
    at = port.anchors()[-1]
    tree = AnchoredTree(operated.log, at.index, at.size, at.root, at.block)
    names = [
        (THINGS, challenges.ask_tile(asker, tree, 0).event("ChallengeOpened").args["id"]),
        (PROMISES, challenges.ask_ack(asker, ack, signature).event("ChallengeOpened").args["id"]),
    ]
    until(lambda: all(state(chain, book, name) is ChallengeState.ANSWERED for book, name in names))
    assert credit(chain, operated.operator.address) == 2 * CHALLENGE_DEPOSIT
    with pytest.raises(ChainRevertError, match="Challenges_NotOpen"):
        challenges.close(asker, *names[0])
    until(lambda: service.answerer.report.answered == 2)
    service.stop()


def test_what_was_asked_while_it_was_down_is_answered_at_the_next_start_and_never_again(operated, chain, new_sender):
    service, asker = operated.service(), new_sender()
    service.start()
    accepted = service.submit([scene.segment(0).pack()])[0].accepted
    until(lambda: service.anchorer.anchored is not None)
    ack, signature = service.acknowledge(accepted)
    service.stop()
    challenges.ask_ack(asker, ack, signature)
    stranger = Ack(chain.chain_id(), operated.log, keccak(b"never sent here"), ack.anchor_by)
    challenges.ask_ack(asker, stranger, operated.operator._key.sign(digest(stranger.hash)))
    again = operated.service()
    again.start()
    until(lambda: state(chain, PROMISES, ack.hash) is ChallengeState.ANSWERED)
    until(lambda: again.answerer.report.blocked == {stranger.hash.hex(): "the log has promised no such thing"})
    again.stop()
    sent = operated.operator.next_nonce()
    third = operated.service()
    assert third.answerer.look().answered == 1
    third.start()
    third.stop()
    assert operated.operator.next_nonce() == sent


def test_the_chain_names_what_is_asked_of_one_log_alone(operated, chain, new_sender, tmp_path):
    other = Operated(tmp_path / "other", chain, new_sender())
    ack = Ack(chain.chain_id(), other.log, keccak(b"header"), chain.head().timestamp + 60)
    asker = new_sender()
    challenges.ask_ack(asker, ack, other.operator._key.sign(digest(ack.hash)))
    ChainAnchor(other.operator, other.log).anchor(2, keccak(b"root"), [])
    port = ChainQuestions(other.operator, other.log)
    at = port.anchors()[0]
    assert (at.index, at.size, at.root) == (0, 2, keccak(b"root"))
    assert port.time_of(at) == chain.block(at.block).timestamp
    tree = AnchoredTree(other.log, 0, 2, at.root, at.block)
    challenges.ask_tile(asker, tree, 0)
    asked = {type(item): item for item in port.asked()}
    assert asked[EntryAsked].header == ack.header
    assert asked[EntryAsked].challenge == ack.hash
    assert asked[TileAsked].tree(other.log, [at]) == at
    assert port.asked() == port.asked()
    assert ChainQuestions(operated.operator, operated.log).asked() == []
    assert port.sent() == port.mined() == other.operator.next_nonce()
