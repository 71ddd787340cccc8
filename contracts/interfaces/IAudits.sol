// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAssertions} from "./IAssertions.sol";

/// @title Audits of what agents did
/// @notice The one way for an agent to gain standing, and to gain it back: an accredited arbitrator of the roster, not
/// of the agent's side, examines an action and bonds on its being in order. Unchallenged, or with the challenge
/// dismissed, the audit counts once, as far as there is room.
interface IAudits is IAssertions {
    /// @notice What is kept of an audit.
    struct Audit {
        uint256 agentId;
        bytes32 context;
        bytes32 action;
        uint8 dimension;
        uint80 weight; // milli-units
        bool counted;
    }

    /// @notice Thrown when the auditor is of the agent's own side.
    error Audits_OwnSide(uint256 agentId, address auditor);

    /// @notice Thrown when the auditor is not on the roster of arbitrators, or its accreditation is over.
    error Audits_NotAccredited(address auditor);

    /// @notice Thrown when the action shown is another agent's.
    error Audits_WrongAgent(uint256 shown, uint256 claimed);

    /// @notice Thrown when an action was audited, and the audit not rejected.
    error Audits_Audited(bytes32 action, bytes32 assertion);

    /// @notice Thrown when an audit weighs nothing, or more than one may; milli-units.
    error Audits_WrongWeight(uint80 weight, uint80 most);

    /// @notice Thrown when an audit does not say what was found.
    error Audits_NoReport(bytes32 action);

    /// @notice Thrown when an audit is not accepted, or was counted.
    error Audits_NotToCount(bytes32 assertion);

    /// @notice Emitted when an action is audited.
    event ActionAudited(
        bytes32 indexed assertion,
        uint256 indexed agentId,
        bytes32 indexed action,
        address auditor,
        bytes32 context,
        uint8 dimension,
        uint80 weight,
        bytes32 reportHash,
        string uri
    );

    /// @notice Emitted when an audit is counted; `gained` milli-units, less than its weight where there was less room.
    event AuditCounted(bytes32 indexed assertion, uint256 indexed agentId, uint80 gained);

    /// @notice Asserts that an action was in order, with the bond. Only an arbitrator of the roster.
    /// @param agentId Agent whose action it is.
    /// @param context What it was acting in; zero is everything.
    /// @param dimension What the audit is about.
    /// @param weight Milli-units, 1 to `MOST_WEIGHT`.
    /// @param reportHash Hash of what was found.
    /// @param proof Encoded call of the `ActionWitness` that shows the action to be the agent's.
    /// @param uri Where the report is.
    function audit(
        uint256 agentId,
        bytes32 context,
        uint8 dimension,
        uint80 weight,
        bytes32 reportHash,
        bytes calldata proof,
        string calldata uri
    ) external payable returns (bytes32 assertion);

    /// @notice Counts an accepted audit, once; anyone may. It waits while there is no room for it.
    function count(bytes32 assertion) external returns (uint80 gained);

    /// @notice An audit.
    function auditOf(bytes32 assertion) external view returns (Audit memory);

    /// @notice Audit of an action; zero for none.
    function auditFor(bytes32 action) external view returns (bytes32 assertion);

    /// @notice Most milli-units of an audit.
    function MOST_WEIGHT() external view returns (uint80);
}
