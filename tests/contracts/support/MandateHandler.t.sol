// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Delegation} from "../../../contracts/types/Delegation.sol";
import {Mandate} from "../../../contracts/types/Mandate.sol";
import {Scenario} from "./Scenario.sol";

/// @notice Grows random trees of mandates, and knows what was granted in each of them.
contract MandateHandler is Scenario {
    struct Grown {
        bytes32 id;
        uint256 cap; // granted
        uint256 parent; // index
        uint64 expiry;
        uint8 depth;
    }

    uint256 public constant CAP = 1_000;
    uint256 private constant MOST = 64;
    address private constant PRINCIPAL = address(0x9A1);
    uint256[3] private _agents;
    bytes32[] private _tools;
    Grown[] private _nodes; // the first is the root
    uint64 private _salt;

    constructor() {
        deployAll();
        for (uint256 i; i < 3; ++i) {
            _agents[i] = registerAgent(owner);
        }
        for (uint256 i = 1; i <= 4; ++i) {
            _tools.push(bytes32(i));
        }
        Mandate memory mandate =
            Mandate(PRINCIPAL, _agents[0], CAP, uint64(START + 30 days), _hash(), "salt");
        vm.startPrank(PRINCIPAL);
        bytes32 root = mandates.grant(mandate, "");
        mandates.allowDelegation(root, 4, "");
        vm.stopPrank();
        _nodes.push(Grown(root, CAP, 0, mandate.expiry, 0));
    }

    function delegate(uint256 at, uint256 to, uint256 cap, uint64 expiry, uint8 hops) external {
        if (_nodes.length == MOST) return;
        uint256 index = at % _nodes.length;
        Grown memory parent = _nodes[index];
        Delegation memory child = Delegation({
            parent: parent.id,
            agentId: _agents[to % 3],
            cap: cap % (CAP + CAP / 4),
            expiry: uint64(bound(expiry, vm.getBlockTimestamp(), START + 31 days)),
            tools: _hash(),
            context: "task",
            hops: hops % 5,
            salt: bytes32(uint256(++_salt))
        });
        vm.prank(owner);
        bytes32 id = mandates.delegate(child, _tools, _tools, "");
        _nodes.push(Grown(id, child.cap, index, child.expiry, parent.depth + 1));
    }

    function revoke(uint256 at) external {
        uint256 index = at % _nodes.length;
        if (index == 0) return; // the tree would be over
        vm.prank(owner);
        mandates.revoke(_nodes[index].id);
    }

    function wait(uint32 time) external {
        vm.warp(vm.getBlockTimestamp() + time % 3 days);
    }

    /// @notice What must hold whatever anyone did.
    function check() external view {
        uint256 all;
        uint256[] memory passedOn = new uint256[](_nodes.length);
        for (uint256 i; i < _nodes.length; ++i) {
            (,, uint256 left,,,, uint64 endedAt) = mandates.boundsOf(_nodes[i].id);
            all += left;
            if (i == 0) continue;
            Grown memory parent = _nodes[_nodes[i].parent];
            passedOn[_nodes[i].parent] += _nodes[i].cap;
            assertAtMost(_nodes[i].expiry, parent.expiry, "expiry");
            assertAtMost(_nodes[i].depth, 4, "depth");
            (,,,,,, uint64 parentEndedAt) = mandates.boundsOf(parent.id);
            if (parentEndedAt != 0) {
                assertTrue(endedAt != 0 && endedAt <= parentEndedAt, "an ended parent ends its children");
                assertFalse(mandates.isInForce(_nodes[i].id), "and none of them is in force");
            }
        }
        for (uint256 i; i < _nodes.length; ++i) {
            (,, uint256 left,,,,) = mandates.boundsOf(_nodes[i].id);
            assertAtMost(passedOn[i], _nodes[i].cap, "children never exceed the cap");
            assertEq(left, _nodes[i].cap - passedOn[i], "what is left");
        }
        assertEq(all, CAP, "the budget of the tree is conserved");
    }

    function size() external view returns (uint256) {
        return _nodes.length;
    }

    function _hash() private view returns (bytes32) {
        return keccak256(abi.encodePacked(_tools));
    }
}
