// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IActionWitness} from "../interfaces/IActionWitness.sol";
import {IAgentRegistry} from "../interfaces/IAgentRegistry.sol";
import {IArbitrable} from "../interfaces/IArbitrable.sol";
import {IArbitrator} from "../interfaces/IArbitrator.sol";
import {IBondVault} from "../interfaces/IBondVault.sol";
import {IDisputeCourt} from "../interfaces/IDisputeCourt.sol";
import {IKeyRing} from "../interfaces/IKeyRing.sol";
import {IPolicies} from "../interfaces/IPolicies.sol";
import {IStanding} from "../interfaces/IStanding.sol";
import {Dockets} from "../libraries/Dockets.sol";
import {Basis, Case, Claim, Docket, FaultClass, RefKind, State, Witnessed} from "../types/Dispute.sol";
import {Policy} from "../types/Policy.sol";
import {Settlement} from "../types/Settlement.sol";

/// @title Disputes about what agents did
contract DisputeCourt is IDisputeCourt, ReentrancyGuardTransient {
    using Dockets for Docket;

    /// @dev What is known of an action and fault class after a dispute about it.
    struct Matter {
        // slot 0
        bool upheld;
        uint8 reopenings;
        uint40 openUntil; // Unix seconds
        bool conceded;
    }

    uint8 private constant REFUSED = 0;
    uint8 private constant UPHELD = 1;
    uint8 private constant DISMISSED = 2;
    uint256 private constant CHOICES = 2;
    uint16 private constant CLAIMANT_BPS = 2_000;
    uint16 private constant INJURED_BPS = 3_000;
    uint256 private constant CONCEDED_BPS = 7_500; // part of the slice that a concession costs
    uint256 private constant BPS = 10_000;
    uint8 private constant CONDUCT = 1; // dimension
    bytes32 private constant EVERYWHERE = 0; // context
    uint256 private constant REOPENING_TIME = 7 days;
    uint8 private constant MOST_REOPENINGS = 32;
    uint256 private constant DEPOSIT_GAS = 900_000; // three times what a response and an appeal may use
    uint256 private constant VIEW_GAS = 100_000; // for each question to an arbitrator
    uint256 private constant ASK_GAS = 600_000; // for an arbitrator to take a dispute on
    address private constant FIRE = 0x000000000000000000000000000000000000dEaD;

    IAgentRegistry private immutable _registry;
    IKeyRing private immutable _keyRing;
    IActionWitness private immutable _witness;
    IBondVault private immutable _vault;
    IStanding private immutable _standing;
    IPolicies private immutable _policies;

    uint256 private _count;
    mapping(uint256 disputeId => Docket) private _dockets;
    mapping(address arbitrator => mapping(uint256 arbitratorDisputeId => uint256)) private _disputes;
    mapping(bytes32 matter => Matter) private _matters;
    mapping(bytes32 matter => mapping(bytes32 evidenceHash => bool)) private _dismissed;
    uint256 private transient _asking; // dispute that an arbitrator is being asked about
    address private transient _asked; // the arbitrator

    /// @param registry Identity registry, part of every agent's name.
    /// @param keyRing Who may state what, and who is liable.
    /// @param witness Knows whose an action is.
    /// @param vault Holds the bonds.
    /// @param standing Holds the evidence.
    /// @param policies Holds the terms.
    constructor(
        IAgentRegistry registry,
        IKeyRing keyRing,
        IActionWitness witness,
        IBondVault vault,
        IStanding standing,
        IPolicies policies
    ) {
        (_registry, _keyRing, _witness) = (registry, keyRing, witness);
        (_vault, _standing, _policies) = (vault, standing, policies);
    }

    /// @inheritdoc IDisputeCourt
    function open(Claim calldata claim, bytes calldata proof, Policy calldata policy, string calldata uri)
        external
        payable
        nonReentrant
        returns (uint256 disputeId)
    {
        if (claim.evidenceHash == 0) revert DisputeCourt_NoEvidence();
        Witnessed memory found = _witnessed(claim.agentId, proof);
        _checkClaimant(claim.agentId, found.liable);
        Case memory case_;
        (case_.policyId, case_.policyHash) =
            _policies.inForce(found.agent.unwrap(), found.liable, found.witness);
        _checkPolicy(policy, case_.policyHash);
        uint8 reopenings = _checkMatter(claim, found, policy);
        disputeId = ++_count;
        (case_.disputeId, case_.agentId, case_.subject) = (disputeId, claim.agentId, found.agent.unwrap());
        (case_.liable, case_.claimant, case_.injured) = (found.liable, msg.sender, found.injured);
        (case_.action, case_.faultClass, case_.evidenceHash) =
            (found.action, claim.faultClass, claim.evidenceHash);
        (case_.openedAt, case_.openedBlock) = (uint64(block.timestamp), uint64(block.number));
        _escrow(case_, policy, reopenings);
        _lock(case_, policy);
        Docket memory docket;
        docket.tag = Dockets.tagOf(case_);
        docket.enter(State.Open);
        _dockets[disputeId] = docket;
        _announce(case_, policy, found.kind, uri);
    }

    /// @inheritdoc IDisputeCourt
    function respond(Case calldata case_, Policy calldata policy, bytes32 evidenceHash, string calldata uri)
        external
        nonReentrant
    {
        Docket memory docket = _shown(case_, policy);
        uint256 disputeId = case_.disputeId;
        if (msg.sender != case_.liable) revert DisputeCourt_NotLiable(disputeId, msg.sender);
        if (evidenceHash == 0) revert DisputeCourt_NoEvidence();
        bool late = docket.state == State.Provisional && docket.basisOf() == Basis.Default;
        if (late) {
            uint256 due = uint256(docket.since) + policy.appealTime;
            if (block.timestamp >= due) revert DisputeCourt_TooLate(disputeId, block.timestamp, due);
            docket.set(Dockets.FEE_REPAID);
        } else if (docket.state != State.Open) {
            revert DisputeCourt_WrongState(disputeId, docket.state);
        }
        docket.enter(State.Arbitration, REFUSED, Basis.None);
        docket.set(Dockets.PENDING);
        _dockets[disputeId] = docket;
        emit DisputeResponded(
            disputeId, msg.sender, evidenceHash, late, uint64(block.timestamp) + policy.arbitrationTime
        );
        emit Evidence(IArbitrator(policy.arbitrator), disputeId, msg.sender, uri);
        if (late) _chargeFee(case_);
        bytes memory terms = _termsOf(case_, policy, late);
        // Else an estimate of gas would settle for a question that fails.
        _expectGas(ASK_GAS);
        try this.ask(disputeId, case_.policyId, IArbitrator(policy.arbitrator), case_.fee, terms) {}
        catch {
            emit ArbitrationPending(disputeId, policy.arbitrator, docket.roundOf());
        }
    }

    /// @inheritdoc IDisputeCourt
    function withdrawClaim(Case calldata case_, Policy calldata policy) external {
        Docket memory docket = _shown(case_, policy);
        if (msg.sender != case_.claimant) revert DisputeCourt_NotClaimant(case_.disputeId, msg.sender);
        _expect(case_.disputeId, docket, State.Open);
        emit ClaimWithdrawn(case_.disputeId, msg.sender);
        docket.enter(State.Final, DISMISSED, Basis.Withdrawal);
        _finalize(case_, docket);
    }

    /// @inheritdoc IDisputeCourt
    function concede(Case calldata case_, Policy calldata policy) external {
        Docket memory docket = _shown(case_, policy);
        if (msg.sender != case_.liable) revert DisputeCourt_NotLiable(case_.disputeId, msg.sender);
        _expect(case_.disputeId, docket, State.Open);
        docket.enter(State.Provisional, UPHELD, Basis.Concession);
        _dockets[case_.disputeId] = docket;
        emit DisputeConceded(case_.disputeId, msg.sender, uint64(block.timestamp) + policy.appealTime);
    }

    /// @inheritdoc IDisputeCourt
    function startArbitration(Case calldata case_, Policy calldata policy) external payable nonReentrant {
        Docket memory docket = _shown(case_, policy);
        _expect(case_.disputeId, docket, State.Arbitration);
        if (!docket.has(Dockets.PENDING)) revert DisputeCourt_NotPending(case_.disputeId);
        uint256 fee = case_.fee + msg.value;
        bytes memory terms = _termsOf(case_, policy, docket.has(Dockets.FEE_REPAID));
        uint256 cost = IArbitrator(policy.arbitrator).arbitrationCost(terms);
        if (fee < cost) revert DisputeCourt_FeeTooSmall(fee, cost);
        this.ask(case_.disputeId, case_.policyId, IArbitrator(policy.arbitrator), fee, terms);
    }

    /// @inheritdoc IDisputeCourt
    /// @dev The docket says that the fee is spent before it is, since an arbitrator may rule while it is being asked.
    function ask(uint256 disputeId, uint32 policyId, IArbitrator arbitrator, uint256 fee, bytes calldata terms)
        external
    {
        if (msg.sender != address(this)) revert DisputeCourt_OnlyItself(msg.sender);
        Docket memory docket = _dockets[disputeId];
        docket.clear(Dockets.PENDING);
        docket.set(Dockets.FEE_SPENT);
        _dockets[disputeId] = docket;
        (_asking, _asked) = (disputeId, address(arbitrator));
        uint256 number = arbitrator.createDispute{value: fee}(CHOICES, terms);
        (_asking, _asked) = (0, address(0));
        uint256 taken = _disputes[address(arbitrator)][number];
        if (taken == 0) _disputes[address(arbitrator)][number] = disputeId;
        else if (taken != disputeId) revert DisputeCourt_NumberTaken(address(arbitrator), number);
        emit Dispute(arbitrator, number, policyId, disputeId);
        emit ArbitrationStarted(disputeId, address(arbitrator), number, docket.roundOf(), fee);
    }

    /// @inheritdoc IDisputeCourt
    function defaultJudgment(Case calldata case_, Policy calldata policy) external {
        Docket memory docket = _shown(case_, policy);
        uint256 disputeId = case_.disputeId;
        _expect(disputeId, docket, State.Open);
        _expectTime(disputeId, uint256(case_.openedAt) + policy.responseTime);
        uint256 due = uint256(case_.openedBlock) + policy.responseBlocks;
        if (block.number < due) revert DisputeCourt_TooFewBlocks(disputeId, block.number, due);
        docket.enter(State.Provisional, UPHELD, Basis.Default);
        _dockets[disputeId] = docket;
        emit DefaultEntered(disputeId, msg.sender, uint64(block.timestamp) + policy.appealTime);
    }

    /// @inheritdoc IDisputeCourt
    function submitEvidence(Case calldata case_, Policy calldata policy, bytes32 evidenceHash, string calldata uri)
        external
    {
        Docket memory docket = _shown(case_, policy);
        if (docket.state != State.Open && docket.state != State.Arbitration) {
            revert DisputeCourt_WrongState(case_.disputeId, docket.state);
        }
        if (evidenceHash == 0) revert DisputeCourt_NoEvidence();
        emit EvidenceAdded(case_.disputeId, msg.sender, evidenceHash);
        emit Evidence(IArbitrator(policy.arbitrator), case_.disputeId, msg.sender, uri);
    }

    /// @inheritdoc IArbitrable
    /// @dev Bookkeeping only. Never reverts for the arbitrator of the dispute: a ruling out of range refuses, a late one
    /// changes nothing, and one given while the arbitrator is being asked counts.
    function rule(uint256 arbitratorDisputeId, uint256 ruling) external {
        uint256 disputeId = _disputes[msg.sender][arbitratorDisputeId];
        if (disputeId == 0) {
            if (_asking == 0 || msg.sender != _asked) {
                revert DisputeCourt_NotArbitrator(msg.sender, arbitratorDisputeId);
            }
            disputeId = _asking;
            (_asking, _asked) = (0, address(0));
            _disputes[msg.sender][arbitratorDisputeId] = disputeId;
        }
        emit Ruling(IArbitrator(msg.sender), arbitratorDisputeId, ruling);
        Docket memory docket = _dockets[disputeId];
        if (docket.state != State.Arbitration) {
            emit LateRuling(disputeId, msg.sender, ruling);
            return;
        }
        uint8 given = _inRange(ruling);
        docket.enter(State.Provisional, given, Basis.Merits);
        _dockets[disputeId] = docket;
        emit RulingGiven(disputeId, msg.sender, given, docket.roundOf(), uint64(block.timestamp));
    }

    /// @inheritdoc IDisputeCourt
    function arbitratorTimeout(Case calldata case_, Policy calldata policy, uint256 arbitratorDisputeId) external {
        Docket memory docket = _shown(case_, policy);
        uint256 disputeId = case_.disputeId;
        _expect(disputeId, docket, State.Arbitration);
        _expectTime(disputeId, uint256(docket.since) + policy.arbitrationTime);
        uint8 ruling = REFUSED;
        if (!docket.has(Dockets.PENDING)) {
            if (_disputes[policy.arbitrator][arbitratorDisputeId] != disputeId) {
                revert DisputeCourt_NotArbitrator(policy.arbitrator, arbitratorDisputeId);
            }
            ruling = _rulingOf(IArbitrator(policy.arbitrator), arbitratorDisputeId);
        }
        docket.enter(State.Final, ruling, Basis.Timeout);
        _finalize(case_, docket);
    }

    /// @inheritdoc IDisputeCourt
    function finalize(Case calldata case_, Policy calldata policy) external {
        Docket memory docket = _shown(case_, policy);
        _expect(case_.disputeId, docket, State.Provisional);
        _expectTime(case_.disputeId, uint256(docket.since) + policy.appealTime);
        docket.enter(State.Final);
        _finalize(case_, docket);
    }

    /// @inheritdoc IDisputeCourt
    function execute(Case calldata case_, Policy calldata policy) external nonReentrant {
        Docket memory docket = _shown(case_, policy);
        _expect(case_.disputeId, docket, State.Final);
        docket.enter(State.Executed);
        _dockets[case_.disputeId] = docket;
        bytes32 cause = causeOf(case_.disputeId);
        if (docket.ruling == UPHELD) _executeUpheld(case_, docket, cause);
        else _executeOther(case_, docket, cause);
        if (docket.has(Dockets.PUNISHES)) {
            uint80 weight = policy.weights[uint256(case_.faultClass)];
            _standing.addEvidence(case_.agentId, EVERYWHERE, CONDUCT, 0, weight, cause);
        }
    }

    /// @inheritdoc IDisputeCourt
    function announcePolicy(uint32 policyId, string calldata uri) external {
        _policies.readyAt(policyId); // reverts for one that does not exist
        emit MetaEvidence(policyId, uri);
    }

    /// @inheritdoc IDisputeCourt
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
        )
    {
        Docket memory docket = _dockets[disputeId];
        (tag, state, ruling, basis) = (docket.tag, docket.state, docket.ruling, docket.basisOf());
        (round, since) = (docket.roundOf(), docket.since);
        (pending, feeSpent) = (docket.has(Dockets.PENDING), docket.has(Dockets.FEE_SPENT));
        (feeRepaid, punishes) = (docket.has(Dockets.FEE_REPAID), docket.has(Dockets.PUNISHES));
    }

    /// @inheritdoc IDisputeCourt
    function matterOf(bytes32 action, FaultClass faultClass)
        external
        view
        returns (bool upheld, uint8 reopenings, uint64 openUntil, bool conceded)
    {
        Matter memory matter = _matters[_matterKey(action, faultClass)];
        return (matter.upheld, matter.reopenings, matter.openUntil, matter.conceded);
    }

    /// @inheritdoc IDisputeCourt
    function disputeAt(address arbitrator, uint256 arbitratorDisputeId) external view returns (uint256) {
        return _disputes[arbitrator][arbitratorDisputeId];
    }

    /// @inheritdoc IDisputeCourt
    function depositFor(Policy calldata policy, uint8 reopenings) external view returns (uint256) {
        return _leastDeposit(policy, reopenings);
    }

    /// @inheritdoc IDisputeCourt
    function count() external view returns (uint256) {
        return _count;
    }

    /// @inheritdoc IDisputeCourt
    function causeOf(uint256 disputeId) public view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), disputeId));
    }

    /// @dev Splits the value into fee and deposit; what exceeds both is deposited too.
    function _escrow(Case memory case_, Policy calldata policy, uint8 reopenings) private {
        case_.fee = IArbitrator(policy.arbitrator).arbitrationCost(
            _terms(policy, case_.claimant, case_.claimant, case_.liable, case_.injured)
        );
        uint256 deposit = _leastDeposit(policy, reopenings);
        if (msg.value < deposit + case_.fee) revert DisputeCourt_ValueTooSmall(msg.value, deposit, case_.fee);
        case_.deposit = msg.value - case_.fee;
    }

    /// @dev Locks what the dispute may take from the bond, as far as it is free.
    function _lock(Case memory case_, Policy calldata policy) private {
        (uint256 active, uint256 unbonding, uint256 locked,) = _vault.bondOf(case_.subject, case_.liable);
        uint256 whole = active + unbonding;
        case_.slice = whole * policy.sliceBps[uint256(case_.faultClass)] / BPS;
        case_.locked = Math.min(case_.slice + case_.fee, whole - locked);
        if (case_.locked != 0) _vault.lock(case_.subject, case_.liable, case_.locked);
    }

    function _announce(Case memory case_, Policy calldata policy, RefKind kind, string calldata uri) private {
        emit DisputeOpened(
            case_.disputeId,
            case_.agentId,
            case_.claimant,
            case_.subject,
            case_.liable,
            case_.injured,
            case_.action,
            case_.faultClass,
            kind,
            case_.evidenceHash,
            case_.policyId,
            case_.policyHash,
            case_.deposit,
            case_.fee,
            case_.slice,
            case_.locked,
            case_.openedAt,
            case_.openedBlock
        );
        emit RespondentNotified(
            case_.disputeId,
            case_.liable,
            case_.agentId,
            case_.openedAt + policy.responseTime,
            case_.openedBlock + policy.responseBlocks
        );
        emit Evidence(IArbitrator(policy.arbitrator), case_.disputeId, case_.claimant, uri);
    }

    /// @dev Takes the fee of a late response from the bond, for the claimant, whose own fee asks the arbitrator.
    function _chargeFee(Case calldata case_) private {
        (uint256 taken,) = _vault.settle(
            Settlement(
                case_.subject, case_.liable, causeOf(case_.disputeId), 0, case_.fee, 0, case_.claimant, 0, address(0), 0
            )
        );
        if (taken < case_.fee) revert DisputeCourt_BondTooSmall(taken, case_.fee);
    }

    /// @dev What a final ruling means for later disputes about the same matter.
    function _finalize(Case calldata case_, Docket memory docket) private {
        bytes32 key = _matterKey(case_.action, case_.faultClass);
        Matter memory matter = _matters[key];
        Basis basis = docket.basisOf();
        if (docket.ruling == UPHELD) {
            if (!matter.upheld && !matter.conceded) docket.set(Dockets.PUNISHES);
            if (basis == Basis.Concession) matter.conceded = true;
            else (matter.upheld, matter.openUntil) = (true, 0);
        } else if (basis != Basis.Withdrawal) {
            if (!matter.upheld) {
                if (matter.reopenings != MOST_REOPENINGS) ++matter.reopenings;
                matter.openUntil = uint40(block.timestamp + REOPENING_TIME);
            }
            if (docket.ruling == DISMISSED) _dismissed[key][case_.evidenceHash] = true;
        }
        _matters[key] = matter;
        _dockets[case_.disputeId] = docket;
        emit DisputeFinalized(
            case_.disputeId,
            docket.ruling,
            basis,
            docket.has(Dockets.PUNISHES),
            key,
            matter.reopenings,
            matter.openUntil
        );
    }

    function _executeUpheld(Case calldata case_, Docket memory docket, bytes32 cause) private {
        bool repaid = docket.has(Dockets.FEE_REPAID);
        bool spent = docket.has(Dockets.FEE_SPENT);
        uint256 value = spent || repaid ? case_.deposit : case_.deposit + case_.fee;
        uint256 slice = docket.has(Dockets.PUNISHES) ? case_.slice : 0;
        if (docket.basisOf() == Basis.Concession) slice = slice * CONCEDED_BPS / BPS;
        (uint256 feeTaken, uint256 sliceTaken) = _vault.settle{value: value}(
            Settlement(
                case_.subject,
                case_.liable,
                cause,
                case_.locked,
                spent && !repaid ? case_.fee : 0,
                slice,
                case_.claimant,
                CLAIMANT_BPS,
                case_.injured,
                INJURED_BPS
            )
        );
        uint256 toLiable = repaid && !spent ? case_.fee : 0;
        if (toLiable != 0) _vault.credit{value: toLiable}(case_.liable, cause);
        uint256 share = sliceTaken * CLAIMANT_BPS / BPS;
        uint256 toInjured = case_.injured == address(0) ? 0 : sliceTaken * INJURED_BPS / BPS;
        emit DisputeExecuted(
            case_.disputeId,
            case_.agentId,
            UPHELD,
            feeTaken + sliceTaken,
            value + feeTaken + share,
            toInjured,
            toLiable,
            sliceTaken - share - toInjured
        );
    }

    /// @dev Dismissed: half the deposit for the liable account, the rest burned. Withdrawn: all of it for the liable
    /// account. Refused: the deposit goes back. A fee that was not spent goes back to whoever bore it.
    function _executeOther(Case calldata case_, Docket memory docket, bytes32 cause) private {
        uint256 toClaimant;
        uint256 toLiable;
        uint256 burned;
        if (docket.ruling == DISMISSED) {
            toLiable = docket.basisOf() == Basis.Withdrawal ? case_.deposit : case_.deposit / 2;
            burned = case_.deposit - toLiable;
        } else {
            toClaimant = case_.deposit;
        }
        if (!docket.has(Dockets.FEE_SPENT)) {
            if (docket.has(Dockets.FEE_REPAID)) toLiable += case_.fee;
            else toClaimant += case_.fee;
        }
        emit DisputeExecuted(
            case_.disputeId, case_.agentId, docket.ruling, 0, toClaimant, 0, toLiable, burned
        );
        if (case_.locked != 0) _vault.unlock(case_.subject, case_.liable, case_.locked);
        if (toClaimant != 0) _vault.credit{value: toClaimant}(case_.claimant, cause);
        if (toLiable != 0) _vault.credit{value: toLiable}(case_.liable, cause);
        if (burned != 0) _burn(burned);
    }

    function _burn(uint256 amount) private {
        (bool done,) = FIRE.call{value: amount}("");
        if (!done) revert DisputeCourt_NotBurned(amount);
    }

    /// @dev Asks the witness as the claimant says; it knows no other questions than those about actions.
    function _witnessed(uint256 agentId, bytes calldata proof) private view returns (Witnessed memory found) {
        (bool shown, bytes memory answer) = address(_witness).staticcall(proof);
        if (!shown) LowLevelCall.bubbleRevert(answer);
        found = abi.decode(answer, (Witnessed));
        if (found.agentId != agentId) revert DisputeCourt_WrongAgent(found.agentId, agentId);
    }

    function _checkClaimant(uint256 agentId, address liable) private view {
        (uint256 served,,,, bool known) = _keyRing.keyOf(msg.sender);
        if (
            msg.sender == liable || (known && served == agentId)
                || _registry.isAuthorizedOrOwner(msg.sender, agentId)
        ) revert DisputeCourt_OwnSide(agentId, msg.sender);
    }

    /// @dev Whether the matter can be disputed now; how often it was in vain.
    function _checkMatter(Claim calldata claim, Witnessed memory found, Policy calldata policy)
        private
        view
        returns (uint8)
    {
        bytes32 key = _matterKey(found.action, claim.faultClass);
        Matter memory matter = _matters[key];
        if (matter.upheld) revert DisputeCourt_AlreadyUpheld(key);
        if (block.timestamp > matter.openUntil) {
            // Anchors keep their block, not its time.
            (uint256 clock, uint256 due) = found.kind == RefKind.Logged
                ? (block.number, found.anchorBlock + policy.claimBlocks)
                : (block.timestamp, uint256(found.witness) + policy.claimWindow);
            if (clock > due) revert DisputeCourt_ClaimTooLate(clock, due);
        }
        if (_dismissed[key][claim.evidenceHash]) {
            revert DisputeCourt_AlreadyDismissed(key, claim.evidenceHash);
        }
        return matter.reopenings;
    }

    /// @dev What an arbitrator says by now. It is asked with a fixed amount of gas, so that nobody can make it fail.
    function _rulingOf(IArbitrator arbitrator, uint256 arbitratorDisputeId) private view returns (uint8) {
        _expectGas(VIEW_GAS * 5 / 2);
        try arbitrator.disputeStatus{gas: VIEW_GAS}(arbitratorDisputeId) returns (IArbitrator.DisputeStatus status) {
            if (status == IArbitrator.DisputeStatus.Waiting) return REFUSED;
        } catch {
            return REFUSED;
        }
        try arbitrator.currentRuling{gas: VIEW_GAS}(arbitratorDisputeId) returns (uint256 ruling) {
            return _inRange(ruling);
        } catch {
            return REFUSED;
        }
    }

    function _leastDeposit(Policy calldata policy, uint8 reopenings) private view returns (uint256) {
        return Math.max(policy.deposit, DEPOSIT_GAS * block.basefee) << reopenings;
    }

    /// @dev The docket of a dispute, when case and policy are its own.
    function _shown(Case calldata case_, Policy calldata policy) private view returns (Docket memory docket) {
        docket = _dockets[case_.disputeId];
        if (docket.tag != Dockets.shownTagOf(case_) || docket.state == State.None) {
            revert DisputeCourt_WrongCase(case_.disputeId);
        }
        _checkPolicy(policy, case_.policyHash);
    }

    function _expectGas(uint256 needed) private view {
        uint256 left = gasleft();
        if (left < needed) revert DisputeCourt_TooLittleGas(left, needed);
    }

    function _expectTime(uint256 disputeId, uint256 due) private view {
        if (block.timestamp < due) revert DisputeCourt_TooEarly(disputeId, block.timestamp, due);
    }

    function _checkPolicy(Policy calldata policy, bytes32 expected) private pure {
        bytes32 shown = Dockets.hashOf(policy);
        if (shown != expected) revert DisputeCourt_WrongPolicy(shown, expected);
    }

    function _expect(uint256 disputeId, Docket memory docket, State state) private pure {
        if (docket.state != state) revert DisputeCourt_WrongState(disputeId, docket.state);
    }

    function _termsOf(Case calldata case_, Policy calldata policy, bool feeRepaid)
        private
        pure
        returns (bytes memory)
    {
        address payer = feeRepaid ? case_.liable : case_.claimant;
        return _terms(policy, payer, case_.claimant, case_.liable, case_.injured);
    }

    /// @dev What the arbitrator needs to know: times, who gets unspent pay back, and who may not judge.
    function _terms(Policy calldata policy, address payer, address claimant, address liable, address injured)
        private
        pure
        returns (bytes memory)
    {
        address[] memory parties = new address[](injured == address(0) ? 2 : 3);
        (parties[0], parties[1]) = (claimant, liable);
        if (parties.length == 3) parties[2] = injured;
        return abi.encode(policy.commitTime, policy.revealTime, payer, parties);
    }

    function _matterKey(bytes32 action, FaultClass faultClass) private pure returns (bytes32) {
        return keccak256(abi.encode(action, faultClass));
    }

    function _inRange(uint256 ruling) private pure returns (uint8) {
        return ruling > DISMISSED ? REFUSED : uint8(ruling);
    }
}
