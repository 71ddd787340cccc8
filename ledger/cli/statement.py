"""`ombud verify` of a transparent statement (COSE), offline, under the key of a log."""

from __future__ import annotations

import typer

from ledger.cli import output
from ledger.domain.verifier_key import parse_verifier_key
from ledger.errors import InvalidInputError, ProofError
from ledger.interop.statements import DOES_NOT_PROVE, check_statement


def verify(data: bytes, log_key: str | None, *, as_json: bool) -> None:
    """Check a statement and say what it proves. Exit code 2 if it does not hold.

    Args:
        data: The statement.
        log_key: Verifier key of the log that signed it.
        as_json: Whether the report is JSON.

    Raises:
        InvalidInputError: if no key is given, or statement or key have another form.
    """
    if log_key is None:
        raise InvalidInputError(
            "a statement is checked under the key of its log",
            hint="give --log-key: `verifier_key` of the log's GET /v1/status, or what it registered on chain",
            code="no_log_key",
        )
    key = parse_verifier_key(log_key)
    try:
        found = check_statement(data, key.public)
        if found.receipt.origin != key.name:
            raise ProofError(f"it is of log {found.receipt.origin}, not of {key.name}", code="other_log")
    except ProofError as error:
        if as_json:
            output.as_json({"ok": False, "problems": [{"code": error.code, "reason": error.message}]})
        else:
            output.line("does not hold: the statement", style="bold red")
            output.line(f"  {error.message} [{error.code}]")
        raise typer.Exit(ProofError.exit_code) from error
    receipt = found.receipt
    plain = {
        "record": found.record_id,
        "agent": found.agent,
        "signed by": found.signer,
        "log": receipt.origin,
        "place": f"leaf {receipt.index} of {receipt.size}",
    }
    if as_json:
        whole = {"origin": receipt.origin, "leaf": receipt.index, "size": receipt.size, "at": receipt.at}
        output.as_json(
            {
                "ok": True,
                "problems": [],
                "record": found.record_id,
                "agent": found.agent,
                "signer": found.signer,
                "receipt": {**whole, "root": receipt.root.hex()},
                "does_not_prove": DOES_NOT_PROVE,
            }
        )
        return
    output.line(f"holds: record {found.record_id} of {found.agent}", style="bold green")
    output.pairs(plain)
    output.line("does not prove:")
    for sentence in DOES_NOT_PROVE:
        output.line(f"  {sentence}")
