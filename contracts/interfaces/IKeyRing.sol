// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AgentKey} from "../types/AgentKey.sol";
import {Epoch, KeyGrant, StreamGrant, StreamHead} from "../types/KeyGrants.sol";

/// @title Session keys, epochs and streams of agents
/// @notice An agent states things with session keys, inside an epoch that its owner opened; each key belongs to one
/// epoch of one agent for ever. An epoch ends when its owner closes it, when a fault is proved in it, or when the
/// token is transferred. Epochs and the sequence numbers inside each of them count from 0.
interface IKeyRing {
    /// @notice Thrown when the caller is neither the owner nor an operator the owner approved.
    error KeyRing_NotAuthorized(uint256 agentId, address caller);

    /// @notice Thrown when a function of the fault prover is called by someone else.
    error KeyRing_NotFaultProver(address caller);

    /// @notice Thrown when `acceptAgent` is called by someone who does not own the token.
    error KeyRing_NotOwner(uint256 agentId, address caller);

    /// @notice Thrown when there is nothing to accept: the agent was minted to its owner, or was accepted before.
    error KeyRing_AlreadyAccepted(uint256 agentId, uint32 ownerEpoch);

    /// @notice Thrown when a new owner opens an epoch before accepting the agent.
    error KeyRing_NotAccepted(uint256 agentId, uint32 ownerEpoch);

    /// @notice Thrown when an epoch is opened while the one before it is open.
    error KeyRing_EpochStillOpen(uint256 agentId, uint32 epoch);

    /// @notice Thrown when the agent's latest epoch is closed, or none was ever opened.
    error KeyRing_EpochNotOpen(uint256 agentId);

    /// @notice Thrown when an epoch was never opened.
    error KeyRing_EpochUnknown(uint256 agentId, uint32 epoch);

    /// @notice Thrown when the zero address is granted as a key.
    error KeyRing_ZeroKey(uint256 agentId);

    /// @notice Thrown when a key is already bound, to this agent or to another.
    error KeyRing_KeyTaken(address key, uint256 agentId, uint32 epoch);

    /// @notice Thrown when a proof of possession was not made by the key it is for.
    error KeyRing_BadProof(address key, address recovered);

    /// @notice Thrown when a key is not one of the agent's in its running epoch.
    error KeyRing_KeyUnknown(uint256 agentId, address key);

    /// @notice Thrown when a key was revoked before.
    error KeyRing_KeyAlreadyRevoked(address key, uint64 revokedAt);

    /// @notice Thrown when a stream is granted twice in one epoch.
    error KeyRing_StreamTaken(uint256 agentId, uint32 epoch, uint32 stream);

    /// @notice Thrown when a head is given for a stream that the epoch does not have.
    error KeyRing_StreamUnknown(uint256 agentId, uint32 epoch, uint32 stream);

    /// @notice Thrown when two heads are given for one stream.
    error KeyRing_StreamHeadTwice(uint256 agentId, uint32 epoch, uint32 stream);

    /// @notice Thrown when an epoch is to close for want of a bond, and some is active or none was ever leaving; wei.
    error KeyRing_StillBonded(uint256 agentId, uint256 active, uint256 unbonding);

    /// @notice Thrown when a home log is the one value that stands for "direct" in storage.
    error KeyRing_BadHomeLog(bytes32 homeLog);

    /// @notice Emitted when a new owner takes an agent with its history.
    /// @param agentId Agent accepted.
    /// @param owner Account that accepted it.
    /// @param ownerEpoch Owner epoch that was accepted.
    event AgentAccepted(uint256 indexed agentId, address indexed owner, uint32 ownerEpoch);

    /// @notice Emitted when an epoch opens.
    /// @param agentId Agent whose epoch it is.
    /// @param epoch Number of the epoch.
    /// @param owner Account liable for everything stated in it.
    /// @param ownerEpoch Owner epoch it belongs to.
    event EpochOpened(uint256 indexed agentId, uint32 indexed epoch, address indexed owner, uint32 ownerEpoch);

