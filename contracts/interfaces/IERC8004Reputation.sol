// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The ERC-8004 reputation registry, version 2.0.0
/// @notice The functions and events of the standard's reference as its clients know them, with the same indexing.
/// Failures revert with the reference's strings, which clients match on.
/// @dev Source: erc-8004/erc-8004-contracts at b9e466c, ERCS/erc-8004.md. Reads loop over what their caller names, as
/// the standard has it; no contract of ours calls them in a transaction.
interface IERC8004Reputation {
    /// @notice Emitted when a client gives feedback.
    /// @param agentId Agent the feedback is about.
    /// @param clientAddress Who gave it.
    /// @param feedbackIndex Number among this client's feedback about this agent, counted from 1.
    /// @param value The value, with valueDecimals digits after the point.
    /// @param valueDecimals Digits after the point, at most 18.
    /// @param indexedTag1 First tag; as a topic it is a hash.
    /// @param tag1 First tag, readable.
    /// @param tag2 Second tag.
    /// @param endpoint Endpoint that was used; may be empty.
    /// @param feedbackURI Where more is said; may be empty.
    /// @param feedbackHash Hash of what is said there.
    event NewFeedback(
        uint256 indexed agentId,
        address indexed clientAddress,
        uint64 feedbackIndex,
        int128 value,
        uint8 valueDecimals,
        string indexed indexedTag1,
        string tag1,
        string tag2,
        string endpoint,
        string feedbackURI,
        bytes32 feedbackHash
    );

    /// @notice Emitted when a client takes feedback back.
    /// @param agentId Agent the feedback is about.
    /// @param clientAddress Who gave it.
    /// @param feedbackIndex Number among this client's feedback about this agent.
    event FeedbackRevoked(uint256 indexed agentId, address indexed clientAddress, uint64 indexed feedbackIndex);

    /// @notice Emitted when anyone responds to feedback.
    /// @param agentId Agent the feedback is about.
    /// @param clientAddress Who gave it.
    /// @param feedbackIndex Number among this client's feedback about this agent.
    /// @param responder Who responded.
    /// @param responseURI Where the response is.
    /// @param responseHash Hash of the response.
    event ResponseAppended(
        uint256 indexed agentId,
        address indexed clientAddress,
        uint64 feedbackIndex,
        address indexed responder,
        string responseURI,
        bytes32 responseHash
    );

    /// @notice Gives feedback; reverts "too many decimals", "value too large" or "Self-feedback not allowed" (owner and
    /// operators), and as the identity registry does for an agent that does not exist.
    /// @param agentId Agent the feedback is about.
    /// @param value The value, at most 1e38 either way.
    /// @param valueDecimals Digits of the value after the point, at most 18.
    /// @param tag1 First tag; may be empty.
    /// @param tag2 Second tag; may be empty.
    /// @param endpoint Endpoint that was used; may be empty; in the event only.
    /// @param feedbackURI Where more is said; may be empty; in the event only.
    /// @param feedbackHash Hash of what is said there; in the event only.
    function giveFeedback(
        uint256 agentId,
        int128 value,
        uint8 valueDecimals,
        string calldata tag1,
        string calldata tag2,
        string calldata endpoint,
        string calldata feedbackURI,
        bytes32 feedbackHash
    ) external;

    /// @notice Takes the caller's feedback back; reverts "index must be > 0", "index out of bounds" or
    /// "Already revoked".
    /// @param agentId Agent the feedback is about.
    /// @param feedbackIndex Number among the caller's feedback about this agent.
    function revokeFeedback(uint256 agentId, uint64 feedbackIndex) external;

    /// @notice Responds to feedback, revoked feedback too; anyone may. Reverts "index must be > 0", "Empty URI" or
    /// "index out of bounds".
    /// @param agentId Agent the feedback is about.
    /// @param clientAddress Who gave it.
    /// @param feedbackIndex Number among this client's feedback about this agent.
    /// @param responseURI Where the response is; not empty; in the event only.
    /// @param responseHash Hash of the response; in the event only.
    function appendResponse(
        uint256 agentId,
        address clientAddress,
        uint64 feedbackIndex,
        string calldata responseURI,
        bytes32 responseHash
    ) external;

    /// @notice Identity registry that agents are of.
    function getIdentityRegistry() external view returns (address);

    /// @notice How much feedback a client gave about an agent, revoked included: the number of the last one.
    function getLastIndex(uint256 agentId, address clientAddress) external view returns (uint64);

    /// @notice One feedback; reverts "index must be > 0" or "index out of bounds".
    /// @param agentId Agent the feedback is about.
    /// @param clientAddress Who gave it.
    /// @param feedbackIndex Number among this client's feedback about this agent.
    function readFeedback(uint256 agentId, address clientAddress, uint64 feedbackIndex)
        external
        view
        returns (int128 value, uint8 valueDecimals, string memory tag1, string memory tag2, bool isRevoked);

    /// @notice Mean of what the clients named gave and did not revoke; reverts "clientAddresses required" without any.
    /// @dev The mean of unlike units is no measure; FeedbackView averages within one dimension.
    /// @param agentId Agent asked about.
    /// @param clientAddresses Whose feedback counts; a client named twice counts twice.
    /// @param tag1 Only with this first tag; empty for any.
    /// @param tag2 Only with this second tag; empty for any.
    /// @return count How many count.
    /// @return summaryValue Mean, cut towards zero at the digits that follow.
    /// @return summaryValueDecimals The most frequent number of decimals among them, the least of equals.
    function getSummary(
        uint256 agentId,
        address[] calldata clientAddresses,
        string calldata tag1,
        string calldata tag2
    ) external view returns (uint64 count, int128 summaryValue, uint8 summaryValueDecimals);

    /// @notice All feedback of the clients named, or of every client when none is named, client by client.
    /// @param agentId Agent asked about.
    /// @param clientAddresses Whose feedback; empty for every client's, in the order of their first feedback.
    /// @param tag1 Only with this first tag; empty for any.
    /// @param tag2 Only with this second tag; empty for any.
    /// @param includeRevoked Whether revoked feedback is among the answers.
    function readAllFeedback(
        uint256 agentId,
        address[] calldata clientAddresses,
        string calldata tag1,
        string calldata tag2,
        bool includeRevoked
    )
        external
        view
        returns (
            address[] memory clients,
            uint64[] memory feedbackIndexes,
            int128[] memory values,
            uint8[] memory valueDecimals,
            string[] memory tag1s,
            string[] memory tag2s,
            bool[] memory revokedStatuses
        );

    /// @notice How many responses there are.
    /// @param agentId Agent the feedback is about.
    /// @param clientAddress Who gave the feedback; zero for every client, whatever the index.
    /// @param feedbackIndex Number of the feedback; zero for all of the client's.
    /// @param responders Whose responses count; empty for everybody's.
    function getResponseCount(
        uint256 agentId,
        address clientAddress,
        uint64 feedbackIndex,
        address[] calldata responders
    ) external view returns (uint64 count);

    /// @notice Clients that gave feedback about an agent, in the order of their first.
    function getClients(uint256 agentId) external view returns (address[] memory);

    /// @notice Version of the standard's reference that this face follows.
    function getVersion() external pure returns (string memory);
}
