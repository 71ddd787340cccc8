// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BondVault} from "../../contracts/court/BondVault.sol";
import {DecayMath} from "../../contracts/libraries/DecayMath.sol";
import {FaultHandler, LogHandler, VaultHandler} from "./support/Handlers.t.sol";
import {Scenario} from "./support/Scenario.sol";
import {Tree} from "./support/Tree.sol";

contract VaultInvariants is Scenario {
    VaultHandler private handler;
    BondVault private bonds;

    function setUp() public {
        vm.warp(START);
        handler = new VaultHandler();
        bonds = handler.vault();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_VaultOwesWhatItHolds() public view {
        uint256 sum;
        for (uint256 who; who < 2; ++who) {
            sum += bonds.creditOf(handler.people(who));
            for (uint256 what; what < 2; ++what) {
                (uint256 active, uint256 unbonding, uint256 locked,) =
                    bonds.bondOf(handler.subjects(what), handler.people(who));
                sum += active + unbonding;
                assertAtMost(locked, active + unbonding, "locks");
            }
        }
        assertEq(handler.wronglyPaid(), 0, "nothing locked or unbonding leaves");
        assertEq(bonds.owed(), sum, "bonds and credits");
        assertEq(address(bonds).balance, sum + bonds.burned() - handler.thrown(), "balance");
        assertEq(sum + bonds.burned() + handler.paid(), handler.received(), "splits sum to their source");
    }
}

contract LogInvariants is Scenario {
    LogHandler private handler;

    function setUp() public {
        deployAll();
        handler = new LogHandler{value: 1 ether}(actionLog);
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_AnchorsOnlyExtend() public view {
        (, uint64 size, bytes32 root, uint64 anchors,) = actionLog.logOf(handler.logId());
        assertEq(handler.wronglyTaken(), 0, "no shrunken, forked or misproved tree is taken");
        assertEq(size, handler.size(), "the size is that of the last honest anchor");
        assertEq(root, Tree.root(0, size), "the root is that of the true tree");
        assertEq(anchors, handler.anchors(), "every anchor is counted");
        (bytes24 tag, uint64 time) = actionLog.anchorAt(handler.logId(), anchors);
        assertTrue(tag == 0 && time == 0, "none after the last");
        if (anchors != 0) {
            assertTrue(
                actionLog.isAnchored(handler.logId(), anchors - 1, size, root, block.number), "the last is kept"
            );
        }
    }
}

contract FaultInvariants is Scenario {
    FaultHandler private handler;

    function setUp() public {
        deployAll();
        uint256 agentId = registerAgent(owner);
        handler = new FaultHandler(keyRing, prover, standing, owner, agentId);
        handler.open();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function excludeSelectors() public view returns (FuzzSelector[] memory) {
        return noStep(address(handler), handler.open.selector);
    }

    function invariant_FaultsAreProvedOnceAndOnlyWhenTrue() public view {
        assertEq(handler.wronglyProved(), 0, "an honest signer is never guilty");
        assertEq(handler.wronglyRefused(), 0, "a mutated header always proves, once an epoch");
        assertEq(handler.wronglyWritten(), 0, "nobody else writes");
        (uint80 positive, uint80 negative, uint32 count,) = standing.standingOf(handler.agentId(), 0, 0);
        assertEq(count, handler.faults(), "one change a fault");
        assertEq(positive, 0, "nothing in favour");
        uint256 passed = vm.getBlockTimestamp() / 7 days - handler.period();
        assertEq(negative, DecayMath.decayNegative(handler.negative(), passed), "exactly what proofs add");
        assertEq(
            prover.isProved(
                keccak256(abi.encode(keyRing.agentKey(handler.agentId()), handler.epoch(), uint8(1)))
            ),
            handler.guilty(),
            "the running epoch"
        );
    }
}
