"""Parties and seats in a real browser, a wallet that signs, and a chain that mines: pages then show what changed."""

from __future__ import annotations

import secrets
import time
from types import SimpleNamespace

import httpx
import pytest

from ledger.chain import court, panel
from ledger.chain.deploy import MIN_STAKE, SEAT_FEE
from ledger.chain.deployment import Deployment
from ledger.chain.dev import DevNode
from ledger.chain.node import Chain
from ledger.chain.sender import Sender
from ledger.cli import wiring
from ledger.domain.dispute import DISMISSED, UPHELD, FaultClass, State
from ledger.domain.evidence_list import parse_evidence_list
from ledger.domain.hashing import sha256
from ledger.domain.signing import SessionKey
from ledger.queries import showing
from ledger.sdk import Ledger, keystore
from ledger.serve.stack import Stack
from ledger.serve.world import accreditor_key
from tests.fakes.browsing import NEEDS, fits_and_is_accessible, tab
from tests.fakes.wallet import SigningWallet
from tests.integration.cli.conftest import Ombud, free_settings

pytestmark = NEEDS
ETHER = 10**18
PATIENCE_S = 60.0
STATEMENT = 'customers.csv went out:\n\t"all of it" \u2028 \U0001f600'
STORIES = 5
ARBITRATORS = 11  # three, and seven others for an appeal


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A whole stack with an agent that acted, its owner, a claimant and three arbitrators."""
    settings = free_settings(tmp_path_factory.mktemp("signed") / "home")
    with Stack(settings) as stack, Chain(stack.urls.rpc, deployment_of(stack)) as chain:
        yield furnished(stack, chain)


def deployment_of(stack) -> Deployment:
    return Deployment.load(stack.settings.deployment_file)


def furnished(stack, chain):
    said = Ombud(stack.home.root)("agent", "register", "leaker", "--bond", "10", "--json")
    assert said.code == 0, said.error
    agent, dev = said.json(), DevNode(chain)

    def account() -> SessionKey:
        key = SessionKey(secrets.token_bytes(32))
        dev.fund(key.address, 100 * ETHER)
        return key

    until = chain.head().timestamp + 10**9
    seats = {}
    for _ in range(ARBITRATORS):
        key = account()
        signed = panel.accredit(chain, accreditor_key(stack.settings), key.address, sha256(b"fit"), until)
        panel.register(Sender(chain, key), sha256(b"fit"), until, signed, 3 * MIN_STAKE)
        seats[key.address] = key
    owner = keystore.load(stack.home.agent_folder("leaker") / "owner.json", "")
    made = SimpleNamespace(
        stack=stack, chain=chain, dev=dev, agent=agent, owner=owner, seats=seats, account=account, at=stack.urls.api
    )
    made.records = acted(made, STORIES)
    return made


def acted(house, number: int) -> list[str]:
    """Let the agent act once for each story, and wait until the mirror knows; the ids of the records, to take one."""
    session = secrets.token_hex(4)
    with Ledger(
        house.stack.home.spool / "leaker",
        key=keystore.load(house.stack.home.session_key("leaker"), ""),
        log_url=house.stack.urls.log,
        name="leaker",
    ) as ledger:
        for _ in range(number):
            ledger.write("execute_tool", tool="leak", session=session, input={"file": "customers.csv"})
        ledger.flush(20)
    place = f"{house.at}/v1/sessions/{house.agent['agent'].rpartition('/')[2]}/{session}"
    limit = time.monotonic() + PATIENCE_S
    while time.monotonic() < limit:
        found = httpx.get(place, trust_env=False, timeout=10).json().get("data", {}).get("items", [])
        if len(found) == number:
            return [item["record_id"] for item in found]
        time.sleep(0.1)
    raise AssertionError("the mirror never knew")


def send(page) -> None:
    """Send what is prepared, and follow it to the page of the dispute as it is then."""
    page.get_by_role("button", name="Send with the wallet").click()
    page.get_by_role("link", name="how it is now").click()
    page.wait_for_url("**/disputes/*")


def pass_time(house, until: int) -> None:
    """Move the clock of the chain, and wait until the mirror has seen it."""
    house.dev.set_time(until)
    house.dev.mine()
    caught_up(house)


def caught_up(house) -> None:
    """Wait until the mirror is where the chain is."""
    head, limit = house.chain.head().number, time.monotonic() + PATIENCE_S
    while httpx.get(f"{house.at}/v1/status", trust_env=False, timeout=10).json()["as_of"]["number"] < head:
        assert time.monotonic() < limit, "the mirror never knew"
        time.sleep(0.05)


def state_of(house, number: int) -> State:
    return court.find(house.chain, number).state


def in_the_store(page, words: str) -> None:
    """Write evidence down, and put it into the store."""
    page.get_by_label("in your own words").fill(words)
    page.get_by_role("button", name="Put it into the store").click()
    page.get_by_text("It is in the store").wait_for()


def test_a_case_from_the_record_to_the_credit_with_wallets_alone(browser, house):
    record = house.records.pop()
    claimant = house.account()
    number = filed(browser, house, record, claimant)
    case = court.find(house.chain, number).case
    assert (case.claimant, case.fault_class) == (claimant.address, FaultClass.DECEPTION)
    listed = httpx.get(f"{house.at}/v1/evidence/{case.evidence_hash.hex()}", trust_env=False, timeout=10).content
    assert parse_evidence_list(listed).statement == STATEMENT
    answered(browser, house, number)
    voted(browser, house, number)
    with tab(browser, house.at) as page:
        SigningWallet(page, house.chain, claimant)
        page.goto(f"/disputes/{number}/act/conclude")
        send(page)
        page.get_by_text("Ruled ✕ upheld on merits").wait_for()
        pass_time(house, court.find(house.chain, number).due)
        for act in ("finalize", "execute"):
            page.goto(f"/disputes/{number}/act/{act}")
            send(page)
        page.get_by_text("Nothing more can be done").wait_for()
        before = house.chain.balance(claimant.address)
        page.goto("/credit")
        page.get_by_role("button", name="Send with the wallet").click()
        page.get_by_role("link", name="what it did").click()
        page.get_by_text("CreditClaimed").first.wait_for()
    assert house.chain.balance(claimant.address) > before + case.deposit


def filed(browser, house, record: str, claimant: SessionKey) -> int:
    with tab(browser, house.at) as page:
        SigningWallet(page, house.chain, claimant)
        page.goto(f"/records/{record}")
        page.get_by_role("link", name="Dispute it").click()
        page.get_by_label("Deception").check()
        page.locator("#file").set_input_files([named("mail.txt"), named('\u202eodd "name"\x01.csv')])
        in_the_store(page, STATEMENT)
        page.get_by_role("button", name="Show what it costs").click()
        page.get_by_role("heading", name="What may come of it").wait_for()
        fits_and_is_accessible(page, "filing")
        send(page)
        assert "deception by agent" in page.inner_text("h1")
        page.get_by_text("customers.csv went out").wait_for()
        return int(page.url.rpartition("/")[2])


def named(name: str) -> dict[str, object]:
    """Make a file of a name as a party might choose it."""
    return {"name": name, "mimeType": "text/plain", "buffer": f"in {name}".encode()}


def answered(browser, house, number: int) -> None:
    with tab(browser, house.at) as page:
        SigningWallet(page, house.chain, house.owner)
        page.goto(f"/disputes/{number}")
        page.get_by_role("link", name="Contest the claim").click()
        in_the_store(page, "it was public")
        page.get_by_role("button", name="Prepare the transaction").click()
        page.get_by_text("Gas: about").wait_for()
        send(page)
        page.get_by_text("The liable party answered").wait_for()
        house.dev.mine(3)
        caught_up(house)
        page.goto(f"/disputes/{number}/act/draw")
        send(page)
        page.get_by_role("heading", name=f"Panel {court.panel_number(house.chain, number)}").wait_for()


def voted(browser, house, number: int) -> None:
    """Let a seat commit in a browser and reveal with what that has kept, and the others as programs do."""
    seat, *others = seats_of(house, number)
    panels, why, salt = court.panel_number(house.chain, number), b"the file was not public", bytes(32)
    for other in others:
        panel.commit(Sender(house.chain, house.seats[other]), panels, UPHELD, sha256(why), salt)
    caught_up(house)
    with tab(browser, house.at) as page:
        SigningWallet(page, house.chain, house.seats[seat])
        page.goto(f"/accounts/{seat}/turns")
        page.get_by_role("link", name="Commit to a vote").click()
        page.get_by_label("Your account").select_option(seat)
        page.get_by_label("Reasons").fill(why.decode())
        page.get_by_role("button", name="Seal the vote").click()
        page.get_by_text("Sealed as").wait_for()
        send(page)
        page.goto(f"/disputes/{number}/act/reveal")
        page.get_by_label("Your account").select_option(seat)
        page.get_by_role("button", name="Open the ballot").click()
        page.get_by_text("The ballot says: uphold").wait_for()
        send(page)
    reasons = f"{house.at}/v1/evidence/{sha256(why).hex()}"
    assert httpx.get(reasons, trust_env=False, timeout=10).content == why
    for other in others:
        panel.reveal(Sender(house.chain, house.seats[other]), panels, UPHELD, sha256(why), salt)
    caught_up(house)


def seats_of(house, number: int) -> list[str]:
    return list(panel.hearing(house.chain, court.panel_number(house.chain, number)).ballots)


def opened(house, record: str, by: SessionKey) -> int:
    """Open a dispute as programs do; its number."""
    with wiring.opened_sources(house.stack.settings) as sources:
        action = showing.of_record(sources, house.chain, record)
    made = court.open_dispute(
        Sender(house.chain, by),
        agent_id=action.agent_id,
        fault_class=FaultClass.BREACH,
        evidence_hash=sha256(record.encode()),
        proof=action.proof,
        uri="ombud:sha256:" + record,
    )
    return made.case.dispute_id


def ruled(house, number: int, vote: int) -> None:
    """Bring a dispute to a ruling as programs do."""
    dispute, salt, why = court.find(house.chain, number), bytes(32), sha256(b"why")
    court.respond(Sender(house.chain, house.owner), dispute.case, dispute.policy, sha256(b"answer"), "ombud:answer")
    panels, anyone = court.panel_number(house.chain, number), Sender(house.chain, house.owner)
    house.dev.mine(3)
    terms = panel.terms_for(court.find(house.chain, number))
    seats = panel.draw(anyone, panels, terms)
    for act in (panel.commit, panel.reveal):
        for seat in seats:
            act(Sender(house.chain, house.seats[seat]), panels, vote, why, salt)
    panel.conclude(anyone, panels, terms, [])


def test_others_join_and_the_claimant_withdraws(browser, house):
    record = house.records.pop()
    claimant, other = house.account(), house.account()
    number = opened(house, record, claimant)
    caught_up(house)
    for key, act in ((other, "join"), (claimant, "withdraw")):
        with tab(browser, house.at) as page:
            SigningWallet(page, house.chain, key)
            page.goto(f"/disputes/{number}/act/{act}")
            if act == "join":
                page.get_by_label("SHA-256 of the evidence").fill("ab" * 32)
                page.get_by_role("button", name="Prepare the transaction").click()
                page.get_by_text("no file of this hash is in the store").wait_for()
            send(page)
    assert state_of(house, number) is State.FINAL
    assert [join.claimant for join in court.find(house.chain, number).joins] == [other.address]


def test_a_time_that_passes_while_a_form_is_open_is_explained_and_nothing_typed_is_lost(browser, house):
    record = house.records.pop()
    number = opened(house, record, house.account())
    caught_up(house)
    with tab(browser, house.at) as page:
        SigningWallet(page, house.chain, house.owner)
        page.goto(f"/disputes/{number}/act/respond?evidence={'ab' * 32}")
        page.get_by_label("in your own words").fill("it was not me")
        button = page.get_by_role("button", name="Send with the wallet")
        button.wait_for()
        dispute = court.find(house.chain, number)
        court.concede(Sender(house.chain, house.owner), dispute.case, dispute.policy)
        button.click()
        page.get_by_text("It was not sent").wait_for()
        caught_up(house)
        page.get_by_role("link", name="Ask what stands against it").click()
        page.get_by_text("This cannot be done now").wait_for()
        assert page.get_by_label("SHA-256 of the evidence").input_value() == "ab" * 32
        assert page.get_by_label("in your own words").input_value() == "it was not me"


def test_who_lost_appeals_and_pays_for_seven(browser, house):
    record = house.records.pop()
    claimant = house.account()
    number = opened(house, record, claimant)
    ruled(house, number, DISMISSED)
    caught_up(house)
    with tab(browser, house.at) as page:
        SigningWallet(page, house.chain, claimant)
        page.goto(f"/disputes/{number}")
        page.get_by_role("link", name="Appeal the ruling").first.click()
        in_the_store(page, "they overlooked a page")
        page.get_by_role("button", name="Prepare the transaction").click()
        assert f"{7 * SEAT_FEE / ETHER:g} ether" in page.inner_text("main")
        send(page)
        page.get_by_text("The loser appealed").wait_for()
    dispute = court.find(house.chain, number)
    assert (dispute.state, dispute.round, dispute.appellant) == (State.ARBITRATION, 2, claimant.address)


def test_a_wallet_signs_in_finds_its_turn_and_signs_out(browser, house):
    record = house.records.pop()
    number = opened(house, record, house.account())
    caught_up(house)
    with tab(browser, house.at) as page:
        SigningWallet(page, house.chain, house.owner)
        page.goto("/session")
        page.get_by_role("button", name="Sign in with the wallet").click()
        page.get_by_role("button", name="Sign out").wait_for()
        fits_and_is_accessible(page, "signed-in")
        assert page.evaluate("document.cookie") == ""
        (cookie,) = page.context.cookies()
        assert (cookie["name"], cookie["httpOnly"], cookie["sameSite"]) == ("ombud", True, "Strict")
        page.get_by_role("link", name="My turns").click()
        page.get_by_role("heading", name="Your turns").wait_for()
        fits_and_is_accessible(page, "my-turns")
        page.get_by_role("link", name=f"Dispute {number}", exact=True).first.click()
        page.get_by_text("Your turn.").wait_for()
        fits_and_is_accessible(page, "case-of-mine")
        page.goto("/session")
        page.get_by_role("button", name="Sign out").click()
        page.get_by_role("button", name="Sign in with the wallet").wait_for()
        assert page.context.cookies() == []
