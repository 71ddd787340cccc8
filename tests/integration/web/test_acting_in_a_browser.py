"""Parties and a seat act in a real browser with a wallet that a test plays: what it is asked to sign is what counts."""

from __future__ import annotations

import json

import pytest

from ledger.cli.ballots import read_ballot
from ledger.domain.authority import vote_commitment
from ledger.domain.dispute import UPHELD
from ledger.domain.hashing import sha256
from ledger.domain.panel import Ballot
from ledger.store.mirror import Mirror
from ledger.tiles.evidence import open_evidence
from tests.fakes.asked import index, sources_of
from tests.fakes.browsing import NEEDS, fits_and_is_accessible, tab
from tests.fakes.court import PANEL, REASONS, SALT
from tests.fakes.dashboard import HOSTILE, served, voting
from tests.fakes.world import CHAIN_ID, REGISTRY

pytestmark = NEEDS
WALLET = "window.ethereum = {request: (asked) => window.askWallet(asked.method, asked.params ?? [])}"
TX = "0x" + "5a" * 32


class Wallet:
    """What a wallet answers, and what it was asked to send."""

    def __init__(self, page, account: str, chain_id: int = CHAIN_ID) -> None:
        self.account, self.chain_id = account, chain_id
        self.sent: list[dict[str, str]] = []
        page.expose_function("askWallet", self.answer)
        page.add_init_script(WALLET)

    def answer(self, method, params):
        if method == "eth_sendTransaction":
            self.sent += params
        return {
            "eth_requestAccounts": [self.account],
            "eth_chainId": hex(self.chain_id),
            "eth_estimateGas": "0x5208",
            "eth_sendTransaction": TX,
            "eth_getTransactionReceipt": {"status": "0x1", "blockNumber": "0x7"},
        }[method]


@pytest.fixture(scope="module")
def court():
    """Dispute 1 waits for an answer, 2 for two commitments, 3 for reveals."""
    return voting()


@pytest.fixture(scope="module")
def address(valkey_server, court, tmp_path_factory):
    import redis  # noqa: PLC0415 as in the other fixtures

    from ledger.api.app import create_app  # noqa: PLC0415
    from ledger.serve.faces import Faces  # noqa: PLC0415
    from ledger.web.app import create_pages  # noqa: PLC0415

    with redis.Redis.from_url(valkey_server) as client:
        client.flushall()
    mirror = Mirror.open(valkey_server, CHAIN_ID, REGISTRY)
    index(court.world, mirror)
    store = open_evidence(tmp_path_factory.mktemp("evidence"))
    sources = sources_of(court.world, mirror, evidence=store)
    with served(Faces(create_app(sources, evidence=store), create_pages(sources))) as found:
        yield found
    mirror.close()


def send(page) -> None:
    page.get_by_role("button", name="Send with the wallet").click()
    page.get_by_text("Done, in block 7").wait_for()


def seats(court, number: int, did: Ballot) -> list[str]:
    return [seat for seat, kept in court.now.trials[number].panel.ballots.items() if kept is did]


def test_a_respondent_answers_with_a_file(browser, address, court):
    liable = court.now.trials[1].dispute.case.liable
    with tab(browser, address) as page:
        wallet = Wallet(page, liable)
        page.goto("/disputes/1")
        page.get_by_role("link", name="Contest the claim").click()
        page.wait_for_url("**/act/respond")
        answer = HOSTILE.encode()
        page.locator("#file").set_input_files({"name": HOSTILE[:40], "mimeType": "text/html", "buffer": answer})
        page.get_by_role("button", name="Put it into the store").click()
        page.get_by_text("It is in the store").wait_for()
        page.get_by_role("button", name="Prepare the transaction").click()
        page.get_by_role("button", name="Send with the wallet").wait_for()
        fits_and_is_accessible(page, "respond")
        send(page)
        (sent,) = wallet.sent
        assert sha256(answer).hex() in sent["data"]
        assert (sent["from"], sent["value"]) == (liable, "0x0")


def test_a_wallet_of_another_chain_or_account_sends_nothing(browser, address, court):
    case = court.now.trials[1].dispute.case
    for account, chain_id, says in ((case.claimant, CHAIN_ID, "may not do this"), (case.liable, 1, "on chain 1")):
        with tab(browser, address) as page:
            wallet = Wallet(page, account, chain_id)
            page.goto("/disputes/1/act/concede")
            page.get_by_role("button", name="Send with the wallet").click()
            page.get_by_text(says).wait_for()
            assert wallet.sent == []


def test_a_browser_without_a_wallet_still_gives_the_transaction(browser, address):
    with tab(browser, address) as page:
        page.goto("/disputes/1/act/withdraw")
        page.get_by_text("This browser has no wallet").wait_for()
        assert json.loads(page.inner_text("pre"))["chainId"] == CHAIN_ID


