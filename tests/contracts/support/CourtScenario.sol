// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IActionWitness} from "../../../contracts/interfaces/IActionWitness.sol";
import {IArbitrable} from "../../../contracts/interfaces/IArbitrable.sol";
import {IDisputeCourt} from "../../../contracts/interfaces/IDisputeCourt.sol";
import {IPanelArbitrator} from "../../../contracts/interfaces/IPanelArbitrator.sol";
import {Authorisations} from "../../../contracts/libraries/Authorisations.sol";
import {Ballots} from "../../../contracts/libraries/Ballots.sol";
import {PanelTerms} from "../../../contracts/libraries/PanelTerms.sol";
import {Statements} from "../../../contracts/libraries/Statements.sol";
import {LaterRecord, ReceiptRef, RecordRef} from "../../../contracts/types/ActionRefs.sol";
import {Basis, Case, Claim, FaultClass, RefKind, State, isSerious} from "../../../contracts/types/Dispute.sol";
import {LogId} from "../../../contracts/types/LogId.sol";
import {Policy} from "../../../contracts/types/Policy.sol";
import {Receipt} from "../../../contracts/types/Receipt.sol";
import {Scenario} from "./Scenario.sol";
import {Vm} from "./Vm.sol";

/// @notice An agent with a bond and a policy, a claimant with a receipt, and a roster of arbitrators.
abstract contract CourtScenario is Scenario {
    uint256 internal constant BOND = 10 ether;
    uint256 internal constant FEE = 3 * SEAT_FEE;
    uint256 internal constant REVIEW = 7 * SEAT_FEE;
    uint256 internal constant ARBITRATORS = 7;
    bytes32 internal constant EVIDENCE = keccak256("evidence");
    bytes32 internal constant ANSWER = keccak256("answer");
    bytes32 internal constant REASONS = keccak256("reasons");
    bytes32 internal constant SALT = keccak256("salt");
    address internal constant FIRE = 0x000000000000000000000000000000000000dEaD;

    address internal claimant = address(0xC1A1);
    address internal injured = address(0x10A5);
    uint256 internal agentId;
    bytes32 internal subject;
    Policy internal policy; // the first
    uint64 private _seq;

    function deployCourt() internal {
        deployAll();
        vm.deal(claimant, 1_000 ether);
        vm.deal(injured, 1 ether);
        agentId = openAgent();
        subject = keyRing.agentKey(agentId).unwrap();
        vm.prank(owner);
        vault.deposit{value: BOND}(subject, owner);
        policy = policies.policyOf(1);
        for (uint256 i; i < ARBITRATORS; ++i) {
            enlist(arbitratorAt(i));
        }
    }

    /// @notice All that was burned: what the vault holds and owes to nobody, too.
    function fire() internal view returns (uint256) {
        return FIRE.balance + address(vault).balance - vault.owed();
    }

    function arbitratorAt(uint256 i) internal pure returns (address) {
        return address(uint160(0xAB00 + i));
    }

    /// @notice Lists an attested human.
    function enlist(address arbitrator) internal {
        enlistAs(arbitrator, 0);
    }

    /// @notice Lists an arbitrator; `model` is the hash of what judges, zero for a human.
    function enlistAs(address arbitrator, bytes32 model) internal {
        vm.deal(arbitrator, 100 ether);
        uint64 until = uint64(vm.getBlockTimestamp() + 365 days);
        bytes memory accreditation = accreditAs(arbitrator, "document", model, until);
        vm.prank(arbitrator);
        panel.register{value: MIN_STAKE}("document", model, until, accreditation);
    }

    function accreditAs(address arbitrator, bytes32 document, bytes32 model, uint64 until)
        internal
        view
        returns (bytes memory)
    {
        return signDigest(
            ACCREDITOR_KEY, Authorisations.accreditation(address(panel), arbitrator, document, model, until)
        );
    }

    function accredit(address arbitrator, bytes32 document, uint64 until) internal view returns (bytes memory) {
        return accreditAt(address(panel), arbitrator, document, until);
    }

    function accreditAt(address panelAt, address arbitrator, bytes32 document, uint64 until)
        internal
        view
        returns (bytes memory)
    {
        return signDigest(ACCREDITOR_KEY, Authorisations.accreditation(panelAt, arbitrator, document, 0, until));
    }

    function receiptOf(uint64 seq) internal view returns (Receipt memory) {
        return Receipt({
            agent: keyRing.agentKey(agentId),
            epoch: 0,
            stream: LOGGED_STREAM,
            seq: seq,
            recordHash: keccak256(abi.encode("record", seq)),
            counterparty: bytes32(uint256(uint160(injured))),
            chain: block.chainid,
            log: LogId.wrap(HOME_LOG),
            anchorBy: uint64(START + 1 hours),
            amount: 5,
            tool: keccak256("pay"),
            mandate: 0,
            runningTotal: 5
        });
    }

    function signReceipt(uint256 key, Receipt memory receipt) internal pure returns (bytes memory) {
        return signDigest(key, Statements.digest(Statements.receiptHash(receipt)));
    }

    function claimOf(FaultClass faultClass) internal view returns (Claim memory) {
        return Claim(agentId, faultClass, EVIDENCE);
    }

    /// @notice A proof by the receipt of a fresh action.
    function freshProof() internal returns (bytes memory) {
        return receiptProof(receiptOf(++_seq), injured);
    }

    function receiptProof(Receipt memory receipt, address counterparty) internal view returns (bytes memory) {
        ReceiptRef memory ref = ReceiptRef(receipt, signReceipt(KEY_A, receipt), counterparty, 0);
        return abi.encodeCall(IActionWitness.onReceipt, (agentId, ref));
    }

    /// @notice Opens a dispute of a fault class about a fresh action, with the least deposit.
    function openFresh(FaultClass faultClass) internal returns (Case memory) {
        return openWith(claimOf(faultClass), freshProof(), policy, policy.deposit + FEE);
    }

    function openWith(Claim memory claim, bytes memory proof, Policy memory terms, uint256 value)
        internal
        returns (Case memory)
    {
        vm.recordLogs();
        vm.prank(claimant);
        disputeCourt.open{value: value}(claim, proof, terms, "ipfs://evidence");
        return lastCase();
    }

    /// @notice The case that the last recorded opening tells.
    function lastCase() internal returns (Case memory case_) {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].topics[0] != IDisputeCourt.DisputeOpened.selector) continue;
            case_.disputeId = uint256(logs[i].topics[1]);
            case_.agentId = uint256(logs[i].topics[2]);
            case_.claimant = address(uint160(uint256(logs[i].topics[3])));
            bytes memory data = logs[i].data;
            (case_.subject, case_.liable, case_.injured, case_.action, case_.faultClass,,,,) = abi.decode(
                data, (bytes32, address, address, bytes32, FaultClass, RefKind, bytes32, uint32, bytes32)
            );
            (,,,,,, case_.evidenceHash, case_.policyId, case_.policyHash) = abi.decode(
                data, (bytes32, address, address, bytes32, FaultClass, RefKind, bytes32, uint32, bytes32)
            );
            bytes32[15] memory words = abi.decode(data, (bytes32[15]));
            (case_.deposit, case_.fee, case_.slice) = (uint256(words[9]), uint256(words[10]), uint256(words[11]));
            case_.locked = uint256(words[12]);
            (case_.openedAt, case_.openedBlock) = (uint64(uint256(words[13])), uint64(uint256(words[14])));
        }
        assertTrue(case_.disputeId != 0, "a dispute was opened");
    }

    function respondTo(Case memory case_) internal {
        respondUnder(case_, policy);
    }

    function respondUnder(Case memory case_, Policy memory terms) internal {
        vm.prank(case_.liable);
        disputeCourt.respond(case_, terms, ANSWER, "ipfs://answer");
    }

    /// @notice Brings a dispute to a ruling by a whole panel that votes alike; leaves it provisional.
    function ruleBy(Case memory case_, uint8 vote) internal {
        respondTo(case_);
        decide(case_, vote);
    }

    /// @notice Draws the seats, has all vote alike, concludes.
    function decide(Case memory case_, uint8 vote) internal {
        uint256 number = numberOf(case_);
        address[3] memory seats = drawSeats(case_, number);
        commitAll(number, seats, [vote, vote, vote]);
        revealAll(number, seats, [vote, vote, vote]);
        panel.conclude(number, IArbitrable(disputeCourt), termsOf(case_), new address[](0));
    }

    /// @notice The panel's number of a dispute, as long as every dispute of the court got there in turn.
    function numberOf(Case memory case_) internal view returns (uint256 number) {
        for (number = 1; number < 100; ++number) {
            if (disputeCourt.disputeAt(address(panel), number) == case_.disputeId) return number;
        }
        assertTrue(false, "the panel was asked");
    }

    function drawSeats(Case memory case_, uint256 number) internal returns (address[3] memory seats) {
        passBlocks(3);
        setSeed(number, 0);
        vm.recordLogs();
        panel.draw(number, IArbitrable(disputeCourt), termsOf(case_));
        return drawnSeats();
    }

    function drawnSeats() internal returns (address[3] memory seats) {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].topics[0] != IPanelArbitrator.PanelDrawn.selector) continue;
            (seats[0], seats[1], seats[2],,) =
                abi.decode(logs[i].data, (address, address, address, uint64, uint64));
        }
    }

    /// @notice Appeals as somebody with just the cost, and tells the panel's number and terms of the review.
    function appealAs(address who, Case memory case_, bytes32 evidenceHash)
        internal
        returns (uint256 number, bytes memory terms)
    {
        uint256 first = numberOf(case_);
        vm.deal(who, who.balance + REVIEW);
        vm.recordLogs();
        vm.prank(who);
        disputeCourt.appeal{value: REVIEW}(case_, policy, first, evidenceHash, "ipfs://appeal");
        return armed();
    }

    /// @notice Number and terms of the dispute that was armed last in the recorded logs.
    function armed() internal returns (uint256 number, bytes memory terms) {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].topics[0] != IPanelArbitrator.PanelArmed.selector) continue;
            number = uint256(logs[i].topics[1]);
            (,,, terms) = abi.decode(logs[i].data, (uint64, uint8, uint32, bytes));
        }
        assertTrue(number != 0, "a panel was armed");
    }

    /// @notice Draws the seats of a later draw, or of a review.
    function drawMany(uint256 number, IArbitrable arbitrable, bytes memory terms)
        internal
        returns (address[] memory seats)
    {
        passBlocks(3);
        setSeed(number, 0);
        vm.recordLogs();
        panel.draw(number, arbitrable, terms);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].topics[0] != IPanelArbitrator.PanelSeated.selector) continue;
            (, seats,,) = abi.decode(logs[i].data, (uint8, address[], uint64, uint64));
        }
        assertTrue(seats.length != 0, "seats were drawn");
    }

    /// @notice Has the first seats vote, each as told; the others stay away, and time passes.
    function hear(uint256 number, address[] memory seats, uint8[] memory votes) internal {
        (uint8 round,,,,,,) = panel.drawOf(number);
        for (uint256 i; i < votes.length; ++i) {
            bytes32 commitment =
                Ballots.commitment(address(panel), number, round, seats[i], votes[i], REASONS, SALT);
            vm.prank(seats[i]);
            panel.commit(number, commitment);
        }
        (,,,, uint64 commitUntil,) = panel.panelOf(number);
        if (votes.length < seats.length) vm.warp(commitUntil);
        for (uint256 i; i < votes.length; ++i) {
            vm.prank(seats[i]);
            panel.reveal(number, votes[i], REASONS, SALT);
        }
    }

    /// @notice Seats after the first `count`.
    function after_(address[] memory seats, uint256 count) internal pure returns (address[] memory rest) {
        rest = new address[](seats.length - count);
        for (uint256 i; i < rest.length; ++i) {
            rest[i] = seats[count + i];
        }
    }

    /// @notice The same vote so many times.
    function votesOf(uint8 vote, uint256 count) internal pure returns (uint8[] memory votes) {
        votes = new uint8[](count);
        for (uint256 i; i < count; ++i) {
            votes[i] = vote;
        }
    }

    /// @notice Brings a review to a ruling by all of its seats.
    function decideReview(uint256 number, bytes memory terms, uint8 vote) internal returns (address[] memory seats) {
        seats = drawMany(number, IArbitrable(disputeCourt), terms);
        hear(number, seats, votesOf(vote, seats.length));
        panel.conclude(number, IArbitrable(disputeCourt), terms, new address[](0));
    }

    function enlistMore(uint256 count) internal {
        for (uint256 i; i < count; ++i) {
            enlist(arbitratorAt(100 + i));
        }
    }

    function commitmentOf(uint256 number, address voter, uint8 vote) internal view returns (bytes32) {
        return Ballots.commitment(address(panel), number, 1, voter, vote, REASONS, SALT);
    }

    function commitAll(uint256 number, address[3] memory seats, uint8[3] memory votes) internal {
        for (uint256 i; i < 3; ++i) {
            bytes32 commitment = commitmentOf(number, seats[i], votes[i]);
            vm.prank(seats[i]);
            panel.commit(number, commitment);
        }
    }

    function revealAll(uint256 number, address[3] memory seats, uint8[3] memory votes) internal {
        for (uint256 i; i < 3; ++i) {
            vm.prank(seats[i]);
            panel.reveal(number, votes[i], REASONS, SALT);
        }
    }

    function termsOf(Case memory case_) internal view returns (bytes memory) {
        (,,,,,,, bool repaid,,) = disputeCourt.docketOf(case_.disputeId);
        return termsWith(case_, repaid ? case_.liable : case_.claimant);
    }

    function termsWith(Case memory case_, address payer) internal view returns (bytes memory) {
        address[] memory parties = case_.injured == address(0)
            ? listOf(case_.claimant, case_.liable)
            : listOf(case_.claimant, case_.liable, case_.injured);
        uint32 human = isSerious(case_.faultClass) ? PanelTerms.HUMAN : 0;
        return PanelTerms.encode(policy.commitTime | human, policy.revealTime, payer, parties);
    }

    function pass(uint256 time) internal {
        vm.warp(vm.getBlockTimestamp() + time);
    }

    /// @notice The compiler takes the number of the block for constant within a call, so it is asked of the runner.
    function passBlocks(uint256 blocks) internal {
        vm.roll(vm.getBlockNumber() + blocks);
    }

    /// @notice Chooses the hash of the block that draws the seats of a dispute.
    function setSeed(uint256 number, uint256 variant) internal {
        (,,, uint64 drawBlock,,) = panel.panelOf(number);
        vm.setBlockhash(drawBlock, keccak256(abi.encode("seed", number, variant)));
    }

    function finish(Case memory case_) internal {
        pass(policy.appealTime);
        disputeCourt.finalize(case_, policy);
        disputeCourt.execute(case_, policy);
    }

    function stateOf(Case memory case_) internal view returns (State state) {
        (, state,,,,,,,,) = disputeCourt.docketOf(case_.disputeId);
    }

    function rulingOf(Case memory case_) internal view returns (uint8 ruling, Basis basis) {
        (,, ruling, basis,,,,,,) = disputeCourt.docketOf(case_.disputeId);
    }

    function assertState(Case memory case_, State state, string memory what) internal view {
        assertEq(uint256(stateOf(case_)), uint256(state), what);
    }

    function assertRuling(Case memory case_, uint8 ruling, Basis basis) internal view {
        (uint8 now_, Basis on) = rulingOf(case_);
        assertEq(now_, ruling, "ruling");
        assertEq(uint256(on), uint256(basis), "what it stands on");
    }

    function recordOf(uint64 seq, bytes32 prevHeader, bytes32 recordId) internal view returns (RecordRef memory) {
        return RecordRef(
            0,
            DIRECT_STREAM,
            seq,
            prevHeader,
            recordId,
            uint64(vm.getBlockTimestamp() * 1000),
            new LaterRecord[](0)
        );
    }
}
