// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The ERC-8004 validation registry, version 2.0.0
/// @notice The functions and events of the standard's reference as its clients know them, with the same indexing.
/// Failures revert with the reference's strings, which clients match on.
/// @dev Source: erc-8004/erc-8004-contracts at b9e466c, ERCS/erc-8004.md. A request's hash is taken by whoever sends it
/// first, for whatever agent: to ask what one requester had validated, read IValidationRegistry.
interface IERC8004Validation {
    /// @notice Emitted when a validator is asked.
    /// @param validatorAddress Who is asked.
    /// @param agentId Agent whose work is to be validated.
    /// @param requestURI Where the validator finds what it needs.
    /// @param requestHash Name of the request.
    event ValidationRequest(
        address indexed validatorAddress, uint256 indexed agentId, string requestURI, bytes32 indexed requestHash
    );

    /// @notice Emitted when a validator answers, again too.
    /// @param validatorAddress Who answers.
    /// @param agentId Agent whose work is validated.
    /// @param requestHash Name of the request.
    /// @param response 0 (failed) to 100 (passed).
    /// @param responseURI Where the reasons are.
    /// @param responseHash Hash of the reasons.
    /// @param tag What was validated; may be empty.
    event ValidationResponse(
        address indexed validatorAddress,
        uint256 indexed agentId,
        bytes32 indexed requestHash,
        uint8 response,
        string responseURI,
        bytes32 responseHash,
        string tag
    );

    /// @notice Asks a validator; only the agent's owner or an operator. Reverts "bad validator", "exists" or
    /// "Not authorized", and as the identity registry does for an agent that does not exist.
    /// @param validatorAddress Who is asked; not zero.
    /// @param agentId Agent whose work is to be validated.
    /// @param requestURI Where the validator finds what it needs; in the event only.
    /// @param requestHash Name of the request, never used before.
    function validationRequest(
        address validatorAddress,
        uint256 agentId,
        string calldata requestURI,
        bytes32 requestHash
    ) external;

    /// @notice Answers a request, as often as the validator likes; reverts "unknown", "not validator" or "resp>100".
    /// @param requestHash Name of the request.
    /// @param response 0 (failed) to 100 (passed).
    /// @param responseURI Where the reasons are; in the event only.
    /// @param responseHash Hash of the reasons.
    /// @param tag What was validated; may be empty.
    function validationResponse(
        bytes32 requestHash,
        uint8 response,
        string calldata responseURI,
        bytes32 responseHash,
        string calldata tag
    ) external;

    /// @notice Identity registry that agents are of.
    function getIdentityRegistry() external view returns (address);

    /// @notice The last answer to a request; zeros and an empty tag before the first. Reverts "unknown".
    /// @dev An answer of zeros looks like none: IValidationRegistry tells them apart.
    /// @param requestHash Name of the request.
    /// @return validatorAddress Who was asked.
    /// @return agentId Agent whose work is validated.
    /// @return response 0 to 100.
    /// @return responseHash Hash of the reasons.
    /// @return tag What was validated.
    /// @return lastUpdate Unix seconds of the last answer, or of the request.
    function getValidationStatus(bytes32 requestHash)
        external
        view
        returns (
            address validatorAddress,
            uint256 agentId,
            uint8 response,
            bytes32 responseHash,
            string memory tag,
            uint256 lastUpdate
        );

    /// @notice Mean of the last answers about an agent, rounded down.
    /// @param agentId Agent asked about.
    /// @param validatorAddresses Whose answers count; empty for everybody's.
    /// @param tag Only with this tag; empty for any.
    /// @return count How many count.
    /// @return avgResponse 0 to 100; 0 when none counts.
    function getSummary(uint256 agentId, address[] calldata validatorAddresses, string calldata tag)
        external
        view
        returns (uint64 count, uint8 avgResponse);

    /// @notice Requests about an agent, in order.
    function getAgentValidations(uint256 agentId) external view returns (bytes32[] memory);

    /// @notice Requests to a validator, in order.
    function getValidatorRequests(address validatorAddress) external view returns (bytes32[] memory);

    /// @notice Version of the standard's reference that this face follows.
    function getVersion() external pure returns (string memory);
}
