// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Secret votes
library Ballots {
    /// @notice What a voter commits to. It names chain, contract, dispute, round and voter, so that no commitment can be
    /// revealed anywhere else, or by anyone else.
    /// @param vote 0 refuses to rule.
    /// @param reasonsHash Hash of the reasons.
    /// @param salt Keeps the vote secret.
    function commitment(
        address panel,
        uint256 disputeId,
        uint8 round,
        address voter,
        uint8 vote,
        bytes32 reasonsHash,
        bytes32 salt
    ) internal view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, panel, disputeId, round, voter, vote, reasonsHash, salt));
    }

    /// @notice The vote with the most voices; 0 when none has more than every other, or too few voted.
    /// @param quorum Least number of votes.
    function outcome(uint256 refused, uint256 upheld, uint256 dismissed, uint256 quorum)
        internal
        pure
        returns (uint8)
    {
        if (refused + upheld + dismissed < quorum) return 0;
        if (upheld > dismissed && upheld > refused) return 1;
        if (dismissed > upheld && dismissed > refused) return 2;
        return 0;
    }
}
