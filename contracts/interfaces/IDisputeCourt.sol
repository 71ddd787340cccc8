// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Basis, Case, Claim, FaultClass, RefKind, State} from "../types/Dispute.sol";
import {Policy} from "../types/Policy.sol";
import {IArbitrable} from "./IArbitrable.sol";
import {IArbitrator} from "./IArbitrator.sol";
import {IEvidence} from "./IEvidence.sol";

/// @title Disputes about what agents did (ERC-792 arbitrable, ERC-1497 evidence)
/// @notice A claimant shows that an action is an agent's, says what was wrong with it and escrows a deposit and the
/// arbitrator's fee; part of the bond of whoever was liable is locked. The liable account responds, or the claim
/// prevails by default after time and blocks have passed; a response before the default is final brings it to the
/// arbitrator all the same. Before a response others may join, the claimant may withdraw, and the liable account
/// concede. A ruling is provisional until the time to appeal is over; it can be appealed once. Then it is final, and
/// executed once: one transaction pays, slashes and lowers the standing.
/// Rulings: 0 refused, 1 upheld, 2 dismissed. Amounts are wei. Cases and policies are kept as hashes: callers bring
/// them along as `DisputeOpened` and the policies tell them.
/// @dev Escrow lies with the court, which owes nothing else; it never touches a bond but through the vault, and pays
/// nobody: credits are claimed in the vault.
interface IDisputeCourt is IArbitrable, IEvidence {
    /// @notice Thrown when a dispute is not in a state that a call needs.
    error DisputeCourt_WrongState(uint256 disputeId, State state);

    /// @notice Thrown when the case shown is not that of the dispute.
    error DisputeCourt_WrongCase(uint256 disputeId);

    /// @notice Thrown when the policy shown is not the one asked for.
    error DisputeCourt_WrongPolicy(bytes32 shown, bytes32 expected);

    /// @notice Thrown when a dispute is opened by the agent's own side.
    error DisputeCourt_OwnSide(uint256 agentId, address caller);

    /// @notice Thrown when the action shown is another agent's.
    error DisputeCourt_WrongAgent(uint256 shown, uint256 claimed);

    /// @notice Thrown when the time to dispute an action is over; Unix seconds, or blocks for anchored actions.
    error DisputeCourt_ClaimTooLate(uint256 witnessed, uint256 window);

    /// @notice Thrown when the same claim on the same evidence was dismissed before.
    error DisputeCourt_AlreadyDismissed(bytes32 matter, bytes32 evidenceHash);

    /// @notice Thrown when a claim about the action was upheld before.
    error DisputeCourt_AlreadyUpheld(bytes32 matter);

    /// @notice Thrown when evidence has no hash.
    error DisputeCourt_NoEvidence();

    /// @notice Thrown when deposit and fee are not covered.
    error DisputeCourt_ValueTooSmall(uint256 value, uint256 deposit, uint256 fee);

    /// @notice Thrown when someone else than the liable account responds or concedes.
    error DisputeCourt_NotLiable(uint256 disputeId, address caller);

    /// @notice Thrown when someone else than the claimant withdraws.
    error DisputeCourt_NotClaimant(uint256 disputeId, address caller);

    /// @notice Thrown when a response comes after the time to appeal; Unix seconds.
    error DisputeCourt_TooLate(uint256 disputeId, uint256 time, uint256 due);

    /// @notice Thrown when a call comes before its time; Unix seconds.
    error DisputeCourt_TooEarly(uint256 disputeId, uint256 time, uint256 due);

    /// @notice Thrown when too few blocks have passed.
    error DisputeCourt_TooFewBlocks(uint256 disputeId, uint256 blockNumber, uint256 due);

    /// @notice Thrown when the bond cannot pay the fee of a late response.
    error DisputeCourt_BondTooSmall(uint256 taken, uint256 fee);

    /// @notice Thrown when the arbitrator was asked already.
    error DisputeCourt_NotPending(uint256 disputeId);

    /// @notice Thrown when the arbitrator asks for more than was escrowed and sent.
    error DisputeCourt_FeeTooSmall(uint256 fee, uint256 cost);

    /// @notice Thrown when a ruling comes from anyone but the arbitrator of the dispute.
    error DisputeCourt_NotArbitrator(address caller, uint256 arbitratorDisputeId);

    /// @notice Thrown when an arbitrator numbers two disputes alike.
    error DisputeCourt_NumberTaken(address arbitrator, uint256 arbitratorDisputeId);

