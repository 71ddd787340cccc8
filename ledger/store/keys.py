"""Every key of the mirror. No key is spelled anywhere else.

A key is `ombud:{<chain id>:<first 8 hex digits of the registry>}:v7:<generation>:<space>:<name>`. The braces
are the hash tag of Redis Cluster: all keys of a mirror live in one slot, so that scripts stay atomic there.
`generation` is 0 for the first index; a rebuild writes the next one and then turns `live` to it.

Three spaces, each written by its own rules:

    c:  facts of the chain       written block by block              part of the digest
    l:  facts of the logs        written by anchored ranges          part of the digest
    b:  books of the indexer     cursor, undo, recent block hashes   not part of the digest

Two spaces stand beside the generations, because they are no copies of this chain: they outlive a rebuild, are never
rolled back (a reader compares hashes), and are not part of any digest.

    f:  statements of forecasters     written by whole runs (`forecasts`)
    i:  feedback from elsewhere       written by whoever imports it (`imports`)

One more space is forgotten by itself, and nobody misses it:

    a:  callers of the API            buckets, nonces and sessions that lapse (`callers`)

In `c:` and `l:` a ZSET's score is always a block number: of the event, or of the anchor that witnessed the
entry. A question as of block N reads scores up to N and nothing else. Only `c:running`, `c:due` and `c:openchallenges`
are about the newest block: what runs as of N is what runs now or was executed after N, and so with challenges. Members
begin with big-endian integers, so that equal scores fall into chain order. Values are msgpack (`rows`). <id> is an
agent number, <agent> and <log> are 64 hex digits, <b> is a bucket: the first 3 hex digits of the field, to keep hashes
small; place44 is log32, leaf8, position4 of the record that carries a receipt.

| key                                    | type   | content                                                        |
|----------------------------------------|--------|----------------------------------------------------------------|
| c:agents                               | ZSET   | id8                                                            |
| c:agentkey:<b>                         | HASH   | agent32 -> id, decimal                                         |
| c:agent:<id>:life                      | ZSET   | logindex4 + LifeRow: owner, keys, epochs, streams, URI         |
| c:agent:<id>:standing                  | ZSET   | logindex4 + StandingRow                                        |
| c:agent:<id>:verdicts                  | ZSET   | logindex4 + fault32                                            |
| c:agent:<id>:direct:<epoch>:<stream>   | ZSET   | logindex4 + DirectRow: records made on chain                   |
| c:place:<b>                            | HASH   | record32 + block8 + logindex4 -> PlaceOnChain                  |
| c:verdicts                             | ZSET   | logindex4 + fault32                                            |
| c:verdict:<b>                          | HASH   | fault32 -> VerdictRow                                          |
| c:faultkind:<kind>                     | ZSET   | logindex4 + fault32, of agents and of operators                |
| c:operatorfaults                       | ZSET   | logindex4 + fault32                                            |
| c:operatorfault:<b>                    | HASH   | fault32 -> OperatorFaultRow                                    |
| c:log:<log>:faults                     | ZSET   | logindex4 + fault32                                            |
| c:reward:<fault>                       | ZSET   | logindex4 + RewardRow                                          |
| c:challenges                           | ZSET   | logindex4 + challenge32, by opening                            |
| c:challenge:<challenge>                | ZSET   | logindex4 + ChallengeRow                                       |
| c:challenged:<subject>                 | ZSET   | logindex4 + challenge32; subject: agent key, log, evidence     |
| c:openchallenges                       | HASH   | challenge32 -> 1, for those neither answered nor closed        |
| c:settledchallenges                    | ZSET   | logindex4 + challenge32, by answer in time, or by closing      |
| c:custody:<evidence>                   | ZSET   | logindex4 + CustodyRow                                         |
| c:agent:<id>:manifests                 | ZSET   | logindex4 + ManifestRow                                        |
| c:logs                                 | ZSET   | logindex4 + log32                                              |
| c:log:<log>:life                       | ZSET   | logindex4 + LogRow                                             |
| c:log:<log>:anchors                    | ZSET   | index8 + AnchorRow; rank = index                               |
| c:bond:<subject>                       | ZSET   | logindex4 + BondRow                                            |
| c:credit:<address>                     | ZSET   | logindex4 + CreditRow                                          |
| c:disputes                             | ZSET   | logindex4 + dispute8, by opening                               |
| c:agent:<id>:disputes                  | ZSET   | logindex4 + dispute8                                           |
| c:dispute:<dispute>                    | ZSET   | logindex4 + CaseRow: everything that happened to it            |
| c:running                              | HASH   | dispute, decimal -> 1, for those not executed yet              |
| c:moved                                | ZSET   | "d" + dispute8 or "p" + panel8, by the newest event of each    |
| c:due                                  | ZSET   | "d" + dispute8 or "p" + panel8; score = Unix seconds (`dues`)   |
| c:arbitrated:<arbitrator>:<n / 1024>   | HASH   | n, the arbitrator's number, decimal -> dispute8                |
| c:executed                             | ZSET   | logindex4 + dispute8, by execution                             |
| c:matter:<matter>                      | ZSET   | logindex4 + MatterRow: rulings, and a proof, on action and class|
| c:cause:<b>                            | HASH   | cause32 -> dispute8: what credits, slashes, standing name      |
| c:panel:<number>                       | ZSET   | logindex4 + PanelRow; by PanelArbitrator's own number          |
| c:reviews                              | ZSET   | logindex4 + review8 + earlier8: panels that reviewed a ruling  |
| c:arbitrators                          | HASH   | number on the roster, decimal -> address20                     |
| c:arbitrator:<address>                 | ZSET   | logindex4 + ArbitratorRow                                      |
| c:arbitrator:<address>:listings        | ZSET   | logindex4 + ArbitratorRow, listings alone                      |
| c:agent:<id>:mandates                  | ZSET   | logindex4 + mandate32                                          |
| c:mandate:<mandate>                    | ZSET   | logindex4 + MandateRow                                         |
| c:policies                             | ZSET   | logindex4 + policy4                                            |
| c:policy:<policy>                      | ZSET   | logindex4 + PolicyRow                                          |
| c:adopted:<subject>                    | ZSET   | logindex4 + AdoptedRow                                         |
| c:owned:<address>                      | ZSET   | logindex4 + id8: agents that an account was given              |
| c:operators:<address>                  | ZSET   | logindex4 + OperatorRow: who acts for all agents of an owner   |
| c:feedback                             | ZSET   | logindex4 + name36, by giving; name = agent8, client20, index8 |
| c:feedback:<name>                      | ZSET   | logindex4 + FeedbackRow: everything that happened to it        |
| c:agent:<id>:feedback                  | ZSET   | logindex4 + name36                                             |
| c:agent:<id>:links                     | ZSET   | logindex4 + name36, by linking                                 |
| c:agent:<id>:takenback                 | ZSET   | logindex4 + name36, by revocation                              |
| c:client:<address>:feedback            | ZSET   | logindex4 + name36                                             |
| c:dimensions                           | ZSET   | logindex4 + dimension32                                        |
| c:dimension:<b>                        | HASH   | dimension32 -> DimensionRow                                    |
| c:validation:<request>                 | ZSET   | logindex4 + ValidationRow                                      |
| c:agent:<id>:validations               | ZSET   | logindex4 + request32                                          |
| c:validator:<address>                  | ZSET   | logindex4 + request32                                          |
| c:agent:<id>:lifecycle                 | ZSET   | logindex4 + LifecycleRow                                       |
| c:authorities                          | ZSET   | logindex4 + AuthorityRow                                       |
| c:agent:<id>:claims                    | ZSET   | logindex4 + ClaimRow                                           |
| c:capability:<capability>              | ZSET   | logindex4 + id8, by claim                                      |
| c:rounds                               | ZSET   | logindex4 + round24; round = address20, epoch4                 |
| c:round:<round>                        | ZSET   | logindex4 + RoundRow                                           |
| c:forecaster:<address>                 | ZSET   | logindex4 + round24                                            |
| c:credibility                          | ZSET   | logindex4 + RootRow                                            |
| c:assertions                           | ZSET   | logindex4 + assertion32                                        |
| c:assertion:<assertion>                | ZSET   | logindex4 + AssertionRow: everything that happened to it       |
| c:assertionruling:<address>:<dispute>  | ZSET   | logindex4 + RulingRow: what the arbitrator ruled on a challenge|
| c:agent:<id>:audits                    | ZSET   | logindex4 + assertion32                                        |
| c:feed                                 | ZSET   | logindex4 + kind1 + subject + block8: for subscribers          |
| c:faultclass:<class>                   | ZSET   | logindex4 + dispute8, by opening                               |
| c:blocks:<number / 1024>               | HASH   | number, decimal -> hash32 + time8, for blocks with our events  |
| l:<log>:cursor                         | STRING | LogCursor: leaves applied, peaks of the tree so far            |
| l:<log>:entries:<leaf / 1024>          | HASH   | leaf, decimal -> EntryRow                                      |
| l:<log>:headers:<leaf / 1024>          | HASH   | leaf, decimal -> HeaderRow, accepted segments                  |
| l:<log>:agent:<agent>                  | ZSET   | logindex4 + leaf8 + count4, accepted segments                  |
| l:<log>:stream:<agent>:<epoch>:<stream>| ZSET   | leaf8 + StreamRow: the stream after this leaf                  |
| l:<log>:session:<agent>:<session>      | ZSET   | logindex4 + leaf8 + position4 + count4, runs of records        |
| l:<log>:rejected                       | ZSET   | leaf8 + verdict of the check, as text                          |
| l:<log>:counts:<agent>                 | HASH   | "op|phase or outcome" and "tool|name" -> how many records      |
| l:place:<b>                            | HASH   | record32 -> PlaceInLog, accepted records                       |
| l:stray:<b>                            | HASH   | record32 + log32 -> PlaceInLog, first place of a rejected one  |
| l:receipts                             | ZSET   | logindex4 + place44 + agent32: what records of others carry    |
| l:receipts:<agent>                     | ZSET   | logindex4 + place44 + record32, the promised records           |
| l:receipt:<record>                     | ZSET   | logindex4 + CarriedRow: receipts that promise a record         |
| b:meta                                 | HASH   | see `books`                                                    |
| b:ring                                 | ZSET   | number8 + hash32 + time8 of recent blocks; score = number      |
| b:undo                                 | ZSET   | order8 + space; score = block; which undo lists exist          |
| b:undo:<order>                         | STRING | cmsgpack list of inverse operations                            |
| b:lease                                | HASH   | which indexer writes, until when, and the token it shows       |
| b:pending                              | HASH   | log32 -> PendingRow: a log whose ranges wait                   |
| f:runs                                 | ZSET   | order8 + model32; score = block a run is as of                 |
| f:order                                | STRING | how many runs were written                                     |
| f:models                               | HASH   | model32 -> ModelRow: what its card says                        |
| f:run:<model>:<block>                  | HASH   | "run" -> RunRow, "alerts" -> ids by state, id -> ForecastRow   |
| i:agents                               | SET    | global ids of the agents that something was imported about     |
| i:feedback:<agent>                     | HASH   | client20 + index8 -> ImportedRow                               |
| a:allowance:<caller>                   | HASH   | how often a caller may call still (`allowance.lua`)            |
| a:nonce:<nonce>                        | STRING | to sign in with, once                                          |
| a:session:<digest>                     | STRING | address of who signed in; SHA-256 of the token                 |
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

VERSION: Final = "v7"
BUCKET_SIZE: Final = 1024
_BUCKET_DIGITS: Final = 3
_NUMBER_BYTES: Final = 8
_REGISTRY_DIGITS: Final = 8

AGENTS: Final = "c:agents"
VERDICTS: Final = "c:verdicts"
OPERATOR_FAULTS: Final = "c:operatorfaults"
CHALLENGES: Final = "c:challenges"
OPEN_CHALLENGES: Final = "c:openchallenges"
SETTLED_CHALLENGES: Final = "c:settledchallenges"
LOGS: Final = "c:logs"
DISPUTES: Final = "c:disputes"
RUNNING: Final = "c:running"
MOVED: Final = "c:moved"
EXECUTED: Final = "c:executed"
DUE: Final = "c:due"
REVIEWS: Final = "c:reviews"
ARBITRATORS: Final = "c:arbitrators"
POLICIES: Final = "c:policies"
FEEDBACK: Final = "c:feedback"
DIMENSIONS: Final = "c:dimensions"
AUTHORITIES: Final = "c:authorities"
ROUNDS: Final = "c:rounds"
CREDIBILITY: Final = "c:credibility"
ASSERTIONS: Final = "c:assertions"
FEED: Final = "c:feed"
RECEIPTS: Final = "l:receipts"
META: Final = "b:meta"
RING: Final = "b:ring"
UNDO: Final = "b:undo"
PENDING: Final = "b:pending"
IMPORTED: Final = "i:agents"
FORECAST_RUNS: Final = "f:runs"
FORECAST_ORDER: Final = "f:order"
FORECAST_MODELS: Final = "f:models"
DIGESTED: Final = ("c:", "l:")


@dataclass(frozen=True, slots=True)
class Space:
    """Where one mirror lives: the world it mirrors, and which generation of its index."""

    chain_id: int
    registry: str

    @property
    def world(self) -> str:
        """The prefix that all generations share."""
        digits = self.registry.removeprefix("0x")[:_REGISTRY_DIGITS].lower()
        return f"ombud:{{{self.chain_id}:{digits}}}:{VERSION}:"

    @property
    def live(self) -> str:
        """STRING: the generation that readers use; absent means 0."""
        return f"{self.world}live"

    def prefix(self, generation: int) -> str:
        """The prefix of one generation's keys."""
        return f"{self.world}{generation}:"


