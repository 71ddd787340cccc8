// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Challenge} from "../types/Challenge.sol";

/// @title Questions with a deposit
/// @notice Whoever asks pays a deposit. An answer in time takes it, whoever gives the answer; otherwise it goes back,
/// and what was not shown, or only after its time, can be proved as a fault. Nothing is asked twice.
interface IChallengeBook {
    /// @notice Thrown when the deposit is another amount; wei.
    error Challenges_WrongDeposit(uint256 value, uint256 deposit);

    /// @notice Thrown when the same was asked before.
    error Challenges_AlreadyAsked(bytes32 id);

    /// @notice Thrown when nothing such was asked, or it was answered.
    error Challenges_NotOpen(bytes32 id);

    /// @notice Thrown when the time for answers is over; Unix seconds.
    error Challenges_TooLate(bytes32 id, uint64 answerBy);

    /// @notice Thrown when the time for answers is not over; Unix seconds.
    error Challenges_StillOpen(bytes32 id, uint64 answerBy);

    /// @notice Emitted when something is asked.
    /// @param id Name of the challenge.
    /// @param kind As `FaultKind` numbers what is proved when nobody answers; 0 for evidence.
    /// @param subject Agent key, log id, or hash of the evidence.
    /// @param challenger Who asked.
    /// @param about What is asked for: hash of a receipt, header, number of a tile, or custodian.
    /// @param answerBy Unix seconds until which it can be answered.
    event ChallengeOpened(
        bytes32 indexed id,
        uint8 indexed kind,
        bytes32 indexed subject,
        address challenger,
        bytes32 about,
        uint64 answerBy
    );

    /// @notice Emitted when something is shown.
    /// @param id Name of the challenge.
    /// @param answerer Who showed it.
    /// @param inTime Whether it settles the challenge; else it was shown to be late, which something earlier can mend.
    event ChallengeAnswered(bytes32 indexed id, address indexed answerer, bool inTime);

    /// @notice Emitted when the deposit goes back to the challenger.
    event ChallengeClosed(bytes32 indexed id, address indexed challenger);

    /// @notice Gives the deposit of an unanswered challenge back, as credit in the vault. Anyone may ask.
    function close(bytes32 id) external;

    /// @notice A challenge by its name; empty when it was never opened.
    function challengeOf(bytes32 id) external view returns (Challenge memory);

    /// @notice What asking costs, wei, unless nobody answers.
    function DEPOSIT() external view returns (uint256);

    /// @notice Seconds for an answer.
    function ANSWER_TIME() external view returns (uint64);
}