    /// @notice Thrown when a step of the court itself is called from outside.
    error DisputeCourt_OnlyItself(address caller);

    /// @notice Thrown when too little gas is left to ask an arbitrator fairly.
    error DisputeCourt_TooLittleGas(uint256 left, uint256 needed);

    /// @notice Thrown when money cannot be burned.
    error DisputeCourt_NotBurned(uint256 amount);

    /// @notice Thrown when someone joins a claim that is its own already.
    error DisputeCourt_AlreadyClaimant(uint256 disputeId, address caller);

    /// @notice Thrown when as many have joined as may.
    error DisputeCourt_TooManyJoins(uint256 disputeId, uint256 most);

    /// @notice Thrown when a ruling cannot be appealed: a default, a concession, or a second round.
    error DisputeCourt_NoAppeal(uint256 disputeId);

    /// @notice Thrown when someone else than the loser appeals in the loser's own time; Unix seconds.
    error DisputeCourt_NotLoser(uint256 disputeId, address caller, uint256 due);

    /// @notice Thrown when no proof has punished the matter.
    error DisputeCourt_NotProved(uint256 disputeId, bytes32 matter);

    /// @notice Emitted when a dispute is opened. With the kind of reference left out, its values are the case.
    event DisputeOpened(
        uint256 indexed disputeId,
        uint256 indexed agentId,
        address indexed claimant,
        bytes32 subject,
        address liable,
        address injured,
        bytes32 action,
        FaultClass faultClass,
        RefKind refKind,
        bytes32 evidenceHash,
        uint32 policyId,
        bytes32 policyHash,
        uint256 deposit,
        uint256 fee,
        uint256 slice,
        uint256 locked,
        uint64 openedAt,
        uint64 openedBlock
    );

    /// @notice Emitted with the opening, so that who answers for the agent can watch for it.
    /// @param respondBy Unix seconds before which no default is possible.
    /// @param respondByBlock Block before which no default is possible.
    event RespondentNotified(
        uint256 indexed disputeId,
        address indexed liable,
        uint256 indexed agentId,
        uint64 respondBy,
        uint64 respondByBlock
    );

    /// @notice Emitted when another claimant joins, before an arbitrator is asked; it is a party from then on.
    /// @param deposit In escrow until the dispute is executed, wei.
    event ClaimJoined(uint256 indexed disputeId, address indexed claimant, bytes32 evidenceHash, uint256 deposit);

    /// @notice Emitted when the claimant gives up.
    event ClaimWithdrawn(uint256 indexed disputeId, address indexed claimant);

    /// @notice Emitted when the liable account concedes.
    event DisputeConceded(uint256 indexed disputeId, address indexed liable, uint64 provisionalUntil);

    /// @notice Emitted when the liable account responds.
    /// @param late Whether a default had been entered.
    /// @param arbitrateBy Unix seconds until which an arbitrator is waited for.
    event DisputeResponded(
        uint256 indexed disputeId, address indexed respondent, bytes32 evidenceHash, bool late, uint64 arbitrateBy
    );

    /// @notice Emitted when a party or anyone else adds evidence.
    event EvidenceAdded(uint256 indexed disputeId, address indexed party, bytes32 indexed evidenceHash);

    /// @notice Emitted when an arbitrator has taken a dispute on.
    /// @param fee What it was paid.
    event ArbitrationStarted(
        uint256 indexed disputeId,
        address indexed arbitrator,
        uint256 indexed arbitratorDisputeId,
        uint8 round,
        uint256 fee
    );

    /// @notice Emitted when the arbitrator would not take a dispute on; anyone may ask again.
    event ArbitrationPending(uint256 indexed disputeId, address indexed arbitrator, uint8 round);

    /// @notice Emitted when nobody responded.
    /// @param provisionalUntil Unix seconds until which a response still counts.
    event DefaultEntered(uint256 indexed disputeId, address indexed caller, uint64 provisionalUntil);

    /// @notice Emitted when a ruling becomes provisional.
    event RulingGiven(uint256 indexed disputeId, address indexed arbitrator, uint8 ruling, uint8 round, uint64 givenAt);

    /// @notice Emitted when a ruling comes too late to count.
    event LateRuling(uint256 indexed disputeId, address indexed arbitrator, uint256 ruling);

    /// @notice Emitted when a ruling is appealed; `ArbitrationStarted` of the same transaction tells number and fee. The
    /// ruling appealed stays on record, and stands when no arbitrator rules in time.
    /// @param round Arbitration that begins: 2.
    event DisputeAppealed(
        uint256 indexed disputeId, address indexed appellant, bytes32 evidenceHash, uint8 round, uint64 arbitrateBy
    );

