// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FeedbackLink} from "../types/Feedback.sol";

/// @title What feedback stands on
/// @notice Feedback weighs something once its client has linked it to an action that the agent itself stated, in a
/// dimension whose scale holds the value. Feedback that nobody linked stays in the reputation registry, weightless.
interface IEvidenceLinks {
    /// @notice Thrown when the client is the agent's owner, operator, wallet, session key or past owner.
    error EvidenceLinks_OwnSide(uint256 agentId, address client);

    /// @notice Thrown when the feedback was revoked.
    error EvidenceLinks_Revoked(uint256 agentId, address client, uint64 feedbackIndex);

    /// @notice Thrown when the feedback stands on an action already.
    error EvidenceLinks_AlreadyLinked(uint256 agentId, address client, uint64 feedbackIndex);

    /// @notice Thrown when the action is another agent's.
    error EvidenceLinks_WrongAgent(uint256 agentId, uint256 expected);

    /// @notice Thrown when the receipt names someone else as its counterparty.
    error EvidenceLinks_NotCounterparty(address counterparty, address client);

    /// @notice Thrown when other feedback of the same client stands on the action.
    error EvidenceLinks_ActionUsed(bytes32 action, address client);

    /// @notice Thrown when another owner answers for the action than the one the feedback was given under.
    error EvidenceLinks_OtherOwner(address liable, address owner);

    /// @notice Thrown when more past owners are to be noted than one transaction should: call noteOwners first.
    error EvidenceLinks_OwnersNotNoted(uint256 agentId, uint32 noted, uint32 ownerEpoch);

    /// @notice Emitted when feedback is linked to an action.
    /// @param agentId Agent the feedback is about.
    /// @param client Who gave it.
    /// @param action What it stands on, as ActionWitness names it.
    /// @param feedbackIndex Number among this client's feedback about this agent.
    /// @param dimension What it measures.
    /// @param value The value, with the digits of its dimension.
    /// @param ownerEpoch Owner epoch it was given in.
    /// @param named Whether the agent's receipt names the client as its counterparty.
    event FeedbackLinked(
        uint256 indexed agentId,
        address indexed client,
        bytes32 indexed action,
        uint64 feedbackIndex,
        bytes32 dimension,
        int128 value,
        uint32 ownerEpoch,
        bool named
    );

    /// @notice Links the caller's feedback to an action of the agent; each action carries one feedback of a client.
    /// @param agentId Agent the feedback is about.
    /// @param feedbackIndex Number among the caller's feedback about this agent.
    /// @param dimension What it measures; its name is the feedback's first tag.
    /// @param proof Encoded call of a function of IActionWitness that shows the action.
    function link(uint256 agentId, uint64 feedbackIndex, bytes32 dimension, bytes calldata proof) external;

    /// @notice Notes past owners, so that they are known at one read; anyone may, and linking notes some too.
    /// @param agentId Agent whose owners are noted.
    /// @param limit How many owner epochs to go on.
    /// @return noted Owner epochs noted so far.
    function noteOwners(uint256 agentId, uint32 limit) external returns (uint32 noted);

    /// @notice Whether an account is the agent's owner, operator, wallet or session key now, or was its owner.
    /// @dev Reads the owner epochs that were not noted one by one. Operators and wallets of the past are not known.
    function isOwnSide(uint256 agentId, address account) external view returns (bool);

    /// @notice What a feedback stands on; zeros when it is not linked.
    /// @param agentId Agent the feedback is about.
    /// @param client Who gave it.
    /// @param feedbackIndex Number among this client's feedback about this agent.
    function linkOf(uint256 agentId, address client, uint64 feedbackIndex)
        external
        view
        returns (FeedbackLink memory);

    /// @notice How much feedback about an agent was ever linked.
    function linkCount(uint256 agentId) external view returns (uint256);

    /// @notice Linked feedback by its place in the order of linking.
    /// @param agentId Agent the feedback is about.
    /// @param place Counted from 0.
    /// @return client Who gave it.
    /// @return feedbackIndex Number among this client's feedback about this agent.
    /// @return ownerEpoch Owner epoch it was given in.
    function linkedAt(uint256 agentId, uint256 place)
        external
        view
        returns (address client, uint64 feedbackIndex, uint32 ownerEpoch);
}
