// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FeedbackScenario} from "./support/FeedbackScenario.sol";

/// @notice What feedback and validation cost; whole transactions, intrinsic gas and call data included. The limits are
/// what the reference's contracts were measured to take.
/// hardhat-config: isolate = true
contract FeedbackGasTest is FeedbackScenario {
    string private constant GROUP = "feedback";
    string private constant FILE = "ipfs://bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy";
    bytes32 private constant HASH = keccak256("file");

    function setUp() public {
        deployFeedback();
    }

    function test_Gas_GiveFeedback() public {
        _give(client, 80);
        vm.snapshotGasLastCall(GROUP, "giveFeedback, first of its tags and of the agent");
        _give(other, 80);
        vm.snapshotGasLastCall(GROUP, "giveFeedback, new client");
        _give(client, 81);
        uint256 used = vm.snapshotGasLastCall(GROUP, "giveFeedback, steady");
        assertAtMost(used, 132_512, "giveFeedback, steady");
        vm.prank(client);
        reputation.revokeFeedback(agentId, 1);
        vm.snapshotGasLastCall(GROUP, "revokeFeedback");
        vm.prank(owner);
        reputation.appendResponse(agentId, client, 2, FILE, HASH);
        vm.snapshotGasLastCall(GROUP, "appendResponse, first");
    }

    function test_Gas_GetSummary() public {
        for (uint256 i; i < 400; ++i) {
            _give(client, int128(uint128(i % 101)));
        }
        _send(address(reputation), abi.encodeCall(reputation.getSummary, (agentId, listOf(client), "", "")));
        uint256 used = vm.snapshotGasLastCall(GROUP, "getSummary of 400, as a transaction");
        assertAtMost(used, 1_446_142, "getSummary of 400");
        _send(address(reputation), abi.encodeCall(reputation.getSummary, (agentId, listOf(client), "starred", "week")));
        vm.snapshotGasLastCall(GROUP, "getSummary of 400 by tags, as a transaction");
    }

    function test_Gas_Validation() public {
        _request("a");
        vm.snapshotGasLastCall(GROUP, "validationRequest, first of agent and validator");
        _request("b");
        uint256 used = vm.snapshotGasLastCall(GROUP, "validationRequest, steady");
        assertAtMost(used, 176_519, "validationRequest, steady");
        _respond("a");
        vm.snapshotGasLastCall(GROUP, "validationResponse, first of its tag");
        _respond("b");
        vm.snapshotGasLastCall(GROUP, "validationResponse, steady");
        _respond("b");
        vm.snapshotGasLastCall(GROUP, "validationResponse, revision");
    }

    function test_Gas_Link() public {
        bytes32 dimension = dimensions.declare(stars());
        vm.snapshotGasLastCall(GROUP, "declare a dimension");
        _give(client, 80);
        _give(client, 81);
        bytes memory first = proofFor(client, 1);
        bytes memory second = proofFor(client, 2);
        vm.prank(client);
        links.link(agentId, 1, dimension, first);
        vm.prank(client);
        links.link(agentId, 2, dimension, second);
        vm.snapshotGasLastCall(GROUP, "link feedback to a receipt, steady");
    }

    function test_Sizes() public {
        _size("ReputationRegistry", address(reputation));
        _size("ValidationRegistry", address(validation));
        _size("Dimensions", address(dimensions));
        _size("EvidenceLinks", address(links));
        _size("FeedbackView", address(feedbackView));
    }

    function _give(address who, int128 value) private {
        vm.prank(who);
        reputation.giveFeedback(agentId, value, 0, "starred", "week", "https://agent.example/mcp", FILE, HASH);
    }

    function _request(bytes32 name) private {
        vm.prank(owner);
        validation.validationRequest(operator, agentId, FILE, name);
    }

    function _respond(bytes32 name) private {
        vm.prank(operator);
        validation.validationResponse(name, 100, FILE, HASH, "final");
    }

    /// @dev A view, sent as a transaction: only calls that could change something are measured whole.
    function _send(address target, bytes memory data) private {
        (bool done,) = target.call(data);
        assertTrue(done, "view sent as a transaction");
    }

    function _size(string memory name, address deployed) private {
        vm.snapshotValue("sizes", name, deployed.code.length);
        assertAtMost(deployed.code.length, 24_576, name);
    }
}