    /// @notice Emitted when a proof of the same fault ends a dispute; `DisputeFinalized` follows, which punishes nothing,
    /// since the proof has done so.
    /// @param faultKey Name of the fault at the `FaultProver`.
    event DisputeEndedByProof(uint256 indexed disputeId, bytes32 indexed faultKey, address indexed caller);

    /// @notice Emitted when a ruling is final.
    /// @param punishes Whether it takes of the slice and lowers the standing: upheld, and the first on its matter.
    /// @param matter keccak256(abi.encode(action, faultClass)).
    /// @param reopenings How often the matter ended without being upheld, withdrawn claims left out; each doubles the
    /// deposit.
    /// @param openUntil Unix seconds until which the matter can be disputed at least; 0 when upheld, as it was when
    /// conceded or withdrawn.
    event DisputeFinalized(
        uint256 indexed disputeId,
        uint8 ruling,
        Basis basis,
        bool punishes,
        bytes32 matter,
        uint8 reopenings,
        uint64 openUntil
    );

    /// @notice Emitted when a ruling is executed. The first claimant's escrow and `slashed` together are the sum of the
    /// other amounts.
    /// @param slashed Taken from the bond, the fee included.
    /// @param toClaimant Credited to the claimant.
    /// @param toInjured Credited to the counterparty.
    /// @param toLiable Credited to the liable account.
    /// @param burned What nobody gets.
    event DisputeExecuted(
        uint256 indexed disputeId,
        uint256 indexed agentId,
        uint8 indexed ruling,
        uint256 slashed,
        uint256 toClaimant,
        uint256 toInjured,
        uint256 toLiable,
        uint256 burned
    );

    /// @notice Emitted with the execution for each claimant that joined. The amounts are the sum of its deposit, and are
    /// not part of those of `DisputeExecuted`.
    /// @param toClaimant Credited to the claimant that joined.
    /// @param toLiable Credited to the liable account.
    /// @param burned What nobody gets.
    event JoinSettled(
        uint256 indexed disputeId, address indexed claimant, uint256 toClaimant, uint256 toLiable, uint256 burned
    );

    /// @notice Opens a dispute. Deposit and fee are sent along; what exceeds them is deposited too.
    /// @param claim Agent, fault class and evidence.
    /// @param proof Encoded call of the `ActionWitness` that shows the action to be the agent's.
    /// @param policy Policy in force for the liable owner's bond at the action's first witness.
    /// @param uri Where the evidence is.
    /// @return disputeId Number of the dispute, counted from 1.
    function open(Claim calldata claim, bytes calldata proof, Policy calldata policy, string calldata uri)
        external
        payable
        returns (uint256 disputeId);

    /// @notice Joins a claim with evidence of one's own, until it is answered. The deposit sent is at risk like the first
    /// claimant's, and no more: there is no part in the reward. Who joined may not judge, and may appeal a dismissal.
    function join(Case calldata case_, Policy calldata policy, bytes32 evidenceHash, string calldata uri)
        external
        payable;

    /// @notice Responds. Only the liable account; in time, or until a default is final: then the fee is taken from the
    /// bond. That the arbitrator cannot be asked bars no response, but enough gas to ask it must be there.
    function respond(Case calldata case_, Policy calldata policy, bytes32 evidenceHash, string calldata uri) external;

    /// @notice Gives a claim up. Only the claimant, before a response: the deposit goes to the liable account, the fee
    /// back. It changes nothing about the matter, or an agent could have a friend open and withdraw to bar others.
    function withdrawClaim(Case calldata case_, Policy calldata policy) external;

    /// @notice Concedes a claim. Only the liable account, before it responds: a quarter less of the slice is taken. Others
    /// may still dispute the matter, for the record and their money back; it is not punished twice.
    function concede(Case calldata case_, Policy calldata policy) external;

    /// @notice Asks the arbitrator again; the value tops the fee up.
    function startArbitration(Case calldata case_, Policy calldata policy) external payable;

    /// @notice The part of `respond` that may fail alone. Only the court itself.
    function ask(uint256 disputeId, uint32 policyId, IArbitrator arbitrator, uint256 fee, bytes calldata terms)
        external;

