"""Values as people write and read them: amounts in ether, moments, accounts."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from ledger.domain.ids import Address, checksum
from ledger.errors import InvalidInputError

WEI: Final = Decimal(10**18)
_SECONDS: Final = re.compile(r"[0-9]{1,11}")


def wei(ether: str, option: str) -> int:
    """Read an amount in ether.

    Raises:
        InvalidInputError: naming the option, if it is no amount of wei.
    """
    try:
        amount = Decimal(ether) * WEI
    except InvalidOperation as error:
        raise InvalidInputError(f"{option} {ether!r} is no number", hint="write ether, such as 0.5") from error
    if not amount.is_finite() or amount < 0 or amount != amount.to_integral_value():
        raise InvalidInputError(f"{option} {ether!r} is no amount of wei", hint="write ether, such as 0.5")
    return int(amount)


def moment(text: str, option: str) -> int:
    """Read a moment as Unix seconds: a date, a date with a time, or the seconds themselves; UTC where nothing is said.

    Raises:
        InvalidInputError: naming the option.
    """
    if _SECONDS.fullmatch(text):
        return int(text)
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise InvalidInputError(
            f"{option} {text!r} is no moment", hint="write 2027-01-31, 2027-01-31T12:00:00Z or Unix seconds"
        ) from error
    return int((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp())


def account(text: str, what: str) -> Address:
    """Read an account's address.

    Raises:
        InvalidInputError: naming `what`.
    """
    try:
        return checksum(text)
    except InvalidInputError as error:
        raise InvalidInputError(
            f"{what} {text[:60]!r} is no address", hint="write 0x and 40 hex digits", code="bad_address"
        ) from error
