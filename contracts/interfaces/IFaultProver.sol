// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Receipt} from "../types/Receipt.sol";
import {Segment} from "../types/Segment.sol";
import {IFaultErrors} from "./IFaultErrors.sol";

/// @title Faults that a proof decides
/// @notice No juror is asked: whoever shows the proof has the bond slashed and the standing lowered in the same
/// transaction. A fifth of the slash is the prover's, and is held back for `HOLD` blocks: until then whoever committed
/// to a valid proof of the same fault earlier takes its place, so that copying a proof gains nothing. What the kinds
/// of fault are and what each shows is for the contracts that check them; this one keeps what was proved, punishes and
/// pays.
/// @dev Slashes are whole multiples of 5 gwei, so that a fifth fits the slot that the fault is kept in.
interface IFaultProver is IFaultErrors {
    /// @notice Thrown when a contract is named that checks no faults.
    error FaultProver_UnknownChecker(address checker);

    /// @notice Thrown when the fault was punished before, and the caller did not commit to its proof earlier.
    error FaultProver_AlreadyProved(bytes32 faultKey);

    /// @notice Thrown when a ruling decided the same matter and took nothing (yet): it punishes by being executed.
    error FaultProver_AlreadyJudged(bytes32 matter);

    /// @notice Thrown when a fault was never proved.
    error FaultProver_NotProved(bytes32 faultKey);

    /// @notice Thrown when something is committed to twice.
    error FaultProver_AlreadyCommitted(bytes32 commitment);

    /// @notice Thrown when a reward is still held back; the block from which it is not.
    error FaultProver_StillHeld(bytes32 faultKey, uint256 until);

    /// @notice Thrown when a fault left no reward, or it was paid.
    error FaultProver_NoReward(bytes32 faultKey);

    /// @notice Thrown when a stranger sends coins.
    error FaultProver_OnlyFromVault(address sender);

    /// @notice Emitted when a proof is committed to.
    event ProofCommitted(bytes32 indexed commitment, address indexed sender);

    /// @notice Emitted when an agent's fault is proved and punished.
    /// @param faultKey Name of the fault: keccak256(abi.encode(agentKey, epoch, kind)) for equivocation, and
    /// keccak256(abi.encode(agentKey, epoch, stream, seq, kind)) for all others.
    /// @param agentId Agent at fault.
    /// @param kind As `FaultKind` numbers it.
    /// @param epoch Epoch of the fault.
    /// @param stream Stream of the fault.
    /// @param seq First sequence number that it concerns.
    /// @param prover Who showed the proof.
    /// @param headerA First statement: a header, or the hash of a receipt.
    /// @param headerB Second statement: a header, a mandate, or what contradicts the first.
    /// @param slashed Wei taken from the bond.
    event FaultProved(
        bytes32 indexed faultKey,
        uint256 indexed agentId,
        uint8 indexed kind,
        uint32 epoch,
        uint32 stream,
        uint64 seq,
        address prover,
        bytes32 headerA,
        bytes32 headerB,
        uint256 slashed
    );

    /// @notice Emitted when the fault of a log's operator is proved and punished.
    /// @param faultKey Name of the fault.
    /// @param logId Log whose bond answers.
    /// @param kind As `FaultKind` numbers it.
    /// @param operator Who is at fault.
    /// @param prover Who showed the proof.
    /// @param statementA First statement.
    /// @param statementB Second statement.
    /// @param slashed Wei taken from the bond.
    event OperatorFaultProved(
        bytes32 indexed faultKey,
        bytes32 indexed logId,
        uint8 indexed kind,
        address operator,
        address prover,
        bytes32 statementA,
        bytes32 statementB,
        uint256 slashed
    );

    /// @notice Emitted when a proof punishes a matter that a court may judge too: no ruling punishes it from then on.
    /// @param matter keccak256(abi.encode(action, faultClass)).
    /// @param faultKey Name of the fault that was proved.
    event MatterPunished(bytes32 indexed matter, bytes32 indexed faultKey);

