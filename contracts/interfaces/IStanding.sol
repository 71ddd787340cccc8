// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What rulings and proofs did to agents
/// @notice Evidence for and against an agent by context and dimension, in milli-units: 1,000 is one unit of evidence.
/// Evidence decays at period boundaries only (Unix time divided by seven days), so that how often it is touched within
/// a period changes nothing. Rulings and proofs add what is against an agent; what is for it comes from audits alone,
/// slowly: `MOST_GAIN` a period. After a severe breach, audits lift an agent no higher than its score would be without
/// the breach, for `RECOVERY_PERIODS` from the first audit that follows.
/// What is against an agent suspends it at once, a minute for each milli-unit, seven days at most; that ends by itself.
/// Evidence stays with the agent when it is sold. What an owner took over can be told from what was decided since, if
/// anybody noted it in time: until then all of it counts as the present owner's.
interface IStanding {
    /// @notice Thrown when the caller is not one of the writers named at deployment.
    error Standing_NotWriter(address caller);

    /// @notice Thrown when a change adds nothing.
    error Standing_NothingToAdd(uint256 agentId);

    /// @notice Thrown when a writer named at deployment is zero.
    error Standing_ZeroWriter();

    /// @notice Thrown when more writers are named at deployment than there is room for.
    error Standing_TooManyWriters(uint256 count, uint256 most);

    /// @notice Thrown when an audit may add nothing now: for this period, or below the ceiling.
    error Standing_NothingToGain(uint256 agentId, uint32 ceiling, uint32 until);

    /// @notice Thrown when there is nothing to note: the agent was never sold, nothing was decided before, or something
    /// was decided since.
    error Standing_NothingToNote(uint256 agentId, uint32 ownerEpoch, uint64 changedAt);

    /// @notice Emitted when what an owner took over is noted.
    event InheritanceNoted(
        uint256 indexed agentId,
        bytes32 indexed context,
        uint8 indexed dimension,
        uint32 ownerEpoch,
        uint80 positive,
        uint80 negative,
        uint32 count
    );

    /// @notice Emitted when evidence is added.
    /// @param agentId Agent that the evidence is about.
    /// @param context What it was acting in; zero is everything.
    /// @param dimension What the evidence is about; 0 is integrity.
    /// @param cause Fault key, ruling or audit that the evidence stands on.
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

    /// @notice Adds what an audit found in favour, as far as there is room. Only the auditor.
    /// @param amount Milli-units in favour.
    /// @param cause Audit that the evidence stands on.
    /// @return gained Milli-units added.
    function addAudited(uint256 agentId, bytes32 context, uint8 dimension, uint80 amount, bytes32 cause)
        external
        returns (uint80 gained);

    /// @notice Notes what the present owner took over, before anything else is decided. Anyone may; it is in the owner's
    /// interest.
    function noteInherited(uint256 agentId, bytes32 context, uint8 dimension) external;

    /// @notice Evidence as decayed to this moment.
    /// @return positive Milli-units in favour.
    /// @return negative Milli-units against.
    /// @return count Changes so far.
    /// @return period Period of this moment.
    function standingOf(uint256 agentId, bytes32 context, uint8 dimension)
        external
        view
        returns (uint80 positive, uint80 negative, uint32 count, uint32 period);

    /// @notice The part of the evidence that the present owner took over with the agent, as decayed to this moment.
    /// What was decided since is the rest; all of it counts. Nothing, when something was decided before it was noted.
    /// @return positive Milli-units in favour.
    /// @return negative Milli-units against.
    /// @return count Changes under earlier owners.
    /// @return ownerEpoch Owner epoch that runs; under the first, nothing was taken over.
    function inheritedOf(uint256 agentId, bytes32 context, uint8 dimension)
        external
        view
        returns (uint80 positive, uint80 negative, uint32 count, uint32 ownerEpoch);

    /// @notice The suspension that ends last of those by rulings and proofs, or ended last.
    /// @return since Unix seconds of the last change by then; it may have begun before, with an earlier one.
    /// @return until Unix seconds; 0 for none.
    function suspensionOf(uint256 agentId) external view returns (uint64 since, uint64 until);

    /// @notice What an audit may add now.
    /// @return room Milli-units.
    /// @return ceiling Score in millionths that audits may not exceed, while there is one.
    /// @return until First period without the ceiling; in the past when there is none.
    function roomOf(uint256 agentId, bytes32 context, uint8 dimension)
        external
        view
        returns (uint80 room, uint32 ceiling, uint32 until);

    /// @notice Expected share of evidence in favour, with a prior of one in three units.
    /// @return ppm Millionths, rounded down: 1e6 * (1000 + positive) / (3000 + positive + negative).
    function scoreOf(uint256 agentId, bytes32 context, uint8 dimension) external view returns (uint256 ppm);

    /// @notice Whether an account may add what rulings and proofs found.
    function isWriter(address account) external view returns (bool);

    /// @notice Seconds of a period.
    function PERIOD() external view returns (uint256);

    /// @notice Most milli-units that audits add in a period.
    function MOST_GAIN() external view returns (uint80);

    /// @notice Milli-units against an agent since its last audit that make a severe breach. They are counted as they are
    /// at the next audit: twice as many are still that much after `RECOVERY_PERIODS`, so waiting hides no grave breach.
    function SEVERE() external view returns (uint80);

    /// @notice Periods for which a ceiling holds.
    function RECOVERY_PERIODS() external view returns (uint32);
}