def _bucket(field: bytes) -> str:
    return field.hex()[:_BUCKET_DIGITS]


def agent_key(agent: bytes) -> str:
    """HASH that names the agent number of a 32-byte agent key."""
    return f"c:agentkey:{_bucket(agent)}"


def life(agent_id: int) -> str:
    """ZSET of an agent's owners, keys, epochs, streams and URIs."""
    return f"c:agent:{agent_id}:life"


def standing(agent_id: int) -> str:
    """ZSET of an agent's changes of standing."""
    return f"c:agent:{agent_id}:standing"


def agent_verdicts(agent_id: int) -> str:
    """ZSET of the faults proved against an agent."""
    return f"c:agent:{agent_id}:verdicts"


def direct(agent_id: int, epoch: int, stream: int) -> str:
    """ZSET of the records of one stream made on chain."""
    return f"c:agent:{agent_id}:direct:{epoch}:{stream}"


def chain_place(record: bytes) -> str:
    """HASH that holds where a record id was recorded on chain."""
    return f"c:place:{_bucket(record)}"


def verdict(fault_key: bytes) -> str:
    """HASH that holds the verdict of a fault key."""
    return f"c:verdict:{_bucket(fault_key)}"


def fault_kind(kind: int) -> str:
    """ZSET of the faults of one kind, of agents and of operators."""
    return f"c:faultkind:{kind}"


