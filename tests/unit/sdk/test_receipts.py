"""Receipts: one a record for ever, about what the record says, and on disk before anyone has them."""

from __future__ import annotations

import asyncio
import os

import pytest

from ledger.domain.hashing import ZERO32, keccak
from ledger.domain.signed_receipt import counterparty_of
from ledger.errors import ConflictError, InvalidInputError, NotFoundError, UnavailableError
from ledger.sdk import Ledger, Terms, session, tail
from ledger.sdk.context import Ref, current_cause
from ledger.tiles.append_file import OsAppendFile
from tests.unit.logserver import scene

SHOP = counterparty_of(scene.STRANGER.address)
MANDATE = "ab" * 32


def terms(**changes) -> Terms:
    return Terms(**{"counterparty": SHOP, "log": scene.LOG, "anchor_by": 1_700_000_000, **changes})


def test_a_receipt_says_of_its_record_what_the_record_says(make_ledger):
    ledger = make_ledger(bound=True)
    ledger.write("chat")

    @ledger.record(tool="pay")
    def pay(cents: int):
        return ledger.receipt(terms(amount=cents, running_total=cents + 5))

    with session("shopping", mandate=MANDATE):
        given = pay(120)
    intent = next(line for line in tail(ledger.spool) if line.statement.tool == "pay")
    said = given.receipt
    assert given.signer() == scene.KEY.address
    assert (said.agent, said.epoch, said.stream, said.seq) == (scene.AGENT.key, 0, 1, 1)
    assert said.record_hash.hex() == intent.record_id
    assert (said.tool, said.mandate) == (keccak(b"pay"), bytes.fromhex(MANDATE))
    assert (said.chain, said.log, said.anchor_by) == (31337, scene.LOG, 1_700_000_000)
    assert (said.counterparty, said.amount, said.running_total) == (SHOP, 120, 125)


def test_a_record_without_tool_and_mandate_names_none(make_ledger):
    ledger = make_ledger(bound=True)
    said = ledger.receipt(terms(chain=5), ledger.write("chat").ref).receipt
    assert (said.tool, said.mandate, said.chain, said.amount) == (ZERO32, ZERO32, 5, 0)


def test_asked_again_the_same_receipt_is_returned_and_another_is_refused(make_ledger):
    ledger = make_ledger(bound=True)
    ref = ledger.write("chat").ref
    first = ledger.receipt(terms(amount=1), ref)
    assert ledger.receipt(terms(amount=1), ref) == first
    with pytest.raises(ConflictError, match="amount is 1, not 2") as caught:
        ledger.receipt(terms(amount=2), ref)
    assert caught.value.code == "receipt_given"
    assert list(ledger.receipts()) == [first]


def test_a_receipt_outlives_its_process_and_binds_the_next(make_ledger):
    ledger = make_ledger(bound=True)
    refs = [ledger.write("chat").ref for _ in range(3)]
    first = ledger.receipt(terms(amount=1), refs[1])
    ledger.close()
    again = make_ledger(bound=True)
    assert list(again.receipts()) == [first]
    assert again.receipt(terms(amount=1), refs[1]) == first
    with pytest.raises(ConflictError, match="log is"):
        again.receipt(terms(amount=1, log=bytes(32)), refs[1])
    assert [item.receipt.seq for item in (again.receipt(terms(), refs[2]), again.receipt(terms(), refs[0]))] == [2, 0]
    assert [item.receipt.seq for item in again.receipts()] == [1, 2, 0]


def test_two_processes_give_one_receipt_between_them(make_ledger):
    one, two = make_ledger(bound=True), make_ledger(bound=True)
    ref = one.write("chat").ref
    given = one.receipt(terms(amount=7), ref)
    assert two.receipt(terms(amount=7), ref) == given
    with pytest.raises(ConflictError):
        two.receipt(terms(amount=8), ref)


def test_old_records_are_found_behind_the_headers_that_cover_them(make_ledger, client):
    ledger = make_ledger(bound=True, to=client, segment_records=4)
    refs = [ledger.write("chat").ref for _ in range(19)]
    ledger.flush()
    ledger.close()
    again = make_ledger(bound=True, to=client)
    last = again.write("chat").ref
    for ref in (last, refs[0], refs[18], refs[7], refs[8]):
        assert again.receipt(terms(), ref).receipt.record_hash.hex() == ref.record_id


def test_a_receipt_of_an_earlier_epoch_names_that_epoch(make_ledger):
    ledger = make_ledger(bound=True)
    ref = ledger.write("chat").ref
    ledger.bind(scene.AGENT, 1, key=scene.STRANGER)
    given = ledger.receipt(terms(), ref)
    assert (given.receipt.epoch, given.signer()) == (0, scene.KEY.address)
    later = ledger.receipt(terms(), ledger.write("chat").ref)
    assert (later.receipt.epoch, later.receipt.seq, later.signer()) == (1, 0, scene.STRANGER.address)
    assert list(ledger.receipts()) == [given, later]