    /// @notice Emitted when a session key is bound.
    /// @param agentId Agent it serves.
    /// @param epoch Epoch it serves in.
    /// @param key Address of the key.
    event KeyRegistered(uint256 indexed agentId, uint32 indexed epoch, address indexed key);

    /// @notice Emitted when a session key is revoked; what it signed counts for the grace that follows.
    /// @param agentId Agent it served.
    /// @param epoch Epoch it served in.
    /// @param key Address of the key.
    event KeyRevoked(uint256 indexed agentId, uint32 indexed epoch, address indexed key);

    /// @notice Emitted when an epoch may write a stream.
    /// @param agentId Agent that writes.
    /// @param epoch Epoch it writes in.
    /// @param homeLog LogId that may hold the stream; zero for records made directly on chain.
    /// @param stream Number of the stream.
    event StreamRegistered(
        uint256 indexed agentId, uint32 indexed epoch, bytes32 indexed homeLog, uint32 stream
    );

    /// @notice Emitted when the owner states where a stream ended.
    /// @param agentId Agent that wrote.
    /// @param epoch Epoch it wrote in.
    /// @param stream Number of the stream.
    /// @param nextSeq One past the last sequence number.
    /// @param head Last header of the stream.
    event StreamClosed(uint256 indexed agentId, uint32 indexed epoch, uint32 stream, uint64 nextSeq, bytes32 head);

    /// @notice Emitted when an epoch is closed by its owner or for a fault. A transfer closes the running epoch without
    /// this event: the registry's Transfer says so.
    /// @param agentId Agent whose epoch it was.
    /// @param epoch Number of the epoch.
    /// @param cause Zero when the owner closed it, `UNBONDED` when its whole bond was leaving, else the fault key.
    event EpochClosed(uint256 indexed agentId, uint32 indexed epoch, bytes32 cause);

    /// @notice Takes an agent that was transferred, with its history; a token that was merely pushed cannot be made to
    /// state anything. Only the owner.
    /// @param agentId Agent to accept.
    function acceptAgent(uint256 agentId) external;

    /// @notice Opens the next epoch; the one before must be closed. Owner or approved operator.
    /// @param agentId Agent whose epoch opens.
    /// @param keys Session keys of the epoch, each with its proof of possession.
    /// @param streams Streams that the epoch may write.
    /// @return epoch Number of the epoch.
    function openEpoch(uint256 agentId, KeyGrant[] calldata keys, StreamGrant[] calldata streams)
        external
        returns (uint32 epoch);

    /// @notice Binds one more session key to the running epoch. Owner or approved operator.
    /// @param agentId Agent that the key serves.
    /// @param grant Key and its proof of possession.
    function addKey(uint256 agentId, KeyGrant calldata grant) external;

    /// @notice Adds a stream to the running epoch. Owner or approved operator.
    /// @param agentId Agent that writes.
    /// @param grant Stream and its home.
    function addStream(uint256 agentId, StreamGrant calldata grant) external;

    /// @notice Revokes a key of the running epoch. Owner or approved operator.
    /// @param agentId Agent that the key serves.
    /// @param key Key to revoke.
    function revokeKey(uint256 agentId, address key) external;

    /// @notice Closes the running epoch. Owner or approved operator.
    /// @param agentId Agent whose epoch closes.
    /// @param heads Where its streams ended; a stream left out has no committed end, which is shown.
    function closeEpoch(uint256 agentId, StreamHead[] calldata heads) external;

    /// @notice Closes an epoch in which a fault was proved; does nothing when it is closed already. Only the fault
    /// prover.
    /// @param agentId Agent at fault.
    /// @param epoch Epoch of the fault.
    /// @param cause Fault key.
    /// @return liable Owner who opened the epoch and answers for it.
    function closeForFault(uint256 agentId, uint32 epoch, bytes32 cause) external returns (address liable);

