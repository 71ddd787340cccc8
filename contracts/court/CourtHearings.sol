// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IArbitrable} from "../interfaces/IArbitrable.sol";
import {IArbitrator} from "../interfaces/IArbitrator.sol";
import {IDisputeCourt} from "../interfaces/IDisputeCourt.sol";
import {Dockets} from "../libraries/Dockets.sol";
import {PanelTerms} from "../libraries/PanelTerms.sol";
import {Basis, Case, Docket, State, isSerious} from "../types/Dispute.sol";
import {Policy} from "../types/Policy.sol";
import {CourtClaims} from "./CourtClaims.sol";

/// @title Hearings: the answer, the question to the arbitrator, its ruling, the appeal
abstract contract CourtHearings is CourtClaims {
    using Dockets for Docket;

    uint256 private constant CHOICES = 2;
    uint256 private constant VIEW_GAS = 100_000; // for each question to an arbitrator
    uint256 private constant ASK_GAS = 600_000; // for an arbitrator to take a dispute on
    uint256 private constant APPEALED = 1 << 255; // marks a number whose ruling was appealed

    mapping(address arbitrator => mapping(uint256 arbitratorDisputeId => uint256)) private _disputes;
    uint256 private transient _asking; // dispute that an arbitrator is being asked about
    address private transient _asked; // the arbitrator

    /// @inheritdoc IDisputeCourt
    function respond(Case calldata case_, Policy calldata policy, bytes32 evidenceHash, string calldata uri)
        external
        nonReentrant
    {
        Docket memory docket = _shown(case_, policy);
        uint256 disputeId = case_.disputeId;
        _expectLiable(case_);
        _expectEvidence(evidenceHash);
        bool late = docket.state == State.Provisional && docket.basisOf() == Basis.Default;
        if (late) {
            uint256 due = uint256(docket.since) + policy.appealTime;
            if (block.timestamp >= due) revert DisputeCourt_TooLate(disputeId, block.timestamp, due);
            docket.set(Dockets.FEE_REPAID);
        } else if (docket.state != State.Open) {
            _refuseState(disputeId, docket);
        }
        docket.enter(State.Arbitration, REFUSED, Basis.None);
        docket.set(Dockets.PENDING);
        _dockets[disputeId] = docket;
        emit DisputeResponded(
            disputeId, msg.sender, evidenceHash, late, uint64(block.timestamp) + policy.arbitrationTime
        );
        _showEvidence(policy.arbitrator, disputeId, uri);
        if (late) _chargeFee(case_);
        bytes memory terms = _termsOf(case_, policy, docket);
        // Else an estimate of gas would settle for a question that fails.
        _expectGas(ASK_GAS);
        try this.ask(disputeId, case_.policyId, IArbitrator(policy.arbitrator), case_.fee, terms) {}
        catch {
            emit ArbitrationPending(disputeId, policy.arbitrator, docket.roundOf());
        }
    }
    /// @inheritdoc IDisputeCourt
    function startArbitration(Case calldata case_, Policy calldata policy) external payable nonReentrant {
        Docket memory docket = _shown(case_, policy);
        _expect(case_.disputeId, docket, State.Arbitration);
        if (!docket.has(Dockets.PENDING)) revert DisputeCourt_NotPending(case_.disputeId);
        uint256 fee = case_.fee + msg.value;
        bytes memory terms = _termsOf(case_, policy, docket);
        uint256 cost = _costOf(policy.arbitrator, terms);
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
    /// @dev An arbitrator that cannot be asked refuses the appeal, which can be tried again while there is time.
    function appeal(
        Case calldata case_,
        Policy calldata policy,
        uint256 arbitratorDisputeId,
        bytes32 evidenceHash,
        string calldata uri
    ) external payable nonReentrant {
        Docket memory docket = _shown(case_, policy);
        uint256 disputeId = case_.disputeId;
        _expect(disputeId, docket, State.Provisional);
        if (docket.roundOf() == 2 || docket.basisOf() != Basis.Merits) revert DisputeCourt_NoAppeal(disputeId);
        _expectEvidence(evidenceHash);
        _expectNumber(disputeId, policy.arbitrator, arbitratorDisputeId);
        _checkAppellant(case_, policy, docket);
        docket.enterAppeal();
        _dockets[disputeId] = docket;
        _disputes[policy.arbitrator][arbitratorDisputeId] = disputeId | APPEALED;
        emit DisputeAppealed(
            disputeId, msg.sender, evidenceHash, docket.roundOf(), uint64(block.timestamp) + policy.arbitrationTime
        );
        _showEvidence(policy.arbitrator, disputeId, uri);
        bytes memory terms = abi.encode(
            _timeToCommit(case_, policy),
            policy.revealTime,
            msg.sender,
            _partiesOf(disputeId, case_.claimant, case_.liable, case_.injured, docket, msg.sender),
            uint32(0), // the court keeps its own time to appeal
            arbitratorDisputeId,
            keccak256(_termsOf(case_, policy, docket))
        );
        uint256 cost = _costOf(policy.arbitrator, terms);
        if (msg.value < cost) revert DisputeCourt_FeeTooSmall(msg.value, cost);
        this.ask(disputeId, case_.policyId, IArbitrator(policy.arbitrator), cost, terms);
        _credit(disputeId, msg.sender, msg.value - cost);
    }

    /// @inheritdoc IArbitrable
    /// @dev Bookkeeping only. Never reverts for the arbitrator of the dispute: a ruling out of range refuses, a late one
    /// changes nothing, neither does one that was appealed, and one given while the arbitrator is being asked counts.
    function rule(uint256 arbitratorDisputeId, uint256 ruling) external {
        uint256 disputeId = _disputes[msg.sender][arbitratorDisputeId];
        bool appealed = disputeId & APPEALED != 0;
        disputeId &= ~APPEALED;
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
        if (appealed || docket.state != State.Arbitration) {
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
        _expect(case_.disputeId, docket, State.Arbitration);
        _expectTime(case_.disputeId, uint256(docket.since) + policy.arbitrationTime);
        uint8 ruling = docket.appealedOf();
        if (!docket.has(Dockets.PENDING)) {
            _expectNumber(case_.disputeId, policy.arbitrator, arbitratorDisputeId);
            ruling = _rulingOf(IArbitrator(policy.arbitrator), arbitratorDisputeId, ruling);
        }
        docket.enter(State.Final, ruling, Basis.Timeout);
        _finalize(case_, docket);
    }

    /// @inheritdoc IDisputeCourt
    function disputeAt(address arbitrator, uint256 arbitratorDisputeId) external view returns (uint256) {
        return _disputes[arbitrator][arbitratorDisputeId] & ~APPEALED;
    }

    /// @dev Takes the fee of a late response from the bond, for the claimant, whose own fee asks the arbitrator.
    function _chargeFee(Case calldata case_) private {
        (uint256 taken,) = _settle(case_, 0, 0, case_.fee, 0);
        if (taken < case_.fee) revert DisputeCourt_BondTooSmall(taken, case_.fee);
    }

    /// @dev What an arbitrator says by now, else `silent`. It is asked with a fixed amount of gas, so that nobody can make
    /// it fail.
    function _rulingOf(IArbitrator arbitrator, uint256 arbitratorDisputeId, uint8 silent) private view returns (uint8) {
        _expectGas(VIEW_GAS * 5 / 2);
        try arbitrator.disputeStatus{gas: VIEW_GAS}(arbitratorDisputeId) returns (IArbitrator.DisputeStatus status) {
            if (status == IArbitrator.DisputeStatus.Waiting) return silent;
        } catch {
            return silent;
        }
        try arbitrator.currentRuling{gas: VIEW_GAS}(arbitratorDisputeId) returns (uint256 ruling) {
            return _inRange(ruling);
        } catch {
            return silent;
        }
    }

    /// @dev The loser alone in the first half of the time to appeal; anyone for it in the second. Either side loses when
    /// the arbitrator refused.
    function _checkAppellant(Case calldata case_, Policy calldata policy, Docket memory docket) private view {
        (uint256 disputeId, uint256 due) = (case_.disputeId, uint256(docket.since) + policy.appealTime);
        if (block.timestamp >= due) revert DisputeCourt_TooLate(disputeId, block.timestamp, due);
        due = uint256(docket.since) + policy.appealTime / 2;
        if (block.timestamp >= due) return;
        uint8 ruling = docket.rulingOf();
        if (ruling != DISMISSED && msg.sender == case_.liable) return;
        if (ruling != UPHELD && _isClaimant(case_, _joins[disputeId], msg.sender)) return;
        revert DisputeCourt_NotLoser(disputeId, msg.sender, due);
    }

    function _expectNumber(uint256 disputeId, address arbitrator, uint256 arbitratorDisputeId) private view {
        if (_disputes[arbitrator][arbitratorDisputeId] != disputeId) {
            revert DisputeCourt_NotArbitrator(arbitrator, arbitratorDisputeId);
        }
    }

    /// @dev What the arbitrator needs to know: times, who gets unspent pay back, and who may not judge.
    function _termsOf(Case calldata case_, Policy calldata policy, Docket memory docket)
        private
        view
        returns (bytes memory)
    {
        address payer = docket.has(Dockets.FEE_REPAID) ? case_.liable : case_.claimant;
        address[] memory parties =
            _partiesOf(case_.disputeId, case_.claimant, case_.liable, case_.injured, docket, address(0));
        return abi.encode(_timeToCommit(case_, policy), policy.revealTime, payer, parties);
    }

    /// @dev What is serious asks for a human beside it.
    function _timeToCommit(Case calldata case_, Policy calldata policy) private pure returns (uint32 time) {
        time = policy.commitTime;
        if (isSerious(case_.faultClass)) time |= PanelTerms.HUMAN;
    }

    function _expectGas(uint256 needed) private view {
        uint256 left = gasleft();
        if (left < needed) revert DisputeCourt_TooLittleGas(left, needed);
    }

    function _inRange(uint256 ruling) private pure returns (uint8) {
        return ruling > DISMISSED ? REFUSED : uint8(ruling);
    }
}
