// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FeedbackState, Scale} from "../../contracts/types/Feedback.sol";
import {FeedbackScenario} from "./support/FeedbackScenario.sol";

contract FeedbackViewTest is FeedbackScenario {
    bytes32 private dimension;

    function setUp() public {
        deployFeedback();
        dimension = dimensions.declare(stars());
    }

    function test_stateOf_GoesFromUnverifiedToBackedToRevoked() public {
        _expectState(client, 0, FeedbackState.Unknown);
        _expectState(client, 1, FeedbackState.Unknown);
        give(client, 4, 0, "starred", "");
        _expectState(client, 1, FeedbackState.Unverified);
        _link(client, 1, 1);
        _expectState(client, 1, FeedbackState.Backed);
        vm.prank(client);
        reputation.revokeFeedback(agentId, 1);
        _expectState(client, 1, FeedbackState.Revoked);
        _expectState(client, 2, FeedbackState.Unknown);
    }

    function test_stateOf_TakesTheWeightOfThoseWhoBoughtTheAgent() public {
        give(client, 4, 0, "starred", "");
        _link(client, 1, 1);
        _transfer(owner, client);
        _expectState(client, 1, FeedbackState.OwnSide);
        _transfer(client, buyer);
        _expectState(client, 1, FeedbackState.OwnSide);
    }

    function test_independentClients_LeavesTheOwnSideOut() public {
        give(client, 1, 0, "", "");
        give(other, 1, 0, "", "");
        give(third, 1, 0, "", "");
        _transfer(owner, other);
        _expectClients(0, 99, 2, client, 3);
        _expectClients(0, 1, 1, client, 1);
        _expectClients(1, 1, 0, address(0), 2);
        _expectClients(2, type(uint256).max, 1, third, 3);
        _expectClients(7, 1, 0, address(0), 3);
        (address[] memory clients,) = feedbackView.independentClients(agentId, 0, 99);
        (uint64 count,,) = reputation.getSummary(agentId, clients, "", "");
        assertEq(count, 2, "whom the standard's summary may be asked about");
    }

    function test_tally_SumsWhatIsBacked() public {
        _expectTally(0, false, 0, 0);
        give(client, 4, 0, "starred", ""); // linked, named
        give(client, 99, 0, "starred", ""); // linked to nothing
        give(other, 25, 1, "starred", ""); // linked, not named
        give(third, 100, 0, "starred", ""); // linked, then revoked
        _link(client, 1, 1);
        _linkUnnamed(other, 1, 2);
        _link(third, 1, 3);
        _expectTally(0, false, 3, 40 + 25 + 1_000);
        vm.prank(third);
        reputation.revokeFeedback(agentId, 1);
        _expectTally(0, false, 2, 40 + 25);
        _expectTally(0, true, 1, 40);
        _expectTally(1, false, 0, 0);
    }

    function test_tally_MixesNoUnitsAndNoOwners() public {
        bytes32 first = dimension;
        give(client, 4, 0, "starred", "");
        _link(client, 1, 1);
        dimension = dimensions.declare(_percent());
        give(client, -9, 0, "yield", "");
        _link(client, 2, 2);
        _expectTally(0, false, 1, -9);
        dimension = first;
        _expectTally(0, false, 1, 40);
        _transfer(owner, buyer);
        vm.prank(buyer);
        keyRing.acceptAgent(agentId);
        uint32 epoch = openEpochWith(agentId, buyer, 0x3E, 0x3F);
        give(client, 1, 0, "starred", "");
        bytes memory proof = receiptProof(0x3E, receiptFor(client, epoch, 1), client);
        vm.prank(client);
        links.link(agentId, 3, dimension, proof);
        _expectTally(0, false, 1, 40);
        _expectTally(1, false, 1, 10);
    }

    function test_tally_PagesAddUp() public {
        for (uint64 i = 1; i <= 5; ++i) {
            give(client, int128(uint128(i)), 0, "starred", "");
            _link(client, i, i);
        }
        int256 sum;
        uint256 from;
        uint256 count;
        while (from < 5) {
            (uint64 some, int256 part, uint256 next) = feedbackView.tally(agentId, dimension, 0, true, from, 2);
            assertTrue(next > from, "it goes on");
            (from, sum, count) = (next, sum + part, count + some);
        }
        assertEq(count, 5, "all");
        assertEq(uint256(sum), 150, "their sum");
        (uint64 none,, uint256 end) = feedbackView.tally(agentId, dimension, 0, true, 9, type(uint256).max);
        assertEq(none, 0, "beyond the end");
        assertEq(end, 5, "the end");
    }

    function _percent() private pure returns (Scale memory) {
        return Scale("yield", "%", 0, false, -100, 100);
    }

    function _link(address who, uint64 index, uint64 seq) private {
        bytes memory proof = proofFor(who, seq);
        vm.prank(who);
        links.link(agentId, index, dimension, proof);
    }

    function _linkUnnamed(address who, uint64 index, uint64 seq) private {
        bytes memory proof = receiptProof(KEY_A, receiptFor(who, 0, seq), address(0));
        vm.prank(who);
        links.link(agentId, index, dimension, proof);
    }

    function _transfer(address from, address to) private {
        vm.prank(from);
        registry.transferFrom(from, to, agentId);
    }

    function _expectState(address who, uint64 index, FeedbackState state) private view {
        assertEq(uint256(feedbackView.stateOf(agentId, who, index)), uint256(state), "state");
    }

    function _expectClients(uint256 from, uint256 limit, uint256 count, address first, uint256 end) private view {
        (address[] memory clients, uint256 next) = feedbackView.independentClients(agentId, from, limit);
        assertEq(clients.length, count, "how many");
        if (count != 0) assertEq(clients[0], first, "the first");
        assertEq(next, end, "next page");
    }

    function _expectTally(uint32 ownerEpoch, bool namedOnly, uint256 count, int256 sum) private view {
        (uint64 c, int256 s,) = feedbackView.tally(agentId, dimension, ownerEpoch, namedOnly, 0, 99);
        assertEq(c, count, "count");
        assertEq(bytes32(uint256(s)), bytes32(uint256(sum)), "sum");
    }
}