    /// @notice Appeals a ruling on the merits, once: the loser alone in the first half of the time to appeal, then anyone
    /// for it. The value sent pays a second round before seven seats, and what exceeds its cost is credited back; nobody
    /// else ever pays for it, and nobody repays it.
    /// @param arbitratorDisputeId The arbitrator's number of the dispute.
    /// @param evidenceHash What the appeal stands on.
    function appeal(
        Case calldata case_,
        Policy calldata policy,
        uint256 arbitratorDisputeId,
        bytes32 evidenceHash,
        string calldata uri
    ) external payable;

    /// @notice Enters a default, when nobody responded in time and blocks.
    function defaultJudgment(Case calldata case_, Policy calldata policy) external;

    /// @notice Adds evidence while it can still be considered.
    function submitEvidence(Case calldata case_, Policy calldata policy, bytes32 evidenceHash, string calldata uri)
        external;

    /// @notice Ends the wait for an arbitrator: what it says by now, else the ruling appealed, else refused.
    /// @param arbitratorDisputeId The arbitrator's number of the dispute; any when it was never taken on.
    function arbitratorTimeout(Case calldata case_, Policy calldata policy, uint256 arbitratorDisputeId) external;

    /// @notice Upholds a claim whose matter a proof has punished meanwhile: deposit and fee go back, and the proof's own
    /// punishment is all there is.
    function endByProof(Case calldata case_, Policy calldata policy) external;

    /// @notice Makes a provisional ruling final, once it cannot be appealed any more; after a second round at once.
    function finalize(Case calldata case_, Policy calldata policy) external;

    /// @notice Executes a final ruling, once.
    function execute(Case calldata case_, Policy calldata policy) external;

    /// @notice Says where the text of a policy is, for interfaces of arbitrators (ERC-1497).
    function announcePolicy(uint32 policyId, string calldata uri) external;

    /// @notice What changes about a dispute.
    /// @return tag First 24 bytes of keccak256(abi.encode(case)).
    /// @return state Where it stands.
    /// @return ruling Ruling so far.
    /// @return basis What it stands on.
    /// @return round Arbitration it is in, or was last in.
    /// @return pending Whether the arbitrator has yet to take it on.
    /// @return feeSpent Whether the escrowed fee was paid to the arbitrator.
    /// @return feeRepaid Whether the bond has repaid the fee to the claimant.
    /// @return punishes Whether the final ruling takes the slice and lowers the standing.
    /// @return since Unix seconds at which the state was entered.
    function docketOf(uint256 disputeId)
        external
        view
        returns (
            bytes24 tag,
            State state,
            uint8 ruling,
            Basis basis,
            uint8 round,
            bool pending,
            bool feeSpent,
            bool feeRepaid,
            bool punishes,
            uint64 since
        );

    /// @notice The ruling of the first round, kept beside that of the second.
    /// @return appealed Whether there was a second round.
    /// @return ruling What was appealed.
    function appealedRulingOf(uint256 disputeId) external view returns (bool appealed, uint8 ruling);

    /// @notice Who joined a dispute; reverts beyond the last.
    /// @param index In order of joining, from 0.
    function joinOf(uint256 disputeId, uint256 index)
        external
        view
        returns (address claimant, uint256 deposit, bytes32 evidenceHash);

    /// @notice What the ruling that punished took of the slice, wei; 0 when none did.
    /// @param matter keccak256(abi.encode(action, faultClass)).
    function slashedFor(bytes32 matter) external view returns (uint256 wei_);

    /// @notice What is known of a matter.
    /// @return upheld Whether a claim was upheld otherwise than by concession; it bars others.
    /// @return reopenings How often it ended otherwise, withdrawn claims left out.
    /// @return openUntil Unix seconds until which it can be disputed, whatever the window.
    /// @return conceded Whether a claim was conceded.
    function matterOf(bytes32 action, FaultClass faultClass)
        external
        view
        returns (bool upheld, uint8 reopenings, uint64 openUntil, bool conceded);

    /// @notice Dispute that an arbitrator's number stands for; 0 for none.
    function disputeAt(address arbitrator, uint256 arbitratorDisputeId) external view returns (uint256 disputeId);

    /// @notice What a claimant must deposit in this block.
    /// @param reopenings How often the matter ended without being upheld.
    function depositFor(Policy calldata policy, uint8 reopenings) external view returns (uint256);

    /// @notice Cause that credits, slashes and evidence of a dispute name: keccak256(abi.encode(chain, court, id)).
    function causeOf(uint256 disputeId) external view returns (bytes32);

    /// @notice How many disputes there are.
    function count() external view returns (uint256);
}