def test_a_record_that_is_not_ours_gets_no_receipt(make_ledger):
    ledger, other = make_ledger("a", bound=True), make_ledger("b", bound=True)
    mine, foreign = ledger.write("chat").ref, other.write("invoke_agent").ref
    for ref in (foreign, Ref(mine.spool, 9, mine.record_id), Ref(mine.spool, 0, "00" * 32)):
        with pytest.raises(NotFoundError, match="of this spool"):
            ledger.receipt(terms(), ref)


def test_an_outcome_gets_no_receipt(make_ledger):
    ledger = make_ledger(bound=True)
    ref = ledger.write("chat", phase="outcome", outcome="success").ref
    with pytest.raises(InvalidInputError, match="is an outcome"):
        ledger.receipt(terms(), ref)


def test_without_a_record_a_binding_or_a_key_there_is_no_receipt(tmp_path, make_ledger):
    unbound = make_ledger("draft")
    with pytest.raises(InvalidInputError, match="no record"):
        unbound.receipt(terms())
    with pytest.raises(UnavailableError, match="no place yet"):
        unbound.receipt(terms(), unbound.write("chat").ref)
    bound = make_ledger("bound", bound=True)
    ref = bound.write("chat").ref
    bound.close()
    with Ledger(tmp_path / "bound", fsync="never") as keyless:
        with pytest.raises(UnavailableError, match="not loaded"):
            keyless.receipt(terms(), ref)
        assert list(keyless.receipts()) == []


@pytest.mark.parametrize("changes", [{"amount": -1}, {"amount": 1 << 256}, {"anchor_by": 1 << 64}, {"log": b"short"}])
def test_terms_out_of_range_leave_nothing_behind(make_ledger, changes):
    ledger = make_ledger(bound=True)
    ref = ledger.write("chat").ref
    with pytest.raises(InvalidInputError):
        ledger.receipt(terms(**changes), ref)
    assert list(ledger.receipts()) == []


class Disk:
    """Opens files, notes what is done to them, and fails when told to."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, str]] = []
        self.failing: tuple[str, str] | None = None

    def open(self, path):
        disk = self

        class Watched(OsAppendFile):
            def append(self, data: bytes) -> None:
                disk.step("append", path.name)
                super().append(data)

            def sync(self) -> None:
                disk.step("sync", path.name)
                super().sync()

        return Watched(path)

    def step(self, what: str, name: str) -> None:
        self.steps.append((what, name))
        if self.failing == (what, name):
            raise OSError(28, "No space left on device")


def test_record_and_then_receipt_are_on_stable_storage_before_it_is_signed(make_ledger):
    disk = Disk()
    ledger = make_ledger(bound=True, open_file=disk.open)
    ref = ledger.write("chat").ref
    disk.steps.clear()
    ledger.receipt(terms(), ref)
    assert disk.steps[-3:] == [("sync", "records.log"), ("append", "receipts.log"), ("sync", "receipts.log")]


@pytest.mark.parametrize("failing", [("sync", "records.log"), ("append", "receipts.log"), ("sync", "receipts.log")])
def test_what_the_disk_refused_is_not_signed_until_a_restart_has_read_what_is_there(make_ledger, failing):
    disk = Disk()
    ledger = make_ledger(bound=True, open_file=disk.open)
    ref = ledger.write("chat").ref
    disk.failing = failing
    with pytest.raises(UnavailableError, match="No space left"):
        ledger.receipt(terms(amount=1), ref)
    disk.failing = None
    with pytest.raises(UnavailableError, match="restart"):
        ledger.receipt(terms(amount=1), ref)
    ledger.close()
    again = make_ledger(bound=True)
    kept = [item.receipt.amount for item in again.receipts()]
    assert kept == ([1] if failing == ("sync", "receipts.log") else [])
    if kept:
        with pytest.raises(ConflictError):
            again.receipt(terms(amount=2), ref)
    else:
        assert again.receipt(terms(amount=2), ref).receipt.amount == 2


def test_a_receipt_cut_short_was_never_given(make_ledger, tmp_path):
    ledger = make_ledger(bound=True)
    refs = [ledger.write("chat").ref for _ in range(2)]
    ledger.receipt(terms(), refs[0])
    ledger.receipt(terms(amount=1), refs[1])
    ledger.close()
    path = tmp_path / "spool" / "0-1" / "receipts.log"
    path.write_bytes(path.read_bytes()[:-1])
    again = make_ledger(bound=True)
    assert again.receipt(terms(amount=2), refs[1]).receipt.amount == 2
    assert [item.receipt.amount for item in again.receipts()] == [0, 2]
    assert list(path.parent.glob("receipts.log.torn-*"))


def test_a_forked_child_gives_the_receipts_its_parent_gave(make_ledger):
    ledger = make_ledger(bound=True)
    ref = ledger.write("chat").ref
    given = ledger.receipt(terms(amount=1), ref)
    child = os.fork()
    if not child:
        os._exit(0 if ledger.receipt(terms(amount=1), ref) == given else 1)
    assert os.waitpid(child, 0)[1] == 0


def test_within_a_call_the_intent_is_what_is_promised(make_ledger):
    ledger = make_ledger(bound=True)
    seen = []

    @ledger.record
    async def act():
        seen.append((current_cause().record_id, ledger.receipt(terms()).receipt.record_hash.hex()))

    asyncio.run(act())
    assert seen[0][0] == seen[0][1]
