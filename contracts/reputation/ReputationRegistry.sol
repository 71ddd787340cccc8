// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAgentRegistry} from "../interfaces/IAgentRegistry.sol";
import {IERC8004Reputation} from "../interfaces/IERC8004Reputation.sol";
import {IReputationRegistry} from "../interfaces/IReputationRegistry.sol";
import {Tags} from "../libraries/Tags.sol";
import {FeedbackFilter, PackedFeedback, feedbackFilter, packFeedback} from "../types/PackedFeedback.sol";

/// @title Reputation registry of agents
/// @notice Minimal and immutable: no administrator, no proxy.
contract ReputationRegistry is IReputationRegistry {
    using Tags for Tags.Book;

    int128 private constant MAX_VALUE = 1e38;
    uint256 private constant MAX_DECIMALS = 18;

    IAgentRegistry private immutable _registry;

    Tags.Book private _tags;
    mapping(uint256 agentId => address[]) private _clients;
    mapping(uint256 agentId => mapping(address client => uint64)) private _lastIndex;
    mapping(uint256 agentId => mapping(address client => mapping(uint64 index => PackedFeedback))) private _feedback;
    /// @dev Responses by responder; those of everybody are under the zero address, which sends nothing.
    mapping(uint256 agentId => mapping(address client => mapping(uint64 index => mapping(address responder => uint64))))
        private _responses;

    /// @param registry Identity registry that agents are of.
    constructor(IAgentRegistry registry) {
        require(address(registry) != address(0), "bad identity");
        _registry = registry;
    }

    /// @inheritdoc IERC8004Reputation
    function giveFeedback(
        uint256 agentId,
        int128 value,
        uint8 valueDecimals,
        string calldata tag1,
        string calldata tag2,
        string calldata endpoint,
        string calldata feedbackURI,
        bytes32 feedbackHash
    ) external {
        require(valueDecimals <= MAX_DECIMALS, "too many decimals");
        require(value >= -MAX_VALUE && value <= MAX_VALUE, "value too large");
        require(!_registry.isAuthorizedOrOwner(msg.sender, agentId), "Self-feedback not allowed");
        (, uint32 ownerEpoch,) = _registry.ownership(agentId);
        uint64 index = ++_lastIndex[agentId][msg.sender];
        if (index == 1) _clients[agentId].push(msg.sender);
        _feedback[agentId][msg.sender][index] =
            packFeedback(value, valueDecimals, ownerEpoch, _tags.numberOf(tag1), _tags.numberOf(tag2));
        emit NewFeedback(
            agentId, msg.sender, index, value, valueDecimals, tag1, tag1, tag2, endpoint, feedbackURI, feedbackHash
        );
    }

    /// @inheritdoc IERC8004Reputation
    function revokeFeedback(uint256 agentId, uint64 feedbackIndex) external {
        _requireExists(agentId, msg.sender, feedbackIndex);
        PackedFeedback given = _feedback[agentId][msg.sender][feedbackIndex];
        require(!given.isRevoked(), "Already revoked");
        _feedback[agentId][msg.sender][feedbackIndex] = given.revoked();
        emit FeedbackRevoked(agentId, msg.sender, feedbackIndex);
    }

    /// @inheritdoc IERC8004Reputation
    function appendResponse(
        uint256 agentId,
        address clientAddress,
        uint64 feedbackIndex,
        string calldata responseURI,
        bytes32 responseHash
    ) external {
        require(feedbackIndex > 0, "index must be > 0");
        require(bytes(responseURI).length > 0, "Empty URI");
        _requireExists(agentId, clientAddress, feedbackIndex);
        mapping(address responder => uint64) storage responses = _responses[agentId][clientAddress][feedbackIndex];
        ++responses[msg.sender];
        ++responses[address(0)];
        emit ResponseAppended(agentId, clientAddress, feedbackIndex, msg.sender, responseURI, responseHash);
    }

    /// @inheritdoc IERC8004Reputation
    function getIdentityRegistry() external view returns (address) {
        return address(_registry);
    }

    /// @inheritdoc IERC8004Reputation
    function getLastIndex(uint256 agentId, address clientAddress) external view returns (uint64) {
        return _lastIndex[agentId][clientAddress];
    }

    /// @inheritdoc IERC8004Reputation
    function readFeedback(uint256 agentId, address clientAddress, uint64 feedbackIndex)
        external
        view
        returns (int128 value, uint8 valueDecimals, string memory tag1, string memory tag2, bool isRevoked)
    {
        _requireExists(agentId, clientAddress, feedbackIndex);
        PackedFeedback given = _feedback[agentId][clientAddress][feedbackIndex];
        return (
            given.value(),
            given.decimals(),
            _tags.textOf(given.tag1()),
            _tags.textOf(given.tag2()),
            given.isRevoked()
        );
    }

    /// @inheritdoc IReputationRegistry
    function ownerEpochOf(uint256 agentId, address clientAddress, uint64 feedbackIndex)
        external
        view
        returns (uint32)
    {
        _requireExists(agentId, clientAddress, feedbackIndex);
        return _feedback[agentId][clientAddress][feedbackIndex].ownerEpoch();
    }

    /// @inheritdoc IERC8004Reputation
    function getSummary(
        uint256 agentId,
        address[] calldata clientAddresses,
        string calldata tag1,
        string calldata tag2
    ) external view returns (uint64 count, int128 summaryValue, uint8 summaryValueDecimals) {
        require(clientAddresses.length > 0, "clientAddresses required");
        FeedbackFilter memory filter = _filterOf(tag1, tag2, false);
        uint256[MAX_DECIMALS + 1] memory counts; // by decimals
        int256[MAX_DECIMALS + 1] memory sums;
        for (uint256 i; i < clientAddresses.length; ++i) {
            mapping(uint64 index => PackedFeedback) storage given = _feedback[agentId][clientAddresses[i]];
            uint256 last = _lastIndex[agentId][clientAddresses[i]];
            // Values have at most 127 bits and there are fewer than 2^64 of them.
            unchecked {
                for (uint256 index = 1; index <= last; ++index) {
                    PackedFeedback found = given[uint64(index)];
                    if (!found.passes(filter)) continue;
                    uint8 decimals = found.decimals();
                    ++counts[decimals];
                    sums[decimals] += found.value();
                }
            }
        }
        return _mean(counts, sums);
    }

    /// @inheritdoc IERC8004Reputation
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
        )
    {
        (clients, feedbackIndexes) =
            _select(agentId, _clientsOr(agentId, clientAddresses), _filterOf(tag1, tag2, includeRevoked));
        uint256 count = clients.length;
        values = new int128[](count);
        valueDecimals = new uint8[](count);
        tag1s = new string[](count);
        tag2s = new string[](count);
        revokedStatuses = new bool[](count);
        for (uint256 i; i < count; ++i) {
            PackedFeedback found = _feedback[agentId][clients[i]][feedbackIndexes[i]];
            values[i] = found.value();
            valueDecimals[i] = found.decimals();
            tag1s[i] = _tags.textOf(found.tag1());
            tag2s[i] = _tags.textOf(found.tag2());
            revokedStatuses[i] = found.isRevoked();
        }
    }

    /// @inheritdoc IERC8004Reputation
    function getResponseCount(
        uint256 agentId,
        address clientAddress,
        uint64 feedbackIndex,
        address[] calldata responders
    ) external view returns (uint64 count) {
        if (clientAddress != address(0)) return _responsesTo(agentId, clientAddress, feedbackIndex, responders);
        address[] memory clients = _clients[agentId];
        for (uint256 i; i < clients.length; ++i) {
            count += _responsesTo(agentId, clients[i], 0, responders);
        }
    }

    /// @inheritdoc IERC8004Reputation
    function getClients(uint256 agentId) external view returns (address[] memory) {
        return _clients[agentId];
    }

    /// @inheritdoc IERC8004Reputation
    function getVersion() external pure returns (string memory) {
        return "2.0.0";
    }

    function _requireExists(uint256 agentId, address client, uint64 index) private view {
        require(index > 0, "index must be > 0");
        require(index <= _lastIndex[agentId][client], "index out of bounds");
    }

    function _clientsOr(uint256 agentId, address[] calldata named) private view returns (address[] memory) {
        if (named.length > 0) return named;
        return _clients[agentId];
    }

    /// @dev Clients and numbers of all feedback that passes, in order: counted first, then collected.
    function _select(uint256 agentId, address[] memory among, FeedbackFilter memory filter)
        private
        view
        returns (address[] memory clients, uint64[] memory indexes)
    {
        uint256 most;
        for (uint256 i; i < among.length; ++i) {
            most += _lastIndex[agentId][among[i]];
        }
        clients = new address[](most);
        indexes = new uint64[](most);
        uint256 count;
        for (uint256 i; i < among.length; ++i) {
            uint64 last = _lastIndex[agentId][among[i]];
            for (uint64 index = 1; index <= last; ++index) {
                if (!_feedback[agentId][among[i]][index].passes(filter)) continue;
                clients[count] = among[i];
                indexes[count++] = index;
            }
        }
        assembly ("memory-safe") {
            mstore(clients, count)
            mstore(indexes, count)
        }
    }

    /// @dev Responses to one feedback, or to all of a client's when the number is zero.
    function _responsesTo(uint256 agentId, address client, uint64 index, address[] calldata responders)
        private
        view
        returns (uint64 count)
    {
        (uint256 first, uint256 last) = index == 0 ? (1, _lastIndex[agentId][client]) : (index, index);
        for (uint256 i = first; i <= last; ++i) {
            mapping(address responder => uint64) storage responses = _responses[agentId][client][uint64(i)];
            if (responders.length == 0) count += responses[address(0)];
            for (uint256 k; k < responders.length; ++k) {
                // Nobody responds from the zero address, where the responses of everybody are.
                if (responders[k] != address(0)) count += responses[responders[k]];
            }
        }
    }

    function _filterOf(string calldata tag1, string calldata tag2, bool includeRevoked)
        private
        view
        returns (FeedbackFilter memory)
    {
        (bool any1, uint40 number1) = _tags.sought(tag1);
        (bool any2, uint40 number2) = _tags.sought(tag2);
        return feedbackFilter(any1, number1, any2, number2, includeRevoked);
    }

    /// @dev The reference divides twice, and cuts to 128 bits what a mean of few decimals among many can exceed.
    function _mean(uint256[MAX_DECIMALS + 1] memory counts, int256[MAX_DECIMALS + 1] memory sums)
        private
        pure
        returns (uint64 count, int128 mean, uint8 most)
    {
        int256 sum; // with 18 decimals
        for (uint8 decimals; decimals <= MAX_DECIMALS; ++decimals) {
            count += uint64(counts[decimals]);
            sum += sums[decimals] * int256(10 ** (MAX_DECIMALS - decimals));
            if (counts[decimals] > counts[most]) most = decimals;
        }
        if (count != 0) mean = int128(sum / int256(uint256(count)) / int256(10 ** (MAX_DECIMALS - most)));
    }
}
