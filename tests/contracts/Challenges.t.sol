// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IChallengeBook} from "../../contracts/interfaces/IChallengeBook.sol";
import {IChallenges} from "../../contracts/interfaces/IChallenges.sol";
import {IFaultErrors} from "../../contracts/interfaces/IFaultErrors.sol";
import {IFaultProver} from "../../contracts/interfaces/IFaultProver.sol";
import {Statements} from "../../contracts/libraries/Statements.sol";
import {AckRef, LaterRecord, LogRef, RecordRef, SegmentRef} from "../../contracts/types/ActionRefs.sol";
import {Challenge, ChallengeState, Promise} from "../../contracts/types/Challenge.sol";
import {Finding} from "../../contracts/types/Finding.sol";
import {LogId} from "../../contracts/types/LogId.sol";
import {Receipt} from "../../contracts/types/Receipt.sol";
import {Segment} from "../../contracts/types/Segment.sol";
import {Leaves} from "./support/Leaves.sol";
import {FaultScenario} from "./support/FaultScenario.sol";

/// @notice Receipts and acknowledgements whose promise is not kept, and how they are answered.
contract ChallengesTest is FaultScenario {
    address private constant HELPER = address(0xA115);
    Receipt private receipt;

    function setUp() public {
        setUpFaults();
        appendOthers(2);
        receipt = receiptFor(9);
    }

    function test_Hidden_IsGraveAndPaysTheChallenger() public {
        pass(2 hours);
        bytes32 id = _challenge();
        _closeAfterTime(id);
        assertEq(vault.creditOf(buyer), CHALLENGE_DEPOSIT, "the deposit comes back");
        bytes32 faultKey = showProof(address(challenges), _check());
        assertEq(faultKey, keccak256(abi.encode(subject, 0, LOGGED_STREAM, 9, 4)), "hidden");
        assertEq(bondLeft(), BOND * 3 / 4, "a quarter");
        (, uint80 negative,,) = standing.standingOf(agentId, 0, 0);
        assertEq(negative, 5_000, "grave");
        (address rewarded,,,) = prover.rewardOf(faultKey);
        assertEq(rewarded, buyer, "the challenger, whoever sent the proof");
        assertEq(keyRing.epochOf(agentId, 0).closedAt, 0, "the epoch goes on");
    }

    /// @dev The attack: somebody committed to the same check takes the challenger's reward.
    function test_Hidden_NobodyDisplacesTheChallenger() public {
        pass(2 hours);
        _challenge();
        bytes memory proof = _check();
        bytes32 commitment = prover.commitmentOf(stranger, proof, "salt");
        vm.prank(stranger);
        prover.commitProof(commitment);
        pass(3 days + 1);
        bytes32 faultKey = showProof(address(challenges), proof);
        vm.expectRevert(abi.encodeWithSelector(IFaultProver.FaultProver_AlreadyProved.selector, faultKey));
        vm.prank(stranger);
        prover.prove(address(challenges), proof, "salt");
    }

    function test_AnsweredInTime_CostsTheChallenger() public {
        uint64 leaf = appendHonest(8);
        anchorAll();
        pass(2 hours);
        bytes32 id = _challenge();
        SegmentRef memory shown = shownAt(8, 1);
        LogRef memory at = placed(leaf, 0);
        vm.expectEmit(address(challenges));
        emit IChallengeBook.ChallengeAnswered(id, HELPER, true);
        vm.prank(HELPER);
        challenges.answerReceipt(agentId, receipt, shown, at);
        assertEq(vault.creditOf(HELPER), CHALLENGE_DEPOSIT, "whoever answers");
        pass(4 days);
        vm.expectRevert(abi.encodeWithSelector(IChallengeBook.Challenges_NotOpen.selector, id));
        challenges.close(id);
        expectNothing(address(challenges), _check(), "nothing is hidden");
        bytes memory signature = sign(KEY_A, receipt);
        vm.expectRevert(abi.encodeWithSelector(IChallengeBook.Challenges_AlreadyAsked.selector, id));
        vm.prank(buyer);
        challenges.challengeReceipt{value: CHALLENGE_DEPOSIT}(agentId, receipt, signature);
    }

    function test_Late_IsMinor() public {
        pass(2 hours);
        uint64 leaf = appendHonest(8);
        anchorAll();
        bytes32 id = _challenge();
        _answerAs(HELPER, placed(leaf, 0));
        assertEq(uint256(challenges.challengeOf(id).state), uint256(ChallengeState.Late), "late");
        expectNothing(address(challenges), _check(), "something earlier may still be shown");
        _closeAfterTime(id);
        assertEq(vault.creditOf(buyer), CHALLENGE_DEPOSIT, "the challenger was right");
        assertEq(vault.creditOf(HELPER), 0, "a late answer earns nothing");
        bytes32 faultKey = showProof(address(challenges), _check());
        assertEq(faultKey, keccak256(abi.encode(subject, 0, LOGGED_STREAM, 9, 5)), "late");
        assertEq(bondLeft(), BOND - BOND / 50, "a fiftieth");
    }

    /// @dev The attack: a record that was anchored in time is shown under a later anchor, to convict an honest agent.
    function test_Late_IsMendedByWhatWasEarlier() public {
        uint64 leaf = appendHonest(8);
        anchorAll();
        pass(2 hours);
        appendOthers(1);
        anchorAll();
        bytes32 id = _challenge();
        _answerAs(HELPER, placed(leaf, 1));
        _answerAs(owner, placed(leaf, 0));
        assertEq(vault.creditOf(owner), CHALLENGE_DEPOSIT, "in time after all");
        assertEq(uint256(challenges.challengeOf(id).state), uint256(ChallengeState.Answered), "answered");
    }

    function test_Posting_AnswersWithoutAnyLog() public {
        SegmentRef memory shown = shownAt(8, 1);
        challenges.postHeader(agentId, shown.segment, shown.signature);
        pass(2 hours);
        _challenge();
        vm.prank(HELPER);
        challenges.answerReceiptByHeader(agentId, receipt, shown);
        assertEq(vault.creditOf(HELPER), CHALLENGE_DEPOSIT, "posted in time");
        // Posting only when asked is late, but nothing is hidden.
        receipt = receiptFor(13);
        receipt.anchorBy = uint64(vm.getBlockTimestamp() - 1);
        _challenge();
        challenges.answerReceiptByHeader(agentId, receipt, shownAt(12, 1));
        assertEq(challenges.postedAt(Statements.headerOf(honest(12))), vm.getBlockTimestamp(), "posted now");
        pass(3 days + 1);
        showProof(address(challenges), _check());
        assertEq(bondLeft(), BOND - BOND / 50, "late");
    }

    /// @dev From the operator's promise on it is the operator's fault.
    function test_Ack_ShiftsTheBlame() public {
        SegmentRef memory shown = shownAt(8, 1);
        bytes32 header = Statements.headerOf(shown.segment);
        uint64 anchorBy = uint64(vm.getBlockTimestamp() + 2 hours);
        AckRef memory ack = AckRef(logId, anchorBy, signAck(header, anchorBy));
        pass(3 hours);
        _challenge();
        vm.prank(HELPER);
        challenges.answerReceiptByAck(agentId, receipt, shown, ack);
        assertEq(vault.creditOf(HELPER), CHALLENGE_DEPOSIT, "the agent did its part");
        Promise memory promised = Promise(logId, header, anchorBy);
        vm.prank(buyer);
        challenges.challengeAck{value: CHALLENGE_DEPOSIT}(promised, ack.signature);
        pass(3 days + 1);
        showProof(address(challenges), abi.encodeCall(challenges.checkAck, (promised)));
        assertEq(operatorBondLeft(), BOND * 3 / 4, "a quarter of the operator's");
        assertEq(bondLeft(), BOND, "nothing of the agent's");
    }

    /// @dev One signature for many promises: each is a promise, and the root is none.
    function test_Ack_OfABatch() public {
        bytes32[] memory headers = new bytes32[](5);
        bytes32[] memory batch = new bytes32[](5);
        for (uint256 i; i < 5; ++i) {
            headers[i] = i == 3 ? Statements.headerOf(honest(8)) : keccak256(abi.encode("header", i));
            batch[i] = Statements.ackLeaf(headers[i]);
        }
        uint64 anchorBy = uint64(vm.getBlockTimestamp() + 2 hours);
        bytes32 root = Leaves.root(batch);
        bytes memory signature = signDigest(
            OPERATOR_KEY, Statements.digest(Statements.ackBatchHash(block.chainid, logId, root, anchorBy))
        );
        bytes memory placedIn =
            abi.encodePacked(signature, uint64(3), uint64(5), abi.encodePacked(Leaves.path(batch, 3, 5)));
        _challenge();
        challenges.answerReceiptByAck(agentId, receipt, shownAt(8, 1), AckRef(logId, anchorBy, placedIn));
        Promise memory promised = Promise(logId, headers[3], anchorBy);
        vm.prank(buyer);
        challenges.challengeAck{value: CHALLENGE_DEPOSIT}(promised, placedIn);
        // Neither another header, nor another place, nor the root, nor a cut signature.
        _expectNoAck(Promise(logId, headers[2], anchorBy), placedIn);
        _expectNoAck(
            promised, abi.encodePacked(signature, uint64(2), uint64(5), abi.encodePacked(Leaves.path(batch, 3, 5)))
        );
        _expectNoAck(Promise(logId, root, anchorBy), signature);
        _expectNoAck(
            promised, abi.encodePacked(signature, uint64(5), uint64(5), abi.encodePacked(Leaves.path(batch, 3, 5)))
        );
        _expectNoAck(promised, abi.encodePacked(signature, uint64(0)));
        _expectNoAck(promised, abi.encodePacked(signature, uint64(3), uint64((1 << 16) + 1)));
    }

    function _expectNoAck(Promise memory promised, bytes memory signature) private {
        vm.expectRevert(
            abi.encodeWithSelector(IChallenges.Challenges_NotAcknowledged.selector, logId, promised.header)
        );
        vm.prank(buyer);
        challenges.challengeAck{value: CHALLENGE_DEPOSIT}(promised, signature);
    }

    /// @dev The attack: a friendly operator promises for the year 2500, so that nobody is ever to blame.
    function test_RevertWhen_TheAckIsForMuchLater() public {
        SegmentRef memory shown = shownAt(8, 1);
        bytes32 header = Statements.headerOf(shown.segment);
        uint64 anchorBy = receipt.anchorBy + challenges.ANSWER_TIME() + 1;
        AckRef memory ack = AckRef(logId, anchorBy, signAck(header, anchorBy));
        _challenge();
        vm.expectRevert(
            abi.encodeWithSelector(IChallenges.Challenges_NotAcknowledged.selector, logId, header)
        );
        challenges.answerReceiptByAck(agentId, receipt, shown, ack);
        ack = AckRef(logId, anchorBy - 1, signDigest(0x123, "not the operator"));
        vm.expectRevert(
            abi.encodeWithSelector(IChallenges.Challenges_NotAcknowledged.selector, logId, header)
        );
        challenges.answerReceiptByAck(agentId, receipt, shown, ack);
    }

    function test_Ack_AnsweredInTimeOrLate() public {
        Segment memory segment = honest(8);
        bytes memory signature = signSegment(KEY_A, segment);
        uint64 anchorBy = uint64(vm.getBlockTimestamp() + 1 hours);
        Promise memory kept = _promise(segment, anchorBy);
        uint64 leaf = append(segment, signature);
        anchorAll();
        pass(2 hours);
        Segment memory second = honest(12);
        Promise memory broken = _promise(second, anchorBy);
        uint64 secondLeaf = append(second, signSegment(KEY_A, second));
        anchorAll();
        _askAck(kept);
        _askAck(broken);
        LogRef memory at = placed(leaf, 0);
        vm.prank(HELPER);
        challenges.answerAck(kept, segment, signature, at);
        assertEq(vault.creditOf(HELPER), CHALLENGE_DEPOSIT, "in time");
        challenges.answerAck(broken, second, signSegment(KEY_A, second), placed(secondLeaf, 1));
        pass(3 days + 1);
        expectNothing(address(challenges), abi.encodeCall(challenges.checkAck, (kept)), "kept");
        showProof(address(challenges), abi.encodeCall(challenges.checkAck, (broken)));
        assertEq(operatorBondLeft(), BOND - BOND / 50, "late");
    }

    function test_RevertWhen_TheAckIsNotTheOperators() public {
        Promise memory promised = _promise(honest(8), uint64(vm.getBlockTimestamp()));
        bytes memory forged = signDigest(
            0x123, Statements.digest(Statements.ackHash(block.chainid, logId, promised.header, promised.anchorBy))
        );
        vm.expectRevert(
            abi.encodeWithSelector(IChallenges.Challenges_NotAcknowledged.selector, logId, promised.header)
        );
        vm.prank(buyer);
        challenges.challengeAck{value: CHALLENGE_DEPOSIT}(promised, forged);
    }

    /// @dev The attack: the agent promises for after the grace of an epoch that it closes at once.
    function test_ClosingTheEpoch_DoesNotOutliveAPromise() public {
        receipt.anchorBy = uint64(vm.getBlockTimestamp() + 30 days);
        bytes32 id = _challenge(); // long before it is due
        assertEq(challenges.challengeOf(id).answerBy, receipt.anchorBy + 3 days, "due, and time to answer");
        vm.prank(owner);
        keyRing.closeEpoch(agentId, noHeads());
        pass(33 days + 1);
        showProof(address(challenges), _check());
        assertEq(bondLeft(), BOND * 3 / 4, "hidden");
    }

    function test_DirectRecords_AnswerToo() public {
        bytes32[] memory none = new bytes32[](0);
        vm.prank(vm.addr(KEY_A));
        actionLog.record(agentId, DIRECT_STREAM, 0, 0, 1, 0, recordAt(0), none);
        receipt = receiptFor(0);
        receipt.stream = DIRECT_STREAM;
        _challenge();
        RecordRef memory shown =
            RecordRef(0, DIRECT_STREAM, 0, 0, recordAt(0), uint64(START * 1000), new LaterRecord[](0));
        vm.prank(HELPER);
        challenges.answerReceiptByRecord(agentId, receipt, shown);
        assertEq(vault.creditOf(HELPER), CHALLENGE_DEPOSIT, "answered");
    }

    function test_RevertWhen_TheAnswerIsAnotherRecord() public {
        uint64 leaf = appendHonest(8);
        anchorAll();
        _challenge();
        LogRef memory at = placed(leaf, 0);
        SegmentRef memory shown = shownAt(8, 0);
        vm.expectRevert(
            abi.encodeWithSelector(IChallenges.Challenges_NotPromised.selector, recordAt(9), recordAt(8))
        );
        challenges.answerReceipt(agentId, receipt, shown, at);
        shown.recordId = recordAt(9);
        vm.expectRevert(abi.encodeWithSelector(IFaultErrors.FaultProver_NotInSegment.selector, recordAt(9), 0));
        challenges.answerReceipt(agentId, receipt, shown, at);
        shown = shownAt(8, 1);
        at.blockNumber += 1;
        vm.expectRevert(abi.encodeWithSelector(IFaultErrors.FaultProver_NotAnchored.selector, logId, 0));
        challenges.answerReceipt(agentId, receipt, shown, at);
        // Another log than the promised one is no answer.
        at.blockNumber -= 1;
        receipt.log = LogId.wrap("elsewhere");
        _challenge();
        vm.expectRevert(
            abi.encodeWithSelector(
                IChallenges.Challenges_NotPromised.selector, bytes32("elsewhere"), logId.unwrap()
            )
        );
        challenges.answerReceipt(agentId, receipt, shown, at);
    }

    function test_RevertWhen_TooLateOrTooEarly() public {
        uint64 leaf = appendHonest(8);
        anchorAll();
        bytes32 id = _challenge();
        uint64 answerBy = challenges.challengeOf(id).answerBy;
        vm.expectRevert(abi.encodeWithSelector(IChallengeBook.Challenges_StillOpen.selector, id, answerBy));
        challenges.close(id);
        vm.warp(answerBy);
        expectNothing(address(challenges), _check(), "it can still be answered");
        vm.expectRevert(abi.encodeWithSelector(IChallengeBook.Challenges_StillOpen.selector, id, answerBy));
        challenges.close(id);
        vm.warp(answerBy + 1);
        SegmentRef memory shown = shownAt(8, 1);
        LogRef memory at = placed(leaf, 0);
        vm.expectRevert(abi.encodeWithSelector(IChallengeBook.Challenges_TooLate.selector, id, answerBy));
        challenges.answerReceipt(agentId, receipt, shown, at);
        challenges.close(id);
        vm.expectRevert(abi.encodeWithSelector(IChallengeBook.Challenges_NotOpen.selector, id));
        challenges.close(id);
    }

    function test_RevertWhen_TheDepositIsAnother() public {
        bytes memory signature = sign(KEY_A, receipt);
        vm.expectRevert(
            abi.encodeWithSelector(IChallengeBook.Challenges_WrongDeposit.selector, 1, CHALLENGE_DEPOSIT)
        );
        vm.prank(buyer);
        challenges.challengeReceipt{value: 1}(agentId, receipt, signature);
        bytes memory forged = sign(0x123, receipt);
        vm.expectRevert(
            abi.encodeWithSelector(IFaultErrors.FaultProver_MayNotState.selector, vm.addr(0x123), agentId, 0)
        );
        vm.prank(buyer);
        challenges.challengeReceipt{value: CHALLENGE_DEPOSIT}(agentId, receipt, forged);
    }

    function test_RevertWhen_NothingWasAsked() public {
        uint64 leaf = appendHonest(8);
        anchorAll();
        bytes32 id = Statements.receiptHash(receipt);
        SegmentRef memory shown = shownAt(8, 1);
        LogRef memory at = placed(leaf, 0);
        bytes memory notOpen = abi.encodeWithSelector(IChallengeBook.Challenges_NotOpen.selector, id);
        vm.expectRevert(notOpen);
        challenges.answerReceipt(agentId, receipt, shown, at);
        vm.expectRevert(notOpen);
        challenges.close(id);
        vm.expectRevert(notOpen);
        challenges.checkReceipt(agentId, receipt);
        _challenge();
        challenges.answerReceipt(agentId, receipt, shown, at);
        vm.expectRevert(notOpen);
        challenges.answerReceipt(agentId, receipt, shown, at);
    }

    function test_RevertWhen_ALateAnswerIsFollowedByALateOne() public {
        pass(2 hours);
        bytes32 id = _challenge();
        uint64 leaf = appendHonest(8);
        anchorAll();
        SegmentRef memory shown = shownAt(8, 1);
        LogRef memory at = placed(leaf, 0);
        challenges.answerReceipt(agentId, receipt, shown, at);
        vm.expectRevert(abi.encodeWithSelector(IChallengeBook.Challenges_NotOpen.selector, id));
        challenges.answerReceipt(agentId, receipt, shown, at);
    }

    function test_RevertWhen_TheAnswerIsOfAnotherEpochOrStream() public {
        bytes memory refused = abi.encodeWithSelector(
            IChallenges.Challenges_NotPromised.selector, receipt.recordHash, receipt.recordHash
        );
        SegmentRef memory shown = shownAt(8, 1);
        shown.segment.epoch = 1;
        vm.expectRevert(refused);
        challenges.answerReceiptByHeader(agentId, receipt, shown);
        shown = shownAt(8, 1);
        shown.segment.stream = 7;
        vm.expectRevert(refused);
        challenges.answerReceiptByHeader(agentId, receipt, shown);
    }

    function test_RevertWhen_TheEntryIsNotThePromisedOne() public {
        Segment memory segment = honest(8);
        bytes memory signature = signSegment(KEY_A, segment);
        Promise memory promised = _promise(segment, uint64(vm.getBlockTimestamp() + 1 hours));
        LogRef memory at = _anchored(appendHonest(8));
        Segment memory other = honest(12);
        vm.expectRevert(
            abi.encodeWithSelector(
                IChallenges.Challenges_NotPromised.selector, promised.header, Statements.headerOf(other)
            )
        );
        challenges.answerAck(promised, other, signature, at);
        at.log = LogId.wrap("elsewhere");
        vm.expectRevert(
            abi.encodeWithSelector(
                IChallenges.Challenges_NotPromised.selector, logId.unwrap(), bytes32("elsewhere")
            )
        );
        challenges.answerAck(promised, segment, signature, at);
    }

    function test_AReceiptWithoutALog_IsAnsweredByAny() public {
        receipt.log = LogId.wrap(0);
        _challenge();
        LogRef memory at = _anchored(appendHonest(8));
        _answerAs(HELPER, at);
        assertEq(vault.creditOf(HELPER), CHALLENGE_DEPOSIT, "answered");
    }

    function test_Ack_PostsTheHeader() public {
        SegmentRef memory shown = shownAt(8, 1);
        bytes32 header = Statements.headerOf(shown.segment);
        AckRef memory ack = AckRef(logId, receipt.anchorBy, signAck(header, receipt.anchorBy));
        _challenge();
        assertEq(challenges.postedAt(header), 0, "not yet");
        challenges.answerReceiptByAck(agentId, receipt, shown, ack);
        assertEq(challenges.postedAt(header), vm.getBlockTimestamp(), "for all to see");
    }

    function test_Ack_FindingNamesHeaderAndPromise() public {
        uint64 anchorBy = uint64(vm.getBlockTimestamp());
        Promise memory promised = _promise(honest(8), anchorBy);
        _askAck(promised);
        pass(3 days + 1);
        Finding memory found = challenges.checkAck(promised);
        assertEq(found.statementA, promised.header, "the header");
        assertEq(
            found.statementB, Statements.ackHash(block.chainid, logId, promised.header, anchorBy), "the promise"
        );
        assertEq(found.liable, logOperator, "the operator's");
        assertEq(found.prover, buyer, "who asked");
    }

    function test_Ack_OfAHeaderThatIsPosted() public {
        SegmentRef memory shown = shownAt(8, 1);
        challenges.postHeader(agentId, shown.segment, shown.signature);
        uint64 posted = uint64(vm.getBlockTimestamp());
        pass(10 minutes);
        _challenge();
        bytes32 header = Statements.headerOf(shown.segment);
        AckRef memory ack = AckRef(logId, receipt.anchorBy, signAck(header, receipt.anchorBy));
        challenges.answerReceiptByAck(agentId, receipt, shown, ack);
        assertEq(challenges.postedAt(header), posted, "since the first time");
    }

    function test_RevertWhen_AHeaderIsPostedTwiceOrByNobody() public {
        Segment memory segment = honest(8);
        bytes memory signature = signSegment(KEY_A, segment);
        challenges.postHeader(agentId, segment, signature);
        vm.expectRevert(
            abi.encodeWithSelector(IChallenges.Challenges_AlreadyPosted.selector, Statements.headerOf(segment))
        );
        challenges.postHeader(agentId, segment, signature);
        Segment memory other = honest(12);
        bytes memory forged = signSegment(0x123, other);
        vm.expectRevert(
            abi.encodeWithSelector(IFaultErrors.FaultProver_MayNotState.selector, vm.addr(0x123), agentId, 0)
        );
        challenges.postHeader(agentId, other, forged);
    }

    /// @dev An agent whose record was anchored by its time is never convicted, whenever it is asked; one whose record
    /// was not is always convicted of the one or the other.
    function testFuzz_Omission_IsExactlyWhatWasNotAnchoredInTime(uint32 anchorAfter, bool anchored, bool asked) public {
        receipt.anchorBy = uint64(START + 1 hours);
        uint256 after_ = bound(anchorAfter, 0, 4 hours);
        if (asked) _challenge();
        vm.warp(START + after_);
        uint64 leaf;
        if (anchored) {
            leaf = appendHonest(8);
            anchorAll();
        }
        if (!asked) _challenge();
        if (anchored) challenges.answerReceipt(agentId, receipt, shownAt(8, 1), placed(leaf, 0));
        pass(5 days);
        if (anchored && after_ <= 1 hours) {
            expectNothing(address(challenges), _check(), "kept");
        } else {
            showProof(address(challenges), _check());
            assertEq(bondLeft(), anchored ? BOND - BOND / 50 : BOND * 3 / 4, "late or hidden");
        }
    }

    function _anchored(uint64 leaf) private returns (LogRef memory) {
        return placed(leaf, anchorAll());
    }

    function _promise(Segment memory segment, uint64 anchorBy) private view returns (Promise memory) {
        return Promise(logId, Statements.headerOf(segment), anchorBy);
    }

    function _askAck(Promise memory promised) private {
        bytes memory signature = signAck(promised.header, promised.anchorBy);
        vm.prank(buyer);
        challenges.challengeAck{value: CHALLENGE_DEPOSIT}(promised, signature);
    }

    function _challenge() private returns (bytes32) {
        bytes memory signature = sign(KEY_A, receipt);
        vm.prank(buyer);
        return challenges.challengeReceipt{value: CHALLENGE_DEPOSIT}(agentId, receipt, signature);
    }

    function _answerAs(address who, LogRef memory at) private {
        SegmentRef memory shown = shownAt(8, 1);
        vm.prank(who);
        challenges.answerReceipt(agentId, receipt, shown, at);
    }

    function _check() private view returns (bytes memory) {
        return abi.encodeCall(challenges.checkReceipt, (agentId, receipt));
    }

    function _closeAfterTime(bytes32 id) private {
        Challenge memory asked = challenges.challengeOf(id);
        vm.warp(uint256(asked.answerBy) + 1);
        challenges.close(id);
    }
}
