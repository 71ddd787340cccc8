// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Case} from "../types/Dispute.sol";

/// @title Forecasts, committed before and scored after
/// @notice A forecaster commits to one salted forecast for every agent there is: the probability that a dispute about
/// it, opened within the horizon, is upheld. The commitment is a root, so nobody learns a forecast before its time, and
/// none can be left out: leaf `i` is about agent `i`. After the horizon leaves are revealed; one that is not scores
/// worst. Disputes that were open before the commitment do not count, nor those that the forecaster itself brought.
/// Scored is the sum of squared errors (Brier), and its skill over the base rate: a forecaster that always says zero
/// scores well where faults are rare, and has no skill.
/// @dev A forecast changes nothing but this book: it knows no vault and no standing, and nobody asks it. A root is that
/// of a tree of RFC 6962 shape over SHA-256; a leaf is `abi.encode(keccak256("ombud/forecast/1"), chain, book,
/// forecaster, epoch, agentId, ppm, salt)`.
interface IForecastBook {
    /// @notice What a forecaster committed to in an epoch, and how it did. Errors are squared millionths.
    struct Round {
        bytes32 root;
        uint32 population; // agents 0 to population - 1
        uint64 committedAt; // Unix seconds
        uint64 until; // Unix seconds; end of the horizon
        uint32 revealed;
        uint32 upheld; // agents against which a dispute was upheld
        uint128 squares; // sum over what is revealed
    }

    /// @notice Thrown when a forecaster commits twice in an epoch.
    error ForecastBook_AlreadyCommitted(address forecaster, uint32 epoch);

    /// @notice Thrown when a commitment is for nothing.
    error ForecastBook_Empty(bytes32 root, uint32 population);

    /// @notice Thrown when a commitment leaves agents out, or names some that do not exist.
    error ForecastBook_WrongPopulation(uint32 population);

    /// @notice Thrown when a horizon is out of bounds; seconds.
    error ForecastBook_WrongHorizon(uint64 horizon, uint64 least, uint64 most);

    /// @notice Thrown when there is no such round.
    error ForecastBook_Unknown(address forecaster, uint32 epoch);

    /// @notice Thrown when a step comes too early or too late; Unix seconds.
    error ForecastBook_NotNow(uint256 time, uint256 from, uint256 until);

    /// @notice Thrown when a probability exceeds a million millionths.
    error ForecastBook_NoProbability(uint32 ppm);

    /// @notice Thrown when a leaf is not in the tree.
    error ForecastBook_NotIncluded(uint256 agentId);

    /// @notice Thrown when a leaf was revealed, or an outcome shown, before.
    error ForecastBook_AlreadyShown(uint256 agentId);

    /// @notice Thrown when a dispute is not an outcome of a round: not upheld in the end, about an agent outside the
    /// population, opened outside the horizon, or brought by the forecaster.
    error ForecastBook_NoOutcome(uint256 disputeId);

    /// @notice Emitted when a forecaster commits.
    event ForecastCommitted(
        address indexed forecaster,
        uint32 indexed epoch,
        bytes32 root,
        uint32 population,
        uint64 until,
        bytes32 model
    );

    /// @notice Emitted when a forecast is revealed; `squares` is the sum so far, of `revealed` leaves.
    event ForecastRevealed(
        address indexed forecaster,
        uint32 indexed epoch,
        uint256 indexed agentId,
        uint32 ppm,
        bytes32 salt,
        uint128 squares,
        uint32 revealed
    );

    /// @notice Emitted when an outcome is shown; values as they are after it.
    event OutcomeShown(
        address indexed forecaster,
        uint32 indexed epoch,
        uint256 indexed agentId,
        uint256 disputeId,
        uint128 squares,
        uint32 upheld
    );

    /// @notice Commits to a forecast for every agent, in the running epoch.
    /// @param root Root of the tree of leaves.
    /// @param population Number of agents, all of them; those of the last hour may be left out.
    /// @param horizon Seconds from now.
    /// @param model Hash of what made the forecasts.
    /// @return epoch Number of the epoch.
    function commit(bytes32 root, uint32 population, uint64 horizon, bytes32 model) external returns (uint32 epoch);

    /// @notice Reveals a forecast, after the horizon and before the round closes; anyone may.
    /// @param proof Siblings from the leaf upwards.
    function reveal(
        address forecaster,
        uint32 epoch,
        uint256 agentId,
        uint32 ppm,
        bytes32 salt,
        bytes32[] calldata proof
    ) external;

    /// @notice Shows that a dispute of the horizon was upheld, before the round closes; anyone may.
    function showOutcome(address forecaster, uint32 epoch, Case calldata case_) external;

    /// @notice A round.
    function roundOf(address forecaster, uint32 epoch) external view returns (Round memory);

    /// @notice How a round did, with what is not revealed at its worst; final once it is closed.
    /// @return brier Mean squared error, in millionths, rounded up.
    /// @return reference_ The same of whoever always says the base rate of the round, in millionths, rounded down.
    /// @return skill 1 - brier / reference in millionths, rounded down; below zero is worse than the base rate.
    /// @return known Whether there is a skill: not when nothing was upheld, or everything.
    /// @return closed Whether it is final.
    function scoreOf(address forecaster, uint32 epoch)
        external
        view
        returns (uint256 brier, uint256 reference_, int256 skill, bool known, bool closed);

    /// @notice Hash of a leaf.
    function leafOf(address forecaster, uint32 epoch, uint256 agentId, uint32 ppm, bytes32 salt)
        external
        view
        returns (bytes32);

    /// @notice The running epoch.
    function epochNow() external view returns (uint32);

    /// @notice Seconds of an epoch.
    function EPOCH_TIME() external view returns (uint64);

    /// @notice Seconds from the end of a horizon until its round closes: longer than the longest dispute.
    function CLOSING_TIME() external view returns (uint64);
}
