// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BondVault} from "../../contracts/court/BondVault.sol";
import {IBondVault} from "../../contracts/interfaces/IBondVault.sol";
import {Settlement} from "../../contracts/types/Settlement.sol";
import {Scenario} from "./support/Scenario.sol";
import {GreedyClaimer, RefusingReceiver} from "./support/Wallets.sol";

contract BondVaultTest is Scenario {
    bytes32 private constant SUBJECT = keccak256("subject");
    bytes32 private constant CAUSE = keccak256("cause");
    address private constant FIRE = 0x000000000000000000000000000000000000dEaD;
    address private court;
    address private secondCourt = address(0xC0);

    function setUp() public {
        deployAll();
        court = address(prover);
    }

    function test_RevertWhen_CourtIsZero() public {
        vm.expectRevert(abi.encodeWithSelector(IBondVault.BondVault_ZeroAddress.selector));
        createContract("BondVault", abi.encode(new address[](1)));
    }

    function test_settle_LiftsChargesSplitsAndBurns() public {
        _deposit(owner, 10 ether);
        vm.deal(court, 5 ether);
        vm.prank(court);
        vault.lock(SUBJECT, owner, 4 ether);
        vm.prank(court);
        vault.lock(SUBJECT, owner, 1 ether);
        vm.expectEmit(address(vault));
        emit IBondVault.BondUnlocked(SUBJECT, owner, court, 4 ether, 1 ether);
        vm.expectEmit(address(vault));
        emit IBondVault.BondSlashed(SUBJECT, owner, CAUSE, 5 ether, 3 ether, 2 ether, 5 ether, 0);
        vm.expectEmit(address(vault));
        emit IBondVault.CreditAdded(stranger, CAUSE, 3.8 ether, 3.8 ether);
        vm.expectEmit(address(vault));
        emit IBondVault.CreditAdded(buyer, CAUSE, 1.2 ether, 1.2 ether);
        vm.prank(court);
        (uint256 fee, uint256 slice) = vault.settle{value: 2 ether}(_settlement(4 ether, 1 ether, 4 ether, buyer));
        assertEq(fee, 1 ether, "fee");
        assertEq(slice, 4 ether, "slice");
        assertEq(vault.lockOf(SUBJECT, owner, court), 1 ether, "exactly this lock");
        _expectOwed(10 ether);
    }

    function test_settle_TakesTheFeeFirst() public {
        _deposit(owner, 3 ether);
        vm.prank(court);
        (uint256 fee, uint256 slice) = vault.settle(_settlement(0, 2 ether, 4 ether, address(0)));
        assertEq(fee, 2 ether, "the whole fee");
        assertEq(slice, 1 ether, "what is left");
        assertEq(vault.creditOf(stranger), 2.2 ether, "fee and a fifth");
        assertEq(vault.burned(), 0.8 ether, "nobody was injured");
        vm.prank(court);
        (fee, slice) = vault.settle(_settlement(0, 2 ether, 4 ether, address(0)));
        assertEq(fee + slice, 0, "an empty bond");
    }

    function test_settle_OfAnEmptyBondSaysNothing() public {
        vm.recordLogs();
        vm.prank(court);
        vault.settle(_settlement(0, 2 ether, 4 ether, buyer));
        assertEq(vm.getRecordedLogs().length, 0, "nothing was slashed");
    }

    function test_RevertWhen_SettlingWrongly() public {
        _deposit(owner, 10 ether);
        vm.prank(owner);
        vault.optIn(SUBJECT, secondCourt);
        vm.expectRevert(
            abi.encodeWithSelector(IBondVault.BondVault_NotCourt.selector, SUBJECT, owner, secondCourt)
        );
        vm.prank(secondCourt);
        vault.settle(_settlement(0, 1, 0, buyer));
        Settlement memory s = _settlement(0, 1, 1, buyer);
        s.claimantBps = 2_001;
        vm.expectRevert(abi.encodeWithSelector(IBondVault.BondVault_RewardTooHigh.selector, 5_001, 5_000));
        vm.prank(court);
        vault.settle(s);
        vm.expectRevert(abi.encodeWithSelector(IBondVault.BondVault_UnlockTooLarge.selector, 1, 0));
        vm.prank(court);
        vault.settle(_settlement(1, 1, 0, buyer));
    }

    function test_credit_AddsWhoeverPays() public {
        vm.expectEmit(address(vault));
        emit IBondVault.CreditAdded(buyer, CAUSE, 1 ether, 1 ether);
        vm.prank(stranger);
        vault.credit{value: 1 ether}(buyer, CAUSE);
        _expectOwed(1 ether);
        vm.expectRevert(abi.encodeWithSelector(IBondVault.BondVault_ZeroAmount.selector));
        vault.credit(buyer, CAUSE);
        vm.expectRevert(abi.encodeWithSelector(IBondVault.BondVault_ZeroAddress.selector));
        vm.prank(stranger);
        vault.credit{value: 1}(address(0), CAUSE);
    }

    function testFuzz_settle_SumsToItsSource(uint96 bond, uint96 fee, uint96 slice, uint96 value, bool injured)
        public
    {
        if (bond != 0) {
            vm.deal(owner, bond);
            _deposit(owner, bond);
        }
        vm.deal(court, value);
        vm.prank(court);
        vault.settle{value: value}(_settlement(0, fee, slice, injured ? buyer : address(0)));
        vault.burn();
        assertEq(address(vault).balance, vault.owed(), "balance");
        assertEq(vault.owed() + vault.burned(), uint256(bond) + value, "all of it");
    }

    function _settlement(uint256 locked, uint256 fee, uint256 slice, address injured)
        private
        view
        returns (Settlement memory)
    {
        return Settlement(SUBJECT, owner, CAUSE, locked, fee, slice, stranger, 2_000, injured, 3_000);
    }

    function test_deposit_AddsWhoeverPays() public {
        vm.expectEmit(address(vault));
        emit IBondVault.BondDeposited(SUBJECT, owner, stranger, 3 ether, 3 ether);
        vm.prank(stranger);
        vault.deposit{value: 3 ether}(SUBJECT, owner);
        _deposit(owner, 2 ether);
        _expectBond(owner, 5 ether, 0, 0, 0);
        _expectOwed(5 ether);
    }

    function test_RevertWhen_DepositIsEmpty() public {
        vm.startPrank(owner);
        vm.expectRevert(abi.encodeWithSelector(IBondVault.BondVault_ZeroAmount.selector));
        vault.deposit(SUBJECT, owner);
        vm.expectRevert(abi.encodeWithSelector(IBondVault.BondVault_ZeroAddress.selector));
        vault.deposit{value: 1}(SUBJECT, address(0));
        vm.stopPrank();
    }

    function test_requestUnbond_PutsOffAllOfIt() public {
        _deposit(owner, 5 ether);
        uint64 releaseAt = uint64(START + 96 days);
        vm.expectEmit(address(vault));
        emit IBondVault.UnbondRequested(SUBJECT, owner, 2 ether, 3 ether, 2 ether, releaseAt);
        _unbond(owner, 2 ether);
        vm.warp(START + 10 days);
        _unbond(owner, 1 ether);
        _expectBond(owner, 2 ether, 3 ether, 0, START + 106 days);
    }

    function test_RevertWhen_UnbondingWrongAmounts() public {
        _deposit(owner, 5 ether);
        vm.expectRevert(abi.encodeWithSelector(IBondVault.BondVault_ZeroAmount.selector));
        _unbond(owner, 0);
        vm.expectRevert(abi.encodeWithSelector(IBondVault.BondVault_NotActive.selector, 5 ether + 1, 5 ether));
        _unbond(owner, 5 ether + 1);
        vm.expectRevert(
            abi.encodeWithSelector(IBondVault.BondVault_NotActive.selector, type(uint256).max, 5 ether)
        );
        _unbond(owner, type(uint256).max);
        vm.expectRevert(abi.encodeWithSelector(IBondVault.BondVault_NotActive.selector, 1, 0));
        _unbond(stranger, 1);
    }

    function test_withdraw_PaysAfterTheWait() public {
        _deposit(owner, 5 ether);
        _unbond(owner, 2 ether);
        vm.warp(START + 96 days - 1);
        vm.expectRevert(
            abi.encodeWithSelector(IBondVault.BondVault_StillUnbonding.selector, uint64(START + 96 days))
        );
        _withdraw(owner);
        vm.warp(START + 96 days);
        uint256 before = owner.balance;
        vm.expectEmit(address(vault));
        emit IBondVault.BondWithdrawn(SUBJECT, owner, 2 ether, 0);
        _withdraw(owner);
        assertEq(owner.balance - before, 2 ether, "paid");
        _expectOwed(3 ether);
        vm.expectRevert(abi.encodeWithSelector(IBondVault.BondVault_NothingToWithdraw.selector, 0, 0));
        _withdraw(owner);
    }

    function test_withdraw_KeepsWhatIsLocked() public {
        _deposit(owner, 5 ether);
        _lock(5 ether);
        _unbond(owner, 5 ether);
        vm.warp(START + 96 days);
        vm.expectRevert(
            abi.encodeWithSelector(IBondVault.BondVault_NothingToWithdraw.selector, 5 ether, 5 ether)
        );
        _withdraw(owner);
        vm.prank(court);
        vault.unlock(SUBJECT, owner, 3 ether);
        _withdraw(owner);
        _expectBond(owner, 0, 2 ether, 2 ether, START + 96 days);
    }

    function test_RevertWhen_WithdrawerRefuses() public {
        GreedyClaimer greedy = new GreedyClaimer(vault, SUBJECT);
        RefusingReceiver refusing = new RefusingReceiver();
        _deposit(address(refusing), 1 ether);
        _unbond(address(refusing), 1 ether);
        _deposit(address(greedy), 1 ether);
        greedy.unbond(1 ether);
        vm.warp(START + 96 days);
        vm.expectRevert(
            abi.encodeWithSelector(IBondVault.BondVault_TransferFailed.selector, address(refusing), 1 ether)
        );
        _withdraw(address(refusing));
        _expectBond(address(refusing), 0, 1 ether, 0, START + 96 days);
        greedy.withdraw();
        assertEq(address(greedy).balance, 1 ether, "paid once");
        assertEq(greedy.refusals(), 2, "refused while being paid");
    }

    function test_optIn_HoldsForTheCallerAlone() public {
        vm.startPrank(owner);
        vm.expectRevert(abi.encodeWithSelector(IBondVault.BondVault_ZeroAddress.selector));
        vault.optIn(SUBJECT, address(0));
        vm.expectRevert(
            abi.encodeWithSelector(IBondVault.BondVault_CourtAlreadyAccepted.selector, SUBJECT, owner, court)
        );
        vault.optIn(SUBJECT, court);
        vm.expectEmit(address(vault));
        emit IBondVault.CourtAccepted(SUBJECT, owner, secondCourt);
        vault.optIn(SUBJECT, secondCourt);
        vm.expectRevert(
            abi.encodeWithSelector(IBondVault.BondVault_CourtAlreadyAccepted.selector, SUBJECT, owner, secondCourt)
        );
        vault.optIn(SUBJECT, secondCourt);
        vm.stopPrank();
        assertTrue(vault.isCourtOf(SUBJECT, owner, secondCourt), "for the owner");
        assertFalse(vault.isCourtOf(SUBJECT, buyer, secondCourt), "for another beneficiary");
        assertFalse(vault.isCourtOf(CAUSE, owner, secondCourt), "for another subject");
    }

    function test_RevertWhen_CallerIsNoCourt() public {
        bytes memory refused =
            abi.encodeWithSelector(IBondVault.BondVault_NotCourt.selector, SUBJECT, owner, stranger);
        vm.startPrank(stranger);
        vm.expectRevert(refused);
        vault.lock(SUBJECT, owner, 1);
        vm.expectRevert(refused);
        vault.unlock(SUBJECT, owner, 1);
        vm.expectRevert(refused);
        vault.slash(SUBJECT, owner, 1, CAUSE, stranger, 0);
        vm.stopPrank();
    }

    function test_RevertWhen_LocksAreTooLarge() public {
        _deposit(owner, 5 ether);
        vm.expectRevert(abi.encodeWithSelector(IBondVault.BondVault_ZeroAmount.selector));
        _lock(0);
        vm.expectEmit(address(vault));
        emit IBondVault.BondLocked(SUBJECT, owner, court, 4 ether, 4 ether);
        _lock(4 ether);
        vm.expectRevert(abi.encodeWithSelector(IBondVault.BondVault_LockTooLarge.selector, 1 ether + 1, 1 ether));
        _lock(1 ether + 1);
        vm.expectRevert(
            abi.encodeWithSelector(IBondVault.BondVault_LockTooLarge.selector, type(uint256).max, 1 ether)
        );
        _lock(type(uint256).max);

        _acceptSecondCourt();
        vm.prank(secondCourt);
        vm.expectRevert(abi.encodeWithSelector(IBondVault.BondVault_UnlockTooLarge.selector, 1, 0));
        vault.unlock(SUBJECT, owner, 1);
        vm.startPrank(court);
        vm.expectRevert(abi.encodeWithSelector(IBondVault.BondVault_ZeroAmount.selector));
        vault.unlock(SUBJECT, owner, 0);
        vm.expectEmit(address(vault));
        emit IBondVault.BondUnlocked(SUBJECT, owner, court, 1 ether, 3 ether);
        vault.unlock(SUBJECT, owner, 1 ether);
        vm.stopPrank();
        assertEq(vault.lockOf(SUBJECT, owner, court), 3 ether, "what the court holds");
    }

    function test_slash_TakesTheActivePartFirst() public {
        _deposit(owner, 5 ether);
        _unbond(owner, 2 ether);
        assertEq(_slash(4 ether, 2_000), 4 ether, "taken");
        _expectBond(owner, 0, 1 ether, 0, START + 96 days);
        assertEq(_slash(4 ether, 0), 1 ether, "all there was");
        _expectBond(owner, 0, 0, 0, START + 96 days);
        _expectOwed(0.8 ether);
        assertEq(vault.burned(), 4.2 ether, "burned");
    }

    // burn

    function test_burn_SendsWhatIsOwedToNobody() public {
        _deposit(owner, 5 ether);
        _slash(4 ether, 2_500);
        assertEq(FIRE.balance, 0, "not yet");
        vm.prank(stranger);
        vault.burn();
        assertEq(FIRE.balance, 3 ether, "in the fire");
        _expectOwed(2 ether);
        vault.burn();
        assertEq(FIRE.balance, 3 ether, "once");
        vm.deal(address(vault), 2.5 ether);
        vault.burn();
        assertEq(FIRE.balance, 3.5 ether, "what somebody forced on it, too");
        assertEq(address(vault).balance, 2 ether, "what is owed remains");
    }

    function test_slash_EmitsItsSplit() public {
        _deposit(owner, 7);
        vm.expectEmit(address(vault));
        emit IBondVault.BondSlashed(SUBJECT, owner, CAUSE, 5, 2, 3, 2, 0);
        vm.expectEmit(address(vault));
        emit IBondVault.CreditAdded(stranger, CAUSE, 2, 2);
        _slash(5, 5_000);
    }

    function test_slash_TakesNothingFromNothing() public {
        vm.recordLogs();
        assertEq(_slash(1 ether, 2_000), 0, "taken");
        assertEq(vm.getRecordedLogs().length, 0, "no event");
    }

    function test_RevertWhen_RewardIsWrong() public {
        _deposit(owner, 1 ether);
        vm.startPrank(court);
        vm.expectRevert(abi.encodeWithSelector(IBondVault.BondVault_RewardTooHigh.selector, 5_001, 5_000));
        vault.slash(SUBJECT, owner, 1, CAUSE, stranger, 5_001);
        vm.expectRevert(abi.encodeWithSelector(IBondVault.BondVault_ZeroAddress.selector));
        vault.slash(SUBJECT, owner, 1, CAUSE, address(0), 1);
        vm.stopPrank();
    }

    function test_slash_UsesUpItsOwnLock() public {
        _deposit(owner, 5 ether);
        _lock(3 ether);
        vm.expectEmit(address(vault));
        emit IBondVault.BondUnlocked(SUBJECT, owner, court, 2 ether, 1 ether);
        _slash(2 ether, 0);
        _expectBond(owner, 3 ether, 0, 1 ether, 0);
        _slash(2 ether, 0);
        _expectBond(owner, 1 ether, 0, 0, 0);
    }

    function test_slash_IsNotHeldUpByAnotherCourt() public {
        _deposit(owner, 5 ether);
        _acceptSecondCourt();
        vm.prank(secondCourt);
        vault.lock(SUBJECT, owner, 5 ether);
        assertEq(_slash(4 ether, 0), 4 ether, "taken in spite of the lock");
        _expectBond(owner, 1 ether, 0, 1 ether, 0);
        vm.expectRevert(abi.encodeWithSelector(IBondVault.BondVault_LockTooLarge.selector, 1, 0));
        _lock(1);
        vm.prank(secondCourt);
        vault.unlock(SUBJECT, owner, 5 ether);
        _expectBond(owner, 1 ether, 0, 0, 0);
    }

    function testFuzz_slash_SplitsWithoutARest(uint96 active, uint96 unbonding, uint256 amount, uint16 bps) public {
        uint256 whole = uint256(active) + unbonding;
        vm.assume(whole > 0);
        bps = uint16(bound(bps, 0, 5_000));
        _deposit(owner, whole);
        if (unbonding != 0) _unbond(owner, unbonding);
        uint256 taken = _slash(amount, bps);
        assertEq(taken, amount < whole ? amount : whole, "taken");
        assertEq(vault.creditOf(stranger), taken * bps / 10_000, "reward");
        assertEq(vault.creditOf(stranger) + vault.burned(), taken, "no rest");
        (uint256 left, uint256 leaving,,) = vault.bondOf(SUBJECT, owner);
        assertEq(left + leaving + taken, whole, "nothing else moved");
        vault.burn();
        assertEq(address(vault).balance, whole - vault.burned(), "balance");
    }

    function test_claim_PaysOnce() public {
        GreedyClaimer greedy = new GreedyClaimer(vault, SUBJECT);
        _deposit(owner, 10 ether);
        _creditTo(address(greedy), 4 ether);
        vm.expectEmit(address(vault));
        emit IBondVault.CreditClaimed(address(greedy), 2 ether);
        greedy.claim();
        assertEq(address(greedy).balance, 2 ether, "paid once");
        assertEq(greedy.refusals(), 2, "refused while being paid");
        vm.expectRevert(abi.encodeWithSelector(IBondVault.BondVault_NoCredit.selector, address(greedy)));
        greedy.claim();
    }

    function test_claim_KeepsTheCreditOfARefuser() public {
        RefusingReceiver refusing = new RefusingReceiver();
        _deposit(owner, 10 ether);
        _creditTo(address(refusing), 4 ether);
        vm.expectRevert(
            abi.encodeWithSelector(IBondVault.BondVault_TransferFailed.selector, address(refusing), 2 ether)
        );
        refusing.claim(vault);
        assertEq(vault.creditOf(address(refusing)), 2 ether, "kept");
        refusing.accept();
        refusing.claim(vault);
        assertEq(address(refusing).balance, 2 ether, "paid later");
    }

    function _deposit(address beneficiary, uint256 amount) private {
        vm.deal(address(this), amount);
        vault.deposit{value: amount}(SUBJECT, beneficiary);
    }

    function _unbond(address beneficiary, uint256 amount) private {
        vm.prank(beneficiary);
        vault.requestUnbond(SUBJECT, amount);
    }

    function _withdraw(address beneficiary) private {
        vm.prank(beneficiary);
        vault.withdraw(SUBJECT);
    }

    function _lock(uint256 amount) private {
        vm.prank(court);
        vault.lock(SUBJECT, owner, amount);
    }

    function _slash(uint256 amount, uint16 bps) private returns (uint256) {
        vm.prank(court);
        return vault.slash(SUBJECT, owner, amount, CAUSE, stranger, bps);
    }

    function _creditTo(address account, uint256 slashed) private {
        vm.prank(court);
        vault.slash(SUBJECT, owner, slashed, CAUSE, account, 5_000);
    }

    function _acceptSecondCourt() private {
        vm.prank(owner);
        vault.optIn(SUBJECT, secondCourt);
    }

    function _expectBond(address who, uint256 active, uint256 unbonding, uint256 locked, uint256 releaseAt)
        private
        view
    {
        (uint256 isActive, uint256 isUnbonding, uint256 isLocked, uint64 isReleaseAt) = vault.bondOf(SUBJECT, who);
        assertEq(isActive, active, "active");
        assertEq(isUnbonding, unbonding, "unbonding");
        assertEq(isLocked, locked, "locked");
        assertEq(isReleaseAt, releaseAt, "release");
    }

    function _expectOwed(uint256 owed) private view {
        assertEq(vault.owed(), owed, "owed");
        assertEq(address(vault).balance, owed + vault.burned() - FIRE.balance, "balance");
    }
}
