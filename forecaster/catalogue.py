"""The catalogue: every feature, with its unit, its window and why it is there. One table, one order.

A *recent* feature sums a mark over the last records and divides by another mark (`over`), plus one. A *rise*
is the same rate lately, less the agent's own rate before, so that each agent is its own yardstick. *Known*
features are read from the court, from feedback, and from acts still open. `upheld` and `standing_lost` say nothing yet to a model that
was taught on agents up to their first upheld fault: they are always nought there.
"""
# ruff: noqa: E501 a table reads best with one row a line

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final, Literal

RECENT_RECORDS: Final = 48
"""Length of the recent window: about 24 acts, each an intent and an outcome."""

Window = Literal["recent", "rise", "known"]


@dataclass(frozen=True, slots=True)
class Feature:
    """One column of the feature matrix.

    Args:
        name: Stable snake_case name.
        says: What it is, in plain words; completes "the agent shows ...".
        unit: What one unit is.
        window: Over which records.
        why: Why it may tell of harm to come.
        mark: The mark that is summed; empty for what is `known`.
        over: The mark it is divided by.
    """

    name: str
    says: str
    unit: str
    window: Window
    why: str
    mark: str = ""
    over: str = "record"


# mark, over, what it is in plain words, unit, why
_RATES: Final[tuple[tuple[str, str, str, str, str], ...]] = (
    ("refused", "outcome", "acts it declined itself", "per outcome", "an agent under attack declines more before it gives in"),
    ("denied", "outcome", "acts that others forbade", "per outcome", "probing meets limits"),
    ("failed", "outcome", "failed acts", "per outcome", "unfamiliar work fails"),
    ("timed_out", "outcome", "acts without an answer in time", "per outcome", "load, and waiting out a watcher"),
    ("escalated", "outcome", "acts handed to a person", "per outcome", "a cautious agent asks; one that stops asking has changed"),
    ("asked_again", "no", "repeated requests after a no", "per no", "a prober varies what was just denied"),
    ("asked_elsewhere", "no", "requests repeated in another session after a no", "per no", "a fresh session forgets the refusal"),
    ("denied_again", "outcome", "repeated denials of the same tool", "per outcome", "honest agents take no for an answer"),
    ("new_tool", "act", "tools it never used before", "per act", "new reach"),
    ("new_bigram", "act", "pairs of tools in an order it never used", "per act", "changed behaviour"),
    ("new_trigram", "act", "triples of tools in an order it never used", "per act", "changed behaviour with known steps"),
    ("tool_surprise", "act", "surprise of tool order", "bits per act", "departure from the agent's own habit"),
    ("session_switch", "record", "switches between sessions", "per record", "work spread so that no session looks odd"),
    ("session_surprise", "record", "spread over sessions", "bits per record", "entropy of sessions"),
    ("model_change", "record", "changes of model", "per record", "another model is another agent"),
    ("policy_change", "record", "changes of policy", "per record", "rules were swapped"),
    ("haste", "act", "haste against its own pace", "doublings per act", "bursts"),
    ("backwards", "record", "clocks that run backwards", "per record", "records made up afterwards"),
    ("held_back", "record", "records held back and anchored late in bulk", "doublings per record", "who keeps two histories delays one"),
    ("late_end", "outcome", "outcomes written long after their intents", "doublings per outcome", "outcomes chosen afterwards"),
    ("effect_without_cause", "effect", "acts on others that name no cause", "per act on others", "honest work has a reason on record"),
    ("effect_from_untrusted", "effect", "acts on others caused by untrusted input", "per act on others", "injection: the outside gives orders"),
    ("effect_soon_after_untrusted", "effect", "acts on others soon after untrusted input", "per act on others", "injection whose cause is not named"),
    ("sent_from_untrusted", "sent", "data sent because of untrusted input", "per sending", "exfiltration by injection"),
    ("sent_after_person_read", "sent", "data sent after reading about a person", "per sending", "personal data leaves"),
    ("sent_of_many_people", "sent", "sendings that draw on several people's data", "people per sending", "more is shared than one task needs"),
    ("person_read_from_untrusted", "person_read", "people looked up because of untrusted input", "per look-up", "the outside asks for data"),
    ("person_read_crowded", "person_read", "several people looked up in one session", "per look-up", "collecting"),
    ("personal_sent", "act", "data sent after reading about a person", "per act", "how often personal data leaves at all"),
    ("personal_sent_oddly", "act", "personal data sent by tools it hardly uses", "bits per act", "exfiltration takes a way that the work does not"),
    ("personal_sent_anew", "act", "personal data sent by tools it took up late", "per act", "the way out was not part of its work"),
    ("sent_unasked", "act", "data sent for no other cause than having looked a person up", "per act", "nobody asked for it"),
    ("sent_aside", "act", "personal data sent by tools it took up late and hardly uses", "bits per act", "a way out that is neither its work nor its habit"),
    ("effect_oddly", "effect", "acts on others by tools it hardly uses", "bits per act on others", "new reach, used on somebody"),
    ("other_principal", "act", "acts for another principal within a session", "per act", "tasks bleed into each other"),
    ("foreign_cause", "act", "acts caused by other agents' records", "per act", "steered by others; split attacks"),
    ("mandate_use", "opened", "share of the mandate used up", "caps per payment", "little margin left"),
    ("mandate_nearly_used", "opened", "payments that nearly use up the mandate", "per payment", "a cap is approached before it is crossed"),
    ("step_up", "opened", "payments larger than its usual ones", "doublings per payment", "creeping towards the cap"),
    ("sliced", "paid", "payments split within a session", "per payment", "slices pass below a limit"),
    ("effect_without_mandate", "effect", "acts on others without a mandate", "per act on others", "scope left"),
    ("new_mandate", "act", "new mandates", "per act", "honest work renews its mandates"),
    ("mandate_load", "paid", "payments under a mandate that carries many already", "doublings per payment", "a cap is neared by many payments, whatever their amounts"),
    ("mandate_ended", "act", "acts under a mandate that had expired or was revoked", "per act", "it goes on where it may not"),
)  # fmt: skip

