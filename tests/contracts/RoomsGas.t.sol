// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ForecastBook} from "../../contracts/forecast/ForecastBook.sol";
import {Claims} from "../../contracts/identity/Claims.sol";
import {Lifecycle} from "../../contracts/identity/Lifecycle.sol";
import {Credits} from "../../contracts/market/Credits.sol";
import {CredibilityRoots} from "../../contracts/reputation/CredibilityRoots.sol";
import {Delegation} from "../../contracts/types/Delegation.sol";
import {Case, FaultClass} from "../../contracts/types/Dispute.sol";
import {Mandate} from "../../contracts/types/Mandate.sol";
import {CourtScenario} from "./support/CourtScenario.sol";
import {Forest} from "./support/Forest.sol";

/// @notice What the usual transactions of the smaller rooms cost, intrinsic gas and call data included.
/// hardhat-config: isolate = true
contract RoomsGasTest is CourtScenario {
    string private constant GROUP = "rooms";
    bytes32[] private none;
    bytes32[] private tools;

    function setUp() public {
        deployCourt();
        tools.push(keccak256("pay"));
    }

    function test_Gas_Mandates() public {
        bytes32 hash = keccak256(abi.encodePacked(tools));
        Mandate memory mandate = Mandate(buyer, agentId, 100, uint64(START + 30 days), hash, "salt");
        vm.prank(buyer);
        bytes32 id = mandates.grant(mandate, "");
        vm.snapshotGasLastCall(GROUP, "grant a mandate");
        vm.prank(buyer);
        mandates.allowDelegation(id, 8, "");
        vm.snapshotGasLastCall(GROUP, "allow delegation");
        for (uint8 hop = 1; hop <= 8; ++hop) {
            Delegation memory child =
                Delegation(id, agentId, 100 - hop, mandate.expiry, hash, "task", 8 - hop, "salt");
            vm.prank(owner);
            id = mandates.delegate(child, tools, tools, "");
            if (hop == 1) vm.snapshotGasLastCall(GROUP, "delegate, first hop, one tool");
        }
        vm.snapshotGasLastCall(GROUP, "delegate, eighth hop, one tool");
    }

    function test_Gas_AuditsAndRoots() public {
        address auditor = arbitratorAt(0);
        bytes memory proof = freshProof();
        vm.prank(auditor);
        bytes32 assertion =
            audits.audit{value: ASSERTION_BOND}(agentId, 0, 1, 500, "report", proof, "ipfs://report");
        vm.snapshotGasLastCall(GROUP, "audit an action");
        pass(3 days);
        audits.conclude(assertion);
        vm.snapshotGasLastCall(GROUP, "conclude an audit");
        audits.count(assertion);
        vm.snapshotGasLastCall(GROUP, "count an audit");
        CredibilityRoots roots =
            CredibilityRoots(createContract("CredibilityRoots", abi.encode(panel, vault, ASSERTION_BOND)));
        vm.prank(buyer);
        assertion = roots.propose{value: ASSERTION_BOND}(1, "root", 0, 1, 5, "formula", "ipfs://leaves");
        vm.snapshotGasLastCall(GROUP, "propose a credibility root");
        uint256 cost = roots.challengeCost();
        vm.prank(stranger);
        roots.challenge{value: cost}(assertion, EVIDENCE, "ipfs://recomputed");
        vm.snapshotGasLastCall(GROUP, "challenge it");
        _size("CredibilityRoots", address(roots));
        _size("Audits", address(audits));
    }

    function test_Gas_Forecasts() public {
        ForecastBook book = ForecastBook(createContract("ForecastBook", abi.encode(registry, disputeCourt)));
        Forest forest = new Forest();
        uint32 epoch = book.epochNow();
        bytes32[] memory leaves = new bytes32[](2);
        for (uint256 i; i < 2; ++i) {
            leaves[i] = book.leafOf(buyer, epoch, i, uint32(i * 1_000), "salt");
        }
        registerAgent(buyer);
        bytes32 root = forest.plant(leaves);
        vm.prank(buyer);
        book.commit(root, 2, 30 days, "model");
        vm.snapshotGasLastCall(GROUP, "commit forecasts");
        pass(30 days + 1);
        book.reveal(buyer, epoch, 0, 0, "salt", forest.proofOf(0));
        book.reveal(buyer, epoch, 1, 1_000, "salt", forest.proofOf(1));
        vm.snapshotGasLastCall(GROUP, "reveal a forecast, not the first");
        _size("ForecastBook", address(book));
    }

    function test_Gas_LifecycleAndClaims() public {
        Lifecycle lifecycle = Lifecycle(createContract("Lifecycle", abi.encode(registry, disputeCourt, standing, claimant)));
        Claims claims = Claims(createContract("Claims", abi.encode(registry, disputeCourt)));
        vm.prank(owner);
        claims.claim(agentId, "capability", "document", "ipfs://claim");
        vm.snapshotGasLastCall(GROUP, "claim a capability");
        vm.prank(claimant);
        lifecycle.suspend(agentId, "cause", EVIDENCE);
        vm.snapshotGasLastCall(GROUP, "suspend an agent");
        Case memory case_ = openFresh(FaultClass.Harm);
        lifecycle.prolong(agentId, case_);
        vm.snapshotGasLastCall(GROUP, "prolong a suspension");
        _size("Lifecycle", address(lifecycle));
        _size("Claims", address(claims));
    }

    function test_Gas_Credits() public {
        Credits credits = Credits(createContract("Credits", abi.encode(registry, keyRing, vault, disputeCourt)));
        vm.prank(buyer);
        credits.lock{value: 1 ether}(agentId, "task", uint64(START + 1 days));
        vm.snapshotGasLastCall(GROUP, "lock a bounty");
        vm.prank(owner);
        credits.deliver(1, "delivery", none);
        vm.snapshotGasLastCall(GROUP, "deliver, no assets");
        vm.prank(buyer);
        credits.accept(1);
        vm.snapshotGasLastCall(GROUP, "accept, no assets");
        _size("Credits", address(credits));
        _size("Mandates", address(mandates));
    }

    function _size(string memory name, address deployed) private {
        vm.snapshotValue("sizes", name, deployed.code.length);
        assertAtMost(deployed.code.length, 24_576, name);
    }
}
