// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Case} from "../types/Dispute.sol";

/// @title Bounties: locked, released on acceptance, returned on an upheld dispute
/// @notice A client locks a bounty for a task of an agent. What the agent delivers names the assets of others that it
/// reuses. Accepted, or left unanswered for `REVIEW_TIME`, the bounty is released: a share to whoever made each asset,
/// the rest to the agent's side. A dispute that the client opened about the agent after the delivery holds it until the
/// end: upheld, the bounty returns to the client, else it is released. Undelivered in time, it returns.
/// All money is pulled from the vault; what is locked lies here and nowhere else.
interface ICredits {
    /// @notice Where a bounty stands.
    enum Stage {
        None,
        Locked,
        Delivered,
        Contested,
        Released,
        Returned
    }

    /// @notice A bounty.
    struct Bounty {
        address client;
        Stage stage;
        uint64 due; // Unix seconds: of delivery while locked, of the review once delivered
        uint256 agentId;
        uint256 amount; // wei
        bytes32 task;
        bytes32 delivery;
        address payee; // side of the agent at delivery
        uint64 deliveredAt; // Unix seconds
        uint256 disputeId; // that holds it; 0 for none
    }

    /// @notice An asset that deliveries may reuse.
    struct Asset {
        uint256 agentId; // who made it
        uint16 bps; // its share of a bounty
        bool known;
    }

    /// @notice Thrown when a bounty locks nothing, names no task or leaves no time.
    error Credits_Empty(uint256 amount, bytes32 task, uint64 deliverBy);

    /// @notice Thrown when there is no such agent.
    error Credits_AgentUnknown(uint256 agentId);

    /// @notice Thrown when the caller does not speak for the agent.
    error Credits_NotAuthorized(uint256 agentId, address caller);

    /// @notice Thrown when a bounty is not where a step needs it.
    error Credits_WrongStage(uint256 bountyId, Stage stage);

    /// @notice Thrown when a step comes too early or too late; Unix seconds.
    error Credits_NotNow(uint256 bountyId, uint256 time, uint256 due);

    /// @notice Thrown when an asset is registered twice, or asks for nothing or too much.
    error Credits_BadAsset(bytes32 asset, uint16 bps);

    /// @notice Thrown when assets are unknown, too many, not in ascending order, or ask for too much together.
    error Credits_BadReuse(uint256 count, uint256 bps);

    /// @notice Thrown when a dispute does not hold a bounty, or does not end it.
    error Credits_NoGround(uint256 bountyId, uint256 disputeId);

    /// @notice Emitted when a bounty is locked.
    event BountyLocked(
        uint256 indexed bountyId,
        uint256 indexed agentId,
        address indexed client,
        uint256 amount,
        bytes32 task,
        uint64 deliverBy
    );

    /// @notice Emitted when a task is delivered.
    event BountyDelivered(
        uint256 indexed bountyId, bytes32 delivery, bytes32[] assets, address payee, uint64 reviewBy
    );

    /// @notice Emitted when a dispute holds a bounty.
    event BountyContested(uint256 indexed bountyId, uint256 indexed disputeId);

    /// @notice Emitted when a bounty is released: `toAssets` and `toAgent` are its amount.
    event BountyReleased(uint256 indexed bountyId, uint256 toAgent, uint256 toAssets);

    /// @notice Emitted when a bounty returns to its client.
    event BountyReturned(uint256 indexed bountyId, uint256 amount);

    /// @notice Emitted when an asset is registered.
    event AssetRegistered(bytes32 indexed asset, uint256 indexed agentId, uint16 bps);

    /// @notice Registers an asset of an agent: whoever says so first. Only the owner or an operator.
    /// @param asset Hash of the asset.
    /// @param bps Its share of a bounty, basis points; at most `MOST_ASSETS_BPS`.
    function registerAsset(uint256 agentId, bytes32 asset, uint16 bps) external;

    /// @notice Locks the value sent for a task.
    /// @param agentId Agent that is to do it.
    /// @param task Hash of what is to be done.
    /// @param deliverBy Unix seconds.
    /// @return bountyId Counted from 1.
    function lock(uint256 agentId, bytes32 task, uint64 deliverBy) external payable returns (uint256 bountyId);

    /// @notice Delivers, in time. Only the side of the agent: owner, operator or a live session key.
    /// @param delivery Hash of what is delivered.
    /// @param assets Assets that it reuses, in strictly ascending order, at most `MOST_ASSETS`.
    function deliver(uint256 bountyId, bytes32 delivery, bytes32[] calldata assets) external;

    /// @notice Releases a delivered bounty: its client at any time, anyone once the review is over.
    function accept(uint256 bountyId) external;

    /// @notice Holds a delivered bounty by a dispute of its client about the agent, opened since the delivery. Anyone.
    function contest(uint256 bountyId, Case calldata case_) external;

    /// @notice Ends a contested bounty as its dispute did. Anyone.
    function settle(uint256 bountyId, Case calldata case_) external;

    /// @notice Returns a bounty that was not delivered in time. Anyone.
    function reclaim(uint256 bountyId) external;

    /// @notice A bounty.
    function bountyOf(uint256 bountyId) external view returns (Bounty memory);

    /// @notice Assets that a delivery reuses.
    function assetsOf(uint256 bountyId) external view returns (bytes32[] memory);

    /// @notice An asset.
    function assetOf(bytes32 asset) external view returns (Asset memory);

    /// @notice All that is locked, delivered or contested, wei. The balance is exactly this.
    function locked() external view returns (uint256);

    /// @notice Seconds that a client has to answer.
    function REVIEW_TIME() external view returns (uint64);

    /// @notice Most assets that a delivery names.
    function MOST_ASSETS() external view returns (uint256);

    /// @notice Most that assets get together, basis points.
    function MOST_ASSETS_BPS() external view returns (uint256);
}
