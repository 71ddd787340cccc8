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
        uint8 hops;
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
        _nodes.push(Grown(root, CAP, 0, mandate.expiry, 0, 4));
    }

    /// @notice Passes some of a mandate on; now and then too much, for too long, too far, or of one that ended.
    function delegate(uint256 at, uint256 to, uint256 cap, uint64 expiry, uint8 hops) external {
        require(_nodes.length != MOST, "enough of them");
        uint256 index = cap % 8 == 0 ? at % _nodes.length : _live(at);
        Grown memory parent = _nodes[index];
        (,, uint256 left,,,,) = mandates.boundsOf(parent.id);
        uint256 now_ = vm.getBlockTimestamp();
        Delegation memory child = Delegation({
            parent: parent.id,
            agentId: _agents[to % 3],
            cap: cap % 8 == 1 ? cap % (CAP + CAP / 4) : 1 + cap / 8 % (left / 2 + 1),
            expiry: uint64(
                expiry % 8 == 0 ? bound(expiry, now_, START + 31 days) : bound(expiry, now_ + 1, parent.expiry)
            ),
            tools: _hash(),
            context: "task",
            hops: hops % 8 == 0 ? hops / 8 % 5 : parent.hops - 1 - (parent.hops > 1 ? hops / 8 % 2 : 0),
            salt: bytes32(uint256(++_salt))
        });
        vm.prank(owner);
        bytes32 id = mandates.delegate(child, _tools, _tools, "");
        _nodes.push(Grown(id, child.cap, index, child.expiry, parent.depth + 1, child.hops));
    }

    function revoke(uint256 at) external {
        uint256 index = at % _nodes.length;
        require(index != 0, "the tree would be over");
        vm.prank(owner);
        mandates.revoke(_nodes[index].id);
    }

    function wait(uint32 time) external {
        vm.warp(vm.getBlockTimestamp() + time % 12 hours);
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

    /// @dev A node that may still be passed on, and is; the root ends last.
    function _live(uint256 at) private view returns (uint256 index) {
        uint256 count = _nodes.length;
        for (uint256 i; i < count; ++i) {
            index = (at % count + i) % count;
            Grown storage node = _nodes[index];
            (,, uint256 left,,,,) = mandates.boundsOf(node.id);
            if (node.hops != 0 && left != 0 && mandates.isInForce(node.id)) return index;
        }
        revert("none in force");
    }

    function _hash() private view returns (bytes32) {
        return keccak256(abi.encodePacked(_tools));
    }
}
