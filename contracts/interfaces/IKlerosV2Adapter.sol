// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IArbitrator} from "./IArbitrator.sol";
import {IArbitrableV2} from "./IArbitrableV2.sol";

/// @title A court of the second standard behind the face of the first (ERC-792)
/// @notice What a contract tells its arbitrator means nothing to that court: which of its courts judges, with how many
/// jurors, is fixed at deployment, and so is the question. Appeals are brought at the court itself; here none is offered.
/// @dev No owner and no money of its own: what is paid goes on, and a ruling goes back, in the same transaction.
interface IKlerosV2Adapter is IArbitrator, IArbitrableV2 {
    /// @notice Thrown when a contract that must exist does not.
    error KlerosV2Adapter_NoCourt(address court);

    /// @notice Thrown when an appeal is brought here.
    error KlerosV2Adapter_NoAppeal(uint256 disputeId);

    /// @notice Thrown when somebody else than the court rules.
    error KlerosV2Adapter_NotCourt(address caller);

    /// @notice Thrown when the court rules on a dispute that it never took on, or again.
    error KlerosV2Adapter_UnknownOrRuled(uint256 courtDisputeId);

    /// @notice Thrown when the court numbers two disputes alike.
    error KlerosV2Adapter_NumberTaken(uint256 courtDisputeId);

    /// @notice The court's number of a dispute.
    function courtDisputeOf(uint256 disputeId) external view returns (uint256 courtDisputeId);

    /// @notice The contract that a dispute is of.
    function arbitrableOf(uint256 disputeId) external view returns (address arbitrable);
}
