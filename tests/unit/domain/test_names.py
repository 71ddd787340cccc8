"""Every way to write an agent's name leads to it, and nothing else does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.ids import AgentRef, checksum
from ledger.domain.names import agent_did, agent_uri, resolve
from ledger.errors import InvalidInputError

AGENT = AgentRef(31337, checksum("0x" + "5f" * 20), 7)
AGENTS = st.builds(
    AgentRef,
    st.integers(0, 10**19),
    st.binary(min_size=20, max_size=20).map(checksum),
    st.integers(0, (1 << 256) - 1),
)


@given(AGENTS)
def test_every_form_resolves_to_the_agent(agent):
    assert {resolve(name) for name in (str(agent), agent_uri(agent), agent_did(agent))} == {agent}


def test_ten_thousand_agents_have_ten_thousand_names_of_each_form():
    refs = [AgentRef(1, AGENT.registry, number) for number in range(10_000)]
    for form in (str, agent_uri, agent_did):
        assert len({form(ref) for ref in refs}) == len(refs)


def test_a_registry_in_one_case_is_accepted_and_one_wrong_character_is_not():
    assert resolve(agent_uri(AGENT).lower()) == AGENT
    name = agent_uri(AGENT)
    at = next(place for place, char in enumerate(name) if char.isalpha() and place > name.index("0x") + 1)
    wrong = name[:at] + name[at].swapcase() + name[at + 1 :]
    with pytest.raises(InvalidInputError, match=AGENT.registry):
        resolve(wrong)


@pytest.mark.parametrize(
    "name",
    ["", "7", "agent://7", "did:web:example.org",
     "agent://01.0x" + "5f" * 20 + "/7", "agent://1.0x" + "5f" * 20 + "/07",
     f"agent://1.0x{'5f' * 20}/{1 << 256}", "agent://1.0x" + "5f" * 20 + "/7\n", "eip155:1:0x" + "5f" * 19 + "/7"],
)  # fmt: skip
def test_what_is_no_name_is_refused(name):
    with pytest.raises(InvalidInputError):
        resolve(name)
