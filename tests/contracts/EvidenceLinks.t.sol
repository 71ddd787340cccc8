// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IActionWitness} from "../../contracts/interfaces/IActionWitness.sol";
import {IDimensions} from "../../contracts/interfaces/IDimensions.sol";
import {IEvidenceLinks} from "../../contracts/interfaces/IEvidenceLinks.sol";
import {LaterRecord, RecordRef} from "../../contracts/types/ActionRefs.sol";
import {FeedbackLink} from "../../contracts/types/Feedback.sol";
import {Receipt} from "../../contracts/types/Receipt.sol";
import {FeedbackScenario} from "./support/FeedbackScenario.sol";

contract EvidenceLinksTest is FeedbackScenario {
    bytes32 private dimension;

    function setUp() public {
        deployFeedback();
        dimension = dimensions.declare(stars());
    }

    function test_link_EmitsAndStores() public {
        give(client, 45, 1, "starred", "week");
        bytes32 action = _actionOf(receiptFor(client, 0, 3));
        vm.expectEmit(address(links));
        emit IEvidenceLinks.FeedbackLinked(agentId, client, action, 1, dimension, 45, 0, true);
        _link(client, 1, proofFor(client, 3));
        FeedbackLink memory found = links.linkOf(agentId, client, 1);
        assertEq(found.action, action, "action");
        assertEq(found.dimension, dimension, "dimension");
        assertEq(uint256(int256(found.value)), 45, "value");
        assertTrue(found.named, "the receipt names its client");
        assertEq(found.linkedAt, START, "time");
        assertEq(links.linkCount(agentId), 1, "one");
        (address who, uint64 index, uint32 ownerEpoch) = links.linkedAt(agentId, 0);
        assertEq(who, client, "client");
        assertEq(index, 1, "number");
        assertEq(ownerEpoch, 0, "owner epoch");
        assertEq(links.linkOf(agentId, client, 2).action, 0, "nothing else");
    }

    function test_link_StoresTheValueAtTheDecimalsOfItsDimension() public {
        give(client, 4, 0, "starred", "");
        _link(client, 1, proofFor(client, 1));
        assertEq(uint256(int256(links.linkOf(agentId, client, 1).value)), 40, "4.0");
    }

    function test_link_TakesAnActionThatNamesNobody() public {
        give(client, 4, 0, "starred", "");
        give(other, 4, 0, "starred", "");
        _link(client, 1, receiptProof(KEY_A, receiptFor(third, 0, 1), address(0)));
        assertFalse(links.linkOf(agentId, client, 1).named, "by a receipt that is not opened");
        bytes memory recorded = _recordProof();
        _link(other, 1, recorded);
        assertFalse(links.linkOf(agentId, other, 1).named, "by a direct record");
        give(third, 4, 0, "starred", "");
        _link(third, 1, recorded);
        assertEq(links.linkCount(agentId), 3, "each client once");
    }

    function test_RevertWhen_TheReceiptNamesSomeoneElse() public {
        give(client, 4, 0, "starred", "");
        _expectRefusal(
            abi.encodeWithSelector(IEvidenceLinks.EvidenceLinks_NotCounterparty.selector, other, client),
            client,
            proofFor(other, 1)
        );
    }

    function test_RevertWhen_OneActionCarriesTwo() public {
        give(client, 4, 0, "starred", "");
        give(client, 5, 0, "starred", "");
        bytes memory proof = proofFor(client, 1);
        bytes32 action = _actionOf(receiptFor(client, 0, 1));
        _link(client, 1, proof);
        vm.expectRevert(abi.encodeWithSelector(IEvidenceLinks.EvidenceLinks_ActionUsed.selector, action, client));
        _link(client, 2, proof);
        _link(client, 2, proofFor(client, 2));
    }

    function test_RevertWhen_FeedbackIsLinkedTwice() public {
        give(client, 4, 0, "starred", "");
        _link(client, 1, proofFor(client, 1));
        _expectRefusal(
            abi.encodeWithSelector(IEvidenceLinks.EvidenceLinks_AlreadyLinked.selector, agentId, client, 1),
            client,
            proofFor(client, 2)
        );
    }

    function test_RevertWhen_FeedbackIsNotThereOrRevoked() public {
        _expectRefusal("index out of bounds", client, proofFor(client, 1));
        give(client, 4, 0, "starred", "");
        vm.prank(client);
        reputation.revokeFeedback(agentId, 1);
        _expectRefusal(
            abi.encodeWithSelector(IEvidenceLinks.EvidenceLinks_Revoked.selector, agentId, client, 1),
            client,
            proofFor(client, 1)
        );
    }

    function test_RevertWhen_TheValueIsOutsideItsScale() public {
        give(client, 101, 0, "starred", "");
        _expectRefusal(
            abi.encodeWithSelector(
                IDimensions.Dimensions_OutsideScale.selector, int256(1_010), int128(0), int128(1_000)
            ),
            client,
            proofFor(client, 1)
        );
        give(other, 50, 0, "uptime", "");
        _expectRefusal(
            abi.encodeWithSelector(IDimensions.Dimensions_OtherName.selector, dimension, "uptime"),
            other,
            proofFor(other, 1)
        );
    }

    function test_RevertWhen_TheActionIsNotShown() public {
        give(client, 4, 0, "starred", "");
        Receipt memory receipt = receiptFor(client, 0, 1);
        _expectRefusal(
            abi.encodeWithSelector(
                IActionWitness.ActionWitness_MayNotState.selector, vm.addr(0x123), agentId, 0
            ),
            client,
            receiptProof(0x123, receipt, client)
        );
        _expectRefusal("", client, hex"12345678");
        vm.expectRevert();
        _link(client, 1, "");
    }

    function test_RevertWhen_TheActionIsAnotherAgents() public {
        uint256 first = agentId;
        agentId = registerAgent(owner);
        openEpochWith(agentId, owner, 0x1E, 0x1F);
        bytes memory proof = receiptProof(0x1E, receiptFor(client, 0, 1), client);
        uint256 wrong = agentId;
        agentId = first;
        give(client, 4, 0, "starred", "");
        _expectRefusal(
            abi.encodeWithSelector(IEvidenceLinks.EvidenceLinks_WrongAgent.selector, wrong, first), client, proof
        );
    }

    function test_RevertWhen_TheOwnSideLinks() public {
        // The registry of the standard refuses owner and operators only at the time of rating.
        give(client, 4, 0, "starred", "");
        vm.prank(owner);
        registry.approve(client, agentId);
        _expectOwnSide(client);
        vm.startPrank(owner);
        registry.approve(address(0), agentId);
        registry.setApprovalForAll(client, true);
        vm.stopPrank();
        _expectOwnSide(client);
        vm.prank(owner);
        registry.setApprovalForAll(client, false);
        give(vm.addr(KEY_A), 4, 0, "starred", "");
        _expectOwnSide(vm.addr(KEY_A));
        _link(client, 1, proofFor(client, 1));
    }

    function test_RevertWhen_TheWalletLinks() public {
        vm.prank(buyer);
        agentId = registry.register();
        openEpochWith(agentId, buyer, 0x2E, 0x2F);
        address wallet = vm.addr(0xFACE);
        _setWallet(wallet);
        give(wallet, 4, 0, "starred", "");
        _expectOwnSide(wallet);
        vm.prank(buyer);
        registry.unsetAgentWallet(agentId);
        _link(wallet, 1, receiptProof(0x2E, receiptFor(wallet, 0, 1), wallet));
        assertEq(links.linkCount(agentId), 1, "once it is no wallet of the agent's");
    }

    function test_RevertWhen_PastOwnersLink() public {
        _transfer(owner, buyer);
        _transfer(buyer, third);
        give(owner, 4, 0, "starred", "");
        give(buyer, 4, 0, "starred", "");
        _expectOwnSide(owner);
        _expectOwnSide(buyer);
    }

    function test_RevertWhen_ManyOwnersAreNotNoted() public {
        give(client, 4, 0, "starred", "");
        for (uint256 i; i < 17; ++i) {
            _transfer(i % 2 == 0 ? owner : buyer, i % 2 == 0 ? buyer : owner);
        }
        _expectRefusal(
            abi.encodeWithSelector(IEvidenceLinks.EvidenceLinks_OwnersNotNoted.selector, agentId, 16, 17),
            client,
            proofFor(client, 1)
        );
        vm.prank(stranger);
        assertEq(links.noteOwners(agentId, 3), 3, "three");
        assertEq(links.noteOwners(agentId, type(uint32).max), 17, "the rest");
        assertEq(links.noteOwners(agentId, 1), 17, "nothing is left");
        assertTrue(links.isOwnSide(agentId, owner), "a past owner");
        _wait(keyRing.GRACE() - 1);
        _link(client, 1, proofFor(client, 1));
    }

    function test_isOwnSide_KnowsOwnersThatNobodyNoted() public {
        assertFalse(links.isOwnSide(agentId, client), "a client");
        assertTrue(links.isOwnSide(agentId, owner), "owner");
        assertTrue(links.isOwnSide(agentId, vm.addr(KEY_B)), "session key");
        _transfer(owner, buyer);
        _transfer(buyer, third);
        assertTrue(links.isOwnSide(agentId, owner), "first owner");
        assertTrue(links.isOwnSide(agentId, buyer), "second owner");
        links.noteOwners(agentId, 1);
        assertTrue(links.isOwnSide(agentId, owner), "noted");
        assertTrue(links.isOwnSide(agentId, buyer), "not noted");
        assertFalse(links.isOwnSide(agentId, client), "still a client");
        assertFalse(links.isOwnSide(registerAgent(owner), vm.addr(KEY_B)), "key of another agent");
    }

    /// @dev An action of the old owner weighs on the old owner only: what was said under it, not what is said after.
    function test_RevertWhen_AnotherOwnerAnswersForTheAction() public {
        give(client, 4, 0, "starred", "");
        _transfer(owner, buyer);
        give(client, 2, 0, "starred", "");
        bytes memory proof = proofFor(client, 1);
        vm.expectRevert(abi.encodeWithSelector(IEvidenceLinks.EvidenceLinks_OtherOwner.selector, owner, buyer));
        _link(client, 2, proof);
        _link(client, 1, proof);
        vm.prank(buyer);
        keyRing.acceptAgent(agentId);
        uint32 epoch = openEpochWith(agentId, buyer, 0x3E, 0x3F);
        _link(client, 2, receiptProof(0x3E, receiptFor(client, epoch, 1), client));
        (,, uint32 ownerEpoch) = links.linkedAt(agentId, 1);
        assertEq(ownerEpoch, 1, "under the new owner");
    }

    function _wait(uint256 time) private {
        vm.warp(vm.getBlockTimestamp() + time);
    }

    function _transfer(address from, address to) private {
        vm.prank(from);
        registry.transferFrom(from, to, agentId);
    }

    function _link(address who, uint64 index, bytes memory proof) private {
        vm.prank(who);
        links.link(agentId, index, dimension, proof);
    }

    function _expectRefusal(bytes memory why, address who, bytes memory proof) private {
        vm.expectRevert(why);
        _link(who, 1, proof);
    }

    function _expectOwnSide(address who) private {
        bytes memory proof = proofFor(who, 1);
        _expectRefusal(
            abi.encodeWithSelector(IEvidenceLinks.EvidenceLinks_OwnSide.selector, agentId, who), who, proof
        );
    }

    function _setWallet(address wallet) private {
        bytes32 separator = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("ERC8004IdentityRegistry"),
                keccak256("1"),
                block.chainid,
                address(registry)
            )
        );
        bytes32 consent = keccak256(
            abi.encode(
                keccak256("AgentWalletSet(uint256 agentId,address newWallet,address owner,uint256 deadline)"),
                agentId,
                wallet,
                buyer,
                START
            )
        );
        bytes memory signature = signDigest(0xFACE, keccak256(abi.encodePacked(hex"1901", separator, consent)));
        vm.prank(buyer);
        registry.setAgentWallet(agentId, wallet, START, signature);
    }

    function _recordProof() private returns (bytes memory) {
        bytes32[] memory parents = new bytes32[](0);
        vm.prank(vm.addr(KEY_A));
        actionLog.record(agentId, DIRECT_STREAM, 0, 0, 1, "task", "r0", parents);
        RecordRef memory ref = RecordRef(0, DIRECT_STREAM, 0, 0, "r0", uint64(START * 1000), new LaterRecord[](0));
        return abi.encodeCall(IActionWitness.onRecord, (agentId, ref));
    }

    function _actionOf(Receipt memory receipt) private pure returns (bytes32) {
        return keccak256(abi.encode(receipt.agent, receipt.epoch, receipt.stream, receipt.seq, receipt.recordHash));
    }
}
