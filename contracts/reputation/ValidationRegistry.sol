// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IAgentRegistry} from "../interfaces/IAgentRegistry.sol";
import {IERC8004Validation} from "../interfaces/IERC8004Validation.sol";
import {IValidationRegistry} from "../interfaces/IValidationRegistry.sol";
import {Tags} from "../libraries/Tags.sol";
import {Validation, ValidationState} from "../types/Validation.sol";

/// @title Validation registry of agents
/// @notice Minimal and immutable: no administrator, no proxy.
contract ValidationRegistry is IValidationRegistry {
    using Tags for Tags.Book;

    struct Request {
        // slot 0
        address validator;
        uint64 requestedAt; // Unix seconds
        uint32 answers;
        // slot 1
        address requester;
        uint32 ownerEpoch;
        // slot 2
        uint256 agentId;
    }

    struct Answer {
        // slot 0
        bytes32 responseHash;
        // slot 1
        uint8 response;
        uint64 answeredAt; // Unix seconds
        uint40 tag; // number in the book of tags
    }

    uint8 private constant MAX_RESPONSE = 100;

    IAgentRegistry private immutable _registry;

    Tags.Book private _tags;
    mapping(bytes32 requestHash => Request) private _requests;
    mapping(bytes32 requestHash => mapping(uint32 number => Answer)) private _answers;
    mapping(uint256 agentId => bytes32[]) private _byAgent;
    mapping(address validator => bytes32[]) private _byValidator;

    /// @param registry Identity registry that agents are of.
    constructor(IAgentRegistry registry) {
        require(address(registry) != address(0), "bad identity");
        _registry = registry;
    }

    /// @inheritdoc IERC8004Validation
    function validationRequest(
        address validatorAddress,
        uint256 agentId,
        string calldata requestURI,
        bytes32 requestHash
    ) external {
        require(validatorAddress != address(0), "bad validator");
        require(_requests[requestHash].validator == address(0), "exists");
        require(_registry.isAuthorizedOrOwner(msg.sender, agentId), "Not authorized");
        (, uint32 ownerEpoch,) = _registry.ownership(agentId);
        _requests[requestHash] =
            Request(validatorAddress, uint64(block.timestamp), 0, msg.sender, ownerEpoch, agentId);
        _byAgent[agentId].push(requestHash);
        _byValidator[validatorAddress].push(requestHash);
        emit ValidationRequest(validatorAddress, agentId, requestURI, requestHash);
    }

    /// @inheritdoc IERC8004Validation
    function validationResponse(
        bytes32 requestHash,
        uint8 response,
        string calldata responseURI,
        bytes32 responseHash,
        string calldata tag
    ) external {
        Request storage request = _requests[requestHash];
        require(request.validator != address(0), "unknown");
        require(msg.sender == request.validator, "not validator");
        require(response <= MAX_RESPONSE, "resp>100");
        _answers[requestHash][request.answers++] =
            Answer(responseHash, response, uint64(block.timestamp), _tags.numberOf(tag));
        emit ValidationResponse(msg.sender, request.agentId, requestHash, response, responseURI, responseHash, tag);
    }

    /// @inheritdoc IERC8004Validation
    function getIdentityRegistry() external view returns (address) {
        return address(_registry);
    }

    /// @inheritdoc IERC8004Validation
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
        )
    {
        Request memory request = _requests[requestHash];
        require(request.validator != address(0), "unknown");
        if (request.answers == 0) return (request.validator, request.agentId, 0, 0, "", request.requestedAt);
        Answer memory last = _answers[requestHash][request.answers - 1];
        return (
            request.validator,
            request.agentId,
            last.response,
            last.responseHash,
            _tags.textOf(last.tag),
            last.answeredAt
        );
    }

    /// @inheritdoc IERC8004Validation
    function getSummary(uint256 agentId, address[] calldata validatorAddresses, string calldata tag)
        external
        view
        returns (uint64 count, uint8 avgResponse)
    {
        (bool any, uint40 wanted) = _tags.sought(tag);
        bytes32[] storage hashes = _byAgent[agentId];
        uint256 length = hashes.length;
        uint256 sum;
        for (uint256 i; i < length; ++i) {
            bytes32 requestHash = hashes[i];
            Request storage request = _requests[requestHash];
            uint32 answers = request.answers;
            if (answers == 0 || !_isAmong(request.validator, validatorAddresses)) continue;
            Answer storage last = _answers[requestHash][answers - 1];
            if (!any && last.tag != wanted) continue;
            sum += last.response;
            ++count;
        }
        if (count != 0) avgResponse = uint8(sum / count);
    }

    /// @inheritdoc IERC8004Validation
    function getAgentValidations(uint256 agentId) external view returns (bytes32[] memory) {
        return _byAgent[agentId];
    }

    /// @inheritdoc IERC8004Validation
    function getValidatorRequests(address validatorAddress) external view returns (bytes32[] memory) {
        return _byValidator[validatorAddress];
    }

    /// @inheritdoc IValidationRegistry
    function validationOf(bytes32 requestHash) external view returns (Validation memory) {
        Request memory request = _requests[requestHash];
        ValidationState state = request.validator == address(0)
            ? ValidationState.Unknown
            : ValidationState(1 + Math.min(request.answers, 2)); // requested, answered, revised
        return Validation(
            state,
            request.requester,
            request.validator,
            request.agentId,
            request.ownerEpoch,
            request.requestedAt,
            request.answers
        );
    }

    /// @inheritdoc IValidationRegistry
    function answerOf(bytes32 requestHash, uint32 number)
        external
        view
        returns (uint8 response, bytes32 responseHash, string memory tag, uint64 answeredAt)
    {
        if (number >= _requests[requestHash].answers) revert ValidationRegistry_NoAnswer(requestHash, number);
        Answer memory given = _answers[requestHash][number];
        return (given.response, given.responseHash, _tags.textOf(given.tag), given.answeredAt);
    }

    /// @inheritdoc IValidationRegistry
    function requestsOf(address requester, uint256 agentId, uint256 from, uint256 limit)
        external
        view
        returns (bytes32[] memory requestHashes, uint256 next)
    {
        bytes32[] storage hashes = _byAgent[agentId];
        next = Math.min(Math.saturatingAdd(from, limit), hashes.length);
        requestHashes = new bytes32[](Math.saturatingSub(next, from));
        uint256 count;
        for (uint256 i = from; i < next; ++i) {
            if (_requests[hashes[i]].requester == requester) requestHashes[count++] = hashes[i];
        }
        assembly ("memory-safe") {
            mstore(requestHashes, count)
        }
    }

    /// @inheritdoc IERC8004Validation
    function getVersion() external pure returns (string memory) {
        return "2.0.0";
    }

    /// @dev An empty list names everybody.
    function _isAmong(address validator, address[] calldata named) private pure returns (bool) {
        if (named.length == 0) return true;
        for (uint256 i; i < named.length; ++i) {
            if (named[i] == validator) return true;
        }
        return false;
    }
}
