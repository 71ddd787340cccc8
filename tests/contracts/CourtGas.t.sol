// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IArbitrable} from "../../contracts/interfaces/IArbitrable.sol";
import {Case, FaultClass, State} from "../../contracts/types/Dispute.sol";
import {Mandate} from "../../contracts/types/Mandate.sol";
import {Receipt} from "../../contracts/types/Receipt.sol";
import {CourtScenario} from "./support/CourtScenario.sol";

/// @notice What a dispute costs, step by step; whole transactions, intrinsic gas and call data included.
/// hardhat-config: isolate = true
contract CourtGasTest is CourtScenario {
    string private constant GROUP = "court";
    uint256 private all;
    address[3] private seats;
    bytes private terms;

    function setUp() public {
        deployCourt();
    }

    function test_Gas_ThreeSeats() public {
        // Another owner's dispute first, so that the contracts' own totals are not new.
        Case memory before = openFresh(FaultClass.Negligence);
        ruleBy(before, 1);
        finish(before);
        _measure("first of its parties", false, 205_000);
        _measure("parties known", true, 200_000);
    }

    function test_Gas_Rest() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        pass(policy.responseTime);
        passBlocks(policy.responseBlocks);
        disputeCourt.defaultJudgment(case_, policy);
        vm.snapshotGasLastCall(GROUP, "defaultJudgment");
        vm.prank(owner);
        disputeCourt.respond(case_, policy, ANSWER, "ipfs://answer");
        vm.snapshotGasLastCall(GROUP, "respond, late");
        pass(policy.arbitrationTime);
        disputeCourt.arbitratorTimeout(case_, policy, 1);
        vm.snapshotGasLastCall(GROUP, "arbitratorTimeout");
        disputeCourt.execute(case_, policy);
        vm.snapshotGasLastCall(GROUP, "execute, refused");
        case_ = openFresh(FaultClass.Harm);
        ruleBy(case_, 2);
        pass(policy.appealTime);
        disputeCourt.finalize(case_, policy);
        disputeCourt.execute(case_, policy);
        vm.snapshotGasLastCall(GROUP, "execute, dismissed");
        case_ = openFresh(FaultClass.Harm);
        vm.prank(owner);
        disputeCourt.concede(case_, policy);
        vm.snapshotGasLastCall(GROUP, "concede");
        case_ = openFresh(FaultClass.Harm);
        vm.prank(claimant);
        disputeCourt.withdrawClaim(case_, policy);
        vm.snapshotGasLastCall(GROUP, "withdrawClaim");
        vm.prank(owner);
        policies.adopt(subject, 2);
        vm.snapshotGasLastCall(GROUP, "adopt a policy");
        address arbitrator = arbitratorAt(99);
        vm.deal(arbitrator, 10 ether);
        uint64 until = uint64(vm.getBlockTimestamp() + 30 days);
        bytes memory accreditation = accredit(arbitrator, "document", until);
        vm.prank(arbitrator);
        panel.register{value: MIN_STAKE}("document", 0, until, accreditation);
        vm.snapshotGasLastCall(GROUP, "register an arbitrator");
    }

    function test_Gas_MandateBreach() public {
        bytes32[] memory tools = new bytes32[](2);
        (tools[0], tools[1]) = (keccak256("a"), keccak256("b"));
        Mandate memory mandate = Mandate(
            buyer, agentId, 100, uint64(START + 30 days), keccak256(abi.encodePacked(tools)), keccak256("salt")
        );
        vm.prank(buyer);
        mandates.grant(mandate, "");
        vm.snapshotGasLastCall(GROUP, "grant a mandate");
        Receipt memory receipt = receiptOf(77);
        (receipt.mandate, receipt.amount, receipt.runningTotal) = (mandates.idOf(mandate), 101, 101);
        bytes memory signature = signReceipt(KEY_A, receipt);
        vm.prank(stranger);
        prover.proveMandateBreach(agentId, receipt, signature, new bytes32[](0));
        uint256 used = vm.snapshotGasLastCall(GROUP, "mandate breach with slash, the first ever");
        assertAtMost(used, 230_000, "mandate breach");
    }

    function test_Sizes() public {
        _size("Mandates", address(mandates));
        _size("Policies", address(policies));
        _size("PanelArbitrator", address(panel));
        _size("ActionWitness", address(witness));
        _size("DisputeCourt", address(disputeCourt));
    }

    function _measure(string memory name, bool known, uint256 openLimit) private {
        if (!known) {
            claimant = address(0xC1A2);
            injured = address(0x10A6);
            vm.deal(claimant, 10 ether);
        }
        bytes memory proof = freshProof();
        all = 0;
        vm.recordLogs();
        vm.prank(claimant);
        disputeCourt.open{value: policy.deposit + FEE}(claimOf(FaultClass.Harm), proof, policy, "ipfs://evidence");
        _step(name, "open", openLimit);
        Case memory case_ = lastCase();
        vm.prank(owner);
        disputeCourt.respond(case_, policy, ANSWER, "ipfs://answer");
        _step(name, "respond", 150_000);
        terms = termsOf(case_);
        _vote(name, numberOf(case_));
        pass(policy.appealTime);
        disputeCourt.finalize(case_, policy);
        _step(name, "finalize", 90_000);
        disputeCourt.execute(case_, policy);
        _step(name, "execute", 150_000);
        vm.snapshotValue(GROUP, string.concat(name, ": all"), all);
        assertAtMost(all, 1_300_000, "a three-seat case");
        assertState(case_, State.Executed, "done");
    }

    function _vote(string memory name, uint256 number) private {
        passBlocks(3);
        setSeed(number, 0);
        vm.recordLogs();
        panel.draw(number, IArbitrable(disputeCourt), terms);
        _step(name, "draw", 250_000);
        seats = drawnSeats();
        for (uint256 i; i < 3; ++i) {
            bytes32 commitment = commitmentOf(number, seats[i], 1);
            vm.prank(seats[i]);
            panel.commit(number, commitment);
            _step(name, "commit", 55_000);
        }
        for (uint256 i; i < 3; ++i) {
            bool paid = vault.creditOf(seats[i]) != 0;
            vm.prank(seats[i]);
            panel.reveal(number, 1, REASONS, SALT);
            _step(name, paid ? "reveal" : "reveal, first pay", 75_000);
        }
        panel.conclude(number, IArbitrable(disputeCourt), terms, new address[](0));
        _step(name, "rule", 90_000);
    }

    function _step(string memory name, string memory step, uint256 limit) private {
        uint256 used = vm.snapshotGasLastCall(GROUP, string.concat(name, ": ", step));
        all += used;
        assertAtMost(used, limit, step);
    }

    function _size(string memory name, address deployed) private {
        vm.snapshotValue("sizes", name, deployed.code.length);
        assertAtMost(deployed.code.length, 24_576, name);
    }
}
