// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IArbitrable} from "../../interfaces/IArbitrable.sol";
import {IArbitrableV2} from "../../interfaces/IArbitrableV2.sol";
import {IArbitrator} from "../../interfaces/IArbitrator.sol";
import {IArbitratorV2} from "../../interfaces/IArbitratorV2.sol";
import {IKlerosV2Adapter} from "../../interfaces/IKlerosV2Adapter.sol";

/// @title A court of the second standard behind the face of the first
contract KlerosV2Adapter is IKlerosV2Adapter, ReentrancyGuardTransient {
    /// @dev A dispute at the court.
    struct Asked {
        // slot 0
        IArbitrable arbitrable;
        bool ruled;
        uint88 ruling;
        // slot 1
        uint256 courtDisputeId;
    }

    IArbitratorV2 private immutable _court;
    bytes private _extraData;
    string private _templateUri;
    mapping(uint256 disputeId => Asked) private _disputes;
    mapping(uint256 courtDisputeId => uint256) private _numbers;
    uint256 private _count;

    /// @param court Court of the second standard.
    /// @param extraData Which of its courts judges, with how many jurors, by which kit: a word each.
    /// @param templateUri Where the question is.
    constructor(IArbitratorV2 court, bytes memory extraData, string memory templateUri) {
        if (address(court).code.length == 0) revert KlerosV2Adapter_NoCourt(address(court));
        (_court, _extraData, _templateUri) = (court, extraData, templateUri);
    }

    /// @inheritdoc IArbitrator
    /// @dev A court that rules at once rules on a number that is not known yet, and is refused.
    function createDispute(uint256 choices, bytes calldata)
        external
        payable
        nonReentrant
        returns (uint256 disputeId)
    {
        uint256 courtDisputeId = _court.createDispute{value: msg.value}(choices, _extraData);
        if (_numbers[courtDisputeId] != 0) revert KlerosV2Adapter_NumberTaken(courtDisputeId);
        disputeId = ++_count;
        _numbers[courtDisputeId] = disputeId;
        _disputes[disputeId] = Asked(IArbitrable(msg.sender), false, 0, courtDisputeId);
        emit DisputeCreation(disputeId, IArbitrable(msg.sender));
        emit DisputeRequest(_court, courtDisputeId, disputeId, 0, _templateUri);
    }

    /// @inheritdoc IArbitrableV2
    /// @dev What no choice is refuses: 88 bits hold every choice that a contract of the first standard offers.
    function rule(uint256 courtDisputeId, uint256 ruling) external nonReentrant {
        if (msg.sender != address(_court)) revert KlerosV2Adapter_NotCourt(msg.sender);
        uint256 disputeId = _numbers[courtDisputeId];
        Asked memory asked = _disputes[disputeId];
        if (disputeId == 0 || asked.ruled) revert KlerosV2Adapter_UnknownOrRuled(courtDisputeId);
        (asked.ruled, asked.ruling) = (true, ruling > type(uint88).max ? 0 : uint88(ruling));
        _disputes[disputeId] = asked;
        emit Ruling(_court, courtDisputeId, ruling);
        asked.arbitrable.rule(disputeId, asked.ruling);
    }

    /// @inheritdoc IArbitrator
    function appeal(uint256 disputeId, bytes calldata) external payable {
        revert KlerosV2Adapter_NoAppeal(disputeId);
    }

    /// @inheritdoc IArbitrator
    function arbitrationCost(bytes calldata) external view returns (uint256) {
        return _court.arbitrationCost(_extraData);
    }

    /// @inheritdoc IArbitrator
    /// @dev More than anyone can pay.
    function appealCost(uint256, bytes calldata) external pure returns (uint256) {
        return type(uint256).max;
    }

    /// @inheritdoc IArbitrator
    function appealPeriod(uint256) external pure returns (uint256 start, uint256 end) {
        return (0, 0);
    }

    /// @inheritdoc IArbitrator
    /// @dev Until it rules, a round of the court may be followed by another.
    function disputeStatus(uint256 disputeId) external view returns (DisputeStatus) {
        return _disputes[disputeId].ruled ? DisputeStatus.Solved : DisputeStatus.Waiting;
    }

    /// @inheritdoc IArbitrator
    function currentRuling(uint256 disputeId) external view returns (uint256 ruling) {
        Asked memory asked = _disputes[disputeId];
        if (asked.ruled) return asked.ruling;
        if (address(asked.arbitrable) == address(0)) return 0;
        (ruling,,) = _court.currentRuling(asked.courtDisputeId);
    }

    /// @inheritdoc IKlerosV2Adapter
    function courtDisputeOf(uint256 disputeId) external view returns (uint256) {
        return _disputes[disputeId].courtDisputeId;
    }

    /// @inheritdoc IKlerosV2Adapter
    function arbitrableOf(uint256 disputeId) external view returns (address) {
        return address(_disputes[disputeId].arbitrable);
    }
}