def test_a_seat_commits_to_a_vote_that_only_its_browser_knows(browser, address, court):
    seat = seats(court, 2, Ballot.SEATED)[0]
    asked: list[str] = []
    with tab(browser, address) as page:
        wallet = Wallet(page, seat)
        page.on("request", lambda one: asked.append(one.url + (one.post_data or "")))
        page.goto("/disputes/2/act/commit")
        page.get_by_label("Your account").select_option(seat)
        page.get_by_label("Vote", exact=True).select_option("dismiss")
        page.get_by_label("Reasons").fill(HOSTILE)
        with page.expect_download() as download:
            page.get_by_role("button", name="Seal the vote").click()
            page.get_by_role("link", name="Download the ballot").click()
        ballot = json.loads(download.value.path().read_text())
        assert read_ballot(download.value.path()).arbitrator == seat  # the command line reads the same file
        fits_and_is_accessible(page, "commit")
        send(page)
    trial = court.now.trials[2]
    bound = vote_commitment(
        chain_id=CHAIN_ID, panel=PANEL, dispute_id=trial.number, arbitrator=seat, vote=2,
        reasons_hash=sha256(HOSTILE.encode()), salt=bytes.fromhex(ballot["salt"]), round_=1,
    )  # fmt: skip
    assert wallet.sent[0]["data"].endswith(bound.hex())
    assert not [one for one in asked if ballot["salt"] in one or ballot["reasons"] in one]


def test_a_seat_reveals_with_its_ballot_file_on_another_machine(browser, address, court):
    seat = seats(court, 3, Ballot.COMMITTED)[0]
    ballot = {
        "schema": "ombud/ballot/1", "dispute": 3, "panel": court.now.trials[3].number, "arbitrator": seat,
        "vote": "uphold", "reasons": REASONS.hex(), "media_type": "text/plain", "salt": SALT.hex(),
    }  # fmt: skip
    with tab(browser, address) as page:
        wallet = Wallet(page, seat)
        page.goto("/disputes/3/act/reveal")
        page.get_by_label("Your account").select_option(seat)
        page.get_by_role("button", name="Open the ballot").click()
        page.get_by_text("This browser has kept no ballot").wait_for()
        for told, says in (
            (ballot | {"vote": "dismiss"}, "not the ballot that was committed"),
            (ballot, "The ballot says"),
        ):
            file = {"name": "b.json", "mimeType": "application/json", "buffer": json.dumps(told).encode()}
            page.locator("#kept").set_input_files(file)
            page.get_by_role("button", name="Open the ballot").click()
            page.get_by_text(says).wait_for()
        page.get_by_text("The ballot says: uphold").wait_for()
        fits_and_is_accessible(page, "reveal")
        page.get_by_role("button", name="Send with the wallet").click()
        page.get_by_text("Put the file of your reasons").wait_for()
    words = wallet.sent[0]["data"][10:]
    assert words == f"{ballot['panel']:064x}{1:064x}" + REASONS.hex() + SALT.hex()


def test_a_browser_finds_the_ballot_that_was_committed_and_publishes_its_reasons(browser, address, court):
    seat, trial = seats(court, 3, Ballot.COMMITTED)[1], court.now.trials[3]
    ballot = {
        "schema": "ombud/ballot/1", "dispute": 3, "panel": trial.number, "arbitrator": seat, "vote": "uphold",
        "reasons": REASONS.hex(), "media_type": "text/plain", "salt": SALT.hex(),
    }  # fmt: skip
    kept = json.dumps({"ballot": ballot, "reasons": HOSTILE})
    name = f"ombud/ballot/{court.commitment(trial, seat, UPHELD).hex()}"
    with tab(browser, address) as page:
        Wallet(page, seat)
        page.goto("/disputes/3/act/reveal")
        page.evaluate("([name, kept]) => localStorage.setItem(name, kept)", [name, kept])
        page.get_by_label("Your account").select_option(seat)
        page.get_by_role("button", name="Open the ballot").click()
        page.get_by_text("The ballot says: uphold").wait_for()
        page.get_by_role("button", name="Send with the wallet").click()
        page.get_by_text("the reasons are in the evidence store").wait_for()


def test_a_seat_finds_its_turn_and_a_reader_keeps_a_page(browser, address, court):
    seat = seats(court, 2, Ballot.SEATED)[0]
    with tab(browser, address) as page:
        page.goto(f"/accounts/{seat}/turns")
        page.get_by_role("link", name="Commit to a vote").wait_for()
        fits_and_is_accessible(page, "turns")
        page.get_by_role("button", name="Watch this page").click()
        page.get_by_role("button", name="Stop watching").wait_for()
        page.goto("/desk")
        page.get_by_role("link", name=f"What waits for {seat}").wait_for()
        fits_and_is_accessible(page, "desk-watched")
        page.get_by_role("button", name="Remove").click()
        page.get_by_text("Nothing yet").wait_for()


def test_a_vote_that_was_let_out_is_reported_with_its_file(browser, address, court):
    (seat,) = seats(court, 2, Ballot.COMMITTED)
    ballot = {
        "schema": "ombud/ballot/1", "dispute": 2, "panel": court.now.trials[2].number, "arbitrator": seat,
        "vote": "uphold", "reasons": REASONS.hex(), "media_type": "text/plain", "salt": SALT.hex(),
    }  # fmt: skip
    with tab(browser, address) as page:
        wallet = Wallet(page, court.now.trials[2].dispute.case.claimant)
        page.goto("/disputes/2")
        page.get_by_role("link", name="report a vote that was let out").click()
        for told, says in ((b"x" * 5_000, "has 5000 bytes"), (json.dumps(ballot).encode(), "Nothing was sent yet")):
            file = {"name": HOSTILE[:40], "mimeType": "application/json", "buffer": told}
            page.get_by_label("Ballot, as a file").set_input_files(file)
            page.get_by_text(says).wait_for()
        page.get_by_role("button", name="Prepare the transaction").click()
        page.get_by_role("button", name="Send with the wallet").wait_for()
        fits_and_is_accessible(page, "report-leak")
        send(page)
    assert wallet.sent[0]["data"].endswith(REASONS.hex() + SALT.hex())
