// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IArbitrable} from "../../contracts/interfaces/IArbitrable.sol";
import {IAssertions} from "../../contracts/interfaces/IAssertions.sol";
import {ICredibilityRoots} from "../../contracts/interfaces/ICredibilityRoots.sol";
import {CredibilityRoots} from "../../contracts/reputation/CredibilityRoots.sol";
import {PanelTerms} from "../../contracts/libraries/PanelTerms.sol";
import {CourtScenario} from "./support/CourtScenario.sol";
import {Forest} from "./support/Forest.sol";
import {Vm} from "./support/Vm.sol";

contract CredibilityRootsTest is CourtScenario {
    bytes32 private constant FORMULA = keccak256("formula 1");
    CredibilityRoots private roots;
    Forest private forest;
    bytes32 private _clusters;
    address private proposer = address(0x9901);

    function setUp() public {
        deployCourt();
        vm.deal(proposer, 10 ether);
        vm.deal(address(this), 10 ether);
        roots = CredibilityRoots(createContract("CredibilityRoots", abi.encode(panel, vault, ASSERTION_BOND)));
        forest = new Forest();
    }

    function test_conclude_AcceptsWhatNobodyChallenged() public {
        bytes32 assertion = _propose(1, "root");
        assertEq(roots.current(), 0, "not yet");
        _expectNotNow(assertion, START + 3 days);
        roots.conclude(assertion);
        pass(3 days);
        vm.expectEmit(address(roots));
        emit ICredibilityRoots.RootAccepted(1, "root");
        roots.conclude(assertion);
        assertEq(roots.current(), 1, "stands");
        assertEq(vault.creditOf(proposer), ASSERTION_BOND, "the bond is back");
        ICredibilityRoots.Epoch memory epoch = roots.epochOf(1);
        assertEq(epoch.root, "root", "root");
        assertEq(epoch.acceptedAt, START + 3 days, "accepted");
        vm.expectRevert(
            abi.encodeWithSelector(
                IAssertions.Assertions_WrongStandpoint.selector, assertion, IAssertions.Standpoint.Accepted
            )
        );
        roots.conclude(assertion);
    }

    function test_challenge_UpheldKeepsTheOldRoot() public {
        pass(1);
        bytes32 first = _propose(1, "old");
        pass(3 days);
        roots.conclude(first);
        passBlocks(10);
        bytes32 assertion = _propose(2, "wrong");
        uint256 number = _challenge(assertion);
        assertEq(roots.current(), 1, "the old root stands meanwhile");
        _rule(number, 1);
        uint256 credited = vault.creditOf(proposer);
        vm.expectEmit(address(roots));
        emit IAssertions.AssertionEnded(
            assertion, false, 0, ASSERTION_BOND + ASSERTION_BOND / 2, ASSERTION_BOND / 2
        );
        roots.conclude(assertion);
        assertEq(roots.current(), 1, "and afterwards");
        assertEq(roots.epochOf(2).root, 0, "nothing is left of it");
        assertEq(vault.creditOf(stranger), ASSERTION_BOND * 3 / 2, "the challenger has half of the bond");
        assertEq(vault.creditOf(proposer), credited, "the proposer has nothing");
        assertEq(address(roots).balance, 0, "nothing is left");
        _propose(2, "right");
    }

    function test_challenge_DismissedAcceptsTheRoot() public {
        bytes32 assertion = _propose(1, "root");
        _rule(_challenge(assertion), 2);
        roots.conclude(assertion);
        assertEq(roots.current(), 1, "accepted");
        assertEq(vault.creditOf(proposer), ASSERTION_BOND * 3 / 2, "and half of the challenger's bond");
        assertEq(vault.creditOf(stranger), 0, "which is lost");
        assertEq(address(roots).balance, 0, "nothing is left");
    }

    function test_challenge_WithoutARulingShowsNothing() public {
        bytes32 assertion = _propose(1, "root");
        uint256 number = _challenge(assertion);
        _expectNotNow(assertion, START + 14 days);
        roots.conclude(assertion);
        pass(14 days);
        roots.conclude(assertion);
        assertEq(roots.current(), 0, "it was not shown to hold");
        assertEq(vault.creditOf(proposer), ASSERTION_BOND, "both bonds");
        assertEq(vault.creditOf(stranger), ASSERTION_BOND, "are back");
        _rule(number, 2); // late
        assertEq(roots.current(), 0, "a late ruling changes nothing");
        bytes32 again = _propose(1, "root");
        assertTrue(again != assertion, "the same root is another assertion");
        _rule(_challenge(again), 0);
        roots.conclude(again);
        assertEq(vault.creditOf(stranger), 2 * ASSERTION_BOND, "refused as well");
    }

    /// @dev The whole way: seats are drawn, vote, and the panel itself tells the ruling.
    function test_challenge_IsJudgedByAPanel() public {
        bytes32 assertion = _propose(1, "root");
        uint256 number = _challenge(assertion);
        bytes memory terms = PanelTerms.encode(1 days, 1 days, stranger, listOf(stranger, proposer));
        passBlocks(3);
        setSeed(number, 0);
        vm.recordLogs();
        panel.draw(number, IArbitrable(address(roots)), terms);
        address[3] memory seats = drawnSeats();
        commitAll(number, seats, [uint8(1), 1, 2]);
        revealAll(number, seats, [uint8(1), 1, 2]);
        panel.conclude(number, IArbitrable(address(roots)), terms, new address[](0));
        (,,,, uint8 ruling, bool ruled) = roots.assertionOf(assertion);
        assertTrue(ruled, "ruled");
        assertEq(ruling, 1, "upheld");
        roots.conclude(assertion);
        assertEq(roots.current(), 0, "the root does not stand");
        assertEq(vault.creditOf(stranger), ASSERTION_BOND * 3 / 2, "the challenger is paid");
    }

    function test_RevertWhen_AChallengeIsNotOne() public {
        bytes32 assertion = _propose(1, "root");
        uint256 cost = roots.challengeCost();
        assertEq(cost, ASSERTION_BOND + FEE, "bond and arbitrator");
        vm.expectRevert(abi.encodeWithSelector(IAssertions.Assertions_TooLittle.selector, cost - 1, cost));
        vm.prank(stranger);
        roots.challenge{value: cost - 1}(assertion, EVIDENCE, "");
        vm.expectRevert(
            abi.encodeWithSelector(IAssertions.Assertions_OwnAssertion.selector, assertion, proposer)
        );
        vm.prank(proposer);
        roots.challenge{value: cost}(assertion, EVIDENCE, "");
        vm.expectRevert(
            abi.encodeWithSelector(
                IAssertions.Assertions_WrongStandpoint.selector, bytes32("none"), IAssertions.Standpoint.None
            )
        );
        roots.challenge{value: cost}("none", EVIDENCE, "");
        _challenge(assertion);
        vm.expectRevert(
            abi.encodeWithSelector(
                IAssertions.Assertions_WrongStandpoint.selector, assertion, IAssertions.Standpoint.Challenged
            )
        );
        roots.challenge{value: cost}(assertion, EVIDENCE, "");
        vm.expectRevert(abi.encodeWithSelector(IAssertions.Assertions_NotArbitrator.selector, stranger, 1));
        vm.prank(stranger);
        roots.rule(1, 1);
        vm.expectRevert(abi.encodeWithSelector(IAssertions.Assertions_NotArbitrator.selector, panel, 99));
        vm.prank(address(panel));
        roots.rule(99, 1);
    }

    function test_RevertWhen_AChallengeComesTooLate() public {
        bytes32 assertion = _propose(1, "root");
        uint256 cost = roots.challengeCost();
        pass(3 days);
        _expectNotNow(assertion, START + 3 days);
        vm.prank(stranger);
        roots.challenge{value: cost}(assertion, EVIDENCE, "");
    }

    function test_RevertWhen_AProposalIsNotTheNext() public {
        _propose(1, "root");
        _expectNotNext(1);
        roots.propose{value: ASSERTION_BOND}(1, "other", 0, 1, 1, FORMULA, "");
        pass(3 days);
        roots.conclude(roots.epochOf(1).assertion);
        passBlocks(10);
        vm.expectRevert(abi.encodeWithSelector(ICredibilityRoots.CredibilityRoots_NotNext.selector, 3, 2));
        roots.propose{value: ASSERTION_BOND}(3, "other", 0, 1, 1_001, FORMULA, "");
        vm.expectRevert(
            abi.encodeWithSelector(ICredibilityRoots.CredibilityRoots_WrongBlock.selector, 999, 999, 1_010)
        );
        roots.propose{value: ASSERTION_BOND}(2, "other", 0, 1, 999, FORMULA, "");
        vm.expectRevert(
            abi.encodeWithSelector(ICredibilityRoots.CredibilityRoots_WrongBlock.selector, 1_010, 999, 1_010)
        );
        roots.propose{value: ASSERTION_BOND}(2, "other", 0, 1, 1_010, FORMULA, "");
        vm.expectRevert(
            abi.encodeWithSelector(ICredibilityRoots.CredibilityRoots_Empty.selector, bytes32("other"), 0)
        );
        roots.propose{value: ASSERTION_BOND}(2, "other", 0, 0, 1_001, FORMULA, "");
        vm.expectRevert(abi.encodeWithSelector(ICredibilityRoots.CredibilityRoots_Empty.selector, bytes32(0), 1));
        roots.propose{value: ASSERTION_BOND}(2, 0, 0, 1, 1_001, FORMULA, "");
        vm.expectRevert(
            abi.encodeWithSelector(IAssertions.Assertions_WrongBond.selector, ASSERTION_BOND - 1, ASSERTION_BOND)
        );
        roots.propose{value: ASSERTION_BOND - 1}(2, "other", 0, 1, 1_001, FORMULA, "");
    }

    function test_isIn_ShowsCredibility() public {
        bytes32[] memory leaves = new bytes32[](3);
        for (uint256 i; i < 3; ++i) {
            leaves[i] = roots.leafOf(address(uint160(i + 1)), uint32(i * 1_000));
        }
        bytes32 assertion = _proposeOf(1, forest.plant(leaves), 3);
        bytes32[] memory proof = forest.proofOf(2);
        assertFalse(roots.isIn(1, address(3), 2_000, 2, proof), "not accepted yet");
        pass(3 days);
        roots.conclude(assertion);
        assertTrue(roots.isIn(1, address(3), 2_000, 2, proof), "accepted");
        assertFalse(roots.isIn(1, address(3), 2_001, 2, proof), "another credibility");
        assertFalse(roots.isIn(1, address(2), 2_000, 2, proof), "another account");
    }

    function test_isMember_ShowsAClusterOfTheRootThatStands() public {
        bytes32[] memory proof = new bytes32[](1);
        bytes32 leaf = _clusterLeaf(address(3), "cluster");
        proof[0] = _clusterLeaf(address(4), "cluster");
        _clusters = leaf < proof[0]
            ? keccak256(abi.encodePacked(leaf, proof[0]))
            : keccak256(abi.encodePacked(proof[0], leaf));
        bytes32 assertion = _propose(1, "root");
        assertFalse(roots.isMember(address(3), "cluster", proof), "not accepted yet");
        pass(3 days);
        roots.conclude(assertion);
        assertTrue(roots.isMember(address(3), "cluster", proof), "accepted");
        assertFalse(roots.isMember(address(5), "cluster", proof), "another account");
        assertFalse(roots.isMember(address(3), "another", proof), "another cluster");
        passBlocks(10);
        _clusters = 0;
        assertion = _propose(2, "root 2");
        assertTrue(roots.isMember(address(3), "cluster", proof), "the old root stands");
        pass(3 days);
        roots.conclude(assertion);
        assertFalse(roots.isMember(address(3), "cluster", proof), "no clusters any more");
        assertFalse(roots.isMember(address(3), 0, new bytes32[](0)), "nor by an empty proof");
    }

    /// @dev Whatever is ruled, both bonds go somewhere, to the wei.
    function testFuzz_conclude_SplitsSumToTheBonds(uint256 ruling, bool challenged, bool ruled) public {
        bytes32 assertion = _propose(1, "root");
        uint256 fire = FIRE.balance;
        if (challenged) {
            uint256 number = _challenge(assertion);
            if (ruled) _rule(number, ruling);
        }
        pass(14 days);
        roots.conclude(assertion);
        uint256 out = vault.creditOf(proposer) + vault.creditOf(stranger) + FIRE.balance - fire;
        assertEq(out, challenged ? 2 * ASSERTION_BOND : ASSERTION_BOND, "all of it");
        assertEq(address(roots).balance, 0, "nothing is left");
    }

    function _clusterLeaf(address account, bytes32 cluster) private pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(account, cluster))));
    }

    function _propose(uint32 epoch, bytes32 root) private returns (bytes32) {
        return _proposeOf(epoch, root, 1);
    }

    function _proposeOf(uint32 epoch, bytes32 root, uint64 size) private returns (bytes32) {
        vm.prank(proposer);
        return roots.propose{value: ASSERTION_BOND}(
            epoch, root, _clusters, size, uint64(vm.getBlockNumber() - 1), FORMULA, "ipfs://leaves"
        );
    }

    function _challenge(bytes32 assertion) private returns (uint256 number) {
        uint256 cost = roots.challengeCost();
        vm.recordLogs();
        vm.prank(stranger);
        roots.challenge{value: cost}(assertion, EVIDENCE, "ipfs://recomputed");
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].topics[0] == IAssertions.AssertionChallenged.selector) number = uint256(logs[i].topics[3]);
        }
    }

    function _rule(uint256 number, uint256 ruling) private {
        vm.prank(address(panel));
        roots.rule(number, ruling);
    }

    function _expectNotNow(bytes32 assertion, uint256 due) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IAssertions.Assertions_NotNow.selector, assertion, vm.getBlockTimestamp(), due
            )
        );
    }

    function _expectNotNext(uint32 epoch) private {
        vm.expectRevert(abi.encodeWithSelector(ICredibilityRoots.CredibilityRoots_NotNext.selector, epoch, 1));
    }
}