def operator_fault(fault_key: bytes) -> str:
    """HASH that holds the operator's fault of a fault key."""
    return f"c:operatorfault:{_bucket(fault_key)}"


def log_faults(log: bytes) -> str:
    """ZSET of the faults proved against a log's operator."""
    return f"c:log:{log.hex()}:faults"


def reward(fault_key: bytes) -> str:
    """ZSET of what happened to the reward of a fault's proof."""
    return f"c:reward:{fault_key.hex()}"


def challenge(name: bytes) -> str:
    """ZSET of what happened to a challenge."""
    return f"c:challenge:{name.hex()}"


def challenged(subject: bytes) -> str:
    """ZSET of the challenges to an agent key, a log, or the custodians of evidence."""
    return f"c:challenged:{subject.hex()}"


def custody(evidence: bytes) -> str:
    """ZSET of who said to keep evidence, and who did not show it."""
    return f"c:custody:{evidence.hex()}"


def manifests(agent_id: int) -> str:
    """ZSET of an agent's manifests."""
    return f"c:agent:{agent_id}:manifests"


def log_life(log: bytes) -> str:
    """ZSET of a log's registration and URLs."""
    return f"c:log:{log.hex()}:life"


def anchors(log: bytes) -> str:
    """ZSET of a log's anchors."""
    return f"c:log:{log.hex()}:anchors"


