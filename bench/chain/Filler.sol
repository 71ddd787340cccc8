// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

interface IRecorder {
    function record(
        uint256 agentId,
        uint32 stream,
        uint64 seq,
        bytes32 prevHeader,
        uint8 kind,
        bytes32 task,
        bytes32 contentHash,
        bytes32[] calldata parents
    ) external;

    function streamHead(uint256 agentId, uint32 epoch, uint32 stream) external view returns (uint64, bytes24);
}

/// @title Records many actions in one transaction
/// @notice A local node puts this code at the address of a session key, so that the key itself is the caller: what the
/// log emits is what an agent's own records make it emit. Every second record is an outcome, which names its intent.
contract Filler {
    /// @param log The action log.
    /// @param agentId Agent that the key at this address serves.
    /// @param count How many records.
    function fill(IRecorder log, uint256 agentId, uint256 count) external {
        (uint64 seq, bytes24 tag) = log.streamHead(agentId, 0, 0);
        bytes32 task = keccak256(abi.encode("task", agentId, seq));
        bytes32 last;
        for (uint256 i; i < count; ++i) {
            bytes32 content = keccak256(abi.encode("record", agentId, seq));
            bool outcome = last != 0 && i % 2 == 1;
            bytes32[] memory parents = new bytes32[](outcome ? 1 : 0);
            if (outcome) parents[0] = last;
            log.record(agentId, 0, seq, tag, outcome ? 2 : 1, task, content, parents);
            last = content;
            (seq, tag) = log.streamHead(agentId, 0, 0);
        }
    }
}
