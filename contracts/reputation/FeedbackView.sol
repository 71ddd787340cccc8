// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IEvidenceLinks} from "../interfaces/IEvidenceLinks.sol";
import {IFeedbackView} from "../interfaces/IFeedbackView.sol";
import {IReputationRegistry} from "../interfaces/IReputationRegistry.sol";
import {FeedbackLink, FeedbackState} from "../types/Feedback.sol";

/// @title What feedback says, once what weighs nothing is left out
/// @notice Keeps nothing itself.
contract FeedbackView is IFeedbackView {
    IReputationRegistry private immutable _reputation;
    IEvidenceLinks private immutable _links;

    /// @param reputation Where the feedback is.
    /// @param links What it stands on.
    constructor(IReputationRegistry reputation, IEvidenceLinks links) {
        (_reputation, _links) = (reputation, links);
    }

    /// @inheritdoc IFeedbackView
    function stateOf(uint256 agentId, address client, uint64 feedbackIndex) public view returns (FeedbackState) {
        if (feedbackIndex == 0 || feedbackIndex > _reputation.getLastIndex(agentId, client)) {
            return FeedbackState.Unknown;
        }
        (,,,, bool isRevoked) = _reputation.readFeedback(agentId, client, feedbackIndex);
        if (isRevoked) return FeedbackState.Revoked;
        if (_links.isOwnSide(agentId, client)) return FeedbackState.OwnSide;
        return _links.linkOf(agentId, client, feedbackIndex).action == 0
            ? FeedbackState.Unverified
            : FeedbackState.Backed;
    }

    /// @inheritdoc IFeedbackView
    function independentClients(uint256 agentId, uint256 from, uint256 limit)
        external
        view
        returns (address[] memory clients, uint256 next)
    {
        address[] memory all = _reputation.getClients(agentId);
        next = Math.min(Math.saturatingAdd(from, limit), all.length);
        clients = new address[](Math.saturatingSub(next, from));
        uint256 count;
        for (uint256 i = from; i < next; ++i) {
            if (!_links.isOwnSide(agentId, all[i])) clients[count++] = all[i];
        }
        assembly ("memory-safe") {
            mstore(clients, count)
        }
    }

    /// @inheritdoc IFeedbackView
    function tally(
        uint256 agentId,
        bytes32 dimension,
        uint32 ownerEpoch,
        bool namedOnly,
        uint256 from,
        uint256 limit
    ) external view returns (uint64 count, int256 sum, uint256 next) {
        next = Math.min(Math.saturatingAdd(from, limit), _links.linkCount(agentId));
        for (uint256 i = from; i < next; ++i) {
            (address client, uint64 index, uint32 givenIn) = _links.linkedAt(agentId, i);
            if (givenIn != ownerEpoch) continue;
            FeedbackLink memory found = _links.linkOf(agentId, client, index);
            if (found.dimension != dimension || (namedOnly && !found.named)) continue;
            if (stateOf(agentId, client, index) != FeedbackState.Backed) continue;
            sum += found.value;
            ++count;
        }
    }
}
