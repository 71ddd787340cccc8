// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Case, State} from "../../contracts/types/Dispute.sol";
import {Policy} from "../../contracts/types/Policy.sol";
import {CourtHandler} from "./support/CourtHandler.t.sol";
import {Test} from "./support/Test.sol";

contract CourtInvariants is Test {
    CourtHandler private handler;

    function setUp() public {
        handler = new CourtHandler();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_WhateverAnyoneDoes() public view {
        handler.check();
    }

    /// @dev However far parties and arbitrators brought a dispute, it ends within the longest time of its policy when
    /// time passes and anyone moves it on.
    function testFuzz_EveryDisputeEnds(uint256 seed, uint8 steps) public {
        handler.openOne(uint8(seed), uint8(seed >> 8), 0);
        for (uint256 i; i < steps % 12; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            _anyStep(seed);
            handler.check();
        }
        (Case memory case_, Policy memory policy) = handler.caseAt(0);
        for (uint256 i; i < 6; ++i) {
            handler.poke(0);
        }
        handler.check();
        (, State state,,,,,,,,) = handler.court().docketOf(case_.disputeId);
        assertEq(uint256(state), uint256(State.Executed), "executed");
        uint256 longest = uint256(policy.responseTime) + 2 * uint256(policy.arbitrationTime)
            + 2 * uint256(policy.appealTime);
        // Steps above wait an hour each at most, or for seats that stay away, which the arbitration time counts: a
        // dispute that was never poked is not late by more.
        assertAtMost(vm.getBlockTimestamp() - case_.openedAt, longest + 12 hours, "in time");
    }

    function _anyStep(uint256 seed) private {
        bytes[19] memory steps = [
            abi.encodeCall(handler.respond, (0, seed % 7 == 0)),
            abi.encodeCall(handler.respond, (0, false)),
            abi.encodeCall(handler.concede, (0, seed % 3 == 0)),
            abi.encodeCall(handler.withdrawClaim, (0, seed % 3 == 0)),
            abi.encodeCall(handler.draw, (0, seed, true)),
            abi.encodeCall(handler.draw, (0, seed, false)),
            abi.encodeCall(handler.vote, (0, uint8(seed >> 16), 1)),
            abi.encodeCall(handler.reveal, (0, uint8(seed >> 16), 1)),
            abi.encodeCall(handler.voteThrough, (0, uint8(seed >> 24), uint8(seed >> 26))),
            abi.encodeCall(handler.voteThrough, (0, uint8(seed >> 24), 7)),
            abi.encodeCall(handler.join, (0, uint8(seed >> 16), 0)),
            abi.encodeCall(handler.appeal, (0, uint8(seed >> 16))),
            abi.encodeCall(handler.recuse, (0, uint8(seed >> 16))),
            abi.encodeCall(handler.reportLeak, (0, uint8(seed >> 16), 1)),
            abi.encodeCall(handler.conclude, (0)),
            abi.encodeCall(handler.poke, (0)),
            abi.encodeCall(handler.wait, (uint32(seed >> 32) % 1 hours, 3)),
            abi.encodeCall(handler.adopt, (uint8(seed >> 40))),
            abi.encodeCall(handler.ruleAsStranger, (0, seed >> 48, 1))
        ];
        (bool done,) = address(handler).call(steps[seed % 19]);
        done; // a step out of phase is refused, which is a step too
    }
}
