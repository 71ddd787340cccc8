// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC8004Reputation} from "../../contracts/interfaces/IERC8004Reputation.sol";
import {FeedbackScenario} from "./support/FeedbackScenario.sol";

contract ReputationRegistryTest is FeedbackScenario {
    int128 private constant MOST = 1e38;

    function setUp() public {
        deployFeedback();
    }

    function test_RevertWhen_ThereIsNoIdentityRegistry() public {
        vm.expectRevert(bytes("bad identity"));
        createContract("ReputationRegistry", abi.encode(address(0)));
    }

    function test_Views() public view {
        assertEq(reputation.getIdentityRegistry(), address(registry), "registry");
        assertEq(reputation.getVersion(), "2.0.0", "version");
        assertEq(reputation.getLastIndex(agentId, client), 0, "none yet");
        assertEq(reputation.getClients(agentId).length, 0, "no clients");
    }

    function test_giveFeedback_EmitsAndStores() public {
        vm.expectEmit(address(reputation));
        emit IERC8004Reputation.NewFeedback(
            agentId, client, 1, -9977, 2, "uptime", "uptime", "week", "https://a.example", "ipfs://f", "hash"
        );
        vm.prank(client);
        reputation.giveFeedback(agentId, -9977, 2, "uptime", "week", "https://a.example", "ipfs://f", "hash");
        _expectFeedback(client, 1, -9977, 2, "uptime", "week", false);
        assertEq(reputation.getLastIndex(agentId, client), 1, "number");
    }

    function test_giveFeedback_AcceptsEmptyTextsAndZero() public {
        give(client, 0, 0, "", "");
        _expectFeedback(client, 1, 0, 0, "", "", false);
    }

    function test_giveFeedback_TakesEveryNumberOfDecimalsUpTo18() public {
        for (uint8 decimals; decimals <= 18; ++decimals) {
            uint64 index = give(client, -5, decimals, "d", "");
            _expectFeedback(client, index, -5, decimals, "d", "", false);
        }
        _expectGiveRevert("too many decimals", client, 0, 19);
        _expectGiveRevert("too many decimals", client, 0, 255);
    }

    function test_giveFeedback_BoundsTheValueBothWays() public {
        _expectFeedback(client, give(client, MOST, 0, "", ""), MOST, 0, "", "", false);
        _expectFeedback(client, give(client, -MOST, 18, "", ""), -MOST, 18, "", "", false);
        _expectGiveRevert("value too large", client, MOST + 1, 0);
        _expectGiveRevert("value too large", client, -MOST - 1, 0);
        _expectGiveRevert("value too large", client, type(int128).max, 0);
        _expectGiveRevert("value too large", client, type(int128).min, 0);
    }

    function test_RevertWhen_OwnerOrOperatorsRate() public {
        vm.startPrank(owner);
        registry.approve(operator, agentId);
        registry.setApprovalForAll(buyer, true);
        vm.stopPrank();
        _expectGiveRevert("Self-feedback not allowed", owner, 1, 0);
        _expectGiveRevert("Self-feedback not allowed", operator, 1, 0);
        _expectGiveRevert("Self-feedback not allowed", buyer, 1, 0);
    }

    function test_giveFeedback_KeepsThatOfPastOwners() public {
        vm.prank(owner);
        registry.transferFrom(owner, buyer, agentId);
        assertEq(give(owner, 1, 0, "", ""), 1, "the standard takes it");
        _expectGiveRevert("Self-feedback not allowed", buyer, 1, 0);
    }

    function test_RevertWhen_AgentDoesNotExist() public {
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721NonexistentToken.selector, 7));
        vm.prank(client);
        reputation.giveFeedback(7, 1, 0, "", "", "", "", 0);
    }

    function test_giveFeedback_ChecksDecimalsThenValueThenSide() public {
        _expectGiveRevert("too many decimals", owner, MOST + 1, 19);
        _expectGiveRevert("value too large", owner, MOST + 1, 18);
    }

    function test_giveFeedback_KeepsTagsOfAnyLengthApart() public {
        string memory long = "a tag that is much longer than the thirty-one bytes that one slot of storage holds";
        give(client, 1, 0, long, "b");
        give(other, 2, 0, "b", long);
        give(client, 3, 0, "b", "b");
        _expectFeedback(client, 1, 1, 0, long, "b", false);
        _expectFeedback(other, 1, 2, 0, "b", long, false);
        _expectFeedback(client, 2, 3, 0, "b", "b", false);
    }

    function testFuzz_giveFeedback_IsReadAsItWasGiven(int128 value, uint8 decimals, string memory tag1, string memory tag2)
        public
    {
        value = int128(int256(bound(uint256(int256(value) + MOST), 0, uint256(2 * int256(MOST)))) - MOST);
        decimals = uint8(bound(decimals, 0, 18));
        _expectFeedback(client, give(client, value, decimals, tag1, tag2), value, decimals, tag1, tag2, false);
    }

    function test_revokeFeedback_MarksItAndKeepsItReadable() public {
        give(client, 5, 0, "a", "b");
        give(client, 6, 0, "a", "b");
        vm.expectEmit(address(reputation));
        emit IERC8004Reputation.FeedbackRevoked(agentId, client, 1);
        vm.prank(client);
        reputation.revokeFeedback(agentId, 1);
        _expectFeedback(client, 1, 5, 0, "a", "b", true);
        _expectFeedback(client, 2, 6, 0, "a", "b", false);
        assertEq(reputation.getLastIndex(agentId, client), 2, "still counted");
    }

    function test_RevertWhen_NothingIsToBeRevoked() public {
        give(client, 5, 0, "", "");
        vm.startPrank(client);
        vm.expectRevert(bytes("index must be > 0"));
        reputation.revokeFeedback(agentId, 0);
        vm.expectRevert(bytes("index out of bounds"));
        reputation.revokeFeedback(agentId, 2);
        vm.expectRevert(bytes("index out of bounds"));
        reputation.revokeFeedback(agentId + 1, 1);
        reputation.revokeFeedback(agentId, 1);
        vm.expectRevert(bytes("Already revoked"));
        reputation.revokeFeedback(agentId, 1);
        vm.stopPrank();
        vm.expectRevert(bytes("index out of bounds"));
        vm.prank(other);
        reputation.revokeFeedback(agentId, 1);
    }

    function test_RevertWhen_ReadingWhatIsNotThere() public {
        give(client, 5, 0, "", "");
        vm.expectRevert(bytes("index must be > 0"));
        reputation.readFeedback(agentId, client, 0);
        vm.expectRevert(bytes("index out of bounds"));
        reputation.readFeedback(agentId, client, 2);
        vm.expectRevert(bytes("index out of bounds"));
        reputation.readFeedback(agentId, client, type(uint64).max);
        vm.expectRevert(bytes("index must be > 0"));
        reputation.ownerEpochOf(agentId, client, 0);
        vm.expectRevert(bytes("index out of bounds"));
        reputation.ownerEpochOf(agentId, other, 1);
    }

    function test_ownerEpochOf_TellsOwnersApart() public {
        give(client, 1, 0, "", "");
        vm.prank(owner);
        registry.transferFrom(owner, buyer, agentId);
        give(client, 2, 0, "", "");
        assertEq(reputation.ownerEpochOf(agentId, client, 1), 0, "first owner");
        assertEq(reputation.ownerEpochOf(agentId, client, 2), 1, "second owner");
    }

    function test_appendResponse_EmitsAndTakesAnybody() public {
        give(client, 5, 0, "", "");
        vm.prank(client);
        reputation.revokeFeedback(agentId, 1);
        vm.expectEmit(address(reputation));
        emit IERC8004Reputation.ResponseAppended(agentId, client, 1, stranger, "ipfs://r", "hash");
        vm.prank(stranger);
        reputation.appendResponse(agentId, client, 1, "ipfs://r", "hash");
        assertEq(reputation.getResponseCount(agentId, client, 1, nobody), 1, "to revoked feedback too");
    }

    function test_RevertWhen_ResponseIsToNothing() public {
        give(client, 5, 0, "", "");
        vm.expectRevert(bytes("index must be > 0"));
        reputation.appendResponse(agentId, client, 0, "", 0);
        vm.expectRevert(bytes("Empty URI"));
        reputation.appendResponse(agentId, client, 2, "", 0);
        vm.expectRevert(bytes("index out of bounds"));
        reputation.appendResponse(agentId, client, 2, "x", 0);
        vm.expectRevert(bytes("index out of bounds"));
        reputation.appendResponse(agentId, other, 1, "x", 0);
    }

    function test_getResponseCount_CountsWhatIsAskedFor() public {
        give(client, 5, 0, "", "");
        give(client, 6, 0, "", "");
        give(other, 7, 0, "", "");
        _respond(stranger, client, 1);
        _respond(stranger, client, 1);
        _respond(owner, client, 1);
        _respond(owner, client, 2);
        _respond(owner, other, 1);
        assertEq(reputation.getResponseCount(agentId, address(0), 0, nobody), 5, "all");
        assertEq(reputation.getResponseCount(agentId, address(0), 9, nobody), 5, "all, whatever the index");
        assertEq(reputation.getResponseCount(agentId, client, 0, nobody), 4, "of a client");
        assertEq(reputation.getResponseCount(agentId, client, 1, nobody), 3, "of one feedback");
        assertEq(reputation.getResponseCount(agentId, client, 3, nobody), 0, "of none");
        assertEq(reputation.getResponseCount(agentId, client, type(uint64).max, nobody), 0, "of the last number");
        assertEq(reputation.getResponseCount(agentId, stranger, 0, nobody), 0, "of no client");
        assertEq(reputation.getResponseCount(agentId, client, 1, listOf(stranger)), 2, "by one");
        assertEq(reputation.getResponseCount(agentId, address(0), 0, listOf(owner)), 3, "by one, to all");
        assertEq(reputation.getResponseCount(agentId, client, 0, listOf(owner, stranger)), 4, "by both");
        assertEq(reputation.getResponseCount(agentId, client, 1, listOf(owner, owner)), 2, "named twice");
        assertEq(reputation.getResponseCount(agentId, client, 1, listOf(address(0))), 0, "by nobody");
    }

    function test_RevertWhen_SummaryNamesNoClients() public {
        vm.expectRevert(bytes("clientAddresses required"));
        reputation.getSummary(agentId, nobody, "", "");
    }

    function test_getSummary_IsZeroWithoutFeedback() public {
        _expectSummary(listOf(client), "", "", 0, 0, 0);
        give(client, 5, 3, "a", "");
        _expectSummary(listOf(client), "b", "", 0, 0, 0);
        _expectSummary(listOf(client), "", "a", 0, 0, 0);
        _expectSummary(listOf(other), "", "", 0, 0, 0);
    }

    function test_getSummary_FiltersByTagsAndClients() public {
        give(client, 10, 0, "a", "x");
        give(client, 20, 0, "a", "y");
        give(client, 30, 0, "b", "x");
        give(other, 90, 0, "a", "x");
        _expectSummary(listOf(client), "", "", 3, 20, 0);
        _expectSummary(listOf(client), "a", "", 2, 15, 0);
        _expectSummary(listOf(client), "", "x", 2, 20, 0);
        _expectSummary(listOf(client), "b", "x", 1, 30, 0);
        _expectSummary(listOf(client, other), "a", "x", 2, 50, 0);
        _expectSummary(listOf(other, other), "", "", 2, 90, 0);
        _expectSummary(listOf(client, stranger), "b", "", 1, 30, 0);
    }

    function test_getSummary_LeavesRevokedFeedbackOut() public {
        give(client, 10, 0, "", "");
        give(client, 99, 2, "", "");
        vm.prank(client);
        reputation.revokeFeedback(agentId, 2);
        _expectSummary(listOf(client), "", "", 1, 10, 0);
        vm.prank(client);
        reputation.revokeFeedback(agentId, 1);
        _expectSummary(listOf(client), "", "", 0, 0, 0);
    }

    function test_getSummary_CutsTowardsZero() public {
        give(client, 88, 0, "", "");
        give(client, 88, 0, "", "");
        give(client, 87, 0, "", "");
        _expectSummary(listOf(client), "", "", 3, 87, 0);
        give(other, -88, 0, "", "");
        give(other, -87, 0, "", "");
        _expectSummary(listOf(other), "", "", 2, -87, 0);
    }

    function test_getSummary_TakesTheMostFrequentDecimalsAndTheLeastOfEquals() public {
        give(client, 1, 0, "", "");
        give(client, 250, 2, "", "");
        _expectSummary(listOf(client), "", "", 2, 1, 0); // 1.75
        give(client, 250, 2, "", "");
        _expectSummary(listOf(client), "", "", 3, 200, 2);
        give(client, 3e18, 18, "", "");
        give(client, 3e18, 18, "", "");
        _expectSummary(listOf(client), "", "", 5, 240, 2);
    }

    /// @dev As the reference does it: a mean that has more digits than 128 bits hold is cut, not refused.
    function test_getSummary_CutsAMeanBeyond128Bits() public {
        give(client, MOST, 0, "", "");
        give(client, 0, 18, "", "");
        give(client, 0, 18, "", "");
        int256 mean = int256(MOST) * 1e18 / 3;
        _expectSummary(listOf(client), "", "", 3, int128(mean), 18);
    }

    function testFuzz_getSummary_IsTheMean(int64[8] memory values, uint8[8] memory decimals, uint8 revoked) public {
        int256 sum;
        uint256 count;
        uint256[19] memory frequency;
        for (uint256 i; i < 8; ++i) {
            decimals[i] %= 19;
            address who = i % 3 == 0 ? client : other;
            uint64 index = give(who, values[i], decimals[i], "t", "");
            if (revoked >> i & 1 == 1) {
                vm.prank(who);
                reputation.revokeFeedback(agentId, index);
                continue;
            }
            sum += int256(values[i]) * int256(10 ** (18 - uint256(decimals[i])));
            ++frequency[decimals[i]];
            ++count;
        }
        uint8 mode;
        for (uint8 d; d < 19; ++d) {
            if (frequency[d] > frequency[mode]) mode = d;
        }
        if (count == 0) return _expectSummary(listOf(client, other), "t", "", 0, 0, 0);
        int256 mean = sum / int256(count) / int256(10 ** (18 - uint256(mode)));
        _expectSummary(listOf(client, other), "t", "", count, int128(mean), mode);
    }

    function test_readAllFeedback_TakesNobodyForEverybody() public {
        _giveSix();
        (
            address[] memory clients,
            uint64[] memory indexes,
            int128[] memory values,
            uint8[] memory decimals,
            string[] memory tag1s,
            string[] memory tag2s,
            bool[] memory revoked
        ) = reputation.readAllFeedback(agentId, nobody, "", "", true);
        assertEq(clients.length, 6, "all");
        for (uint256 i; i < 6; ++i) {
            assertEq(clients[i], i < 3 ? other : client, "in the order of their first");
            assertEq(indexes[i], i % 3 + 1, "by number");
            assertEq(uint256(int256(values[i])), uint256(int256(i)), "value");
            assertEq(decimals[i], i, "decimals");
            assertEq(tag1s[i], i % 2 == 0 ? "even" : "odd", "tag1");
            assertEq(tag2s[i], i < 3 ? "low" : "", "tag2");
            assertEq(revoked[i], i == 4, "revoked");
        }
    }

    function test_readAllFeedback_Filters() public {
        _giveSix();
        _expectRead(nobody, "", "", false, 5, 0);
        _expectRead(nobody, "odd", "", false, 3, 1);
        _expectRead(nobody, "even", "", false, 2, 0);
        _expectRead(nobody, "even", "", true, 3, 0);
        _expectRead(nobody, "", "low", true, 3, 0);
        _expectRead(nobody, "odd", "low", true, 1, 1);
        _expectRead(nobody, "never given", "", true, 0, 0);
        _expectRead(listOf(client), "", "", true, 3, 3);
        _expectRead(listOf(client, client), "", "", true, 6, 3);
        _expectRead(listOf(stranger), "", "", true, 0, 0);
    }

    function test_getClients_NamesEachOnce() public {
        _giveSix();
        address[] memory clients = reputation.getClients(agentId);
        assertEq(clients.length, 2, "two");
        assertEq(clients[0], other, "the first");
        assertEq(clients[1], client, "the second");
        assertEq(reputation.getClients(agentId + 1).length, 0, "of another agent");
    }

    /// @dev Three by `other`, then three by `client`, the second of which is revoked.
    function _giveSix() private {
        for (uint8 i; i < 6; ++i) {
            give(i < 3 ? other : client, int128(uint128(i)), i, i % 2 == 0 ? "even" : "odd", i < 3 ? "low" : "");
        }
        vm.prank(client);
        reputation.revokeFeedback(agentId, 2);
    }

    function _respond(address who, address to, uint64 index) private {
        vm.prank(who);
        reputation.appendResponse(agentId, to, index, "ipfs://r", 0);
    }

    function _expectGiveRevert(string memory why, address who, int128 value, uint8 decimals) private {
        vm.expectRevert(bytes(why));
        vm.prank(who);
        reputation.giveFeedback(agentId, value, decimals, "", "", "", "", 0);
    }

    function _expectFeedback(
        address who,
        uint64 index,
        int128 value,
        uint8 decimals,
        string memory tag1,
        string memory tag2,
        bool revoked
    ) private view {
        (int128 v, uint8 d, string memory t1, string memory t2, bool r) = reputation.readFeedback(agentId, who, index);
        assertEq(bytes32(uint256(int256(v))), bytes32(uint256(int256(value))), "value");
        assertEq(d, decimals, "decimals");
        assertEq(t1, tag1, "tag1");
        assertEq(t2, tag2, "tag2");
        assertEq(r, revoked, "revoked");
    }

    function _expectSummary(
        address[] memory clients,
        string memory tag1,
        string memory tag2,
        uint256 count,
        int128 value,
        uint8 decimals
    ) private view {
        (uint64 c, int128 v, uint8 d) = reputation.getSummary(agentId, clients, tag1, tag2);
        assertEq(c, count, "count");
        assertEq(bytes32(uint256(int256(v))), bytes32(uint256(int256(value))), "mean");
        assertEq(d, decimals, "decimals");
    }

    function _expectRead(
        address[] memory who,
        string memory tag1,
        string memory tag2,
        bool includeRevoked,
        uint256 count,
        int128 firstValue
    ) private view {
        (address[] memory clients,, int128[] memory values,, string[] memory tag1s,, bool[] memory revoked) =
            reputation.readAllFeedback(agentId, who, tag1, tag2, includeRevoked);
        assertEq(clients.length, count, "how many");
        assertEq(values.length, count, "values of each");
        assertEq(revoked.length, count, "states of each");
        if (count == 0) return;
        assertEq(uint256(int256(values[0])), uint256(int256(firstValue)), "the first");
        if (bytes(tag1).length != 0) assertEq(tag1s[count - 1], tag1, "tag of the last");
    }
}
