// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";
import {IActionWitness} from "../interfaces/IActionWitness.sol";
import {IAgentRegistry} from "../interfaces/IAgentRegistry.sol";
import {IDimensions} from "../interfaces/IDimensions.sol";
import {IEvidenceLinks} from "../interfaces/IEvidenceLinks.sol";
import {IKeyRing} from "../interfaces/IKeyRing.sol";
import {IReputationRegistry} from "../interfaces/IReputationRegistry.sol";
import {Witnessed} from "../types/Dispute.sol";
import {FeedbackLink} from "../types/Feedback.sol";

/// @title What feedback stands on
contract EvidenceLinks is IEvidenceLinks {
    struct Place {
        // slot 0
        address client;
        uint64 feedbackIndex;
        uint32 ownerEpoch;
    }

    /// @dev Past owners noted along with a link; an agent with more of them at once needs noteOwners.
    uint32 private constant NOTED_AT_ONCE = 16;

    IAgentRegistry private immutable _registry;
    IKeyRing private immutable _keyRing;
    IActionWitness private immutable _witness;
    IReputationRegistry private immutable _reputation;
    IDimensions private immutable _dimensions;

    mapping(uint256 agentId => Place[]) private _places;
    mapping(uint256 agentId => mapping(address client => mapping(uint64 feedbackIndex => FeedbackLink))) private _links;
    mapping(bytes32 action => mapping(address client => bool)) private _used;
    mapping(uint256 agentId => uint32 ownerEpochs) private _noted;
    mapping(uint256 agentId => mapping(address account => bool)) private _pastOwners;

    /// @param registry Owners, operators and wallets of agents.
    /// @param keyRing Session keys of agents.
    /// @param witness What shows that an action is an agent's.
    /// @param reputation Where the feedback is.
    /// @param dimensions What it can measure.
    constructor(
        IAgentRegistry registry,
        IKeyRing keyRing,
        IActionWitness witness,
        IReputationRegistry reputation,
        IDimensions dimensions
    ) {
        (_registry, _keyRing, _witness) = (registry, keyRing, witness);
        (_reputation, _dimensions) = (reputation, dimensions);
    }

    /// @inheritdoc IEvidenceLinks
    function link(uint256 agentId, uint64 feedbackIndex, bytes32 dimension, bytes calldata proof) external {
        if (_links[agentId][msg.sender][feedbackIndex].action != 0) {
            revert EvidenceLinks_AlreadyLinked(agentId, msg.sender, feedbackIndex);
        }
        int128 value = _measured(agentId, feedbackIndex, dimension);
        _checkSide(agentId);
        Witnessed memory found = _witnessed(agentId, proof);
        uint32 ownerEpoch = _reputation.ownerEpochOf(agentId, msg.sender, feedbackIndex);
        (address owner,) = _registry.ownershipByEpoch(agentId, ownerEpoch);
        if (owner != found.liable) revert EvidenceLinks_OtherOwner(found.liable, owner);
        if (_used[found.action][msg.sender]) revert EvidenceLinks_ActionUsed(found.action, msg.sender);
        _used[found.action][msg.sender] = true;
        bool named = found.injured != address(0);
        _places[agentId].push(Place(msg.sender, feedbackIndex, ownerEpoch));
        _links[agentId][msg.sender][feedbackIndex] =
            FeedbackLink(found.action, dimension, value, named, uint64(block.timestamp));
        emit FeedbackLinked(
            agentId, msg.sender, found.action, feedbackIndex, dimension, value, ownerEpoch, named
        );
    }

    /// @inheritdoc IEvidenceLinks
    function noteOwners(uint256 agentId, uint32 limit) external returns (uint32 noted) {
        (noted,) = _note(agentId, limit);
    }

    /// @inheritdoc IEvidenceLinks
    function isOwnSide(uint256 agentId, address account) external view returns (bool) {
        if (_isOwnSide(agentId, account)) return true;
        (, uint32 running,) = _registry.ownership(agentId);
        for (uint32 epoch = _noted[agentId]; epoch < running; ++epoch) {
            (address past,) = _registry.ownershipByEpoch(agentId, epoch);
            if (past == account) return true;
        }
        return false;
    }

    /// @inheritdoc IEvidenceLinks
    function linkOf(uint256 agentId, address client, uint64 feedbackIndex)
        external
        view
        returns (FeedbackLink memory)
    {
        return _links[agentId][client][feedbackIndex];
    }

    /// @inheritdoc IEvidenceLinks
    function linkCount(uint256 agentId) external view returns (uint256) {
        return _places[agentId].length;
    }

    /// @inheritdoc IEvidenceLinks
    function linkedAt(uint256 agentId, uint256 place)
        external
        view
        returns (address client, uint64 feedbackIndex, uint32 ownerEpoch)
    {
        Place memory found = _places[agentId][place];
        return (found.client, found.feedbackIndex, found.ownerEpoch);
    }

    /// @dev The caller's feedback, as its dimension has it.
    function _measured(uint256 agentId, uint64 feedbackIndex, bytes32 dimension) private view returns (int128) {
        (int128 value, uint8 decimals, string memory tag1,, bool isRevoked) =
            _reputation.readFeedback(agentId, msg.sender, feedbackIndex);
        if (isRevoked) revert EvidenceLinks_Revoked(agentId, msg.sender, feedbackIndex);
        return _dimensions.measure(dimension, tag1, value, decimals);
    }

    /// @dev Asks the witness as the client says; it knows no other questions than those about actions.
    function _witnessed(uint256 agentId, bytes calldata proof) private view returns (Witnessed memory found) {
        (bool shown, bytes memory answer) = address(_witness).staticcall(proof);
        if (!shown) LowLevelCall.bubbleRevert(answer);
        found = abi.decode(answer, (Witnessed));
        if (found.agentId != agentId) revert EvidenceLinks_WrongAgent(found.agentId, agentId);
        if (found.injured != address(0) && found.injured != msg.sender) {
            revert EvidenceLinks_NotCounterparty(found.injured, msg.sender);
        }
    }

    function _checkSide(uint256 agentId) private {
        (uint32 noted, uint32 running) = _note(agentId, NOTED_AT_ONCE);
        if (noted < running) revert EvidenceLinks_OwnersNotNoted(agentId, noted, running);
        if (_isOwnSide(agentId, msg.sender)) revert EvidenceLinks_OwnSide(agentId, msg.sender);
    }

    /// @dev Of past owners, it knows those that were noted.
    function _isOwnSide(uint256 agentId, address account) private view returns (bool) {
        (uint256 served,,,, bool known) = _keyRing.keyOf(account);
        return (known && served == agentId) || _pastOwners[agentId][account]
            || _registry.isAuthorizedOrOwner(account, agentId) || _registry.getAgentWallet(agentId) == account;
    }

    function _note(uint256 agentId, uint32 limit) private returns (uint32 noted, uint32 running) {
        (, running,) = _registry.ownership(agentId);
        noted = _noted[agentId];
        if (noted == running) return (noted, running);
        uint32 left = running - noted;
        for (uint32 i; i < left && i < limit; ++i) {
            (address past,) = _registry.ownershipByEpoch(agentId, noted++);
            _pastOwners[agentId][past] = true;
        }
        _noted[agentId] = noted;
    }
}
