"""Whether an action stayed within what was in force when the chain first saw it: its mandate, and its agent's manifest.

    within     what it names and what binds it was in force, and lets it
    outside    something public says otherwise
    unstated   it names no mandate, and nothing binds it
    unknown    what would decide is hidden, or changed meanwhile

Time means the first on-chain witness; an action's own date proves nothing. A record may wait for its anchor, so what
ended or changed after its own date is held neither for nor against it for `GRACE_SECONDS` (KeyRing.GRACE, as with the
keys that sign), and against it after. Nothing is guessed: a list of tools is known when it hashes to what the chain
holds, an amount only where it is not committed to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import msgspec

from ledger.domain.authority import tool_id
from ledger.domain.hashing import keccak
from ledger.domain.verify import GRACE_SECONDS

State: TypeAlias = Literal["within", "outside", "unstated", "unknown"]
STATES: Final[tuple[State, ...]] = ("within", "outside", "unstated", "unknown")
_NO_TOOLS: Final = keccak(b"")
_MS: Final = 1000


class _Document(msgspec.Struct):
    tools: list[str]


_DOCUMENT: Final = msgspec.json.Decoder(_Document)

REASONS: Final[Mapping[str, tuple[State, str]]] = {
    "content_hidden": ("unknown", "only the hash of what was recorded is public, so what it names is not known"),
    "mandate_not_granted": ("outside", "nobody had granted the mandate that it names"),
    "mandate_of_another": ("outside", "the mandate that it names was granted to another agent"),
    "mandate_ended": ("outside", "the mandate that it names had ended"),
    "mandate_ended_meanwhile": ("unknown", "the mandate ended between the action's own date and its witness"),
    "other_principal": ("outside", "the mandate that it names is not from the principal that it states"),
    "tool_not_in_mandate": ("outside", "the mandate does not list its tool"),
    "mandate_tools_hidden": ("unknown", "the chain has only the hash of the tools that the mandate lists"),
    "amount_hidden": ("unknown", "it commits to fields that may hold an amount, and the mandate has a cap"),
    "tool_not_in_manifest": ("outside", "the manifest in force does not list its tool"),
    "manifest_tools_hidden": ("unknown", "the chain has only the hash of the tools that the manifest lists"),
    "manifest_changed_meanwhile": ("unknown", "manifests that differ on its tool were in force from its date on"),
    "nothing_stated": ("unstated", "it names no mandate, and no manifest was in force that binds it"),
}
"""Why, by code: what it makes of an action, and in words."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a record says of its own permission; `at` is its own date (Unix seconds).

    `has_fields` if it commits to fields of the tree (amount, counterparty, ...), which are hidden.
    """

    at: int
    tool: str | None = None
    mandate: bytes | None = None
    account: str | None = None
    """The account that it states as its principal; None for none, or one that is no account."""
    has_fields: bool = False


@dataclass(frozen=True, slots=True)
class Granted:
    """A mandate: to which agent, from whom, since when and until when (Unix seconds), with tools that hash so.

    `until` is the first of its expiry and whatever ended it before.
    """

    agent_id: int
    principal: str
    since: int
    until: int
    tools: bytes


@dataclass(frozen=True, slots=True)
class Declared:
    """A manifest: in force from `since` until `until` (Unix seconds; None while it is), with tools that hash so."""

    since: int
    until: int | None
    tools: bytes


@dataclass(frozen=True, slots=True)
class Action:
    """An action: whose, when the chain first saw it (Unix seconds), and what it says; None if that is hidden."""

    agent_id: int
    witnessed: int
    said: Said | None

    @property
    def begin(self) -> int:
        """From when on (Unix seconds) it may have happened, as far as its own date is believed."""
        own = self.witnessed if self.said is None else self.said.at
        return max(min(own, self.witnessed), self.witnessed - GRACE_SECONDS)


@dataclass(frozen=True, slots=True)
class Judged:
    """What an action is, and why: codes of `REASONS`, the gravest first; none for one that stayed within."""

    state: State
    reasons: tuple[str, ...]


class ToolLists:
    """Lists of tools that somebody showed, by the hash that chain and mandates have of them.

    Args:
        lists: Names of the tools of each list, in any order.
    """

    def __init__(self, lists: Iterable[Iterable[str]] = ()) -> None:
        self._known: dict[bytes, frozenset[bytes]] = {}
        for names in lists:
            ids = frozenset(map(tool_id, names))
            self._known[keccak(b"".join(sorted(ids)))] = ids

    def beside(self, lists: Iterable[Iterable[str]]) -> ToolLists:
        """Return these lists with some more."""
        found = ToolLists(lists)
        found._known |= self._known
        return found

    def lists(self, hash_: bytes, tool: str) -> bool | None:
        """Say whether the list with a hash holds a tool; None if the list is not known.

        A list that is empty, or holds that tool alone, is known by its hash.
        """
        wanted = tool_id(tool)
        if hash_ == _NO_TOOLS:
            return False
        if hash_ == keccak(wanted):
            return True
        known = self._known.get(hash_)
        return None if known is None else wanted in known


def tools_in(document: bytes) -> list[str] | None:
    """Return the tools that a manifest's document lists, if it is JSON with a list of names in `tools`.

    Nobody needs to believe it: the list counts where it hashes to what the owner declared on chain.
    """
    try:
        return _DOCUMENT.decode(document).tools
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def said_at(ts: int) -> int:
    """Return a record's own date (Unix ms) in Unix seconds."""
    return ts // _MS


