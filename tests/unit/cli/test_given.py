from __future__ import annotations

import pytest

from ledger.cli import given
from ledger.errors import InvalidInputError

HOUR = 3600


@pytest.mark.parametrize(("text", "wei"), [("0", 0), ("0.5", 5 * 10**17), ("1e-18", 1), ("3", 3 * 10**18)])
def test_amounts_are_written_in_ether(text, wei):
    assert given.wei(text, "--stake") == wei


@pytest.mark.parametrize("text", ["", "one", "-1", "1e-19", "NaN", "Infinity"])
def test_what_is_no_amount_is_refused_by_the_options_name(text):
    with pytest.raises(InvalidInputError, match="--stake"):
        given.wei(text, "--stake")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1800000000", 1_800_000_000),
        ("2027-01-15", 1_800_000_000 - 8 * HOUR),
        ("2027-01-15T08:00:00Z", 1_800_000_000),
        ("2027-01-15T09:00:00+01:00", 1_800_000_000),
    ],
)
def test_moments_are_dates_or_seconds_and_utc_unless_they_say_otherwise(text, seconds):
    assert given.moment(text, "--until") == seconds


@pytest.mark.parametrize("text", ["", "tomorrow", "2027-13-01", "-5"])
def test_what_is_no_moment_is_refused_by_the_options_name(text):
    with pytest.raises(InvalidInputError, match="--until"):
        given.moment(text, "--until")


def test_accounts_are_written_with_their_checksum():
    assert given.account("0x" + "ab" * 20, "ADDRESS") == "0xABaBaBaBABabABabAbAbABAbABabababaBaBABaB"
    with pytest.raises(InvalidInputError, match="ADDRESS 'ada' is no address"):
        given.account("ada", "ADDRESS")
