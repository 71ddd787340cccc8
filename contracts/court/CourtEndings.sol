// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IDisputeCourt} from "../interfaces/IDisputeCourt.sol";
import {Dockets} from "../libraries/Dockets.sol";
import {Basis, Case, Docket, Join, State} from "../types/Dispute.sol";
import {Policy} from "../types/Policy.sol";
import {CourtHearings} from "./CourtHearings.sol";

/// @title Endings: by silence, by time, by proof; and what they cost
abstract contract CourtEndings is CourtHearings {
    using Dockets for Docket;

    uint256 private constant CONCEDED_BPS = 7_500; // part of the slice that a concession costs
    uint8 private constant CONDUCT = 1; // dimension
    bytes32 private constant EVERYWHERE = 0; // context
    address private constant FIRE = 0x000000000000000000000000000000000000dEaD;

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
    function finalize(Case calldata case_, Policy calldata policy) external {
        Docket memory docket = _shown(case_, policy);
        _expect(case_.disputeId, docket, State.Provisional);
        // What a second round said cannot be appealed.
        if (docket.roundOf() == 1) _expectTime(case_.disputeId, uint256(docket.since) + policy.appealTime);
        docket.enter(State.Final);
        _finalize(case_, docket);
    }
    /// @inheritdoc IDisputeCourt
    function endByProof(Case calldata case_, Policy calldata policy) external {
        Docket memory docket = _shown(case_, policy);
        uint256 disputeId = case_.disputeId;
        if (docket.state == State.Final || docket.state == State.Executed) {
            _refuseState(disputeId, docket);
        }
        bytes32 matter = _matterKey(case_.action, case_.faultClass);
        bytes32 faultKey = _prover.punishedBy(matter);
        if (faultKey == 0) revert DisputeCourt_NotProved(disputeId, matter);
        docket.enter(State.Final, UPHELD, Basis.Proof);
        emit DisputeEndedByProof(disputeId, faultKey, msg.sender);
        _finalize(case_, docket);
    }

    /// @inheritdoc IDisputeCourt
    function execute(Case calldata case_, Policy calldata policy) external nonReentrant {
        Docket memory docket = _shown(case_, policy);
        _expect(case_.disputeId, docket, State.Final);
        docket.enter(State.Executed);
        _dockets[case_.disputeId] = docket;
        if (docket.rulingOf() == UPHELD) _executeUpheld(case_, docket);
        else _executeOther(case_, docket);
        if (docket.has(Dockets.JOINED)) _settleJoins(case_, docket);
        if (docket.has(Dockets.PUNISHES)) {
            uint80 weight = policy.weights[uint256(case_.faultClass)];
            _standing.addEvidence(case_.agentId, EVERYWHERE, CONDUCT, 0, weight, causeOf(case_.disputeId));
        }
    }
    function _executeUpheld(Case calldata case_, Docket memory docket) private {
        bool repaid = docket.has(Dockets.FEE_REPAID);
        bool spent = docket.has(Dockets.FEE_SPENT);
        uint256 value = spent || repaid ? case_.deposit : case_.deposit + case_.fee;
        uint256 slice = docket.has(Dockets.PUNISHES) ? case_.slice : 0;
        if (docket.basisOf() == Basis.Concession) slice = slice * CONCEDED_BPS / BPS;
        (uint256 feeTaken, uint256 sliceTaken) =
            _settle(case_, value, case_.locked, spent && !repaid ? case_.fee : 0, slice);
        if (sliceTaken != 0) _matters[_matterKey(case_.action, case_.faultClass)].slashed = uint128(sliceTaken);
        uint256 toLiable = repaid && !spent ? case_.fee : 0;
        _credit(case_.disputeId, case_.liable, toLiable);
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
    function _executeOther(Case calldata case_, Docket memory docket) private {
        uint256 toClaimant;
        uint256 toLiable;
        uint256 burned;
        if (docket.rulingOf() == DISMISSED) {
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
            case_.disputeId, case_.agentId, docket.rulingOf(), 0, toClaimant, 0, toLiable, burned
        );
        if (case_.locked != 0) _vault.unlock(case_.subject, case_.liable, case_.locked);
        _credit(case_.disputeId, case_.claimant, toClaimant);
        _credit(case_.disputeId, case_.liable, toLiable);
        if (burned != 0) _burn(burned);
    }

    /// @dev Those who joined have no part in the reward, else joining would be a way to thin it out. Their deposits end
    /// like the first claimant's, save that its withdrawal returns them.
    function _settleJoins(Case calldata case_, Docket memory docket) private {
        Join[] storage joins = _joins[case_.disputeId];
        bool lost = docket.rulingOf() == DISMISSED && docket.basisOf() != Basis.Withdrawal;
        (uint256 allToLiable, uint256 allBurned) = (0, 0);
        for (uint256 i; i < joins.length; ++i) {
            uint256 deposit = joins[i].deposit;
            uint256 toLiable = lost ? deposit / 2 : 0;
            uint256 burned = lost ? deposit - toLiable : 0;
            (allToLiable, allBurned) = (allToLiable + toLiable, allBurned + burned);
            emit JoinSettled(case_.disputeId, joins[i].claimant, lost ? 0 : deposit, toLiable, burned);
            if (!lost) _credit(case_.disputeId, joins[i].claimant, deposit);
        }
        _credit(case_.disputeId, case_.liable, allToLiable);
        if (allBurned != 0) _burn(allBurned);
    }

    function _burn(uint256 amount) private {
        (bool done,) = FIRE.call{value: amount}("");
        if (!done) revert DisputeCourt_NotBurned(amount);
    }
}
