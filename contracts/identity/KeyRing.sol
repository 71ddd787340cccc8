// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAgentRegistry} from "../interfaces/IAgentRegistry.sol";
import {IBondVault} from "../interfaces/IBondVault.sol";
import {IKeyRing} from "../interfaces/IKeyRing.sol";
import {Signatures} from "../libraries/Signatures.sol";
import {Statements} from "../libraries/Statements.sol";
import {AgentKey, toAgentKey} from "../types/AgentKey.sol";
import {Epoch, KeyGrant, StreamGrant, StreamHead} from "../types/KeyGrants.sol";

/// @title Session keys, epochs and streams of agents
contract KeyRing is IKeyRing {
    /// @dev Whom a key serves.
    struct Session {
        // slot 0
        uint96 agentId; // tokens are numbered from 0 one by one, so they fit
        uint32 epoch;
        uint64 registeredAt; // Unix seconds; 0 for a key never bound
        uint64 revokedAt; // Unix seconds; 0 while not revoked
    }

    /// @dev What the ring knows of an agent as a whole.
    struct Agent {
        // slot 0
        uint32 epochCount;
        uint32 acceptedOwnerEpoch; // 0 is the mint, which needs no acceptance
    }

    /// @dev Where the owner said a stream ended.
    struct Closing {
        // slot 0
        uint64 nextSeq;
        bool committed;
        // slot 1
        bytes32 head;
    }

    /// @inheritdoc IKeyRing
    uint64 public constant GRACE = 7 days;

    /// @inheritdoc IKeyRing
    bytes32 public constant UNBONDED = keccak256("ombud/unbonded");

    /// @dev Stands for "direct, on chain" in `_homes`, where zero means "no such stream".
    bytes32 private constant DIRECT = bytes32(type(uint256).max);

    IAgentRegistry private immutable _registry;
    address private immutable _faultProver;
    IBondVault private immutable _vault;
    uint256 private immutable _birthChain;
    bytes32 private immutable _birthDomain;

    mapping(address key => Session) private _sessions;
    mapping(uint256 agentId => Agent) private _agents;
    mapping(uint256 agentId => mapping(uint32 epoch => Epoch)) private _epochs;
    mapping(uint256 agentId => mapping(uint32 epoch => mapping(uint32 stream => bytes32 homeLog))) private _homes;
    mapping(uint256 agentId => mapping(uint32 epoch => mapping(uint32 stream => Closing))) private _closings;

    modifier onlyAuthorized(uint256 agentId) {
        if (!_registry.isAuthorizedOrOwner(msg.sender, agentId)) revert KeyRing_NotAuthorized(agentId, msg.sender);
        _;
    }

    /// @param registry Identity registry whose tokens are the agents.
    /// @param faultProver Contract that may close an epoch for a fault.
    /// @param vault Holds the bonds.
    constructor(IAgentRegistry registry, address faultProver, IBondVault vault) {
        _registry = registry;
        _faultProver = faultProver;
        _vault = vault;
        _birthChain = block.chainid;
        _birthDomain = Statements.boundDomain(block.chainid, address(this));
    }

    /// @inheritdoc IKeyRing
    function acceptAgent(uint256 agentId) external {
        (address owner, uint32 ownerEpoch,) = _registry.ownership(agentId);
        if (msg.sender != owner) revert KeyRing_NotOwner(agentId, msg.sender);
        Agent storage agent = _agents[agentId];
        if (agent.acceptedOwnerEpoch == ownerEpoch) revert KeyRing_AlreadyAccepted(agentId, ownerEpoch);
        agent.acceptedOwnerEpoch = ownerEpoch;
        emit AgentAccepted(agentId, owner, ownerEpoch);
    }

    /// @inheritdoc IKeyRing
    function openEpoch(uint256 agentId, KeyGrant[] calldata keys, StreamGrant[] calldata streams)
        external
        onlyAuthorized(agentId)
        returns (uint32 epoch)
    {
        Agent storage agent = _agents[agentId];
        (address owner, uint32 ownerEpoch,) = _registry.ownership(agentId);
        if (agent.acceptedOwnerEpoch != ownerEpoch) revert KeyRing_NotAccepted(agentId, ownerEpoch);
        epoch = agent.epochCount;
        if (epoch != 0 && _isOpen(_epochs[agentId][epoch - 1], ownerEpoch)) {
            revert KeyRing_EpochStillOpen(agentId, epoch - 1);
        }
        agent.epochCount = epoch + 1;
        _epochs[agentId][epoch] = Epoch(uint64(block.timestamp), 0, ownerEpoch, owner);
        emit EpochOpened(agentId, epoch, owner, ownerEpoch);
        for (uint256 i; i < keys.length; ++i) {
            _bind(agentId, epoch, keys[i]);
        }
        for (uint256 i; i < streams.length; ++i) {
            _grant(agentId, epoch, streams[i]);
        }
    }

    /// @inheritdoc IKeyRing
    function addKey(uint256 agentId, KeyGrant calldata grant) external onlyAuthorized(agentId) {
        _bind(agentId, _runningEpoch(agentId), grant);
    }

    /// @inheritdoc IKeyRing
    function addStream(uint256 agentId, StreamGrant calldata grant) external onlyAuthorized(agentId) {
        _grant(agentId, _runningEpoch(agentId), grant);
    }

    /// @inheritdoc IKeyRing
    function revokeKey(uint256 agentId, address key) external onlyAuthorized(agentId) {
        uint32 epoch = _runningEpoch(agentId);
        Session storage session = _sessions[key];
        if (session.registeredAt == 0 || session.agentId != agentId || session.epoch != epoch) {
            revert KeyRing_KeyUnknown(agentId, key);
        }
        if (session.revokedAt != 0) revert KeyRing_KeyAlreadyRevoked(key, session.revokedAt);
        session.revokedAt = uint64(block.timestamp);
        emit KeyRevoked(agentId, epoch, key);
    }

    /// @inheritdoc IKeyRing
    function closeEpoch(uint256 agentId, StreamHead[] calldata heads) external onlyAuthorized(agentId) {
        uint32 epoch = _runningEpoch(agentId);
        _epochs[agentId][epoch].closedAt = uint64(block.timestamp);
        for (uint256 i; i < heads.length; ++i) {
            StreamHead calldata end = heads[i];
            if (_homes[agentId][epoch][end.stream] == 0) revert KeyRing_StreamUnknown(agentId, epoch, end.stream);
            Closing storage closing = _closings[agentId][epoch][end.stream];
            if (closing.committed) revert KeyRing_StreamHeadTwice(agentId, epoch, end.stream);
            closing.nextSeq = end.nextSeq;
            closing.committed = true;
            closing.head = end.head;
            emit StreamClosed(agentId, epoch, end.stream, end.nextSeq, end.head);
        }
        emit EpochClosed(agentId, epoch, 0);
    }

    /// @inheritdoc IKeyRing
    function closeForFault(uint256 agentId, uint32 epoch, bytes32 cause) external returns (address liable) {
        if (msg.sender != _faultProver) revert KeyRing_NotFaultProver(msg.sender);
        Epoch storage target = _epochs[agentId][epoch];
        if (target.openedAt == 0) revert KeyRing_EpochUnknown(agentId, epoch);
        liable = target.owner;
        (, uint32 ownerEpoch,) = _registry.ownership(agentId);
        if (!_isOpen(target, ownerEpoch)) return liable;
        target.closedAt = uint64(block.timestamp);
        emit EpochClosed(agentId, epoch, cause);
    }

    /// @inheritdoc IKeyRing
    function closeUnbonded(uint256 agentId) external {
        uint32 epoch = _runningEpoch(agentId);
        Epoch storage running = _epochs[agentId][epoch];
        bytes32 subject = toAgentKey(block.chainid, address(_registry), agentId).unwrap();
        (uint256 active, uint256 unbonding,, uint64 releaseAt) = _vault.bondOf(subject, running.owner);
        // A request made before the epoch opened left nothing that the epoch could have stood on.
        bool left = unbonding != 0 && releaseAt >= uint256(running.openedAt) + _vault.UNBONDING();
        if (active != 0 || !left) revert KeyRing_StillBonded(agentId, active, unbonding);
        running.closedAt = uint64(block.timestamp);
        emit EpochClosed(agentId, epoch, UNBONDED);
    }

    /// @inheritdoc IKeyRing
    function agentKey(uint256 agentId) external view returns (AgentKey) {
        return toAgentKey(block.chainid, address(_registry), agentId);
    }

    /// @inheritdoc IKeyRing
    function keyOf(address key)
        external
        view
        returns (uint256 agentId, uint32 epoch, uint64 registeredAt, uint64 revokedAt, bool known)
    {
        Session memory session = _sessions[key];
        return
            (session.agentId, session.epoch, session.registeredAt, session.revokedAt, session.registeredAt != 0);
    }

    /// @inheritdoc IKeyRing
    function sessionOf(address key) external view returns (uint256 agentId, uint32 epoch, bool live) {
        Session storage session = _sessions[key];
        (agentId, epoch) = (session.agentId, session.epoch);
        if (session.registeredAt != 0 && session.revokedAt == 0) {
            (, uint32 ownerEpoch,) = _registry.ownership(agentId);
            live = _isOpen(_epochs[agentId][epoch], ownerEpoch);
        }
    }

    /// @inheritdoc IKeyRing
    function epochOf(uint256 agentId, uint32 epoch) external view returns (Epoch memory result) {
        result = _epochs[agentId][epoch];
        if (result.openedAt == 0) revert KeyRing_EpochUnknown(agentId, epoch);
        result.closedAt = _closedAt(agentId, result.closedAt, result.ownerEpoch);
    }

    /// @inheritdoc IKeyRing
    function epochCount(uint256 agentId) external view returns (uint32) {
        return _agents[agentId].epochCount;
    }

    /// @inheritdoc IKeyRing
    function streamOf(uint256 agentId, uint32 epoch, uint32 stream)
        external
        view
        returns (bool known, bytes32 homeLog)
    {
        bytes32 home = _homes[agentId][epoch][stream];
        return (home != 0, home == DIRECT ? bytes32(0) : home);
    }

    /// @inheritdoc IKeyRing
    function closingHead(uint256 agentId, uint32 epoch, uint32 stream)
        external
        view
        returns (uint64 nextSeq, bytes32 head)
    {
        Closing storage closing = _closings[agentId][epoch][stream];
        return (closing.nextSeq, closing.head);
    }

    /// @inheritdoc IKeyRing
    function closingOf(uint256 agentId, uint32 epoch, uint32 stream)
        external
        view
        returns (bool committed, uint64 nextSeq, bytes32 head)
    {
        Closing storage closing = _closings[agentId][epoch][stream];
        return (closing.committed, closing.nextSeq, closing.head);
    }

    /// @inheritdoc IKeyRing
    function mayState(address key, uint256 agentId, uint32 epoch) external view returns (bool) {
        return mayStateAt(key, agentId, epoch, uint64(block.timestamp));
    }

    /// @inheritdoc IKeyRing
    function mayStateAt(address key, uint256 agentId, uint32 epoch, uint64 witnessedAt) public view returns (bool) {
        return witnessedAt < _heardUntil(key, agentId, epoch) && witnessedAt < _voidFrom(_closeOf(agentId, epoch));
    }

    /// @inheritdoc IKeyRing
    function silentOf(address one, address other, uint256 agentId, uint32 epoch, uint64 witnessedAt)
        external
        view
        returns (address)
    {
        if (block.timestamp >= _voidFrom(_closeOf(agentId, epoch))) return one;
        if (block.timestamp >= _heardUntil(one, agentId, epoch)) return one;
        // A key whose word counts now counted at every time before, and an epoch too.
        return one == other || witnessedAt < _heardUntil(other, agentId, epoch) ? address(0) : other;
    }

    /// @inheritdoc IKeyRing
    function domainSeparator() public view returns (bytes32) {
        return
            block.chainid == _birthChain ? _birthDomain : Statements.boundDomain(block.chainid, address(this));
    }

    function _bind(uint256 agentId, uint32 epoch, KeyGrant calldata grant) private {
        address key = grant.key;
        if (key == address(0)) revert KeyRing_ZeroKey(agentId);
        Session storage session = _sessions[key];
        if (session.registeredAt != 0) revert KeyRing_KeyTaken(key, session.agentId, session.epoch);
        bytes32 digest = Statements.digest(domainSeparator(), Statements.keyBindingHash(agentId, epoch, key));
        address recovered = Signatures.recover(digest, grant.proof);
        if (recovered != key) revert KeyRing_BadProof(key, recovered);
        _sessions[key] = Session(uint96(agentId), epoch, uint64(block.timestamp), 0);
        emit KeyRegistered(agentId, epoch, key);
    }

    function _grant(uint256 agentId, uint32 epoch, StreamGrant calldata grant) private {
        bytes32 homeLog = grant.homeLog;
        if (homeLog == DIRECT) revert KeyRing_BadHomeLog(homeLog);
        if (_homes[agentId][epoch][grant.stream] != 0) revert KeyRing_StreamTaken(agentId, epoch, grant.stream);
        _homes[agentId][epoch][grant.stream] = homeLog == 0 ? DIRECT : homeLog;
        emit StreamRegistered(agentId, epoch, homeLog, grant.stream);
    }

    /// @dev The latest epoch; reverts unless it is open.
    function _runningEpoch(uint256 agentId) private view returns (uint32 epoch) {
        uint32 count = _agents[agentId].epochCount;
        if (count == 0) revert KeyRing_EpochNotOpen(agentId);
        epoch = count - 1;
        (, uint32 ownerEpoch,) = _registry.ownership(agentId);
        if (!_isOpen(_epochs[agentId][epoch], ownerEpoch)) revert KeyRing_EpochNotOpen(agentId);
    }

    /// @dev From when on what a key says for an epoch is void, unless the epoch is over before: 0 for any key not bound to it.
    function _heardUntil(address key, uint256 agentId, uint32 epoch) private view returns (uint256) {
        Session storage session = _sessions[key];
        if (session.agentId != agentId || session.epoch != epoch || session.registeredAt == 0) return 0;
        return _voidFrom(session.revokedAt);
    }

    /// @dev When an epoch closed; 0 while it runs.
    function _closeOf(uint256 agentId, uint32 epoch) private view returns (uint64) {
        Epoch storage served = _epochs[agentId][epoch];
        return _closedAt(agentId, served.closedAt, served.ownerEpoch);
    }

    /// @dev When an epoch closed: by call, else by the transfer that ended its owner epoch, else 0.
    function _closedAt(uint256 agentId, uint64 byCall, uint32 ownerEpoch) private view returns (uint64 closedAt) {
        if (byCall != 0) return byCall;
        (, closedAt) = _registry.ownershipByEpoch(agentId, ownerEpoch + 1);
    }

    function _isOpen(Epoch storage epoch, uint32 ownerEpoch) private view returns (bool) {
        return epoch.closedAt == 0 && epoch.ownerEpoch == ownerEpoch;
    }

    /// @dev The first second after the grace that follows an end; never while there is no end.
    function _voidFrom(uint64 endedAt) private pure returns (uint256) {
        unchecked {
            return endedAt == 0 ? type(uint256).max : uint256(endedAt) + GRACE + 1; // words of 64 bits
        }
    }
}