def bond(subject: bytes) -> str:
    """ZSET of what happened to the bonds of an agent key or log id."""
    return f"c:bond:{subject.hex()}"


def credit(account: str) -> str:
    """ZSET of what happened to an account's credit."""
    return f"c:credit:{account.lower()}"


def agent_disputes(agent_id: int) -> str:
    """ZSET of the disputes about an agent."""
    return f"c:agent:{agent_id}:disputes"


def dispute(dispute_id: int) -> str:
    """ZSET of what happened to a dispute."""
    return f"c:dispute:{dispute_id}"


def fault_class(kind: int) -> str:
    """ZSET of the disputes about one class of faults."""
    return f"c:faultclass:{kind}"


def due_dispute(number: int) -> bytes:
    """Member of `c:due` for a dispute."""
    return b"d" + number.to_bytes(_NUMBER_BYTES, "big")


def due_panel(number: int) -> bytes:
    """Member of `c:due` for a panel."""
    return b"p" + number.to_bytes(_NUMBER_BYTES, "big")


def arbitrated(arbitrator: str, number: int) -> str:
    """HASH that names the dispute of an arbitrator's own number."""
    return f"c:arbitrated:{arbitrator.lower()}:{number // BUCKET_SIZE}"


def matter(name: bytes) -> str:
    """ZSET of the final rulings on a matter."""
    return f"c:matter:{name.hex()}"


