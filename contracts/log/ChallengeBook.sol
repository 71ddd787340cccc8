// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IBondVault} from "../interfaces/IBondVault.sol";
import {IChallengeBook} from "../interfaces/IChallengeBook.sol";
import {Challenge, ChallengeState} from "../types/Challenge.sol";
import {FaultKind} from "../types/Finding.sol";

/// @title Questions with a deposit
/// @notice Base of the contracts that ask for something. What is asked, and what answers it, is theirs to say.
abstract contract ChallengeBook is IChallengeBook, ReentrancyGuardTransient {
    using SafeCast for uint256;

    /// @inheritdoc IChallengeBook
    uint64 public constant ANSWER_TIME = 3 days;
    /// @inheritdoc IChallengeBook
    uint256 public immutable DEPOSIT;

    IBondVault private immutable _vault;

    mapping(bytes32 id => Challenge) private _challenges;

    /// @param vault Pays deposits out.
    /// @param deposit What asking costs, wei.
    constructor(IBondVault vault, uint256 deposit) {
        (_vault, DEPOSIT) = (vault, deposit);
    }

    /// @inheritdoc IChallengeBook
    function close(bytes32 id) external nonReentrant {
        Challenge memory asked = _challenges[id];
        if (asked.state == ChallengeState.None || asked.state == ChallengeState.Answered || asked.closed) {
            revert Challenges_NotOpen(id);
        }
        if (block.timestamp <= asked.answerBy) revert Challenges_StillOpen(id, asked.answerBy);
        _challenges[id].closed = true;
        emit ChallengeClosed(id, asked.challenger);
        _unanswered(id);
        if (DEPOSIT != 0) _vault.credit{value: DEPOSIT}(asked.challenger, id);
    }

    /// @inheritdoc IChallengeBook
    function challengeOf(bytes32 id) external view returns (Challenge memory) {
        return _challenges[id];
    }

    /// @dev What follows at once when nobody answered.
    function _unanswered(bytes32 id) internal virtual {}

    /// @dev Opens a challenge of something that is due at a time, Unix seconds, passed or not.
    function _ask(bytes32 id, FaultKind kind, bytes32 subject, bytes32 about, uint256 due) internal {
        if (msg.value != DEPOSIT) revert Challenges_WrongDeposit(msg.value, DEPOSIT);
        Challenge storage asked = _challenges[id];
        if (asked.state != ChallengeState.None) revert Challenges_AlreadyAsked(id);
        uint40 answerBy = (Math.max(due, block.timestamp) + ANSWER_TIME).toUint40();
        (asked.challenger, asked.answerBy, asked.state) = (msg.sender, answerBy, ChallengeState.Open);
        emit ChallengeOpened(id, uint8(kind), subject, msg.sender, about, answerBy);
    }

    /// @dev Takes an answer. One that is late leaves room for a better one until the time is over.
    function _answer(bytes32 id, bool inTime) internal {
        Challenge storage asked = _challenges[id];
        (ChallengeState state, uint40 answerBy) = (asked.state, asked.answerBy);
        if (state != ChallengeState.Open && (state != ChallengeState.Late || !inTime)) revert Challenges_NotOpen(id);
        if (block.timestamp > answerBy) revert Challenges_TooLate(id, answerBy);
        asked.state = inTime ? ChallengeState.Answered : ChallengeState.Late;
        emit ChallengeAnswered(id, msg.sender, inTime);
        if (inTime && DEPOSIT != 0) _vault.credit{value: DEPOSIT}(msg.sender, id);
    }

    /// @dev Who asked and was not answered in time, and whether it was shown at least late.
    function _failed(bytes32 id) internal view returns (address challenger, bool late) {
        Challenge memory asked = _challenges[id];
        if (asked.state == ChallengeState.None || asked.state == ChallengeState.Answered) {
            revert Challenges_NotOpen(id);
        }
        if (block.timestamp <= asked.answerBy) revert Challenges_StillOpen(id, asked.answerBy);
        return (asked.challenger, asked.state == ChallengeState.Late);
    }
}