def judge(action: Action, granted: Granted | None, manifests: Sequence[Declared], lists: ToolLists) -> Judged:
    """Say whether an action stayed within what was in force when the chain first saw it.

    Args:
        action: The action.
        granted: The mandate that it names; None if it names none, or none was granted by the time of its witness.
        manifests: All manifests of its agent, oldest first.
        lists: Lists of tools that are known.
    """
    said = action.said
    if said is None:
        return Judged("unknown", ("content_hidden",))
    bound = None if said.tool is None else _by_manifests(action, said.tool, manifests, lists)
    found = [*_by_mandate(action, said, granted, lists), *([bound] if bound else [])]
    if said.mandate is None and bound is None:
        return Judged("unstated", ("nothing_stated",))
    for state in ("outside", "unknown"):
        if any(REASONS[code][0] == state for code in found):
            return Judged(state, tuple(sorted(found, key=lambda code: STATES.index(REASONS[code][0]))))
    return Judged("within", ())


def _by_mandate(action: Action, said: Said, granted: Granted | None, lists: ToolLists) -> Iterator[str]:
    if said.mandate is None:
        return
    if granted is None or granted.since > action.witnessed:
        yield "mandate_not_granted"
        return
    if granted.agent_id != action.agent_id:
        yield "mandate_of_another"
        return
    if granted.until <= action.witnessed:
        yield "mandate_ended" if granted.until <= action.begin else "mandate_ended_meanwhile"
    if said.account is not None and said.account != granted.principal:
        yield "other_principal"
    if said.tool is not None:
        listed = lists.lists(granted.tools, said.tool)
        if listed is not True:
            yield "mandate_tools_hidden" if listed is None else "tool_not_in_mandate"
    if said.has_fields:
        yield "amount_hidden"


def _by_manifests(action: Action, tool: str, manifests: Sequence[Declared], lists: ToolLists) -> str | None:
    """Return why the manifests do not let an agent use a tool: `""` if they do, None if there was none."""
    bound = [
        one for one in manifests if one.since <= action.witnessed and (one.until is None or one.until > action.begin)
    ]
    if not bound:
        return None
    answers = {lists.lists(one.tools, tool) for one in bound}
    if bound[0].since > action.begin:
        answers |= {True}  # without a manifest, every tool may be used
    if None in answers:
        return "manifest_tools_hidden"
    if answers == {False}:
        return "tool_not_in_manifest"
    return "manifest_changed_meanwhile" if False in answers else ""
