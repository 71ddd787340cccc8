// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IActionWitness} from "../../contracts/interfaces/IActionWitness.sol";
import {IDisputeCourt} from "../../contracts/interfaces/IDisputeCourt.sol";
import {Basis, Case, Claim, FaultClass, State} from "../../contracts/types/Dispute.sol";
import {Policy} from "../../contracts/types/Policy.sol";
import {Receipt} from "../../contracts/types/Receipt.sol";
import {CourtScenario} from "./support/CourtScenario.sol";

contract DisputeCourtTest is CourtScenario {
    function setUp() public {
        deployCourt();
    }

    // open

    function test_open_EscrowsLocksAndTells() public {
        uint256 before = claimant.balance;
        Case memory case_ = openFresh(FaultClass.Harm);
        assertEq(before - claimant.balance, DEPOSIT + FEE, "paid");
        assertEq(address(disputeCourt).balance, DEPOSIT + FEE, "in escrow");
        assertEq(case_.disputeId, 1, "numbers begin at 1");
        assertEq(disputeCourt.count(), 1, "one");
        assertEq(case_.liable, owner, "liable");
        assertEq(case_.claimant, claimant, "claimant");
        assertEq(case_.injured, injured, "counterparty");
        assertEq(case_.subject, subject, "bond");
        assertEq(case_.deposit, DEPOSIT, "deposit");
        assertEq(case_.fee, FEE, "fee");
        assertEq(case_.slice, BOND / 5, "a fifth for harm");
        assertEq(case_.locked, BOND / 5 + FEE, "slice and fee");
        assertEq(vault.lockOf(subject, owner, address(disputeCourt)), case_.locked, "lock");
        assertEq(case_.openedAt, START, "time");
        assertState(case_, State.Open, "open");
        (bytes24 tag,,,,,,,,, uint64 since) = disputeCourt.docketOf(1);
        assertEq(bytes32(tag), bytes32(bytes24(keccak256(abi.encode(case_)))), "tag");
        assertEq(since, START, "since");
    }

    function test_causeOf_IsOfOneChainAndCourt() public view {
        bytes32 expected = keccak256(abi.encode(block.chainid, address(disputeCourt), 7));
        assertEq(disputeCourt.causeOf(7), expected, "chain, court, dispute");
    }

    function test_open_NotifiesTheLiable() public {
        bytes memory proof = freshProof();
        vm.expectEmit(address(disputeCourt));
        emit IDisputeCourt.RespondentNotified(
            1, owner, agentId, uint64(START + policy.responseTime), 1_000 + policy.responseBlocks
        );
        vm.prank(claimant);
        disputeCourt.open{value: DEPOSIT + FEE}(claimOf(FaultClass.Harm), proof, policy, "");
    }

    function test_open_DepositsWhatExceeds() public {
        Case memory case_ = openWith(claimOf(FaultClass.Harm), freshProof(), policy, 1 ether);
        assertEq(case_.deposit, 1 ether - FEE, "the rest is deposited");
    }

    function test_open_NeedsNoBond() public {
        vm.prank(owner);
        vault.requestUnbond(subject, BOND);
        pass(96 days);
        vm.prank(owner);
        vault.withdraw(subject);
        Case memory case_ = openFresh(FaultClass.Deception);
        assertEq(case_.slice, 0, "slice");
        assertEq(case_.locked, 0, "lock");
        pass(policy.responseTime);
        passBlocks(policy.responseBlocks);
        disputeCourt.defaultJudgment(case_, policy);
        finish(case_);
        (, uint80 negative,,) = standing.standingOf(agentId, 0, 1);
        assertEq(negative, policy.weights[3], "standing all the same");
        assertEq(vault.creditOf(claimant), DEPOSIT + FEE, "deposit and fee back");
    }

    function test_open_LocksAtMostWhatIsFree() public {
        for (uint256 i; i < 4; ++i) {
            Case memory case_ = openFresh(FaultClass.Deception);
            if (i == 2) assertEq(case_.locked, BOND - 2 * (BOND * 4 / 10 + FEE), "what is left");
            if (i == 3) assertEq(case_.locked, 0, "nothing is left");
        }
        (,, uint256 locked,) = vault.bondOf(subject, owner);
        assertEq(locked, BOND, "never more than the bond");
    }

    function test_open_DepositFollowsTheGasPrice() public {
        assertEq(disputeCourt.depositFor(policy, 0), DEPOSIT, "the policy's");
        assertEq(disputeCourt.depositFor(policy, 3), DEPOSIT * 8, "doubled three times");
        vm.fee(1 ether);
        assertEq(disputeCourt.depositFor(policy, 0), 900_000 ether, "three times the gas of the answers");
    }

    function test_RevertWhen_ValueIsTooSmall() public {
        _expectOpen(
            claimOf(FaultClass.Harm),
            policy,
            DEPOSIT + FEE - 1,
            abi.encodeWithSelector(
                IDisputeCourt.DisputeCourt_ValueTooSmall.selector, DEPOSIT + FEE - 1, DEPOSIT, FEE
            )
        );
    }

    function test_RevertWhen_EvidenceHasNoHash() public {
        _expectOpen(
            Claim(agentId, FaultClass.Harm, 0),
            policy,
            DEPOSIT + FEE,
            abi.encodeWithSelector(IDisputeCourt.DisputeCourt_NoEvidence.selector)
        );
        Case memory case_ = openFresh(FaultClass.Harm);
        vm.expectRevert(IDisputeCourt.DisputeCourt_NoEvidence.selector);
        vm.prank(owner);
        disputeCourt.respond(case_, policy, 0, "");
        vm.expectRevert(IDisputeCourt.DisputeCourt_NoEvidence.selector);
        disputeCourt.submitEvidence(case_, policy, 0, "");
    }

    function test_RevertWhen_TheActionIsAnothersThanClaimed() public {
        _expectOpen(
            Claim(agentId + 1, FaultClass.Harm, EVIDENCE),
            policy,
            DEPOSIT + FEE,
            abi.encodeWithSelector(IDisputeCourt.DisputeCourt_WrongAgent.selector, agentId, agentId + 1)
        );
    }

    function test_RevertWhen_TheProofAsksSomethingElse() public {
        vm.expectRevert();
        vm.prank(claimant);
        disputeCourt.open{value: DEPOSIT + FEE}(claimOf(FaultClass.Harm), "", policy, "");
        vm.expectRevert();
        vm.prank(claimant);
        disputeCourt.open{value: DEPOSIT + FEE}(
            claimOf(FaultClass.Harm), abi.encodeWithSignature("owner()"), policy, ""
        );
    }

    function test_RevertWhen_ThePolicyIsAnother() public {
        Policy memory other = policies.policyOf(2);
        _expectOpen(
            claimOf(FaultClass.Harm),
            other,
            DEPOSIT + FEE,
            abi.encodeWithSelector(
                IDisputeCourt.DisputeCourt_WrongPolicy.selector,
                keccak256(abi.encode(other)),
                keccak256(abi.encode(policy))
            )
        );
    }

    function test_RevertWhen_TheClaimantIsOfTheAgentsSide() public {
        bytes memory proof = freshProof();
        vm.prank(owner);
        registry.setApprovalForAll(buyer, true);
        address[3] memory side = [owner, buyer, vm.addr(KEY_B)];
        for (uint256 i; i < side.length; ++i) {
            vm.deal(side[i], 10 ether);
            vm.expectRevert(
                abi.encodeWithSelector(IDisputeCourt.DisputeCourt_OwnSide.selector, agentId, side[i])
            );
            vm.prank(side[i]);
            disputeCourt.open{value: DEPOSIT + FEE}(claimOf(FaultClass.Harm), proof, policy, "");
        }
        // A former owner stays liable, and is still of that side; so is the new one.
        vm.prank(owner);
        registry.transferFrom(owner, stranger, agentId);
        address[2] memory after_ = [owner, stranger];
        for (uint256 i; i < after_.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IDisputeCourt.DisputeCourt_OwnSide.selector, agentId, after_[i])
            );
            vm.prank(after_[i]);
            disputeCourt.open{value: DEPOSIT + FEE}(claimOf(FaultClass.Harm), proof, policy, "");
        }
        // Another agent's key may.
        uint256 other = registerAgent(buyer);
        openEpochWith(other, buyer, 0xE, 0xF);
        vm.deal(vm.addr(0xE), 10 ether);
        vm.prank(vm.addr(0xE));
        disputeCourt.open{value: DEPOSIT + FEE}(claimOf(FaultClass.Harm), proof, policy, "");
    }

    // respond

    function test_respond_AsksTheArbitrator() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        vm.expectEmit(address(disputeCourt));
        emit IDisputeCourt.DisputeResponded(
            1, owner, ANSWER, false, uint64(START + policy.arbitrationTime)
        );
        vm.expectEmit(address(disputeCourt));
        emit IDisputeCourt.ArbitrationStarted(1, address(panel), 1, 1, FEE);
        respondTo(case_);
        assertState(case_, State.Arbitration, "arbitration");
        assertEq(disputeCourt.disputeAt(address(panel), 1), 1, "numbered");
        assertEq(address(disputeCourt).balance, DEPOSIT, "the fee is spent");
        assertEq(address(panel).balance, FEE, "by the panel");
    }

    function test_respond_AfterTheTimeIsStillAResponse() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        pass(policy.responseTime + 1 days);
        passBlocks(policy.responseBlocks);
        respondTo(case_);
        assertState(case_, State.Arbitration, "nobody had entered the default");
        vm.expectRevert(_wrongState(case_, State.Arbitration));
        disputeCourt.defaultJudgment(case_, policy);
    }

    function test_RevertWhen_AnotherResponds() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        vm.expectRevert(abi.encodeWithSelector(IDisputeCourt.DisputeCourt_NotLiable.selector, 1, stranger));
        vm.prank(stranger);
        disputeCourt.respond(case_, policy, ANSWER, "");
    }

    function test_RevertWhen_CaseOrPolicyIsAnother() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        Policy memory other = policies.policyOf(2);
        vm.expectRevert(
            abi.encodeWithSelector(
                IDisputeCourt.DisputeCourt_WrongPolicy.selector,
                keccak256(abi.encode(other)),
                keccak256(abi.encode(policy))
            )
        );
        disputeCourt.defaultJudgment(case_, other);
        case_.deposit += 1;
        vm.expectRevert(abi.encodeWithSelector(IDisputeCourt.DisputeCourt_WrongCase.selector, 1));
        disputeCourt.finalize(case_, policy);
        case_.disputeId = 9;
        vm.expectRevert(abi.encodeWithSelector(IDisputeCourt.DisputeCourt_WrongCase.selector, 9));
        disputeCourt.execute(case_, policy);
    }

    // default and late response

    function test_default_ComesAfterTimeAndBlocks() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        pass(policy.responseTime - 1);
        passBlocks(policy.responseBlocks - 1);
        vm.expectRevert(_tooEarly(case_, START + policy.responseTime));
        disputeCourt.defaultJudgment(case_, policy);
        pass(1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IDisputeCourt.DisputeCourt_TooFewBlocks.selector,
                1,
                999 + policy.responseBlocks,
                1_000 + policy.responseBlocks
            )
        );
        disputeCourt.defaultJudgment(case_, policy);
        passBlocks(1);
        disputeCourt.defaultJudgment(case_, policy);
        assertState(case_, State.Provisional, "provisional");
        assertRuling(case_, 1, Basis.Default);
        vm.expectRevert(_wrongState(case_, State.Provisional));
        disputeCourt.defaultJudgment(case_, policy);
    }

    function test_respond_LateIsPaidFromTheBond() public {
        Case memory case_ = _defaulted();
        vm.prank(owner);
        vm.expectEmit(address(disputeCourt));
        emit IDisputeCourt.DisputeResponded(
            1, owner, ANSWER, true, uint64(vm.getBlockTimestamp()) + policy.arbitrationTime
        );
        disputeCourt.respond(case_, policy, ANSWER, "");
        assertState(case_, State.Arbitration, "arbitration");
        assertRuling(case_, 0, Basis.None);
        (uint256 active,,,) = vault.bondOf(subject, owner);
        assertEq(active, BOND - FEE, "the bond paid");
        assertEq(vault.creditOf(claimant), FEE, "the claimant has its fee back");
        (,,,,,, bool spent, bool repaid,,) = disputeCourt.docketOf(1);
        assertTrue(spent && repaid, "both are noted");
    }

    function test_respond_LateUpToTheLastSecond() public {
        Case memory case_ = _defaulted();
        uint256 due = vm.getBlockTimestamp() + policy.appealTime;
        pass(policy.appealTime);
        vm.expectRevert(
            abi.encodeWithSelector(IDisputeCourt.DisputeCourt_TooLate.selector, 1, due, due)
        );
        respondTo(case_);
        vm.warp(due - 1);
        respondTo(case_);
        assertState(case_, State.Arbitration, "arbitration");
    }

    function test_RevertWhen_TheBondCannotPayALateResponse() public {
        vm.prank(owner);
        vault.requestUnbond(subject, BOND);
        pass(96 days);
        vm.prank(owner);
        vault.withdraw(subject);
        Case memory case_ = _defaulted();
        vm.expectRevert(abi.encodeWithSelector(IDisputeCourt.DisputeCourt_BondTooSmall.selector, 0, FEE));
        respondTo(case_);
        vault.deposit{value: FEE}(subject, owner);
        respondTo(case_);
        assertState(case_, State.Arbitration, "after a deposit");
    }

    function test_RevertWhen_RespondingTwice() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        respondTo(case_);
        vm.expectRevert(_wrongState(case_, State.Arbitration));
        respondTo(case_);
        decide(case_, 1);
        // A ruling on the merits is no default.
        vm.expectRevert(_wrongState(case_, State.Provisional));
        respondTo(case_);
    }

    // withdrawal

    function test_withdrawClaim_PaysTheLiableAndBarsNobody() public {
        bytes memory proof = freshProof();
        Case memory case_ = openWith(claimOf(FaultClass.Harm), proof, policy, DEPOSIT + FEE);
        vm.expectEmit(address(disputeCourt));
        emit IDisputeCourt.ClaimWithdrawn(1, claimant);
        vm.prank(claimant);
        disputeCourt.withdrawClaim(case_, policy);
        assertState(case_, State.Final, "final at once");
        assertRuling(case_, 2, Basis.Withdrawal);
        disputeCourt.execute(case_, policy);
        assertEq(vault.creditOf(owner), DEPOSIT, "the whole deposit");
        assertEq(vault.creditOf(claimant), FEE, "the fee, which nobody earned");
        assertEq(fire(), 0, "nothing is burned");
        _expectWhole();
        (bool upheld, uint8 reopenings, uint64 openUntil, bool conceded) =
            disputeCourt.matterOf(case_.action, FaultClass.Harm);
        assertTrue(!upheld && reopenings == 0 && openUntil == 0 && !conceded, "nothing is known of the matter");
        // The same claim on the same evidence, for the same deposit.
        openWith(claimOf(FaultClass.Harm), proof, policy, DEPOSIT + FEE);
    }

    function test_RevertWhen_WithdrawingWrongly() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        address[2] memory others = [owner, stranger];
        for (uint256 i; i < 2; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IDisputeCourt.DisputeCourt_NotClaimant.selector, 1, others[i])
            );
            vm.prank(others[i]);
            disputeCourt.withdrawClaim(case_, policy);
        }
        respondTo(case_);
        vm.expectRevert(_wrongState(case_, State.Arbitration));
        vm.prank(claimant);
        disputeCourt.withdrawClaim(case_, policy);
        case_ = _defaulted();
        vm.expectRevert(_wrongState(case_, State.Provisional));
        vm.prank(claimant);
        disputeCourt.withdrawClaim(case_, policy);
    }

    // concession

    function test_concede_CostsAQuarterLess() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        vm.expectEmit(address(disputeCourt));
        emit IDisputeCourt.DisputeConceded(1, owner, uint64(START + policy.appealTime));
        vm.prank(owner);
        disputeCourt.concede(case_, policy);
        assertState(case_, State.Provisional, "provisional");
        assertRuling(case_, 1, Basis.Concession);
        // It is no default, which a response would undo.
        vm.expectRevert(_wrongState(case_, State.Provisional));
        respondTo(case_);
        vm.expectRevert(_tooEarly(case_, START + policy.appealTime));
        disputeCourt.finalize(case_, policy);
        finish(case_);
        assertEq(vault.creditOf(claimant), DEPOSIT + FEE + 0.3 ether, "claimant");
        assertEq(vault.creditOf(injured), 0.45 ether, "counterparty");
        assertEq(fire(), 0.75 ether, "burned");
        (uint256 active,, uint256 locked,) = vault.bondOf(subject, owner);
        assertEq(active, BOND - 1.5 ether, "three quarters of the slice");
        assertEq(locked, 0, "no lock");
        (, uint80 negative, uint32 count,) = standing.standingOf(agentId, 0, 1);
        assertTrue(negative == policy.weights[2] && count == 1, "the standing falls as ever");
    }

    /// @dev Conceding to a friend shields from nobody, and no order of rulings punishes twice.
    function test_concede_BarsNobodyAndIsPunishedOnce() public {
        bytes memory proof = freshProof();
        Case memory case_ = openWith(claimOf(FaultClass.Harm), proof, policy, DEPOSIT + FEE);
        vm.prank(owner);
        disputeCourt.concede(case_, policy);
        finish(case_);
        (bool upheld,,, bool conceded) = disputeCourt.matterOf(case_.action, FaultClass.Harm);
        assertTrue(!upheld && conceded, "conceded is not upheld");
        uint256 before = vault.creditOf(claimant);
        case_ = openWith(claimOf(FaultClass.Harm), proof, policy, DEPOSIT + FEE);
        ruleBy(case_, 1);
        finish(case_);
        assertEq(vault.creditOf(claimant) - before, DEPOSIT + FEE, "deposit and fee");
        (uint256 active,,,) = vault.bondOf(subject, owner);
        assertEq(active, BOND - 1.5 ether - FEE, "the slice of the concession, and a fee");
        (,, uint32 count,) = standing.standingOf(agentId, 0, 1);
        assertEq(count, 1, "once");
        (upheld,,,) = disputeCourt.matterOf(case_.action, FaultClass.Harm);
        assertTrue(upheld, "a ruling on the merits bars others");
    }

    function test_concede_AfterAnotherWasUpheldCostsNothing() public {
        bytes memory proof = freshProof();
        Case memory first = openWith(claimOf(FaultClass.Harm), proof, policy, DEPOSIT + FEE);
        Case memory second =
            openWith(Claim(agentId, FaultClass.Harm, "other evidence"), proof, policy, DEPOSIT + FEE);
        ruleBy(first, 1);
        finish(first);
        (uint256 bond,,,) = vault.bondOf(subject, owner);
        vm.prank(owner);
        disputeCourt.concede(second, policy);
        finish(second);
        (uint256 active,,,) = vault.bondOf(subject, owner);
        assertEq(active, bond, "no second slice");
    }

    function test_RevertWhen_ConcedingWrongly() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        vm.expectRevert(abi.encodeWithSelector(IDisputeCourt.DisputeCourt_NotLiable.selector, 1, claimant));
        vm.prank(claimant);
        disputeCourt.concede(case_, policy);
        vm.prank(owner);
        disputeCourt.concede(case_, policy);
        vm.expectRevert(_wrongState(case_, State.Provisional));
        vm.prank(owner);
        disputeCourt.concede(case_, policy);
        case_ = openFresh(FaultClass.Harm);
        respondTo(case_);
        vm.expectRevert(_wrongState(case_, State.Arbitration));
        vm.prank(owner);
        disputeCourt.concede(case_, policy);
    }

    // evidence

    function test_submitEvidence_WhileSomebodyReadsIt() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        vm.expectEmit(address(disputeCourt));
        emit IDisputeCourt.EvidenceAdded(1, stranger, "more");
        vm.prank(stranger);
        disputeCourt.submitEvidence(case_, policy, "more", "ipfs://more");
        respondTo(case_);
        disputeCourt.submitEvidence(case_, policy, "more", "ipfs://more");
        decide(case_, 1);
        vm.expectRevert(_wrongState(case_, State.Provisional));
        disputeCourt.submitEvidence(case_, policy, "more", "ipfs://more");
    }

    // rulings and what follows

    function test_upheld_PaysSlashesAndLowersOnce() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        ruleBy(case_, 1);
        assertState(case_, State.Provisional, "provisional");
        assertRuling(case_, 1, Basis.Merits);
        vm.expectRevert(_tooEarly(case_, vm.getBlockTimestamp() + policy.appealTime));
        disputeCourt.finalize(case_, policy);
        pass(policy.appealTime);
        disputeCourt.finalize(case_, policy);
        assertState(case_, State.Final, "final");
        vm.expectEmit(address(disputeCourt));
        emit IDisputeCourt.DisputeExecuted(
            1, agentId, 1, 2 ether + FEE, DEPOSIT + FEE + 0.4 ether, 0.6 ether, 0, 1 ether
        );
        disputeCourt.execute(case_, policy);
        assertState(case_, State.Executed, "executed");
        assertEq(vault.creditOf(claimant), DEPOSIT + FEE + 0.4 ether, "claimant");
        assertEq(vault.creditOf(injured), 0.6 ether, "counterparty");
        assertEq(fire(), 1 ether, "burned");
        (uint256 active,, uint256 locked,) = vault.bondOf(subject, owner);
        assertEq(active, BOND - 2 ether - FEE, "bond");
        assertEq(locked, 0, "lock");
        assertEq(address(disputeCourt).balance, 0, "escrow");
        (, uint80 negative, uint32 count,) = standing.standingOf(agentId, 0, 1);
        assertEq(negative, policy.weights[2], "standing");
        assertEq(count, 1, "once");
        vm.expectRevert(_wrongState(case_, State.Executed));
        disputeCourt.execute(case_, policy);
        vm.expectRevert(_wrongState(case_, State.Executed));
        disputeCourt.finalize(case_, policy);
        vm.expectRevert(_wrongState(case_, State.Executed));
        disputeCourt.arbitratorTimeout(case_, policy, 1);
    }

    function test_dismissed_PaysTheLiableAndBurns() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        ruleBy(case_, 2);
        finish(case_);
        assertEq(vault.creditOf(owner), DEPOSIT / 2, "half of the deposit");
        assertEq(fire(), DEPOSIT / 2, "the other half");
        assertEq(vault.creditOf(claimant), 0, "claimant");
        _expectWhole();
    }

    function test_refused_ReturnsTheDeposit() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        ruleBy(case_, 0);
        finish(case_);
        assertEq(vault.creditOf(claimant), DEPOSIT, "deposit");
        assertEq(vault.creditOf(owner), 0, "liable");
        _expectWhole();
    }

    function test_upheld_AfterALateResponseChargesTheFeeOnce() public {
        Case memory case_ = _defaulted();
        respondTo(case_);
        decide(case_, 1);
        finish(case_);
        (uint256 active,,,) = vault.bondOf(subject, owner);
        assertEq(active, BOND - FEE - 2 ether, "one fee and the slice");
        assertEq(vault.creditOf(claimant), DEPOSIT + FEE + 0.4 ether, "claimant");
    }

    function test_upheld_WithoutACounterpartyBurnsItsPart() public {
        bytes memory proof = receiptProof(receiptOf(7), address(0));
        Case memory case_ = openWith(claimOf(FaultClass.Harm), proof, policy, DEPOSIT + FEE);
        assertEq(case_.injured, address(0), "nobody is named");
        ruleBy(case_, 1);
        finish(case_);
        assertEq(fire(), 1.6 ether, "burned");
        assertEq(vault.creditOf(address(0)), 0, "nobody");
    }

    function test_execute_TellsWhoGotWhat() public {
        bytes memory proof = receiptProof(receiptOf(7), address(0));
        Case memory case_ = openWith(claimOf(FaultClass.Harm), proof, policy, DEPOSIT + FEE);
        ruleBy(case_, 1);
        pass(policy.appealTime);
        disputeCourt.finalize(case_, policy);
        vm.expectEmit(address(disputeCourt));
        emit IDisputeCourt.DisputeExecuted(
            1, agentId, 1, FEE + 2 ether, DEPOSIT + FEE + 0.4 ether, 0, 0, 1.6 ether
        );
        disputeCourt.execute(case_, policy);
        case_ = openFresh(FaultClass.Harm);
        ruleBy(case_, 2);
        pass(policy.appealTime);
        disputeCourt.finalize(case_, policy);
        vm.expectEmit(address(disputeCourt));
        emit IDisputeCourt.DisputeExecuted(2, agentId, 2, 0, 0, 0, DEPOSIT / 2, DEPOSIT / 2);
        disputeCourt.execute(case_, policy);
        case_ = openFresh(FaultClass.Harm);
        ruleBy(case_, 0);
        pass(policy.appealTime);
        disputeCourt.finalize(case_, policy);
        vm.expectEmit(address(disputeCourt));
        emit IDisputeCourt.DisputeExecuted(3, agentId, 0, 0, DEPOSIT, 0, 0, 0);
        disputeCourt.execute(case_, policy);
    }

    /// @dev A deposit is never doubled more often than that, so no number runs over.
    function test_reopenings_StopCountingAtThirtyTwo() public {
        bytes memory proof = freshProof();
        uint8 reopenings;
        vm.deal(claimant, 1e30);
        for (uint8 i = 1; i <= 33; ++i) {
            uint256 deposit = disputeCourt.depositFor(policy, reopenings);
            Case memory case_ =
                openWith(Claim(agentId, FaultClass.Harm, bytes32(uint256(i))), proof, policy, deposit + FEE);
            respondTo(case_);
            pass(policy.arbitrationTime);
            disputeCourt.arbitratorTimeout(case_, policy, i);
            disputeCourt.execute(case_, policy);
            (, reopenings,,) = disputeCourt.matterOf(case_.action, FaultClass.Harm);
            assertEq(reopenings, i < 32 ? i : 32, "in vain");
        }
    }

    function test_upheld_TakesWhatIsLeftOfASmallerBond() public {
        Case memory case_ = openFresh(FaultClass.Deception);
        ruleBy(case_, 1);
        // Meanwhile an equivocation takes half twice.
        prove(agentId, segmentOf(agentId, 0, 0, 1, "a"), segmentOf(agentId, 0, 0, 1, "b"));
        (uint256 active,,,) = vault.bondOf(subject, owner);
        assertEq(active, BOND / 2, "half is gone");
        finish(case_);
        (active,,,) = vault.bondOf(subject, owner);
        assertEq(active, BOND / 2 - 4 ether - FEE, "the slice is that of the opening");
    }

    function test_twoClaims_PunishOnce() public {
        bytes memory proof = freshProof();
        Case memory first = openWith(claimOf(FaultClass.Harm), proof, policy, DEPOSIT + FEE);
        Claim memory other = Claim(agentId, FaultClass.Harm, "other evidence");
        Case memory second = openWith(other, proof, policy, DEPOSIT + FEE);
        ruleBy(first, 1);
        ruleBy(second, 1);
        finish(first);
        uint256 before = vault.creditOf(claimant);
        disputeCourt.finalize(second, policy);
        disputeCourt.execute(second, policy);
        assertEq(vault.creditOf(claimant) - before, DEPOSIT + FEE, "only deposit and fee");
        (uint256 active,, uint256 locked,) = vault.bondOf(subject, owner);
        assertEq(active, BOND - 2 ether - 2 * FEE, "one slice, two fees");
        assertEq(locked, 0, "no lock");
        (,, uint32 count,) = standing.standingOf(agentId, 0, 1);
        assertEq(count, 1, "once");
        vm.expectRevert(
            abi.encodeWithSelector(
                IDisputeCourt.DisputeCourt_AlreadyUpheld.selector,
                keccak256(abi.encode(first.action, FaultClass.Harm))
            )
        );
        vm.prank(claimant);
        disputeCourt.open{value: 1 ether}(Claim(agentId, FaultClass.Harm, "third"), proof, policy, "");
        // Another class is another matter.
        openWith(claimOf(FaultClass.Deception), proof, policy, DEPOSIT + FEE);
    }

    function test_dismissal_ReopensNothingThatWasUpheld() public {
        bytes memory proof = freshProof();
        Case memory first = openWith(claimOf(FaultClass.Harm), proof, policy, DEPOSIT + FEE);
        Claim memory other = Claim(agentId, FaultClass.Harm, "other evidence");
        Case memory second = openWith(other, proof, policy, DEPOSIT + FEE);
        ruleBy(first, 1);
        ruleBy(second, 2);
        finish(first);
        disputeCourt.finalize(second, policy);
        disputeCourt.execute(second, policy);
        (bool upheld, uint8 reopenings, uint64 openUntil,) =
            disputeCourt.matterOf(first.action, FaultClass.Harm);
        assertTrue(upheld, "it stays upheld");
        assertTrue(reopenings == 0 && openUntil == 0, "and closed");
    }

    function test_dismissal_BarsTheSameEvidenceAndDoublesTheDeposit() public {
        bytes memory proof = freshProof();
        Case memory case_ = openWith(claimOf(FaultClass.Harm), proof, policy, DEPOSIT + FEE);
        ruleBy(case_, 2);
        finish(case_);
        (bool upheld, uint8 reopenings, uint64 openUntil,) =
            disputeCourt.matterOf(case_.action, FaultClass.Harm);
        assertFalse(upheld, "not upheld");
        assertEq(reopenings, 1, "once in vain");
        assertEq(openUntil, vm.getBlockTimestamp() + 7 days, "a week more");
        bytes32 matter = keccak256(abi.encode(case_.action, FaultClass.Harm));
        vm.expectRevert(
            abi.encodeWithSelector(IDisputeCourt.DisputeCourt_AlreadyDismissed.selector, matter, EVIDENCE)
        );
        vm.prank(claimant);
        disputeCourt.open{value: 1 ether}(claimOf(FaultClass.Harm), proof, policy, "");
        Claim memory other = Claim(agentId, FaultClass.Harm, "new evidence");
        vm.expectRevert(
            abi.encodeWithSelector(
                IDisputeCourt.DisputeCourt_ValueTooSmall.selector, DEPOSIT + FEE, 2 * DEPOSIT, FEE
            )
        );
        vm.prank(claimant);
        disputeCourt.open{value: DEPOSIT + FEE}(other, proof, policy, "");
        openWith(other, proof, policy, 2 * DEPOSIT + FEE);
    }

    function test_parametersOfOthers_NeverTouchAnOpenDispute() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        vm.prank(owner);
        policies.adopt(subject, 2);
        Policy memory fast = policies.policyOf(2);
        pass(fast.responseTime);
        passBlocks(policy.responseBlocks);
        vm.expectRevert(_tooEarly(case_, START + policy.responseTime));
        disputeCourt.defaultJudgment(case_, policy);
        Case memory next = openWith(claimOf(FaultClass.Harm), freshProof(), fast, DEPOSIT + FEE);
        assertEq(next.policyId, 2, "a later action has the later policy");
    }

    function test_timeout_AsksNobodyForever() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        respondTo(case_);
        uint256 due = vm.getBlockTimestamp() + policy.arbitrationTime;
        vm.expectRevert(_tooEarly(case_, due));
        disputeCourt.arbitratorTimeout(case_, policy, 1);
        vm.warp(due);
        vm.expectRevert(
            abi.encodeWithSelector(IDisputeCourt.DisputeCourt_NotArbitrator.selector, address(panel), 2)
        );
        disputeCourt.arbitratorTimeout(case_, policy, 2);
        disputeCourt.arbitratorTimeout(case_, policy, 1);
        assertState(case_, State.Final, "final");
        assertRuling(case_, 0, Basis.Timeout);
        disputeCourt.execute(case_, policy);
        assertEq(vault.creditOf(claimant), DEPOSIT, "deposit");
    }

    function test_announcePolicy_NeedsAPolicy() public {
        disputeCourt.announcePolicy(1, "ipfs://rules");
        vm.expectRevert();
        disputeCourt.announcePolicy(9, "ipfs://rules");
    }

    function test_RevertWhen_StepsAreOutOfPhase() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        vm.expectRevert(_wrongState(case_, State.Open));
        disputeCourt.finalize(case_, policy);
        vm.expectRevert(_wrongState(case_, State.Open));
        disputeCourt.execute(case_, policy);
        vm.expectRevert(_wrongState(case_, State.Open));
        disputeCourt.arbitratorTimeout(case_, policy, 0);
        vm.expectRevert(_wrongState(case_, State.Open));
        disputeCourt.startArbitration(case_, policy);
        vm.expectRevert(abi.encodeWithSelector(IDisputeCourt.DisputeCourt_OnlyItself.selector, address(this)));
        disputeCourt.ask(1, 1, panel, 0, "");
        respondTo(case_);
        vm.expectRevert(abi.encodeWithSelector(IDisputeCourt.DisputeCourt_NotPending.selector, 1));
        disputeCourt.startArbitration(case_, policy);
    }

    function test_RevertWhen_AStrangerRules() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        respondTo(case_);
        vm.expectRevert(abi.encodeWithSelector(IDisputeCourt.DisputeCourt_NotArbitrator.selector, stranger, 1));
        vm.prank(stranger);
        disputeCourt.rule(1, 1);
        vm.expectRevert(
            abi.encodeWithSelector(IDisputeCourt.DisputeCourt_NotArbitrator.selector, address(panel), 2)
        );
        vm.prank(address(panel));
        disputeCourt.rule(2, 1);
        assertState(case_, State.Arbitration, "nothing changed");
    }

    /// @dev Whatever the bond, the deposit, the class and the end: escrow and slash are what is paid and burned.
    function testFuzz_SplitsAreExact(uint96 bond, uint96 more, uint8 faultClass, uint8 vote, bool named, uint8 way)
        public
    {
        bond = uint96(bound(bond, 1, 1_000_000 ether));
        more = uint96(bound(more, 0, 1_000_000 ether));
        vm.deal(address(this), bond);
        vm.deal(claimant, uint256(more) + 1 ether);
        vault.deposit{value: bond}(subject, owner);
        bytes memory proof = receiptProof(receiptOf(5), named ? injured : address(0));
        Claim memory claim = claimOf(FaultClass(faultClass % 4));
        uint256 owedBefore = vault.owed();
        Case memory case_ = openWith(claim, proof, policy, DEPOSIT + FEE + more);
        if (way % 4 == 0) {
            vm.prank(claimant);
            disputeCourt.withdrawClaim(case_, policy);
            disputeCourt.execute(case_, policy);
        } else if (way % 4 == 1) {
            vm.prank(owner);
            disputeCourt.concede(case_, policy);
            finish(case_);
        } else if (way % 4 == 2) {
            pass(policy.responseTime);
            passBlocks(policy.responseBlocks);
            disputeCourt.defaultJudgment(case_, policy);
            finish(case_);
        } else {
            ruleBy(case_, vote % 3);
            finish(case_);
        }
        assertEq(address(disputeCourt).balance, 0, "no escrow is left");
        assertEq(address(panel).balance, 0, "no pay is left");
        assertAtMost(vault.owed(), address(vault).balance, "the vault holds what it owes");
        assertEq(
            vault.owed() + fire(), owedBefore + DEPOSIT + FEE + more, "what came in is owed or burned"
        );
        (,, uint256 locked,) = vault.bondOf(subject, owner);
        assertEq(locked, 0, "no lock is left");
    }

    function _defaulted() private returns (Case memory case_) {
        case_ = openFresh(FaultClass.Harm);
        pass(policy.responseTime);
        passBlocks(policy.responseBlocks);
        disputeCourt.defaultJudgment(case_, policy);
    }

    function _expectWhole() private view {
        (uint256 active,, uint256 locked,) = vault.bondOf(subject, owner);
        assertEq(active, BOND, "bond");
        assertEq(locked, 0, "lock");
        (,, uint32 count,) = standing.standingOf(agentId, 0, 1);
        assertEq(count, 0, "standing");
    }

    function _expectOpen(Claim memory claim, Policy memory terms, uint256 value, bytes memory refused) private {
        bytes memory proof = freshProof();
        vm.expectRevert(refused);
        vm.prank(claimant);
        disputeCourt.open{value: value}(claim, proof, terms, "");
    }

    function _wrongState(Case memory case_, State state) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IDisputeCourt.DisputeCourt_WrongState.selector, case_.disputeId, state);
    }

    function _tooEarly(Case memory case_, uint256 due) private view returns (bytes memory) {
        return abi.encodeWithSelector(
            IDisputeCourt.DisputeCourt_TooEarly.selector, case_.disputeId, vm.getBlockTimestamp(), due
        );
    }
}
