// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Case, State} from "../../contracts/types/Dispute.sol";
import {Policy} from "../../contracts/types/Policy.sol";
import {CourtHandler} from "./support/CourtHandler.t.sol";
import {Test} from "./support/Test.sol";

contract CourtInvariants is Test {
    CourtHandler private handler;
    CourtHandler private lone; // with one dispute at most

    function setUp() public {
        handler = new CourtHandler(12);
        lone = new CourtHandler(1);
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
        lone.openOne(uint8(seed), uint8(seed >> 8), 0);
        for (uint256 i; i < steps % 12; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            _anyStep(seed);
            lone.check();
        }
        (Case memory case_, Policy memory policy) = lone.caseAt(0);
        for (uint256 i; i < 6 && _stateOf(case_) != State.Executed; ++i) {
            lone.poke(0);
        }
        lone.check();
        assertEq(uint256(_stateOf(case_)), uint256(State.Executed), "executed");
        uint256 longest = uint256(policy.responseTime) + 2 * uint256(policy.arbitrationTime)
            + 2 * uint256(policy.appealTime);
        // Steps above wait an hour each at most, or for seats that stay away, which the arbitration time counts: a
        // dispute that was never poked is not late by more.
        assertAtMost(vm.getBlockTimestamp() - case_.openedAt, longest + 12 hours, "in time");
    }

    function _stateOf(Case memory case_) private view returns (State state) {
        (, state,,,,,,,,) = lone.court().docketOf(case_.disputeId);
    }

    function _anyStep(uint256 seed) private {
        bytes[22] memory steps = [
            abi.encodeCall(lone.respond, (0, seed % 7 == 0)),
            abi.encodeCall(lone.respond, (0, false)),
            abi.encodeCall(lone.respondLate, (0)),
            abi.encodeCall(lone.concede, (0, uint8(seed >> 16))),
            abi.encodeCall(lone.withdrawClaim, (0, uint8(seed >> 16))),
            abi.encodeCall(lone.draw, (0, seed, true)),
            abi.encodeCall(lone.draw, (0, seed, false)),
            abi.encodeCall(lone.vote, (0, uint8(seed >> 16), 1)),
            abi.encodeCall(lone.reveal, (0, uint8(seed >> 16), 1)),
            abi.encodeCall(lone.voteThrough, (0, uint8(seed >> 24), uint8(seed >> 26))),
            abi.encodeCall(lone.voteThrough, (0, uint8(seed >> 24), 7)),
            abi.encodeCall(lone.finalize, (0, true)),
            abi.encodeCall(lone.defaultJudgment, (0, true)),
            abi.encodeCall(lone.join, (0, uint8(seed >> 16), 0)),
            abi.encodeCall(lone.appeal, (0, uint8(seed >> 16))),
            abi.encodeCall(lone.recuse, (0, uint8(seed >> 16))),
            abi.encodeCall(lone.reportLeak, (0, uint8(seed >> 16), 1)),
            abi.encodeCall(lone.conclude, (0, true)),
            abi.encodeCall(lone.poke, (0)),
            abi.encodeCall(lone.wait, (uint32(seed >> 32) % 1 hours, 3)),
            abi.encodeCall(lone.adopt, (uint8(seed >> 40))),
            abi.encodeCall(lone.ruleAsStranger, (0, seed >> 48, 1))
        ];
        (bool done,) = address(lone).call(steps[seed % 22]);
        done; // a step out of phase is refused, which is a step too
    }
}
