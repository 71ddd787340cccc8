// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Signatures} from "../../contracts/libraries/Signatures.sol";
import {Statements} from "../../contracts/libraries/Statements.sol";
import {Scenario} from "./support/Scenario.sol";

contract SignaturesTest is Scenario {
    function recover(bytes32 digest, bytes calldata signature) external pure returns (address) {
        return Signatures.recover(digest, signature);
    }

    function testFuzz_recover_AnswersTheKey(uint256 key, bytes32 digest) public view {
        key = bound(key, 1, CURVE_ORDER - 1);
        bytes memory signature = signDigest(key, digest);
        assertEq(this.recover(digest, signature), vm.addr(key), "signer");
        assertEq(this.recover(digest, signHighS(key, digest)), address(0), "upper half");
    }

    function testFuzz_recover_RefusesOtherV(uint8 v, bytes32 digest) public view {
        vm.assume(v != 27 && v != 28);
        bytes memory signature = signDigest(KEY_A, digest);
        signature[64] = bytes1(v);
        assertEq(this.recover(digest, signature), address(0), "v");
    }

    function test_recover_RefusesOtherLengths() public view {
        bytes memory signature = signDigest(KEY_A, "x");
        assertEq(this.recover("x", ""), address(0), "none");
        assertEq(this.recover("x", abi.encodePacked(signature, uint8(27))), address(0), "66");
        bytes memory shorter = new bytes(64);
        for (uint256 i; i < 64; ++i) {
            shorter[i] = signature[i];
        }
        assertEq(this.recover("x", shorter), address(0), "64");
    }

    function test_recover_StopsAtHalfTheOrder() public view {
        assertEq(Signatures.HALF_ORDER, CURVE_ORDER / 2, "half of the order");
        bytes memory above = abi.encodePacked(bytes32(uint256(1)), Signatures.HALF_ORDER + 1, uint8(27));
        assertEq(this.recover("x", above), address(0), "one above");
        bytes memory edge = abi.encodePacked(bytes32(uint256(1)), Signatures.HALF_ORDER, uint8(27));
        assertTrue(this.recover("x", edge) != address(0), "the edge itself is a signature of someone");
    }

    function test_recover_AnswersZeroForNonsense() public view {
        assertEq(this.recover("x", abi.encodePacked(bytes32(0), bytes32(0), uint8(27))), address(0), "zeros");
    }

    function test_DomainSeparator_IsWrittenOutRight() public pure {
        assertEq(
            Statements.DOMAIN_SEPARATOR,
            keccak256(
                abi.encode(
                    keccak256("EIP712Domain(string name,string version)"), keccak256("Ombud"), keccak256("1")
                )
            ),
            "domain separator"
        );
    }
}
