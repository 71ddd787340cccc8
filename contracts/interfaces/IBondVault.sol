// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Settlement} from "../types/Settlement.sol";

/// @title Bonds of agents and log operators
/// @notice An account is a subject (agent key or log id) together with its beneficiary, the owner or operator that is
/// liable. What is unbonding has left the active bond but can be slashed until it is withdrawn. A lock keeps money
/// from leaving; it never shields it from another court. Amounts are wei.
/// @dev Courts are those named at deployment and those that the beneficiary accepted; nobody can remove or add one
/// otherwise. No court may hand out more than half of what it takes, so that accepting a friendly one does not pay;
/// only a court named at deployment may besides charge a bond with the fee of a dispute.
interface IBondVault {
    /// @notice Thrown when the caller is no court of the account.
    error BondVault_NotCourt(bytes32 subject, address beneficiary, address caller);

    /// @notice Thrown when an address that receives rights or money is zero.
    error BondVault_ZeroAddress();

    /// @notice Thrown when an amount is zero.
    error BondVault_ZeroAmount();

    /// @notice Thrown when more is asked to unbond than is active.
    error BondVault_NotActive(uint256 amount, uint256 active);

    /// @notice Thrown when a withdrawal comes before its time; Unix seconds.
    error BondVault_StillUnbonding(uint64 releaseAt);

    /// @notice Thrown when there is nothing that may be withdrawn, because nothing is unbonding or all of it is locked.
    error BondVault_NothingToWithdraw(uint256 unbonding, uint256 locked);

    /// @notice Thrown when a court locks more than is unlocked.
    error BondVault_LockTooLarge(uint256 amount, uint256 unlocked);

    /// @notice Thrown when a court unlocks more than it locked.
    error BondVault_UnlockTooLarge(uint256 amount, uint256 lockedByCourt);

    /// @notice Thrown when a slash rewards more than half; basis points.
    error BondVault_RewardTooHigh(uint16 rewardBps, uint16 maximum);

    /// @notice Thrown when a court was accepted before.
    error BondVault_CourtAlreadyAccepted(bytes32 subject, address beneficiary, address court);

    /// @notice Thrown when there is no credit to claim.
    error BondVault_NoCredit(address account);

    /// @notice Thrown when a receiver refuses its money.
    error BondVault_TransferFailed(address receiver, uint256 amount);

    /// @notice Emitted when a bond grows.
    /// @param subject Agent key or log id.
    /// @param beneficiary Liable account.
    /// @param from Who paid.
    /// @param amount What was paid.
    /// @param active Active bond now.
    event BondDeposited(
        bytes32 indexed subject, address indexed beneficiary, address from, uint256 amount, uint256 active
    );

    /// @notice Emitted when a bond begins to unbond.
    /// @param subject Agent key or log id.
    /// @param beneficiary Liable account.
    /// @param amount What begins.
    /// @param active Active bond now.
    /// @param unbonding All that is unbonding now.
    /// @param releaseAt Unix seconds at which all of it may be withdrawn.
    event UnbondRequested(
        bytes32 indexed subject,
        address indexed beneficiary,
        uint256 amount,
        uint256 active,
        uint256 unbonding,
        uint64 releaseAt
    );

    /// @notice Emitted when unbonded money leaves.
    /// @param subject Agent key or log id.
    /// @param beneficiary Account that received it.
    /// @param amount What left.
    /// @param unbonding What is still unbonding.
    event BondWithdrawn(bytes32 indexed subject, address indexed beneficiary, uint256 amount, uint256 unbonding);

    /// @notice Emitted when a court locks part of a bond.
    /// @param subject Agent key or log id.
    /// @param beneficiary Liable account.
    /// @param court Court that locks.
    /// @param amount What it locks.
    /// @param locked All that courts have locked now.
    event BondLocked(
        bytes32 indexed subject, address indexed beneficiary, address indexed court, uint256 amount, uint256 locked
    );

    /// @notice Emitted when a court's lock is lifted, by the court or because its slash used it up.
    /// @param subject Agent key or log id.
    /// @param beneficiary Liable account.
    /// @param court Court that had locked.
    /// @param amount What is lifted.
    /// @param locked All that courts have locked now.
    event BondUnlocked(
        bytes32 indexed subject, address indexed beneficiary, address indexed court, uint256 amount, uint256 locked
    );

    /// @notice Emitted when a court takes from a bond. `amount` is `reward` plus `burned`.
    /// @param subject Agent key or log id.
    /// @param beneficiary Liable account.
    /// @param cause What the slash is for.
    /// @param amount What was taken.
    /// @param reward Part of it that was credited.
    /// @param burned Part of it that was burned.
    /// @param active Active bond now.
    /// @param unbonding What is unbonding now.
    event BondSlashed(
        bytes32 indexed subject,
        address indexed beneficiary,
        bytes32 indexed cause,
        uint256 amount,
        uint256 reward,
        uint256 burned,
        uint256 active,
        uint256 unbonding
    );

