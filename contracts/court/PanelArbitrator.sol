// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IActionWitness} from "../interfaces/IActionWitness.sol";
import {IArbitrator} from "../interfaces/IArbitrator.sol";
import {IBondVault} from "../interfaces/IBondVault.sol";
import {IClusters} from "../interfaces/IClusters.sol";
import {IPanelArbitrator} from "../interfaces/IPanelArbitrator.sol";
import {PanelTerms} from "../libraries/PanelTerms.sol";
import {Panel, Phase} from "../types/Panel.sol";
import {PanelRoster} from "./PanelRoster.sol";
import {PanelVotes} from "./PanelVotes.sol";

/// @title Panels of three accredited arbitrators, and of seven to review them
contract PanelArbitrator is PanelVotes {
    /// @param vault Holds the stakes and the pay.
    /// @param witness Knows whose a receipt is.
    /// @param clusters Knows who acts as one; zero when nobody says so.
    /// @param accreditor_ Signs accreditations, and can do nothing else.
    /// @param minStake_ Least stake of an arbitrator, wei.
    /// @param seatFee_ Pay of a seat, wei.
    constructor(
        IBondVault vault,
        IActionWitness witness,
        IClusters clusters,
        address accreditor_,
        uint256 minStake_,
        uint256 seatFee_
    ) PanelRoster(vault, witness, clusters, accreditor_, minStake_, seatFee_) {}

    /// @dev What absentees pay for others comes through a credit in the vault; from nobody else.
    receive() external payable {
        if (msg.sender != address(_vault)) revert PanelArbitrator_NotVault(msg.sender);
    }

    /// @inheritdoc IArbitrator
    function arbitrationCost(bytes calldata terms) external view returns (uint256) {
        return (PanelTerms.decode(terms, msg.sender).earlierId == 0 ? FEW : MANY) * seatFee;
    }

    /// @inheritdoc IArbitrator
    function appealPeriod(uint256 disputeId) external view returns (uint256 start, uint256 end) {
        Panel storage panel = _panels[disputeId];
        return panel.phase == Phase.Appealable ? (panel.commitUntil, panel.revealUntil) : (uint40(0), uint40(0));
    }

    /// @inheritdoc IArbitrator
    function disputeStatus(uint256 disputeId) external view returns (DisputeStatus) {
        Panel storage panel = _panels[disputeId];
        if (panel.phase == Phase.Concluded) return DisputeStatus.Solved;
        if (panel.phase != Phase.Appealable) return DisputeStatus.Waiting;
        return block.timestamp < panel.revealUntil ? DisputeStatus.Appealable : DisputeStatus.Solved;
    }

    /// @inheritdoc IArbitrator
    function currentRuling(uint256 disputeId) external view returns (uint256) {
        return _panels[disputeId].ruling;
    }

    /// @inheritdoc IPanelArbitrator
    function panelOf(uint256 disputeId)
        external
        view
        returns (
            Phase phase,
            uint8 commits,
            uint8 reveals,
            uint64 drawBlock,
            uint64 commitUntil,
            uint64 revealUntil
        )
    {
        Panel storage panel = _panels[disputeId];
        return (
            panel.phase,
            panel.commits,
            panel.refused + panel.upheld + panel.dismissed,
            panel.drawBlock,
            panel.commitUntil,
            panel.revealUntil
        );
    }

    /// @inheritdoc IPanelArbitrator
    function drawOf(uint256 disputeId)
        external
        view
        returns (uint8 round, uint8 seats, uint8 arms, uint8 prior, bool reviews, bool redrawn, uint256 pay)
    {
        Panel storage panel = _panels[disputeId];
        (round, seats, arms, prior) = (panel.round, panel.seats, panel.arms, panel.prior);
        (reviews, redrawn) = (panel.marks & REVIEWS != 0, panel.marks & REDRAWN != 0);
        pay = round == 1 ? seatFee : _pays[disputeId];
    }

    /// @inheritdoc IPanelArbitrator
    function ballotOf(uint256 disputeId, address arbitrator) external view returns (bytes32) {
        return _ballots[disputeId][arbitrator];
    }
}
