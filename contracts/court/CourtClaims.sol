// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IDisputeCourt} from "../interfaces/IDisputeCourt.sol";
import {Dockets} from "../libraries/Dockets.sol";
import {Basis, Case, Claim, Docket, Join, Matter, RefKind, State, Witnessed} from "../types/Dispute.sol";
import {Policy} from "../types/Policy.sol";
import {CourtFiles} from "./CourtFiles.sol";

/// @title Claims: opened, joined, withdrawn, conceded
abstract contract CourtClaims is CourtFiles {
    using Dockets for Docket;
    using SafeCast for uint256;

    uint256 private constant MOST_JOINS = 8;

    /// @inheritdoc IDisputeCourt
    function open(Claim calldata claim, bytes calldata proof, Policy calldata policy, string calldata uri)
        external
        payable
        nonReentrant
        returns (uint256 disputeId)
    {
        _expectEvidence(claim.evidenceHash);
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
    /// @dev Up to the response: the arbitrator is told who the parties are when it is asked.
    function join(Case calldata case_, Policy calldata policy, bytes32 evidenceHash, string calldata uri)
        external
        payable
        nonReentrant
    {
        Docket memory docket = _shown(case_, policy);
        uint256 disputeId = case_.disputeId;
        _expect(disputeId, docket, State.Open);
        _expectEvidence(evidenceHash);
        _checkClaimant(case_.agentId, case_.liable);
        Matter memory matter = _checkEvidence(_matterKey(case_.action, case_.faultClass), evidenceHash);
        uint256 deposit = _leastDeposit(policy, matter.reopenings);
        if (msg.value < deposit) revert DisputeCourt_ValueTooSmall(msg.value, deposit, 0);
        Join[] storage joins = _joins[disputeId];
        if (joins.length == MOST_JOINS) revert DisputeCourt_TooManyJoins(disputeId, MOST_JOINS);
        if (_isClaimant(case_, joins, msg.sender)) revert DisputeCourt_AlreadyClaimant(disputeId, msg.sender);
        joins.push(Join(msg.sender, msg.value.toUint96(), evidenceHash));
        docket.set(Dockets.JOINED);
        _dockets[disputeId] = docket;
        emit ClaimJoined(disputeId, msg.sender, evidenceHash, msg.value);
        _showEvidence(policy.arbitrator, disputeId, uri);
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
        _expectLiable(case_);
        _expect(case_.disputeId, docket, State.Open);
        docket.enter(State.Provisional, UPHELD, Basis.Concession);
        _dockets[case_.disputeId] = docket;
        emit DisputeConceded(case_.disputeId, msg.sender, uint64(block.timestamp) + policy.appealTime);
    }
    /// @inheritdoc IDisputeCourt
    function submitEvidence(Case calldata case_, Policy calldata policy, bytes32 evidenceHash, string calldata uri)
        external
    {
        Docket memory docket = _shown(case_, policy);
        if (docket.state != State.Open && docket.state != State.Arbitration) _refuseState(case_.disputeId, docket);
        _expectEvidence(evidenceHash);
        emit EvidenceAdded(case_.disputeId, msg.sender, evidenceHash);
        _showEvidence(policy.arbitrator, case_.disputeId, uri);
    }
    function _isClaimant(Case calldata case_, Join[] storage joins, address account) internal view returns (bool) {
        if (account == case_.claimant) return true;
        for (uint256 i; i < joins.length; ++i) {
            if (joins[i].claimant == account) return true;
        }
        return false;
    }

    /// @dev Splits the value into fee and deposit; what exceeds both is deposited too.
    function _escrow(Case memory case_, Policy calldata policy, uint8 reopenings) private {
        Docket memory nobodyJoined;
        address[] memory parties =
            _partiesOf(0, case_.claimant, case_.liable, case_.injured, nobodyJoined, address(0));
        case_.fee =
            _costOf(policy.arbitrator, abi.encode(policy.commitTime, policy.revealTime, case_.claimant, parties));
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
        _showEvidence(policy.arbitrator, case_.disputeId, uri);
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
        Matter memory matter = _checkEvidence(key, claim.evidenceHash);
        if (block.timestamp > matter.openUntil) {
            // Anchors keep their block, not its time.
            (uint256 clock, uint256 due) = found.kind == RefKind.Logged
                ? (block.number, found.anchorBlock + policy.claimBlocks)
                : (block.timestamp, uint256(found.witness) + policy.claimWindow);
            if (clock > due) revert DisputeCourt_ClaimTooLate(clock, due);
        }
        return matter.reopenings;
    }

    /// @dev Whether the matter is still undecided, and nothing was decided on the same evidence.
    function _checkEvidence(bytes32 key, bytes32 evidenceHash) private view returns (Matter memory matter) {
        matter = _matters[key];
        if (matter.upheld) revert DisputeCourt_AlreadyUpheld(key);
        if (_dismissed[key][evidenceHash]) revert DisputeCourt_AlreadyDismissed(key, evidenceHash);
    }
}