_LEVELS: Final = (
    ("person_read", "act", "people looked up", "per act", "how much there is to leak"),
    ("sent", "act", "sendings", "per act", "how often data leaves at all"),
    ("paid", "act", "payments", "per act", "how much there is to overspend"),
    ("untrusted_read", "act", "untrusted input read", "per act", "exposure to injection"),
    ("effect", "act", "acts on others", "per act", "how much it can do"),
)

_KNOWN: Final = (
    Feature("open_intents", "intents left without an outcome", "per recent act", "known", "what is not owned up to"),
    Feature("upheld", "faults already upheld against it", "log(1 + count)", "known", "recidivism"),
    Feature("dismissed", "disputes dismissed", "log(1 + count)", "known", "smoke, perhaps without fire"),
    Feature("pending", "disputes not yet decided", "log(1 + count)", "known", "someone has complained"),
    Feature("unanswered", "disputes it has not answered", "log(1 + count)", "known", "who has an answer gives it"),
    Feature("standing_lost", "Standing lost from its best", "share", "known", "what courts already found"),
    Feature("heard", "feedback received lately", "log(1 + count)", "known", "how much is known of it at all"),
    Feature(
        "heard_well",
        "praise received lately",
        "mean, -1 to 1",
        "known",
        "bought praise is high, and so is what frauds harvest first",
    ),
    Feature(
        "heard_young", "feedback from newcomers", "share", "known", "whoever buys praise buys it from fresh accounts"
    ),
    Feature("heard_back", "feedback from those it rated itself", "share", "known", "rings return favours"),
    Feature("heard_burst", "feedback that came all at once", "share", "known", "campaigns come in bursts"),
    Feature("said", "feedback that its side gave lately", "log(1 + count)", "known", "how much it speaks at all"),
    Feature("said_ill", "ill words of its side", "share", "known", "slander is ill"),
    Feature(
        "said_apart",
        "distance of its side's words from everybody else's",
        "0 to 2",
        "known",
        "slander and false praise stand alone",
    ),
    Feature("said_burst", "words of its side that came all at once", "share", "known", "campaigns come in bursts"),
    Feature("struck_back", "ill words that answer ill words", "share", "known", "retaliation keeps victims silent"),
    Feature(
        "kin_upheld",
        "faults upheld against other agents of its owner",
        "log(1 + count)",
        "known",
        "a name that was lost is left behind for a new one",
    ),
)


def _rated(rows: tuple[tuple[str, str, str, str, str], ...], window: Window) -> tuple[Feature, ...]:
    return tuple(
        Feature(f"{mark}_{window}", says, unit, window, why, mark, over) for mark, over, says, unit, why in rows
    )


CATALOGUE: Final[tuple[Feature, ...]] = (
    *_rated(_RATES, "recent"),
    *_rated(_RATES, "rise"),
    *_rated(_LEVELS, "recent"),
    *_KNOWN,
)
"""Every feature, in column order."""

FEATURE_NAMES: Final[tuple[str, ...]] = tuple(feature.name for feature in CATALOGUE)

FEATURE_SCHEMA: Final = (
    "ombud/features/2:"
    + hashlib.sha256(
        ";".join(f"{f.name},{f.window},{f.mark},{f.over},{RECENT_RECORDS}" for f in CATALOGUE).encode()
    ).hexdigest()[:16]
)
"""Version and fingerprint of the catalogue; an artefact made with another is refused."""
