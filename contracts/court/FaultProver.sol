// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IBondVault} from "../interfaces/IBondVault.sol";
import {IFaultProver} from "../interfaces/IFaultProver.sol";
import {IHeaderFaults} from "../interfaces/IHeaderFaults.sol";
import {IKeyRing} from "../interfaces/IKeyRing.sol";
import {IPermissionFaults} from "../interfaces/IPermissionFaults.sol";
import {ISlashed} from "../interfaces/ISlashed.sol";
import {IStanding} from "../interfaces/IStanding.sol";
import {Penalties} from "../libraries/Penalties.sol";
import {Finding, Penalty} from "../types/Finding.sol";
import {Receipt} from "../types/Receipt.sol";
import {Segment} from "../types/Segment.sol";

/// @title Faults that a proof decides
contract FaultProver is IFaultProver, ReentrancyGuardTransient {
    using SafeCast for uint256;

    /// @dev A fault that was proved. Most faults are proved without a commitment, so all of it fits one slot.
    struct Proved {
        // slot 0
        address prover;
        uint32 provedAt; // block
        uint16 lead; // blocks from the commitment to the first proof; 0 when there was none
        uint48 reward; // gwei; PAID beside it once it is no longer held back
    }

    /// @inheritdoc IFaultProver
    uint256 public constant HOLD = 256;
    /// @inheritdoc IFaultProver
    uint256 public constant COMMITMENT_LIFE = 50_400;

    uint256 private constant REWARD_UNIT = 1 gwei;
    uint256 private constant SLASH_UNIT = 5 gwei; // a fifth of it is one unit of reward
    uint48 private constant PAID = 1 << 47;
    uint16 private constant REWARD_BPS = 2_000;
    uint256 private constant BPS = 10_000;
    bytes32 private constant EVERYWHERE = 0; // context

    IKeyRing private immutable _keyRing;
    IBondVault private immutable _vault;
    IStanding private immutable _standing;
    ISlashed private immutable _court;
    address private immutable _headerFaults;
    address private immutable _permissionFaults;

    mapping(address checker => bool) private _checkers;
    mapping(bytes32 faultKey => Proved) private _proved;
    mapping(bytes32 commitment => uint256 blockNumber) private _commitments;
    mapping(bytes32 matter => bytes32 faultKey) private _punishedBy; // the first proof of each

    /// @param keyRing Closes epochs.
    /// @param vault Holds the bonds.
    /// @param standing Holds the evidence.
    /// @param court Judges some of the same actions.
    /// @param headerFaults Checks headers.
    /// @param permissionFaults Checks permissions.
    /// @param others All other contracts that check faults.
    constructor(
        IKeyRing keyRing,
        IBondVault vault,
        IStanding standing,
        ISlashed court,
        address headerFaults,
        address permissionFaults,
        address[] memory others
    ) {
        (_keyRing, _vault, _standing, _court) = (keyRing, vault, standing, court);
        (_headerFaults, _permissionFaults) = (headerFaults, permissionFaults);
        _checkers[headerFaults] = true;
        _checkers[permissionFaults] = true;
        for (uint256 i; i < others.length; ++i) {
            _checkers[others[i]] = true;
        }
    }

    /// @dev Only what the vault owes this contract.
    receive() external payable {
        if (msg.sender != address(_vault)) revert FaultProver_OnlyFromVault(msg.sender);
    }

    /// @inheritdoc IFaultProver
    function commitProof(bytes32 commitment) external {
        if (_commitments[commitment] != 0) revert FaultProver_AlreadyCommitted(commitment);
        _commitments[commitment] = block.number;
        emit ProofCommitted(commitment, msg.sender);
    }

    /// @inheritdoc IFaultProver
    function prove(address checker, bytes calldata proof, bytes32 salt) external returns (bytes32) {
        if (!_checkers[checker]) revert FaultProver_UnknownChecker(checker);
        Finding memory found = _ask(checker, proof);
        uint256 committedAt = _commitments[commitmentOf(msg.sender, proof, salt)];
        bool counts = committedAt != 0 && committedAt < block.number && block.number - committedAt <= COMMITMENT_LIFE;
        return _convict(found, counts ? committedAt : block.number);
    }

    /// @inheritdoc IFaultProver
    function proveEquivocation(uint256, Segment calldata, bytes calldata, Segment calldata, bytes calldata)
        external
        returns (bytes32)
    {
        bytes memory proof = _as(IHeaderFaults.checkEquivocation.selector);
        return _convict(_ask(_headerFaults, proof), block.number);
    }

    /// @inheritdoc IFaultProver
    function proveMandateBreach(uint256, Receipt calldata, bytes calldata, bytes32[] calldata)
        external
        returns (bytes32)
    {
        bytes memory proof = _as(IPermissionFaults.checkMandateBreach.selector);
        return _convict(_ask(_permissionFaults, proof), block.number);
    }

    /// @inheritdoc IFaultProver
    function releaseReward(bytes32 faultKey) external nonReentrant {
        Proved storage fault = _proved[faultKey];
        (address prover, uint256 until) = (fault.prover, uint256(fault.provedAt) + HOLD);
        if (prover == address(0)) revert FaultProver_NotProved(faultKey);
        if (block.number <= until) revert FaultProver_StillHeld(faultKey, until);
        uint256 amount = _held(fault) * REWARD_UNIT;
        if (amount == 0) revert FaultProver_NoReward(faultKey);
        fault.reward |= PAID;
        emit RewardReleased(faultKey, prover, amount);
        // All that was held back comes at once; what is for others waits here.
        if (address(this).balance < amount) _vault.claim();
        _vault.credit{value: amount}(prover, faultKey);
    }

    /// @inheritdoc IFaultProver
    function isProved(bytes32 faultKey) external view returns (bool) {
        return _proved[faultKey].prover != address(0);
    }

    /// @inheritdoc IFaultProver
    function punishedBy(bytes32 matter) external view returns (bytes32 faultKey) {
        return _punishedBy[matter];
    }

    /// @inheritdoc IFaultProver
    function rewardOf(bytes32 faultKey)
        external
        view
        returns (address prover, uint256 provedAt, uint256 rank, uint256 reward)
    {
        Proved memory fault = _proved[faultKey];
        (prover, provedAt, reward) = (fault.prover, fault.provedAt, _held(fault) * REWARD_UNIT);
        rank = provedAt - fault.lead;
    }

    /// @inheritdoc IFaultProver
    function isChecker(address checker) external view returns (bool) {
        return _checkers[checker];
    }

    /// @inheritdoc IFaultProver
    function commitmentOf(address prover, bytes calldata proof, bytes32 salt) public pure returns (bytes32) {
        return keccak256(abi.encode(prover, keccak256(proof), salt));
    }

    /// @dev The call that came in, as a call of a check with the same arguments.
    function _as(bytes4 check) private pure returns (bytes memory) {
        return bytes.concat(check, msg.data[4:]);
    }

    /// @dev Asks a checker as the prover says; it answers what it found, and refuses with its own error.
    function _ask(address checker, bytes memory proof) private view returns (Finding memory) {
        (bool proved, bytes memory answer) = checker.staticcall(proof);
        if (!proved) {
            assembly ("memory-safe") {
                revert(add(answer, 0x20), mload(answer))
            }
        }
        return abi.decode(answer, (Finding));
    }

    /// @dev Punishes a fault, once; a second proof only moves the reward, if it was committed to earlier.
    function _convict(Finding memory found, uint256 rank) private returns (bytes32 faultKey) {
        faultKey = found.faultKey;
        Proved memory fault = _proved[faultKey];
        if (fault.prover != address(0)) {
            // Whoever asked for an answer and got none cannot be displaced: nobody knew before it asked.
            if (found.prover != address(0)) revert FaultProver_AlreadyProved(faultKey);
            _displace(faultKey, fault, rank);
            return faultKey;
        }
        address prover = found.prover == address(0) ? msg.sender : found.prover;
        fault = Proved(prover, block.number.toUint32(), uint16(block.number - rank), 0);
        _proved[faultKey] = fault; // before anything is called
        Penalty memory penalty = Penalties.penaltyOf(found.kind);
        if (penalty.closesEpoch) found.liable = _keyRing.closeForFault(found.agentId, found.epoch, faultKey);
        else if (found.liable == address(0)) found.liable = _keyRing.epochOf(found.agentId, found.epoch).owner;
        bytes32 matter = Penalties.matterOf(found);
        (bool marked, uint256 taken) = _takenFor(matter, found);
        if (matter != 0 && _punishedBy[matter] == 0) {
            _punishedBy[matter] = faultKey;
            emit MatterPunished(matter, faultKey);
        }
        uint256 slashed = _slash(found, penalty.slashBps, taken);
        uint256 reward = slashed / 5 / REWARD_UNIT;
        if (reward != 0) {
            fault.reward = uint48(reward);
            _proved[faultKey] = fault;
        }
        if (!marked && penalty.weight != 0) {
            _standing.addEvidence(
                found.agentId, EVERYWHERE, penalty.dimension, 0, penalty.weight, found.faultKey
            );
        }
        _report(found, prover, slashed);
    }

    /// @dev Whether a proof or a ruling has marked the same matter already, and what both took for it, wei. A ruling that
    /// took nothing yet must be executed first; one that found nothing to take has punished all the same.
    function _takenFor(bytes32 matter, Finding memory found) private view returns (bool marked, uint256 taken) {
        if (matter == 0) return (false, 0);
        bytes32 first = _punishedBy[matter];
        // Once a proof has punished, no ruling does. No action can be at fault in more than two ways of one class.
        if (first != 0) return (true, _court.slashedFor(matter) + (_proved[first].reward & ~PAID) * SLASH_UNIT);
        (bool upheld,,, bool conceded) = _court.matterOf(found.action, Penalties.classOf(found.kind));
        if (!upheld && !conceded) return (false, 0);
        taken = _court.slashedFor(matter);
        if (taken == 0) revert FaultProver_AlreadyJudged(matter);
        return (true, taken);
    }

    function _displace(bytes32 faultKey, Proved memory fault, uint256 rank) private {
        uint256 held = uint256(fault.provedAt) - fault.lead;
        if (rank >= held || block.number > uint256(fault.provedAt) + HOLD || _held(fault) == 0) {
            revert FaultProver_AlreadyProved(faultKey);
        }
        emit ProverDisplaced(faultKey, fault.prover, msg.sender, rank);
        (fault.prover, fault.lead) = (msg.sender, uint16(fault.provedAt - rank));
        _proved[faultKey] = fault;
    }

    function _slash(Finding memory found, uint256 bps, uint256 taken) private returns (uint256) {
        (uint256 active, uint256 unbonding,,) = _vault.bondOf(found.subject, found.liable);
        uint256 amount = (active + unbonding) * bps / BPS;
        amount -= Math.min(amount, taken);
        amount = Math.min(amount - amount % SLASH_UNIT, SLASH_UNIT * (PAID - 1));
        if (amount == 0) return 0;
        return _vault.slash(found.subject, found.liable, amount, found.faultKey, address(this), REWARD_BPS);
    }

    /// @dev What of a reward is still held back, gwei.
    function _held(Proved memory fault) private pure returns (uint256) {
        return fault.reward < PAID ? fault.reward : 0;
    }

    function _report(Finding memory found, address prover, uint256 slashed) private {
        if (Penalties.isOperators(found.kind)) {
            emit OperatorFaultProved(
                found.faultKey,
                found.subject,
                uint8(found.kind),
                found.liable,
                prover,
                found.statementA,
                found.statementB,
                slashed
            );
            return;
        }
        emit FaultProved(
            found.faultKey,
            found.agentId,
            uint8(found.kind),
            found.epoch,
            found.stream,
            found.seq,
            prover,
            found.statementA,
            found.statementB,
            slashed
        );
    }
}
