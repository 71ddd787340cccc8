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

    /// @notice The vote with the most voices.
    /// @param quorum Least number of votes.
    /// @return decided False when too few voted, or none has more than every other.
    /// @return ruling 0 when nothing was decided, or not to rule was.
    function outcome(uint256 refused, uint256 upheld, uint256 dismissed, uint256 quorum)
        internal
        pure
        returns (bool decided, uint8 ruling)
    {
        if (refused + upheld + dismissed < quorum) return (false, 0);
        if (upheld > dismissed && upheld > refused) return (true, 1);
        if (dismissed > upheld && dismissed > refused) return (true, 2);
        return (refused > upheld && refused > dismissed, 0);
    }
}
