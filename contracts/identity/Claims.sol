// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAgentRegistry} from "../interfaces/IAgentRegistry.sol";
import {IClaims} from "../interfaces/IClaims.sol";
import {IDisputeCourt} from "../interfaces/IDisputeCourt.sol";
import {CourtCases} from "../libraries/CourtCases.sol";
import {Case, State} from "../types/Dispute.sol";

/// @title What agents claim to be capable of, until a ruling says otherwise
contract Claims is IClaims {
    using CourtCases for IDisputeCourt;

    /// @dev Which version a dispute is about.
    struct About {
        bytes32 capability;
        uint32 version;
    }

    IAgentRegistry private immutable _registry;
    IDisputeCourt private immutable _court;

    mapping(uint256 agentId => mapping(bytes32 capability => uint32)) private _newest;
    mapping(uint256 agentId => mapping(bytes32 capability => mapping(uint32 version => Version))) private _versions;
    mapping(uint256 disputeId => About) private _abouts;

    modifier onlyAuthorized(uint256 agentId) {
        if (!_registry.isAuthorizedOrOwner(msg.sender, agentId)) revert Claims_NotAuthorized(agentId, msg.sender);
        _;
    }

    /// @param registry Identity registry whose tokens are the agents.
    /// @param court Court whose rulings refute.
    constructor(IAgentRegistry registry, IDisputeCourt court) {
        (_registry, _court) = (registry, court);
    }

    /// @inheritdoc IClaims
    function claim(uint256 agentId, bytes32 capability, bytes32 document, string calldata uri)
        external
        onlyAuthorized(agentId)
        returns (uint32 version)
    {
        if (capability == 0 || document == 0) revert Claims_Empty(capability, document);
        version = _newest[agentId][capability];
        Version storage before = _versions[agentId][capability][version];
        if (before.standpoint == Standpoint.Made) before.standpoint = Standpoint.Replaced;
        _newest[agentId][capability] = ++version;
        (, uint32 ownerEpoch,) = _registry.ownership(agentId);
        _versions[agentId][capability][version] =
            Version(document, uint64(block.timestamp), Standpoint.Made, ownerEpoch);
        emit CapabilityClaimed(agentId, capability, version, document, uri);
    }

    /// @inheritdoc IClaims
    function withdraw(uint256 agentId, bytes32 capability) external onlyAuthorized(agentId) {
        uint32 version = _newest[agentId][capability];
        Version storage made = _versions[agentId][capability][version];
        if (made.standpoint != Standpoint.Made) {
            revert Claims_WrongStandpoint(agentId, capability, version, made.standpoint);
        }
        made.standpoint = Standpoint.Withdrawn;
        emit CapabilityWithdrawn(agentId, capability, version);
    }

    /// @inheritdoc IClaims
    function contest(bytes32 capability, uint32 version, Case calldata case_) external {
        (State state,,) = _court.standingOf(case_);
        Version storage made = _versions[case_.agentId][capability][version];
        if (made.standpoint == Standpoint.None || made.standpoint == Standpoint.Refuted) {
            revert Claims_WrongStandpoint(case_.agentId, capability, version, made.standpoint);
        }
        if (state != State.Open || case_.claimant != msg.sender || made.madeAt > case_.openedAt) {
            revert Claims_NoGround(case_.disputeId, msg.sender);
        }
        About storage about = _abouts[case_.disputeId];
        if (about.version != 0) revert Claims_Contested(case_.disputeId);
        (about.capability, about.version) = (capability, version);
        emit ClaimContested(case_.agentId, capability, case_.disputeId, version);
    }

    /// @inheritdoc IClaims
    function refute(Case calldata case_) external {
        (State state, uint8 ruling,) = _court.standingOf(case_);
        About memory about = _abouts[case_.disputeId];
        if (about.version == 0 || !CourtCases.isOver(state) || ruling != CourtCases.UPHELD) {
            revert Claims_NotRefuted(case_.disputeId);
        }
        Version storage made = _versions[case_.agentId][about.capability][about.version];
        if (made.standpoint == Standpoint.Refuted) {
            revert Claims_WrongStandpoint(case_.agentId, about.capability, about.version, made.standpoint);
        }
        made.standpoint = Standpoint.Refuted;
        emit CapabilityRefuted(case_.agentId, about.capability, case_.disputeId, about.version);
    }

    /// @inheritdoc IClaims
    function newest(uint256 agentId, bytes32 capability) external view returns (uint32) {
        return _newest[agentId][capability];
    }

    /// @inheritdoc IClaims
    function versionOf(uint256 agentId, bytes32 capability, uint32 version) external view returns (Version memory) {
        return _versions[agentId][capability][version];
    }

    /// @inheritdoc IClaims
    function isClaimed(uint256 agentId, bytes32 capability) external view returns (bool) {
        Version storage made = _versions[agentId][capability][_newest[agentId][capability]];
        if (made.standpoint != Standpoint.Made) return false;
        (, uint32 ownerEpoch,) = _registry.ownership(agentId);
        return made.ownerEpoch == ownerEpoch;
    }
}