    /// @notice Emitted when a beneficiary accepts a court for good.
    /// @param subject Agent key or log id.
    /// @param beneficiary Liable account.
    /// @param court Court accepted.
    event CourtAccepted(bytes32 indexed subject, address indexed beneficiary, address indexed court);

    /// @notice Emitted when an account may claim more.
    /// @param account Account credited.
    /// @param cause What the credit is for.
    /// @param amount What is added.
    /// @param balance What it may claim now.
    event CreditAdded(address indexed account, bytes32 indexed cause, uint256 amount, uint256 balance);

    /// @notice Emitted when an account takes all of its credit.
    /// @param account Account paid.
    /// @param amount What it took.
    event CreditClaimed(address indexed account, uint256 amount);

    /// @notice Adds to a bond; anyone may pay.
    /// @param subject Agent key or log id.
    /// @param beneficiary Liable account, which alone may unbond it.
    function deposit(bytes32 subject, address beneficiary) external payable;

    /// @notice Begins to unbond part of the caller's bond. A further request delays all that is unbonding.
    /// @param subject Agent key or log id.
    /// @param amount What begins; at most the active bond.
    function requestUnbond(bytes32 subject, uint256 amount) external;

    /// @notice Pays out what is unbonded and not locked of the caller's bond.
    /// @param subject Agent key or log id.
    function withdraw(bytes32 subject) external;

    /// @notice Accepts a further court for the caller's bond, for good.
    /// @param subject Agent key or log id.
    /// @param court Court to accept.
    function optIn(bytes32 subject, address court) external;

    /// @notice Keeps part of a bond from leaving. Only a court.
    function lock(bytes32 subject, address beneficiary, uint256 amount) external;

    /// @notice Lifts a lock of the calling court. Only a court.
    function unlock(bytes32 subject, address beneficiary, uint256 amount) external;

    /// @notice Takes from a bond, the active part first; what the court had locked is used up by as much. Only a court.
    /// @param subject Agent key or log id.
    /// @param beneficiary Liable account.
    /// @param amount What to take; all there is when there is less.
    /// @param cause What it is for.
    /// @param rewardee Account credited with the reward.
    /// @param rewardBps Reward in basis points of what is taken, rounded down; at most 5,000. The rest is burned.
    /// @return taken What was taken.
    function slash(
        bytes32 subject,
        address beneficiary,
        uint256 amount,
        bytes32 cause,
        address rewardee,
        uint16 rewardBps
    ) external returns (uint256 taken);

    /// @notice Ends a dispute: lifts the court's lock, charges the fee, then takes and splits the slice. The value sent
    /// along is credited to the claimant too. What is left of the slice is burned. Only a court named at deployment.
    /// @param settlement Who gets what; the two parts of the slice are at most 5,000 basis points together.
    /// @return feeTaken What was taken for the fee; less than asked when the bond is smaller.
    /// @return sliceTaken What was taken of the slice.
    function settle(Settlement calldata settlement) external payable returns (uint256 feeTaken, uint256 sliceTaken);

    /// @notice Adds the value sent to what an account may claim; anyone may pay.
    /// @param account Account to credit.
    /// @param cause What it is for.
    function credit(address account, bytes32 cause) external payable;

    /// @notice Pays the caller all of its credit.
    function claim() external;

    /// @notice Sends into the fire whatever is owed to nobody. What courts burn is out of everybody's reach at once, and
    /// lies here until anyone does this: whoever runs a dispute need not pay for the transfer.
    function burn() external;

    /// @notice A bond.
    /// @return active What is bonded.
    /// @return unbonding What is leaving, and can still be slashed.
    /// @return locked What may not leave; never more than the two together.
    /// @return releaseAt Unix seconds at which what is unbonding may leave; 0 when never requested.
    function bondOf(bytes32 subject, address beneficiary)
        external
        view
        returns (uint256 active, uint256 unbonding, uint256 locked, uint64 releaseAt);

    /// @notice What a court has locked of a bond.
    function lockOf(bytes32 subject, address beneficiary, address court) external view returns (uint256);

    /// @notice Whether a court may lock and slash a bond.
    function isCourtOf(bytes32 subject, address beneficiary, address court) external view returns (bool);

    /// @notice What an account may claim.
    function creditOf(address account) external view returns (uint256);

    /// @notice All that courts ever burned, sent into the fire or not.
    function burned() external view returns (uint256);

    /// @notice All that the vault owes: bonds, active and unbonding, and credits. Its balance is never less.
    function owed() external view returns (uint256);

    /// @notice Seconds from a request to unbond to its release: the claim window of 30 days and the longest dispute of
    /// 66 days.
    function UNBONDING() external view returns (uint64);
}