def cause(name: bytes) -> str:
    """HASH that names the dispute of a cause."""
    return f"c:cause:{_bucket(name)}"


def panel(number: int) -> str:
    """ZSET of what happened to a panel."""
    return f"c:panel:{number}"


def arbitrator(account: str) -> str:
    """ZSET of what an arbitrator declared and did."""
    return f"c:arbitrator:{account.lower()}"


def listings(account: str) -> str:
    """ZSET of the times an arbitrator was listed."""
    return f"c:arbitrator:{account.lower()}:listings"


def agent_mandates(agent_id: int) -> str:
    """ZSET of the mandates granted to an agent."""
    return f"c:agent:{agent_id}:mandates"


def mandate(name: bytes) -> str:
    """ZSET of a mandate's grant, what was passed on of it, and its revocation."""
    return f"c:mandate:{name.hex()}"


def policy(policy_id: int) -> str:
    """ZSET of a policy and where its text is said to be."""
    return f"c:policy:{policy_id}"


def adopted(subject: bytes) -> str:
    """ZSET of the policies that owners of a bond chose."""
    return f"c:adopted:{subject.hex()}"


def owned(owner: str) -> str:
    """ZSET of the agents that an account was given, once for each time."""
    return f"c:owned:{owner.lower()}"


def operators(owner: str) -> str:
    """ZSET of the accounts that an owner let act for all its agents."""
    return f"c:operators:{owner.lower()}"


def feedback(name: bytes) -> str:
    """ZSET of what happened to one feedback."""
    return f"c:feedback:{name.hex()}"


def agent_feedback(agent_id: int) -> str:
    """ZSET of the feedback about an agent."""
    return f"c:agent:{agent_id}:feedback"


def agent_links(agent_id: int) -> str:
    """ZSET of the feedback about an agent that was linked to an action."""
    return f"c:agent:{agent_id}:links"


def agent_taken_back(agent_id: int) -> str:
    """ZSET of the feedback about an agent that was taken back."""
    return f"c:agent:{agent_id}:takenback"


def client_feedback(client: str) -> str:
    """ZSET of the feedback of a client."""
    return f"c:client:{client.lower()}:feedback"


def dimension(name: bytes) -> str:
    """HASH that holds what a dimension measures."""
    return f"c:dimension:{_bucket(name)}"


def validation(request: bytes) -> str:
    """ZSET of a request for validation and its answers."""
    return f"c:validation:{request.hex()}"


def agent_validations(agent_id: int) -> str:
    """ZSET of the requests about an agent."""
    return f"c:agent:{agent_id}:validations"


def validator(account: str) -> str:
    """ZSET of the requests to a validator."""
    return f"c:validator:{account.lower()}"


def lifecycle(agent_id: int) -> str:
    """ZSET of an agent's suspensions, its retirement and its ban."""
    return f"c:agent:{agent_id}:lifecycle"


