// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IArbitrator} from "./IArbitrator.sol";

/// @title Evidence for arbitrators and their interfaces (ERC-1497)
interface IEvidence {
    /// @notice Emitted to say what disputes are about.
    /// @param _metaEvidenceID Number of the policy.
    /// @param _evidence Where its text is.
    event MetaEvidence(uint256 indexed _metaEvidenceID, string _evidence);

    /// @notice Emitted when evidence is submitted.
    /// @param _arbitrator Arbitrator of the dispute.
    /// @param _evidenceGroupID Number of the dispute.
    /// @param _party Who submits it.
    /// @param _evidence Where it is.
    event Evidence(
        IArbitrator indexed _arbitrator, uint256 indexed _evidenceGroupID, address indexed _party, string _evidence
    );

    /// @notice Emitted when an arbitrator is asked.
    /// @param _arbitrator Arbitrator of the dispute.
    /// @param _disputeID The arbitrator's number of it.
    /// @param _metaEvidenceID Number of the policy.
    /// @param _evidenceGroupID Number of the dispute.
    event Dispute(
        IArbitrator indexed _arbitrator, uint256 indexed _disputeID, uint256 _metaEvidenceID, uint256 _evidenceGroupID
    );
}
