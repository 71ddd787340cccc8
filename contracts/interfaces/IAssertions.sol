// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IArbitrable} from "./IArbitrable.sol";

/// @title Statements that hold unless somebody shows otherwise (ERC-792 arbitrable)
/// @notice Whoever asserts something bonds money on it. Unchallenged in time, it is accepted. A challenger bonds as much
/// and pays an arbitrator, who recomputes or looks: upheld challenges take the asserter's bond, dismissed ones the
/// challenger's; half of what is lost goes to the other side, the rest is burned. All money is pulled from the vault.
/// Rulings: 0 refused, 1 the challenge is upheld, 2 it is dismissed.
interface IAssertions is IArbitrable {
    /// @notice Where an assertion stands.
    enum Standpoint {
        None,
        Open, // may be challenged
        Challenged,
        Accepted,
        Rejected // a challenge was upheld
    }

    /// @notice Thrown when the value sent is not the bond.
    error Assertions_WrongBond(uint256 sent, uint256 bond);

    /// @notice Thrown when the value sent does not pay bond and arbitrator.
    error Assertions_TooLittle(uint256 sent, uint256 needed);

    /// @notice Thrown when an assertion was made before.
    error Assertions_Known(bytes32 assertion);

    /// @notice Thrown when an assertion does not stand where a call needs it.
    error Assertions_WrongStandpoint(bytes32 assertion, Standpoint standpoint);

    /// @notice Thrown when a step comes too early or too late; Unix seconds.
    error Assertions_NotNow(bytes32 assertion, uint256 time, uint256 due);

    /// @notice Thrown when an asserter challenges itself.
    error Assertions_OwnAssertion(bytes32 assertion, address asserter);

    /// @notice Thrown when a ruling comes from anyone but the arbitrator, or about nothing.
    error Assertions_NotArbitrator(address caller, uint256 arbitratorDisputeId);

    /// @notice Emitted when something is asserted.
    /// @param assertion Name of the assertion.
    /// @param asserter Who bonds on it.
    /// @param bond Wei.
    /// @param openUntil Unix seconds until which it may be challenged.
    event Asserted(bytes32 indexed assertion, address indexed asserter, uint256 bond, uint64 openUntil);

    /// @notice Emitted when an assertion is challenged.
    /// @param arbitratorDisputeId The arbitrator's number of the dispute.
    /// @param evidenceHash Hash of what the challenger shows.
    /// @param uri Where it is.
    event AssertionChallenged(
        bytes32 indexed assertion,
        address indexed challenger,
        uint256 indexed arbitratorDisputeId,
        bytes32 evidenceHash,
        string uri
    );

    /// @notice Emitted when an assertion ends.
    /// @param accepted Whether it holds.
    /// @param toAsserter Credited to the asserter, wei.
    /// @param toChallenger Credited to the challenger, wei.
    /// @param burned What nobody gets, wei.
    event AssertionEnded(
        bytes32 indexed assertion, bool accepted, uint256 toAsserter, uint256 toChallenger, uint256 burned
    );

    /// @notice Challenges an open assertion; pays a bond of its size and the arbitrator. What exceeds both is credited.
    /// @param evidenceHash Hash of what is shown.
    /// @param uri Where it is.
    function challenge(bytes32 assertion, bytes32 evidenceHash, string calldata uri) external payable;

    /// @notice Ends an assertion: unchallenged in time, ruled on, or without a ruling for too long.
    function conclude(bytes32 assertion) external;

    /// @notice Where an assertion stands.
    /// @return standpoint Where it stands.
    /// @return asserter Who bonds on it.
    /// @return challenger Who challenged it; zero for nobody.
    /// @return due Unix seconds from which it can be concluded without a ruling.
    /// @return ruling What the arbitrator said; meaningful once `ruled`.
    /// @return ruled Whether it did.
    function assertionOf(bytes32 assertion)
        external
        view
        returns (
            Standpoint standpoint,
            address asserter,
            address challenger,
            uint64 due,
            uint8 ruling,
            bool ruled
        );

    /// @notice What an asserter bonds, and a challenger, wei.
    function BOND() external view returns (uint256);

    /// @notice What a challenge costs now, wei.
    function challengeCost() external view returns (uint256);

    /// @notice Seconds for which an assertion may be challenged.
    function CHALLENGE_TIME() external view returns (uint64);

    /// @notice Seconds after a challenge for which a ruling is waited for.
    function RULING_TIME() external view returns (uint64);
}