    /// @notice Closes the running epoch of an agent whose whole bond is leaving: nobody acts on with nothing at stake.
    /// Anyone may ask; an epoch that never had a bond stays open.
    /// @param agentId Agent whose epoch closes.
    function closeUnbonded(uint256 agentId) external;

    /// @notice The chain-wide name of an agent.
    function agentKey(uint256 agentId) external view returns (AgentKey);

    /// @notice Whom a key serves.
    /// @param key Key asked about.
    /// @return agentId Agent it serves.
    /// @return epoch Epoch it serves in.
    /// @return registeredAt Unix seconds.
    /// @return revokedAt Unix seconds; 0 while not revoked.
    /// @return known False for a key that was never bound.
    function keyOf(address key)
        external
        view
        returns (uint256 agentId, uint32 epoch, uint64 registeredAt, uint64 revokedAt, bool known);

    /// @notice Whom a key may act for at this moment, without any grace: what a direct record asks.
    /// @param key Key asked about.
    /// @return agentId Agent it serves.
    /// @return epoch Epoch it serves in.
    /// @return live False for a key that is unknown or revoked, or whose epoch is closed.
    function sessionOf(address key) external view returns (uint256 agentId, uint32 epoch, bool live);

    /// @notice One epoch of an agent; `closedAt` is the earlier of its closing and the transfer that ended its owner
    /// epoch. Reverts for an epoch that was never opened.
    function epochOf(uint256 agentId, uint32 epoch) external view returns (Epoch memory);

    /// @notice How many epochs an agent has opened.
    function epochCount(uint256 agentId) external view returns (uint32);

    /// @notice Whether an epoch may write a stream, and where it is kept.
    /// @return known False when the epoch does not have the stream.
    /// @return homeLog LogId that may hold it; zero for records made directly on chain.
    function streamOf(uint256 agentId, uint32 epoch, uint32 stream)
        external
        view
        returns (bool known, bytes32 homeLog);

    /// @notice Where the owner said a stream ended; zeros when nothing was said.
    function closingHead(uint256 agentId, uint32 epoch, uint32 stream)
        external
        view
        returns (uint64 nextSeq, bytes32 head);

    /// @notice Where the owner said a stream ended, and whether it said so at all.
    function closingOf(uint256 agentId, uint32 epoch, uint32 stream)
        external
        view
        returns (bool committed, uint64 nextSeq, bytes32 head);

    /// @notice Whether a statement of a key that the chain first witnessed at a given time counts; see `mayState`.
    /// @param witnessedAt Unix seconds; of an anchored statement, when it was anchored.
    function mayStateAt(address key, uint256 agentId, uint32 epoch, uint64 witnessedAt) external view returns (bool);

    /// @notice Whether a statement of a key, first witnessed at this moment, counts: the key serves that epoch of that
    /// agent, and neither its revocation nor the epoch's close is more than the grace ago.
    function mayState(address key, uint256 agentId, uint32 epoch) external view returns (bool);

    /// @notice Which of two statements for one epoch does not count; see `mayState`. Asked at once, the epoch is read once.
    /// @param one Key of a statement that is first witnessed at this moment.
    /// @param other Key of another; the same one is asked about once.
    /// @param witnessedAt Unix seconds of the first witness of the other's.
    /// @return silent Key whose statement does not count, the first of both; zero when both count.
    function silentOf(address one, address other, uint256 agentId, uint32 epoch, uint64 witnessedAt)
        external
        view
        returns (address silent);

    /// @notice Cause of an epoch that closed because the whole bond was leaving.
    function UNBONDED() external view returns (bytes32);

    /// @notice Seconds during which statements still count after a revocation or a close.
    function GRACE() external view returns (uint64);

    /// @notice Domain separator of the proofs of possession.
    function domainSeparator() external view returns (bytes32);
}
