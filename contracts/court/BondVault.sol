// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IBondVault} from "../interfaces/IBondVault.sol";
import {Settlement} from "../types/Settlement.sol";

/// @title Bonds of agents and log operators
/// @notice Minimal and immutable: no administrator, no proxy, money leaves only by pull or into the fire.
contract BondVault is IBondVault, ReentrancyGuardTransient {
    using SafeCast for uint256;

    /// @dev What can be slashed.
    struct Bond {
        // slot 0
        uint128 active;
        uint128 unbonding;
    }

    /// @dev A bond of one beneficiary on one subject.
    struct Account {
        // slot 0
        Bond bond;
        // slot 1
        uint128 locked; // sum of the courts' locks; may exceed the bond after another court's slash
        uint64 releaseAt; // Unix seconds
    }

    /// @dev What the vault owes and has burned in all.
    struct Totals {
        // slot 0
        uint128 owed; // bonds and credits
        uint128 burned;
    }

    /// @inheritdoc IBondVault
    uint64 public constant UNBONDING = 96 days;

    uint16 private constant MAX_REWARD_BPS = 5_000;
    uint256 private constant BPS = 10_000;
    address private constant FIRE = 0x000000000000000000000000000000000000dEaD;

    mapping(address court => bool) private _courts;
    mapping(bytes32 subject => mapping(address beneficiary => Account)) private _accounts;
    mapping(bytes32 subject => mapping(address beneficiary => mapping(address court => bool))) private _accepted;
    mapping(bytes32 subject => mapping(address beneficiary => mapping(address court => uint256))) private _locks;
    /// @dev One more than the credit of whoever was ever bonded or credited. A slot in use is paid into at a quarter of
    /// the gas of a fresh one, so whoever stakes pays for that once, and not those who run a dispute.
    mapping(address account => uint256) private _credits;
    Totals private _totals;

    modifier onlyCourt(bytes32 subject, address beneficiary) {
        if (!isCourtOf(subject, beneficiary, msg.sender)) {
            revert BondVault_NotCourt(subject, beneficiary, msg.sender);
        }
        _;
    }

    /// @param courts Contracts that may lock and slash every bond.
    constructor(address[] memory courts) {
        for (uint256 i; i < courts.length; ++i) {
            if (courts[i] == address(0)) revert BondVault_ZeroAddress();
            _courts[courts[i]] = true;
        }
    }

    /// @inheritdoc IBondVault
    function deposit(bytes32 subject, address beneficiary) external payable nonReentrant {
        if (beneficiary == address(0)) revert BondVault_ZeroAddress();
        if (msg.value == 0) revert BondVault_ZeroAmount();
        uint128 amount = msg.value.toUint128();
        Bond storage bond = _accounts[subject][beneficiary].bond;
        bond.active += amount;
        _totals.owed += amount;
        if (_credits[beneficiary] == 0) _credits[beneficiary] = 1;
        emit BondDeposited(subject, beneficiary, msg.sender, amount, bond.active);
    }

    /// @inheritdoc IBondVault
    function requestUnbond(bytes32 subject, uint256 amount) external {
        Account storage account = _accounts[subject][msg.sender];
        if (amount == 0) revert BondVault_ZeroAmount();
        Bond memory bond = account.bond;
        if (amount > bond.active) revert BondVault_NotActive(amount, bond.active);
        bond.active -= uint128(amount);
        bond.unbonding += uint128(amount);
        account.bond = bond;
        account.releaseAt = uint64(block.timestamp) + UNBONDING;
        emit UnbondRequested(subject, msg.sender, amount, bond.active, bond.unbonding, account.releaseAt);
    }

    /// @inheritdoc IBondVault
    function withdraw(bytes32 subject) external nonReentrant {
        Account storage account = _accounts[subject][msg.sender];
        uint256 unbonding = account.bond.unbonding;
        if (block.timestamp < account.releaseAt) revert BondVault_StillUnbonding(account.releaseAt);
        uint256 amount = Math.min(unbonding, _unlocked(account));
        if (amount == 0) revert BondVault_NothingToWithdraw(unbonding, account.locked);
        account.bond.unbonding = uint128(unbonding - amount);
        _totals.owed -= uint128(amount);
        emit BondWithdrawn(subject, msg.sender, amount, unbonding - amount);
        _pay(msg.sender, amount);
    }

    /// @inheritdoc IBondVault
    function optIn(bytes32 subject, address court) external {
        if (court == address(0)) revert BondVault_ZeroAddress();
        if (isCourtOf(subject, msg.sender, court)) {
            revert BondVault_CourtAlreadyAccepted(subject, msg.sender, court);
        }
        _accepted[subject][msg.sender][court] = true;
        emit CourtAccepted(subject, msg.sender, court);
    }

    /// @inheritdoc IBondVault
    function lock(bytes32 subject, address beneficiary, uint256 amount) external onlyCourt(subject, beneficiary) {
        Account storage account = _accounts[subject][beneficiary];
        if (amount == 0) revert BondVault_ZeroAmount();
        uint256 unlocked = _unlocked(account);
        if (amount > unlocked) revert BondVault_LockTooLarge(amount, unlocked);
        _locks[subject][beneficiary][msg.sender] += amount;
        account.locked += uint128(amount);
        emit BondLocked(subject, beneficiary, msg.sender, amount, account.locked);
    }

    /// @inheritdoc IBondVault
    function unlock(bytes32 subject, address beneficiary, uint256 amount) external onlyCourt(subject, beneficiary) {
        if (amount == 0) revert BondVault_ZeroAmount();
        _unlock(subject, beneficiary, amount);
    }

    /// @inheritdoc IBondVault
    function slash(
        bytes32 subject,
        address beneficiary,
        uint256 amount,
        bytes32 cause,
        address rewardee,
        uint16 rewardBps
    ) external nonReentrant onlyCourt(subject, beneficiary) returns (uint256 taken) {
        if (rewardBps > MAX_REWARD_BPS) revert BondVault_RewardTooHigh(rewardBps, MAX_REWARD_BPS);
        if (rewardBps != 0 && rewardee == address(0)) revert BondVault_ZeroAddress();
        Account storage account = _accounts[subject][beneficiary];
        Bond memory left;
        (taken, left) = _take(account, amount);
        if (taken == 0) return 0;
        uint256 reward = taken * rewardBps / BPS;
        uint128 fire = uint128(taken - reward);
        (uint128 nowOwed, uint128 nowBurned) = (_totals.owed - fire, _totals.burned + fire);
        _totals = Totals(nowOwed, nowBurned);
        emit BondSlashed(
            subject, beneficiary, cause, taken, reward, fire, left.active, left.unbonding
        );
        if (account.locked != 0) {
            uint256 own = _locks[subject][beneficiary][msg.sender];
            if (own != 0) _lift(subject, beneficiary, own, Math.min(own, taken));
        }
        if (reward != 0) _credit(rewardee, cause, reward);
    }

    /// @inheritdoc IBondVault
    function settle(Settlement calldata s)
        external
        payable
        nonReentrant
        returns (uint256 feeTaken, uint256 sliceTaken)
    {
        if (!_courts[msg.sender]) revert BondVault_NotCourt(s.subject, s.beneficiary, msg.sender);
        if (uint256(s.claimantBps) + s.injuredBps > MAX_REWARD_BPS) {
            revert BondVault_RewardTooHigh(s.claimantBps + s.injuredBps, MAX_REWARD_BPS);
        }
        if (s.locked != 0) _unlock(s.subject, s.beneficiary, s.locked);
        (uint256 taken, Bond memory left) = _take(_accounts[s.subject][s.beneficiary], s.fee + s.slice);
        feeTaken = Math.min(taken, s.fee);
        sliceTaken = taken - feeTaken;
        uint256 toClaimant = sliceTaken * s.claimantBps / BPS;
        uint256 toInjured = s.injured == address(0) ? 0 : sliceTaken * s.injuredBps / BPS;
        uint256 fire = sliceTaken - toClaimant - toInjured;
        _totals = Totals(_totals.owed + msg.value.toUint128() - uint128(fire), _totals.burned + uint128(fire));
        if (taken != 0) {
            emit BondSlashed(
                s.subject, s.beneficiary, s.cause, taken, taken - fire, fire, left.active, left.unbonding
            );
        }
        toClaimant += msg.value + feeTaken;
        if (toClaimant != 0) _credit(s.claimant, s.cause, toClaimant);
        if (toInjured != 0) _credit(s.injured, s.cause, toInjured);
    }

    /// @inheritdoc IBondVault
    function credit(address account, bytes32 cause) external payable nonReentrant {
        if (account == address(0)) revert BondVault_ZeroAddress();
        if (msg.value == 0) revert BondVault_ZeroAmount();
        _totals.owed += msg.value.toUint128();
        _credit(account, cause, msg.value);
    }

    /// @inheritdoc IBondVault
    function claim() external nonReentrant {
        uint256 amount = creditOf(msg.sender);
        if (amount == 0) revert BondVault_NoCredit(msg.sender);
        _credits[msg.sender] = 1;
        _totals.owed -= uint128(amount);
        emit CreditClaimed(msg.sender, amount);
        _pay(msg.sender, amount);
    }

    /// @inheritdoc IBondVault
    function burn() external nonReentrant {
        _pay(FIRE, address(this).balance - _totals.owed);
    }

    /// @inheritdoc IBondVault
    function bondOf(bytes32 subject, address beneficiary)
        external
        view
        returns (uint256 active, uint256 unbonding, uint256 locked, uint64 releaseAt)
    {
        Account storage account = _accounts[subject][beneficiary];
        (active, unbonding, releaseAt) = (account.bond.active, account.bond.unbonding, account.releaseAt);
        locked = Math.min(account.locked, active + unbonding);
    }

    /// @inheritdoc IBondVault
    function lockOf(bytes32 subject, address beneficiary, address court) external view returns (uint256) {
        return _locks[subject][beneficiary][court];
    }

    /// @inheritdoc IBondVault
    function burned() external view returns (uint256) {
        return _totals.burned;
    }

    /// @inheritdoc IBondVault
    function owed() external view returns (uint256) {
        return _totals.owed;
    }

    /// @inheritdoc IBondVault
    function creditOf(address account) public view returns (uint256) {
        uint256 kept = _credits[account];
        return kept == 0 ? 0 : kept - 1;
    }

    /// @inheritdoc IBondVault
    function isCourtOf(bytes32 subject, address beneficiary, address court) public view returns (bool) {
        return _courts[court] || _accepted[subject][beneficiary][court];
    }

    /// @dev Takes what there is, up to `amount`, the active part first.
    function _take(Account storage account, uint256 amount) private returns (uint256 taken, Bond memory left) {
        left = account.bond;
        taken = Math.min(amount, uint256(left.active) + left.unbonding);
        uint256 fromActive = Math.min(taken, left.active);
        left.active -= uint128(fromActive);
        left.unbonding -= uint128(taken - fromActive);
        account.bond = left;
    }

    function _unlock(bytes32 subject, address beneficiary, uint256 amount) private {
        uint256 own = _locks[subject][beneficiary][msg.sender];
        if (amount > own) revert BondVault_UnlockTooLarge(amount, own);
        _lift(subject, beneficiary, own, amount);
    }

    /// @dev Lifts `amount` of the `own` lock of the calling court.
    function _lift(bytes32 subject, address beneficiary, uint256 own, uint256 amount) private {
        Account storage account = _accounts[subject][beneficiary];
        _locks[subject][beneficiary][msg.sender] = own - amount;
        account.locked -= uint128(amount);
        emit BondUnlocked(subject, beneficiary, msg.sender, amount, account.locked);
    }

    function _credit(address account, bytes32 cause, uint256 amount) private {
        uint256 balance = creditOf(account) + amount;
        _credits[account] = balance + 1;
        emit CreditAdded(account, cause, amount, balance);
    }

    function _pay(address receiver, uint256 amount) private {
        (bool paid,) = receiver.call{value: amount}("");
        if (!paid) revert BondVault_TransferFailed(receiver, amount);
    }

    function _unlocked(Account storage account) private view returns (uint256) {
        uint256 whole = uint256(account.bond.active) + account.bond.unbonding;
        return whole > account.locked ? whole - account.locked : 0;
    }
}