    /// @notice Emitted when an earlier committed prover takes the place of another.
    /// @param faultKey Name of the fault.
    /// @param displaced Who loses the reward.
    /// @param prover Who gains it.
    /// @param committedAt Block of its commitment.
    event ProverDisplaced(
        bytes32 indexed faultKey, address indexed displaced, address indexed prover, uint256 committedAt
    );

    /// @notice Emitted when a reward is no longer held back.
    event RewardReleased(bytes32 indexed faultKey, address indexed prover, uint256 amount);

    /// @notice Commits to a proof without showing it.
    /// @param commitment As `commitmentOf` computes it.
    function commitProof(bytes32 commitment) external;

    /// @notice Proves a fault, or takes the place of a prover who committed later (or not at all) and is still held
    /// back.
    /// @param checker Contract that checks the kind of fault.
    /// @param proof Encoded call of one of its checks.
    /// @param salt Of the caller's commitment to this proof; anything when there is none.
    /// @return faultKey Name of the fault.
    function prove(address checker, bytes calldata proof, bytes32 salt) external returns (bytes32 faultKey);

    /// @notice Proves, without a commitment, that an agent signed two different headers for one sequence number,
    /// whichever of its keys signed, and punishes it; once an epoch.
    /// @param agentId Agent at fault.
    /// @param a First header.
    /// @param sigA Signature of the first header.
    /// @param b Second header.
    /// @param sigB Signature of the second header.
    /// @return faultKey Name of the fault.
    function proveEquivocation(
        uint256 agentId,
        Segment calldata a,
        bytes calldata sigA,
        Segment calldata b,
        bytes calldata sigB
    ) external returns (bytes32 faultKey);

    /// @notice Proves, without a commitment, by a signed receipt that an agent went beyond a mandate: the amount or the
    /// running total exceeds the cap, or the tool is not listed. Once a sequence number.
    /// @param agentId Agent at fault.
    /// @param receipt What the agent signed.
    /// @param signature Of the receipt, by a session key.
    /// @param tools The mandate's list of tools, when the tool is at fault; empty to prove an excess.
    /// @return faultKey Name of the fault.
    function proveMandateBreach(
        uint256 agentId,
        Receipt calldata receipt,
        bytes calldata signature,
        bytes32[] calldata tools
    ) external returns (bytes32 faultKey);

    /// @notice Credits the reward of a fault to whoever has earned it. Anyone may ask.
    function releaseReward(bytes32 faultKey) external;

    /// @notice Whether a fault was proved and punished.
    function isProved(bytes32 faultKey) external view returns (bool);

    /// @notice The proof that punished a matter first, so that no ruling punishes it from then on. A fault of another
    /// kind in the same matter is proved for what it costs beyond that.
    /// @param matter keccak256(abi.encode(action, faultClass)).
    /// @return faultKey Name of the fault that was proved; zero for none.
    function punishedBy(bytes32 matter) external view returns (bytes32 faultKey);

    /// @notice Who has earned the reward of a fault so far.
    /// @return prover Zero for a fault never proved.
    /// @return provedAt Block of the first proof.
    /// @return rank Block of the commitment, or of the proof when there was none.
    /// @return reward Wei held back; 0 once released.
    function rewardOf(bytes32 faultKey)
        external
        view
        returns (address prover, uint256 provedAt, uint256 rank, uint256 reward);

    /// @notice Whether a contract checks faults.
    function isChecker(address checker) external view returns (bool);

    /// @notice What to commit to before showing a proof.
    /// @param prover Who will show it.
    /// @param proof Encoded call of a check.
    /// @param salt Hides the proof until it is shown.
    function commitmentOf(address prover, bytes calldata proof, bytes32 salt) external pure returns (bytes32);

    /// @notice Blocks after the first proof during which a reward is held back.
    function HOLD() external view returns (uint256);

    /// @notice Blocks for which a commitment counts; an older one is as none.
    function COMMITMENT_LIFE() external view returns (uint256);
}
