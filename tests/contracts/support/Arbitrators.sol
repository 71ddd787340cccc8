// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IArbitrable} from "../../../contracts/interfaces/IArbitrable.sol";
import {IArbitrator} from "../../../contracts/interfaces/IArbitrator.sol";

/// @notice An arbitrator that does as it is told, good or bad.
contract ObedientArbitrator is IArbitrator {
    uint256 private _count;
    uint256 public cost = 0.03 ether;
    bool public refuses;
    bool public repeats; // numbers every dispute 1
    bool public rulesInside;
    bool public reverting; // in its views
    bool public burning; // all the gas of its views
    bytes public insideCall; // what it calls while it is asked, besides
    address public insideTarget;
    bool public insideDone;
    uint256 public ruling;
    DisputeStatus public status;

    function set(uint256 cost_, bool refuses_, bool repeats_, bool rulesInside_) external {
        (cost, refuses, repeats, rulesInside) = (cost_, refuses_, repeats_, rulesInside_);
    }

    function answer(uint256 ruling_, DisputeStatus status_, bool reverting_, bool burning_) external {
        (ruling, status, reverting, burning) = (ruling_, status_, reverting_, burning_);
    }

    function callInside(address target, bytes calldata data) external {
        (insideTarget, insideCall) = (target, data);
    }

    function give(IArbitrable arbitrable, uint256 disputeId, uint256 ruling_) external {
        arbitrable.rule(disputeId, ruling_);
    }

    function createDispute(uint256, bytes calldata) external payable returns (uint256 disputeId) {
        require(!refuses && msg.value >= cost, "no");
        disputeId = repeats ? 1 : ++_count;
        if (insideTarget != address(0)) (insideDone,) = insideTarget.call(insideCall);
        if (rulesInside) IArbitrable(msg.sender).rule(disputeId, ruling);
    }

    function appeal(uint256, bytes calldata) external payable {}

    function arbitrationCost(bytes calldata) external view returns (uint256) {
        return cost;
    }

    function appealCost(uint256, bytes calldata) external view returns (uint256) {
        return cost;
    }

    function appealPeriod(uint256) external pure returns (uint256 start, uint256 end) {
        return (0, 0);
    }

    function disputeStatus(uint256) external view returns (DisputeStatus) {
        if (burning) while (true) {}
        return status;
    }

    function currentRuling(uint256) external view returns (uint256) {
        require(!reverting, "no");
        return ruling;
    }
}

/// @notice A claimant that cannot be paid, and opens again when it is.
contract RefusingClaimant {
    bool public willing;

    function accept() external {
        willing = true;
    }

    function send(address target, uint256 value, bytes calldata data) external {
        (bool sent, bytes memory answer) = target.call{value: value}(data);
        if (!sent) {
            assembly ("memory-safe") {
                revert(add(answer, 0x20), mload(answer))
            }
        }
    }

    receive() external payable {
        require(willing, "no");
    }
}
