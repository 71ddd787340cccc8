// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IAgentRegistry} from "../interfaces/IAgentRegistry.sol";
import {IBondVault} from "../interfaces/IBondVault.sol";
import {ICredits} from "../interfaces/ICredits.sol";
import {IDisputeCourt} from "../interfaces/IDisputeCourt.sol";
import {IKeyRing} from "../interfaces/IKeyRing.sol";
import {CourtCases} from "../libraries/CourtCases.sol";
import {Case, State} from "../types/Dispute.sol";

/// @title Bounties: locked, released on acceptance, returned on an upheld dispute
contract Credits is ICredits, ReentrancyGuardTransient {
    using CourtCases for IDisputeCourt;

    /// @inheritdoc ICredits
    uint64 public constant REVIEW_TIME = 7 days;
    /// @inheritdoc ICredits
    uint256 public constant MOST_ASSETS = 8;
    /// @inheritdoc ICredits
    uint256 public constant MOST_ASSETS_BPS = 5_000;

    uint256 private constant BPS = 10_000;

    IAgentRegistry private immutable _registry;
    IKeyRing private immutable _keyRing;
    IBondVault private immutable _vault;
    IDisputeCourt private immutable _court;

    /// @inheritdoc ICredits
    uint256 public locked;
    uint256 private _count;
    mapping(uint256 bountyId => Bounty) private _bounties;
    mapping(uint256 bountyId => bytes32[]) private _reused;
    mapping(bytes32 asset => Asset) private _assets;

    /// @param registry Identity registry whose tokens are the agents.
    /// @param keyRing Knows the session keys of agents.
    /// @param vault Keeps what accounts may claim.
    /// @param court Court whose disputes hold bounties; it is only read.
    constructor(IAgentRegistry registry, IKeyRing keyRing, IBondVault vault, IDisputeCourt court) {
        (_registry, _keyRing, _vault, _court) = (registry, keyRing, vault, court);
    }

    /// @inheritdoc ICredits
    function registerAsset(uint256 agentId, bytes32 asset, uint16 bps) external {
        if (!_registry.isAuthorizedOrOwner(msg.sender, agentId)) revert Credits_NotAuthorized(agentId, msg.sender);
        if (asset == 0 || bps == 0 || bps > MOST_ASSETS_BPS || _assets[asset].known) {
            revert Credits_BadAsset(asset, bps);
        }
        _assets[asset] = Asset(agentId, bps, true);
        emit AssetRegistered(asset, agentId, bps);
    }

    /// @inheritdoc ICredits
    function lock(uint256 agentId, bytes32 task, uint64 deliverBy) external payable returns (uint256 bountyId) {
        if (msg.value == 0 || task == 0 || deliverBy <= block.timestamp) {
            revert Credits_Empty(msg.value, task, deliverBy);
        }
        (address first,) = _registry.ownershipByEpoch(agentId, 0);
        if (first == address(0)) revert Credits_AgentUnknown(agentId);
        bountyId = ++_count;
        Bounty storage bounty = _bounties[bountyId];
        (bounty.client, bounty.stage, bounty.due) = (msg.sender, Stage.Locked, deliverBy);
        (bounty.agentId, bounty.amount, bounty.task) = (agentId, msg.value, task);
        locked += msg.value;
        emit BountyLocked(bountyId, agentId, msg.sender, msg.value, task, deliverBy);
    }

    /// @inheritdoc ICredits
    function deliver(uint256 bountyId, bytes32 delivery, bytes32[] calldata assets) external {
        Bounty storage bounty = _at(bountyId, Stage.Locked);
        if (block.timestamp > bounty.due) revert Credits_NotNow(bountyId, block.timestamp, bounty.due);
        if (!_speaksFor(msg.sender, bounty.agentId)) revert Credits_NotAuthorized(bounty.agentId, msg.sender);
        _requireReuse(assets);
        (address payee,,) = _registry.ownership(bounty.agentId);
        uint64 reviewBy = uint64(block.timestamp) + REVIEW_TIME;
        (bounty.stage, bounty.due, bounty.payee) = (Stage.Delivered, reviewBy, payee);
        (bounty.delivery, bounty.deliveredAt) = (delivery, uint64(block.timestamp));
        _reused[bountyId] = assets;
        emit BountyDelivered(bountyId, delivery, assets, payee, reviewBy);
    }

    /// @inheritdoc ICredits
    function accept(uint256 bountyId) external nonReentrant {
        Bounty storage bounty = _at(bountyId, Stage.Delivered);
        if (msg.sender != bounty.client && block.timestamp <= bounty.due) {
            revert Credits_NotNow(bountyId, block.timestamp, bounty.due);
        }
        _release(bountyId, bounty);
    }

    /// @inheritdoc ICredits
    function contest(uint256 bountyId, Case calldata case_) external {
        Bounty storage bounty = _at(bountyId, Stage.Delivered);
        (State state,,) = _court.standingOf(case_);
        if (
            CourtCases.isOver(state) || case_.agentId != bounty.agentId || case_.claimant != bounty.client
                || case_.openedAt < bounty.deliveredAt
        ) revert Credits_NoGround(bountyId, case_.disputeId);
        (bounty.stage, bounty.disputeId) = (Stage.Contested, case_.disputeId);
        emit BountyContested(bountyId, case_.disputeId);
    }

    /// @inheritdoc ICredits
    function settle(uint256 bountyId, Case calldata case_) external nonReentrant {
        Bounty storage bounty = _at(bountyId, Stage.Contested);
        (State state, uint8 ruling,) = _court.standingOf(case_);
        if (bounty.disputeId != case_.disputeId || !CourtCases.isOver(state)) {
            revert Credits_NoGround(bountyId, case_.disputeId);
        }
        if (ruling == CourtCases.UPHELD) _return(bountyId, bounty);
        else _release(bountyId, bounty);
    }

    /// @inheritdoc ICredits
    function reclaim(uint256 bountyId) external nonReentrant {
        Bounty storage bounty = _at(bountyId, Stage.Locked);
        if (block.timestamp <= bounty.due) revert Credits_NotNow(bountyId, block.timestamp, bounty.due);
        _return(bountyId, bounty);
    }

    /// @inheritdoc ICredits
    function bountyOf(uint256 bountyId) external view returns (Bounty memory) {
        return _bounties[bountyId];
    }

    /// @inheritdoc ICredits
    function assetsOf(uint256 bountyId) external view returns (bytes32[] memory) {
        return _reused[bountyId];
    }

    /// @inheritdoc ICredits
    function assetOf(bytes32 asset) external view returns (Asset memory) {
        return _assets[asset];
    }

    function _release(uint256 bountyId, Bounty storage bounty) private {
        uint256 amount = bounty.amount;
        bounty.stage = Stage.Released;
        locked -= amount;
        bytes32[] memory assets = _reused[bountyId];
        uint256 left = amount;
        for (uint256 i; i < assets.length; ++i) {
            Asset storage asset = _assets[assets[i]];
            uint256 share = amount * asset.bps / BPS;
            (address maker,,) = _registry.ownership(asset.agentId);
            left -= share;
            _credit(maker, bountyId, share);
        }
        emit BountyReleased(bountyId, left, amount - left);
        _credit(bounty.payee, bountyId, left);
    }

    function _return(uint256 bountyId, Bounty storage bounty) private {
        uint256 amount = bounty.amount;
        bounty.stage = Stage.Returned;
        locked -= amount;
        emit BountyReturned(bountyId, amount);
        _credit(bounty.client, bountyId, amount);
    }

    function _credit(address account, uint256 bountyId, uint256 amount) private {
        if (amount == 0) return;
        _vault.credit{value: amount}(account, keccak256(abi.encode(block.chainid, address(this), bountyId)));
    }

    function _requireReuse(bytes32[] calldata assets) private view {
        uint256 bps;
        bool good = assets.length <= MOST_ASSETS;
        for (uint256 i; good && i < assets.length; ++i) {
            good = _assets[assets[i]].known && (i == 0 || assets[i - 1] < assets[i]);
            bps += _assets[assets[i]].bps;
        }
        if (!good || bps > MOST_ASSETS_BPS) revert Credits_BadReuse(assets.length, bps);
    }

    function _speaksFor(address account, uint256 agentId) private view returns (bool) {
        if (_registry.isAuthorizedOrOwner(account, agentId)) return true;
        (uint256 served,, bool live) = _keyRing.sessionOf(account);
        return live && served == agentId;
    }

    function _at(uint256 bountyId, Stage stage) private view returns (Bounty storage bounty) {
        bounty = _bounties[bountyId];
        if (bounty.stage != stage) revert Credits_WrongStage(bountyId, bounty.stage);
    }
}
