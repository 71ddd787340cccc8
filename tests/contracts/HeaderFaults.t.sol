// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IFaultErrors} from "../../contracts/interfaces/IFaultErrors.sol";
import {IHeaderFaults} from "../../contracts/interfaces/IHeaderFaults.sol";
import {Statements} from "../../contracts/libraries/Statements.sol";
import {Finding} from "../../contracts/types/Finding.sol";
import {StreamHead} from "../../contracts/types/KeyGrants.sol";
import {Segment} from "../../contracts/types/Segment.sol";
import {FaultScenario} from "./support/FaultScenario.sol";

/// @notice Chains that break, ends that were committed to, and clocks.
contract HeaderFaultsTest is FaultScenario {
    uint64 private constant MS = 1000;

    function setUp() public {
        setUpFaults();
    }

    function test_BrokenChain_OfNeighbours() public {
        Segment memory a = honest(0);
        Segment memory b = _after(a);
        _expectNothing(_chain(a, b), "the one names the other");
        b.prevHeader = "another";
        bytes32 faultKey = showProof(address(headerFaults), _chain(a, b));
        assertEq(faultKey, keccak256(abi.encode(subject, 0, LOGGED_STREAM, SIZE, 6)), "fault key");
        assertEq(bondLeft(), BOND * 3 / 4, "a quarter");
        assertEq(keyRing.epochOf(agentId, 0).closedAt, START, "closed");
        _expectNothing(_chain(a, b), "once");
    }

    function test_RevertWhen_HeadersAreNoNeighbours() public {
        Segment memory a = honest(0);
        Segment memory b = honest(8);
        bytes memory signature = signSegment(KEY_A, a);
        bytes memory other = signSegment(KEY_A, b);
        vm.expectRevert(abi.encodeWithSelector(IHeaderFaults.HeaderFaults_NotAdjacent.selector, 0, 4, 8));
        headerFaults.checkBrokenChain(agentId, a, signature, b, other);
        vm.expectRevert(abi.encodeWithSelector(IHeaderFaults.HeaderFaults_NotAdjacent.selector, 0, 4, 8));
        headerFaults.checkTimeOrder(agentId, a, signature, b, other);
    }

    function test_Closing_IsContradictedByWhatEndsThereOrLater() public {
        Segment memory last = honest(4);
        _close(8, Statements.headerOf(last));
        _expectNothing(_closing(last), "the committed end");
        _expectNothing(_closing(honest(0)), "what came before");
        Segment memory empty = honest(8);
        empty.count = 0;
        bytes memory signature = signSegment(KEY_A, empty);
        vm.expectRevert(
            abi.encodeWithSelector(IFaultErrors.FaultProver_EmptyRange.selector, Statements.headerOf(empty))
        );
        headerFaults.checkAgainstClosing(agentId, empty, signature);
        Segment memory other = honest(4);
        other.ts += 1;
        Finding memory found = headerFaults.checkAgainstClosing(agentId, other, signSegment(KEY_A, other));
        assertEq(found.statementB, Statements.headerOf(last), "what it contradicts");
        Segment memory beyond = honest(8);
        showProof(address(headerFaults), _closing(beyond));
        assertEq(bondLeft(), BOND * 3 / 4, "a quarter");
        _expectNothing(_closing(other), "one committed end is contradicted once");
        _expectNothing(_closing(honest(12)), "whatever is shown");
    }

    function test_Closing_NextEpochMustFollowIt() public {
        bytes32 head = Statements.headerOf(honest(0));
        _close(SIZE, head);
        openEpochWith(agentId, owner, 0xE, 0xF);
        Segment memory first = honest(0);
        (first.epoch, first.prevHeader) = (1, head);
        bytes memory signature = signSegment(0xE, first);
        vm.expectRevert(abi.encodeWithSelector(IFaultErrors.FaultProver_NoContradiction.selector, head, head));
        headerFaults.checkAgainstClosing(agentId, first, signature);
        first.prevHeader = "a history that never was";
        signature = signSegment(0xE, first);
        showProof(
            address(headerFaults), abi.encodeCall(headerFaults.checkAgainstClosing, (agentId, first, signature))
        );
        assertEq(keyRing.epochOf(agentId, 1).closedAt, START, "closed");
    }

    function test_Closing_NothingFollowsFromSilence() public {
        vm.prank(owner);
        keyRing.closeEpoch(agentId, noHeads());
        openEpochWith(agentId, owner, 0xE, 0xF);
        Segment memory first = honest(0);
        (first.epoch, first.prevHeader) = (1, "anything");
        bytes memory signature = signSegment(0xE, first);
        vm.expectRevert(
            abi.encodeWithSelector(IHeaderFaults.HeaderFaults_NoClosing.selector, agentId, 0, LOGGED_STREAM)
        );
        headerFaults.checkAgainstClosing(agentId, first, signature);
        // The first header of all follows nothing.
        Segment memory origin = honest(0);
        _expectNothing(_closing(origin), "zero");
        origin.prevHeader = "something";
        signature = signSegment(KEY_A, origin);
        headerFaults.checkAgainstClosing(agentId, origin, signature);
    }

    function test_Time_LaterThanTheAnchor() public {
        Segment memory segment = honest(0);
        segment.ts = uint64(START + headerFaults.CLOCK_SKEW()) * MS;
        uint64 fine = append(segment, signSegment(KEY_A, segment));
        Segment memory wrong = honest(4);
        wrong.ts = segment.ts + MS;
        uint64 leaf = append(wrong, signSegment(KEY_A, wrong));
        anchorAll();
        pass(60 days); // the anchor is the witness; nothing is lost by waiting
        bytes memory signature = signSegment(KEY_A, segment);
        vm.expectRevert(
            abi.encodeWithSelector(IHeaderFaults.HeaderFaults_TimesAgree.selector, segment.ts, START)
        );
        headerFaults.checkTimeOfAnchor(agentId, segment, signature, placed(fine, 0));
        showProof(
            address(headerFaults),
            abi.encodeCall(
                headerFaults.checkTimeOfAnchor, (agentId, wrong, signSegment(KEY_A, wrong), placed(leaf, 0))
            )
        );
        assertEq(bondLeft(), BOND * 9 / 10, "a tenth");
        assertEq(keyRing.epochOf(agentId, 0).closedAt, 0, "a wrong clock closes no epoch");
    }

    function test_Time_GoesBackwards() public {
        Segment memory a = honest(0);
        Segment memory b = _after(a);
        b.ts = a.ts - headerFaults.CLOCK_SKEW() * MS;
        _expectNothing(_order(a, b), "clocks may be wrong by that");
        b.ts -= 1;
        showProof(address(headerFaults), _order(a, b));
        assertEq(bondLeft(), BOND * 9 / 10, "a tenth");
    }

    /// @dev A chain whose headers follow each other, with a clock within the skew, never convicts; one wrong link or
    /// one wrong clock always does.
    function testFuzz_HonestChainIsNeverGuilty(uint32[5] memory counts, uint32[5] memory drift, uint8 at, bool clock)
        public
    {
        Segment[] memory chain = new Segment[](5);
        uint64 next;
        for (uint256 i; i < 5; ++i) {
            chain[i] = segmentOf(agentId, 0, next, uint32(bound(counts[i], 1, 9)), keccak256(abi.encode(i)));
            chain[i].ts = uint64((START + i * 60) * MS + bound(drift[i], 0, headerFaults.CLOCK_SKEW() * MS));
            if (i != 0) chain[i].prevHeader = Statements.headerOf(chain[i - 1]);
            next += chain[i].count;
        }
        uint256 place = bound(at, 1, 4);
        _expectNothing(_chain(chain[place - 1], chain[place]), "links");
        _expectNothing(_order(chain[place - 1], chain[place]), "clocks");
        if (clock) {
            chain[place].ts = chain[place - 1].ts - (headerFaults.CLOCK_SKEW() * MS + 1);
            showProof(address(headerFaults), _order(chain[place - 1], chain[place]));
        } else {
            chain[place].prevHeader ^= bytes32(uint256(1));
            showProof(address(headerFaults), _chain(chain[place - 1], chain[place]));
        }
    }

    function _after(Segment memory a) private view returns (Segment memory b) {
        b = honest(a.firstSeq + a.count);
        b.prevHeader = Statements.headerOf(a);
    }

    function _close(uint64 nextSeq, bytes32 head) private {
        StreamHead[] memory heads = new StreamHead[](1);
        heads[0] = StreamHead(LOGGED_STREAM, nextSeq, head);
        vm.prank(owner);
        keyRing.closeEpoch(agentId, heads);
    }

    function _chain(Segment memory a, Segment memory b) private view returns (bytes memory) {
        return abi.encodeCall(
            headerFaults.checkBrokenChain, (agentId, a, signSegment(KEY_A, a), b, signSegment(KEY_B, b))
        );
    }

    function _order(Segment memory a, Segment memory b) private view returns (bytes memory) {
        return abi.encodeCall(
            headerFaults.checkTimeOrder, (agentId, a, signSegment(KEY_A, a), b, signSegment(KEY_B, b))
        );
    }

    function _closing(Segment memory segment) private view returns (bytes memory) {
        return abi.encodeCall(headerFaults.checkAgainstClosing, (agentId, segment, signSegment(KEY_A, segment)));
    }

    function _expectNothing(bytes memory proof, string memory what) private {
        expectNothing(address(headerFaults), proof, what);
    }
}
