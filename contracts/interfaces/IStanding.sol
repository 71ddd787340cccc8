// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What rulings and proofs did to agents
/// @notice Evidence for and against an agent by context and dimension, in milli-units: 1,000 is one unit of evidence.
/// Evidence decays at period boundaries only (Unix time divided by seven days), so that how often it is touched within
/// a period changes nothing.
interface IStanding {
    /// @notice Thrown when the caller is not one of the writers named at deployment.
    error Standing_NotWriter(address caller);

    /// @notice Thrown when a change adds nothing.
    error Standing_NothingToAdd(uint256 agentId);

    /// @notice Thrown when a writer named at deployment is zero.
    error Standing_ZeroWriter();

    /// @notice Emitted when evidence is added.
    /// @param agentId Agent that the evidence is about.
    /// @param context What it was acting in; zero is everything.
    /// @param dimension What the evidence is about; 0 is integrity.
    /// @param cause Fault key or ruling that the evidence stands on.
    /// @param addedPositive Milli-units added in favour.
    /// @param addedNegative Milli-units added against.
    /// @param positive Milli-units in favour now.
    /// @param negative Milli-units against now.
    /// @param count Changes so far.
    /// @param period Period that the values are of.
    event StandingChanged(
        uint256 indexed agentId,
        bytes32 indexed context,
        uint8 indexed dimension,
        bytes32 cause,
        uint80 addedPositive,
        uint80 addedNegative,
        uint80 positive,
        uint80 negative,
        uint32 count,
        uint32 period
    );

    /// @notice Adds evidence to what is left of the earlier; sums stop at the largest value. Only a writer.
    /// @param agentId Agent that the evidence is about.
    /// @param context What it was acting in; zero is everything.
    /// @param dimension What the evidence is about; 0 is integrity.
    /// @param addPositive Milli-units in favour.
    /// @param addNegative Milli-units against.
    /// @param cause Fault key or ruling that the evidence stands on.
    function addEvidence(
        uint256 agentId,
        bytes32 context,
        uint8 dimension,
        uint80 addPositive,
        uint80 addNegative,
        bytes32 cause
    ) external;

    /// @notice Evidence as decayed to this moment.
    /// @return positive Milli-units in favour.
    /// @return negative Milli-units against.
    /// @return count Changes so far.
    /// @return period Period of this moment.
    function standingOf(uint256 agentId, bytes32 context, uint8 dimension)
        external
        view
        returns (uint80 positive, uint80 negative, uint32 count, uint32 period);

    /// @notice Expected share of evidence in favour, with a prior of one in three units.
    /// @return ppm Millionths, rounded down: 1e6 * (1000 + positive) / (3000 + positive + negative).
    function scoreOf(uint256 agentId, bytes32 context, uint8 dimension) external view returns (uint256 ppm);

    /// @notice Whether an account may add evidence.
    function isWriter(address account) external view returns (bool);
}
