"""`ombud deploy`: all contracts on any chain, with cost and consequences said before, and a way on after any end."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from ledger.chain import deploy as deploying
from ledger.chain.begun import Begun
from ledger.chain.constructors import MIN_OPERATOR_BOND, Terms, init_codes
from ledger.chain.deploy import Created
from ledger.chain.deploy_costs import Cost, costs, data_fee
from ledger.chain.deployment import CONTRACTS, Deployment
from ledger.chain.node import Chain
from ledger.chain.sender import Sender
from ledger.chain.wellknown import LOCAL_CHAINS
from ledger.cli import acting, context, given, keyfile, output
from ledger.cli.acting import KeyFile, Password
from ledger.cli.output import AsJson
from ledger.cli.questions import Questions
from ledger.domain.ids import Address
from ledger.domain.signing import SessionKey
from ledger.errors import InvalidInputError, SetupError, UnavailableError
from ledger.queries.wording import ether
from ledger.settings import Settings

app = typer.Typer(help="Deploy all contracts to a chain.", add_completion=False)
UNFINISHED: Final = ".unfinished.json"
"""Ending of the file that says how far a deployment has come; it stands beside the deployment file."""
_GWEI: Final = 10**9


@dataclass(frozen=True, slots=True)
class Plan:
    """What is about to be done: by whom, on what terms, at what cost. Money in wei."""

    begun: Begun
    costs: list[Cost]
    price: int
    data: int | None
    balance: int

    @property
    def gas(self) -> int:
        """Gas of all that is still to be created."""
        return sum(cost.gas for cost in self.costs)

    @property
    def wei(self) -> int:
        """What that costs at the price of now."""
        return self.gas * self.price + (self.data or 0)


@app.command()
def deploy(
    *,
    accreditor: Annotated[
        str | None, typer.Option(help="Account that accredits arbitrators, for ever; best one of several signatures.")
    ] = None,
    authority: Annotated[
        str | None, typer.Option(help="Account that may suspend agents for a while, and can hand that over.")
    ] = None,
    operator_bond: Annotated[
        str, typer.Option(help="Ether that the operator of a log binds at least, for ever.")
    ] = f"{Decimal(MIN_OPERATOR_BOND) / given.WEI}",
    fee_limit: Annotated[
        float | None, typer.Option(min=0, help="Gwei for a unit of gas above which nothing more is sent.")
    ] = None,
    key: KeyFile = None,
    password: Password = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done and cost; send nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Send without asking.")] = False,
    as_json: AsJson = False,
) -> None:
    """Create all contracts from one account, check them, and write the deployment file that every other command reads.

    The account has no power over them afterwards. Run it again after whatever ended it: it goes on where it stopped.
    A key comes from --key (64 hex digits, or an encrypted keystore) or from OMBUD_DEPLOYER_KEY.
    """
    settings = context.settings()
    with Chain(settings.rpc_url) as chain:
        _same_chain(settings, chain)
        sender = Sender(chain, _deployer(settings, key, password), sleep=acting.Patience())
        terms = Terms(
            _power(chain, sender.address, accreditor, "--accreditor"),
            _power(chain, sender.address, authority, "--authority"),
            given.wei(operator_bond, "--operator-bond"),
        )
        deploying.refuse_known_keys(chain, sender.address, terms.accreditor, terms.authority)
        if settings.deployment_file.exists():
            _already(chain, settings, terms, as_json=as_json)
            return
        plan = _planned(sender, terms, settings)
        if not as_json or dry_run:
            _show(chain, plan, as_json=as_json)
        if dry_run:
            return
        _confirm(plan, yes=yes)
        acting.provide(sender, plan.wei)
        _affordable(sender, plan)
        deployment = deploying.go_on(
            sender, plan.begun, before=_within(sender, fee_limit), told=lambda made: output.note(_progress(made))
        )
        deployment.save(settings.deployment_file)
        _done(chain, settings, deployment, terms, as_json=as_json)


def unfinished(settings: Settings) -> Path:
    """Return where it is kept how far a deployment has come."""
    return settings.deployment_file.with_suffix(UNFINISHED)


def _same_chain(settings: Settings, chain: Chain) -> None:
    found = chain.chain_id()
    if found != settings.chain_id:
        raise SetupError(
            f"the node at {settings.rpc_url} is of chain {found}, the settings say {settings.chain_id}",
            hint=f"set OMBUD_CHAIN_ID={found}, or another OMBUD_RPC_URL",
            code="wrong_chain",
        )


def _deployer(settings: Settings, file: Path | None, password: str) -> SessionKey:
    if file is not None:
        return acting.opened_key(file, password)
    if settings.deployer_key is None:
        raise InvalidInputError(
            "it is not clear who deploys", hint="give --key FILE, or set OMBUD_DEPLOYER_KEY", code="no_signer"
        )
    return SessionKey(keyfile.parse_secret(settings.deployer_key.get_secret_value(), what="OMBUD_DEPLOYER_KEY"))


def _power(chain: Chain, deployer: Address, named: str | None, option: str) -> Address:
    if named is not None:
        return given.account(named, option)
    if chain.chain_id() in LOCAL_CHAINS:
        return deployer
    raise InvalidInputError(
        f"nobody is named by {option}, and it cannot be left to the deployer by mistake",
        hint=f"give {option} ADDRESS, best an account of several signatures",
        code="no_authority",
    )


def _already(chain: Chain, settings: Settings, terms: Terms, *, as_json: bool) -> None:
    deployment = Deployment.load(settings.deployment_file)
    deploying.check_code(chain, deployment)
    output.note(f"{settings.deployment_file} names a deployment already; to make another, set OMBUD_DEPLOYMENT")
    _done(chain, settings, deployment, terms, as_json=as_json)


def _planned(sender: Sender, terms: Terms, settings: Settings) -> Plan:
    begun = deploying.begin(sender, terms, unfinished(settings))
    codes = init_codes(begun.addresses, terms)
    left = {name: code for name, code in codes.items() if not sender.chain.code(begun.addresses[name])}
    return Plan(
        begun=begun,
        costs=costs(sender.chain, sender.address, left),
        price=sender.gas_price(),
        data=data_fee(sender.chain, left),
        balance=sender.chain.balance(sender.address),
    )


def _show(chain: Chain, plan: Plan, *, as_json: bool) -> None:
    terms, at = plan.begun.terms, plan.begun.addresses
    contracts = [
        {"contract": cost.name, "address": at[cost.name], "gas": cost.gas, "tried": cost.tried} for cost in plan.costs
    ]
    if as_json:
        output.as_json(
            {
                "chain_id": plan.begun.chain_id,
                "deployer": plan.begun.deployer,
                "accreditor": terms.accreditor,
                "authority": terms.authority,
                "min_operator_bond": str(terms.min_operator_bond),
                "contracts": contracts,
                "gas": plan.gas,
                "gas_price": str(plan.price),
                "data_fee": None if plan.data is None else str(plan.data),
                "cost": str(plan.wei),
                "balance": str(plan.balance),
            }
        )
        return
    rows = [(one["contract"], one["address"], one["gas"], "" if one["tried"] else "by size") for one in contracts]
    output.table(("contract", "address", "gas", "estimate"), rows, empty="every contract is there")
    output.pairs(_preview(chain, plan))


def _preview(chain: Chain, plan: Plan) -> Mapping[str, Any]:
    terms, done = plan.begun.terms, len(CONTRACTS) - len(plan.costs)
    return {
        "chain": plan.begun.chain_id,
        "to create": f"{len(plan.costs)} contracts" + (f"; {done} of {len(CONTRACTS)} are there" if done else ""),
        "deployer": f"{plan.begun.deployer}; pays {ether(plan.wei)} or so, has {ether(plan.balance)}, keeps no power",
        "accreditor": f"{_who(chain, plan, terms.accreditor)}; cannot be changed",
        "authority": f"{_who(chain, plan, terms.authority)}; can hand itself over",
        "operator bond": f"{ether(terms.min_operator_bond)} at least; cannot be changed",
        "gas": f"{plan.gas} at {plan.price / _GWEI:.3f} gwei",
        "layer 1 data": None if plan.data is None else f"{ether(plan.data)} at most",
    }


def _who(chain: Chain, plan: Plan, account: Address) -> str:
    if account == plan.begun.deployer:
        return f"{account}, the deployer itself"
    return account if chain.code(account) else f"{account}, a single key"


def _confirm(plan: Plan, *, yes: bool) -> None:
    if yes:
        return
    question = f"create {len(plan.costs)} contracts on chain {plan.begun.chain_id} for {ether(plan.wei)} or so?"
    if not sys.stdin.isatty():
        raise InvalidInputError(
            f"deploying costs {ether(plan.wei)} or so, and nobody is there to be asked",
            hint="look at --dry-run, then add --yes",
            code="not_confirmed",
        )
    if not Questions().agreed(question):
        raise InvalidInputError("nothing was sent", hint="deploy later", code="not_confirmed")


def _affordable(sender: Sender, plan: Plan) -> None:
    if (balance := sender.chain.balance(sender.address)) < plan.wei:
        raise SetupError(
            f"{sender.address} has {ether(balance)}, and what is left to create costs {ether(plan.wei)}",
            hint="fund it, with half as much again for rising fees, then go on",
            code="no_funds",
        )


def _within(sender: Sender, gwei: float | None) -> Callable[[], None]:
    def before() -> None:
        if gwei is not None and (price := sender.gas_price()) > gwei * _GWEI:
            raise UnavailableError(
                f"a unit of gas costs {price / _GWEI:.3f} gwei, more than {gwei:g}",
                hint="run the same again when fees have fallen: it goes on where it stopped",
                code="fees_high",
            )

    return before


def _progress(made: Created) -> str:
    return f"{made.place}/{len(CONTRACTS)} {made.name} at {made.address} (block {made.block}, {made.gas} gas)"


def _done(chain: Chain, settings: Settings, deployment: Deployment, terms: Terms, *, as_json: bool) -> None:
    unfinished(settings).unlink(missing_ok=True)
    compared = deploying.check_creations(chain, deployment, terms)
    output.tell(
        {
            "chain_id": deployment.chain_id,
            "contracts": len(deployment.addresses),
            "block": deployment.block,
            "registry": deployment.registry,
            "deployer": deployment.deployer,
            "accreditor": terms.accreditor,
            "authority": terms.authority,
            "creations_compared": compared,
            "file": str(settings.deployment_file),
        },
        as_json=as_json,
        hint="code at every address is this version's; next: keep the file, then `ombud log register`",
    )