def claims(agent_id: int) -> str:
    """ZSET of what an agent claims to be capable of, and what became of it."""
    return f"c:agent:{agent_id}:claims"


def capability(name: bytes) -> str:
    """ZSET of the agents that claimed a capability."""
    return f"c:capability:{name.hex()}"


def forecast_round(name: bytes) -> str:
    """ZSET of what happened to one round of forecasts."""
    return f"c:round:{name.hex()}"


def assertion(name: bytes) -> str:
    """ZSET of what happened to one bonded assertion."""
    return f"c:assertion:{name.hex()}"


def assertion_ruling(contract: str, dispute: int | str) -> str:
    """ZSET of what an arbitrator ruled in its dispute about an assertion before a contract."""
    return f"c:assertionruling:{contract.lower()}:{dispute}"


def agent_audits(agent_id: int) -> str:
    """ZSET of the audits of an agent's actions."""
    return f"c:agent:{agent_id}:audits"


def forecaster_rounds(forecaster: str) -> str:
    """ZSET of a forecaster's rounds."""
    return f"c:forecaster:{forecaster.lower()}"


def blocks(number: int) -> str:
    """HASH of hash and time of the blocks with our events around a number."""
    return f"c:blocks:{number // BUCKET_SIZE}"


def log_cursor(log: bytes) -> str:
    """STRING: how far a log is applied."""
    return f"l:{log.hex()}:cursor"


def entries(log: bytes, leaf: int) -> str:
    """HASH of the entries around a leaf."""
    return f"l:{log.hex()}:entries:{leaf // BUCKET_SIZE}"


def log_headers(log: bytes, leaf: int) -> str:
    """HASH of the headers of accepted segments around a leaf."""
    return f"l:{log.hex()}:headers:{leaf // BUCKET_SIZE}"


def log_agent(log: bytes, agent: bytes) -> str:
    """ZSET of an agent's accepted segments in a log."""
    return f"l:{log.hex()}:agent:{agent.hex()}"


def log_stream(log: bytes, agent: bytes, epoch: int, stream: int) -> str:
    """ZSET of the states of one stream in a log."""
    return f"l:{log.hex()}:stream:{agent.hex()}:{epoch}:{stream}"


def log_session(log: bytes, agent: bytes, session: bytes) -> str:
    """ZSET of a session's runs of records in a log; `session` is 16 bytes of the name's SHA-256."""
    return f"l:{log.hex()}:session:{agent.hex()}:{session.hex()}"


def rejected(log: bytes) -> str:
    """ZSET of the entries that failed a check."""
    return f"l:{log.hex()}:rejected"


def log_counts(log: bytes, agent: bytes) -> str:
    """HASH of how many records name each operation and tool."""
    return f"l:{log.hex()}:counts:{agent.hex()}"


def log_place(record: bytes) -> str:
    """HASH that holds where an accepted record is."""
    return f"l:place:{_bucket(record)}"


def stray(record: bytes) -> str:
    """HASH that holds where a rejected record is."""
    return f"l:stray:{_bucket(record)}"


def agent_receipts(agent: bytes) -> str:
    """ZSET of the records that receipts promise for an agent, by the records that carry the receipts."""
    return f"l:receipts:{agent.hex()}"


def record_receipts(record: bytes) -> str:
    """ZSET of the receipts that promise a record."""
    return f"l:receipt:{record.hex()}"


def forecast_run(model: bytes, block: int) -> str:
    """HASH of everything that one model stated as of a block; stands after `Space.world`."""
    return f"f:run:{model.hex()}:{block}"


def imported(agent: bytes) -> str:
    """HASH of the feedback imported about an agent of any registry; stands after `Space.world`."""
    return f"i:feedback:{agent.hex()}"


def allowance(caller: str) -> str:
    """HASH of how often a caller may call still; stands after `Space.world`."""
    return f"a:allowance:{caller}"


def nonce(text: str) -> str:
    """STRING that is there while a nonce can be used; stands after `Space.world`."""
    return f"a:nonce:{text}"


def session(digest: bytes) -> str:
    """STRING that holds whose session a token opens; stands after `Space.world`."""
    return f"a:session:{digest.hex()}"
