// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IActionWitness} from "../interfaces/IActionWitness.sol";
import {IAgentRegistry} from "../interfaces/IAgentRegistry.sol";
import {IBondVault} from "../interfaces/IBondVault.sol";
import {IDisputeCourt} from "../interfaces/IDisputeCourt.sol";
import {IFaultProver} from "../interfaces/IFaultProver.sol";
import {IKeyRing} from "../interfaces/IKeyRing.sol";
import {IPolicies} from "../interfaces/IPolicies.sol";
import {IStanding} from "../interfaces/IStanding.sol";
import {Dockets} from "../libraries/Dockets.sol";
import {Basis, Docket, FaultClass, Join, Matter, State} from "../types/Dispute.sol";
import {Policy} from "../types/Policy.sol";
import {CourtEndings} from "./CourtEndings.sol";
import {CourtFiles} from "./CourtFiles.sol";

/// @title Disputes about what agents did
contract DisputeCourt is CourtEndings {
    using Dockets for Docket;

    /// @param registry Identity registry, part of every agent's name.
    /// @param keyRing Who may state what, and who is liable.
    /// @param witness Knows whose an action is.
    /// @param vault Holds the bonds.
    /// @param standing Holds the evidence.
    /// @param policies Holds the terms.
    /// @param prover Knows the faults that were proved.
    constructor(
        IAgentRegistry registry,
        IKeyRing keyRing,
        IActionWitness witness,
        IBondVault vault,
        IStanding standing,
        IPolicies policies,
        IFaultProver prover
    ) CourtFiles(registry, keyRing, witness, vault, standing, policies, prover) {}

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
        (tag, state, ruling, basis) = (docket.tag, docket.state, docket.rulingOf(), docket.basisOf());
        (round, since) = (docket.roundOf(), docket.since);
        (pending, feeSpent) = (docket.has(Dockets.PENDING), docket.has(Dockets.FEE_SPENT));
        (feeRepaid, punishes) = (docket.has(Dockets.FEE_REPAID), docket.has(Dockets.PUNISHES));
    }
    /// @inheritdoc IDisputeCourt
    function appealedRulingOf(uint256 disputeId) external view returns (bool appealed, uint8 ruling) {
        Docket memory docket = _dockets[disputeId];
        return (docket.roundOf() == 2, docket.appealedOf());
    }

    /// @inheritdoc IDisputeCourt
    function joinOf(uint256 disputeId, uint256 index)
        external
        view
        returns (address claimant, uint256 deposit, bytes32 evidenceHash)
    {
        Join storage found = _joins[disputeId][index];
        return (found.claimant, found.deposit, found.evidenceHash);
    }

    /// @inheritdoc IDisputeCourt
    function matterOf(bytes32 action, FaultClass faultClass)
        external
        view
        returns (bool upheld, uint8 reopenings, uint64 openUntil, bool conceded)
    {
        Matter storage matter = _matters[_matterKey(action, faultClass)];
        return (matter.upheld, matter.reopenings, matter.openUntil, matter.conceded);
    }
    /// @inheritdoc IDisputeCourt
    function slashedFor(bytes32 matter) external view returns (uint256) {
        return _matters[matter].slashed;
    }

    /// @inheritdoc IDisputeCourt
    function depositFor(Policy calldata policy, uint8 reopenings) external view returns (uint256) {
        return _leastDeposit(policy, reopenings);
    }
    /// @inheritdoc IDisputeCourt
    function count() external view returns (uint256) {
        return _count;
    }}
