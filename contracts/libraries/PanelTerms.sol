// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Terms} from "../types/Panel.sol";

/// @title What contracts tell a panel
/// @notice Three forms: nothing at all, for contracts that know no panel; four fields; and all seven. The place of the
/// list within the encoding tells the last two apart. The highest bit of the time to commit asks for a human seat.
library PanelTerms {
    uint32 private constant USUAL_TIME = 1 days; // to commit, and to reveal
    uint32 private constant USUAL_APPEAL_TIME = 3 days;
    uint256 private constant FOUR_FIELDS = 4 * 32;
    uint32 internal constant HUMAN = 1 << 31; // beside the time to commit

    /// @notice Reads terms.
    /// @param arbitrable Contract to rule on, which pays when nobody is named.
    function decode(bytes calldata encoded, address arbitrable) internal pure returns (Terms memory terms) {
        if (encoded.length == 0) {
            (terms.commitTime, terms.revealTime) = (USUAL_TIME, USUAL_TIME);
            (terms.payer, terms.appealTime) = (arbitrable, USUAL_APPEAL_TIME);
            return terms;
        }
        (terms.commitTime, terms.revealTime, terms.payer, terms.parties) =
            abi.decode(encoded, (uint32, uint32, address, address[]));
        terms.human = terms.commitTime & HUMAN != 0;
        terms.commitTime &= ~HUMAN;
        if (uint256(bytes32(encoded[96:128])) == FOUR_FIELDS) return terms;
        terms.appealTime = uint32(uint256(bytes32(encoded[128:160])));
        (terms.earlierId, terms.earlierTerms) = (uint256(bytes32(encoded[160:192])), bytes32(encoded[192:224]));
    }

    /// @notice Terms of a first round. Three more values may follow the parties in the encoding: seconds in which a ruling
    /// can be appealed at the panel (uint32), and number and keccak256 of the encoded terms of a dispute of the caller's
    /// whose ruling seven seats review (uint256, bytes32).
    /// @param commitTime Seconds to commit; `HUMAN` beside them asks for an attested human among the seats of every draw.
    /// @param revealTime Seconds to reveal.
    /// @param payer Whom unspent pay goes back to.
    /// @param parties Who may not sit, and whom no seat may be in conflict with; at most 16.
    function encode(uint32 commitTime, uint32 revealTime, address payer, address[] memory parties)
        internal
        pure
        returns (bytes memory terms)
    {
        return abi.encode(commitTime, revealTime, payer, parties);
    }

    /// @notice What a panel keeps of a dispute that it was asked about.
    /// @param encodedHash keccak256 of the encoded terms.
    function tagOf(address arbitrable, bytes32 encodedHash) internal pure returns (bytes32) {
        return keccak256(abi.encode(arbitrable, encodedHash));
    }
}
