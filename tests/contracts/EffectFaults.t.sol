// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EffectRef, IEffectFaults} from "../../contracts/interfaces/IEffectFaults.sol";
import {IFaultErrors} from "../../contracts/interfaces/IFaultErrors.sol";
import {RecordText} from "../../contracts/libraries/RecordText.sol";
import {SegmentRef} from "../../contracts/types/ActionRefs.sol";
import {Segment} from "../../contracts/types/Segment.sol";
import {FaultScenario} from "./support/FaultScenario.sol";

/// @notice Two successful outcomes under one call.
contract EffectFaultsTest is FaultScenario {
    bytes16 private constant DIGITS = "0123456789abcdef";
    bytes32 private constant SALT = "salt";

    function setUp() public {
        setUpFaults();
    }

    function test_TwoEffects_PunishedOnceACall() public {
        EffectRef memory a = _effect(1, "c-1", "success", "paid 5");
        EffectRef memory b = _effect(2, "c-1", "success", "paid 7");
        showProof(address(effectFaults), _proof(a, b));
        assertEq(bondLeft(), BOND * 3 / 4, "a quarter");
        expectNothing(address(effectFaults), _proof(b, a), "the other way round");
        expectNothing(address(effectFaults), _proof(a, _effect(3, "c-1", "success", "paid 9")), "a third effect");
        EffectRef memory c = _effect(4, "c-2", "success", "paid 5");
        showProof(address(effectFaults), _proof(c, _effect(5, "c-2", "success", "paid 6")));
    }

    function test_RevertWhen_TheEffectIsTheSame() public {
        EffectRef memory a = _effect(1, "c-1", "success", "paid 5");
        EffectRef memory b = _effect(2, "c-1", "success", "paid 5");
        vm.expectRevert(
            abi.encodeWithSelector(
                IFaultErrors.FaultProver_NoContradiction.selector, a.shown.recordId, b.shown.recordId
            )
        );
        effectFaults.checkTwoEffects(agentId, a, b);
    }

    function test_RevertWhen_TheCallIsAnother() public {
        EffectRef memory a = _effect(1, "c-1", "success", "paid 5");
        EffectRef memory b = _effect(2, "c-2", "success", "paid 7");
        vm.expectRevert();
        effectFaults.checkTwoEffects(agentId, a, b);
    }

    function test_RevertWhen_OneDidNotSucceed() public {
        EffectRef memory a = _effect(1, "c-1", "success", "paid 5");
        EffectRef memory b = _effect(2, "c-1", "failure", "paid 7");
        vm.expectRevert(
            abi.encodeWithSelector(IEffectFaults.EffectFaults_NoSuccess.selector, b.shown.recordId)
        );
        effectFaults.checkTwoEffects(agentId, a, b);
    }

    function test_RevertWhen_TheOutputIsNotWhatWasCommittedTo() public {
        EffectRef memory a = _effect(1, "c-1", "success", "paid 5");
        EffectRef memory b = _effect(2, "c-1", "success", "paid 5");
        b.value = "paid 7";
        vm.expectRevert(
            abi.encodeWithSelector(IEffectFaults.EffectFaults_NotItsOutput.selector, b.shown.recordId)
        );
        effectFaults.checkTwoEffects(agentId, a, b);
    }

    function test_RevertWhen_TheTextIsAnotherRecords() public {
        EffectRef memory a = _effect(1, "c-1", "success", "paid 5");
        EffectRef memory b = _effect(2, "c-1", "success", "paid 7");
        bytes memory text = b.text;
        b.text = a.text;
        vm.expectRevert(
            abi.encodeWithSelector(
                IEffectFaults.EffectFaults_OtherRecord.selector, b.shown.recordId, a.shown.recordId
            )
        );
        effectFaults.checkTwoEffects(agentId, a, b);
        b.text = text;
        b.shown.signature = signSegment(0x123, b.shown.segment);
        vm.expectRevert(
            abi.encodeWithSelector(IFaultErrors.FaultProver_MayNotState.selector, vm.addr(0x123), agentId, 0)
        );
        effectFaults.checkTwoEffects(agentId, a, b);
    }

    function test_RevertWhen_ItIsNoOutcome() public {
        EffectRef memory a = _effect(1, "c-1", "success", "paid 5");
        _expectNoSuccess(a, '{"call":"c-1","outcome":"success","phase":"intent"}');
        _expectNoSuccess(a, '{"call":"c-1","outcome":"pending","phase":"outcome"}');
        _expectNoSuccess(a, '{"outcome":"success","phase":"outcome"}');
    }

    function test_RevertWhen_ItCommitsToNoOutput() public {
        EffectRef memory a = _effect(1, "c-1", "success", "paid 5");
        EffectRef memory b = _of('{"call":"c-1","outcome":"success","phase":"outcome"}', 2, "");
        vm.expectRevert(
            abi.encodeWithSelector(IEffectFaults.EffectFaults_NotItsOutput.selector, b.shown.recordId)
        );
        effectFaults.checkTwoEffects(agentId, a, b);
    }

    function test_RevertWhen_TheTextIsNoRecord() public {
        _expectNoRecord("", 0);
        _expectNoRecord("[]", 0);
        _expectNoRecord("{}", 1);
        _expectNoRecord('{"call', 6);
        _expectNoRecord('{"call"', 7);
        _expectNoRecord('{"call":', 8);
        _expectNoRecord('{"call":true}', 8);
        _expectNoRecord('{"call":"c-1"', 13);
        _expectNoRecord('{"call":"c-1"}}', 13);
        _expectNoRecord('{"call":"c-1";', 13);
        _expectNoRecord('{"parents":[]}', 12);
        _expectNoRecord('{"parents":["a"', 15);
        _expectNoRecord('{"parents":["a";"b"]}', 15);
        _expectNoRecord('{"ts":18446744073709551616}', 6); // more than 64 bits hold
        _expectNoRecord('{"out":"abcd"}', 4); // no hash
    }

    /// @dev The attack: a field is planted inside a string, to be read as one of the record's own.
    function test_RevertWhen_AFieldIsPlantedInAString() public {
        EffectRef memory a = _effect(1, "c-1", "success", "paid 5");
        EffectRef memory b = _effect(2, 'c-2\\",\\"call\\":\\"c-1', "success", "paid 7");
        vm.expectRevert();
        effectFaults.checkTwoEffects(agentId, a, b);
    }

    /// @dev One success a call never convicts, whatever it did; a second effect always does.
    function testFuzz_OneSuccessACallIsNeverGuilty(uint8 callA, uint8 callB, bytes32 valueA, bytes32 valueB) public {
        string memory a = _hex(bytes32(uint256(callA)));
        string memory b = _hex(bytes32(uint256(callB)));
        bytes memory proof = _proof(
            _effect(1, a, "success", abi.encode(valueA)), _effect(2, b, "success", abi.encode(valueB))
        );
        if (callA == callB && valueA != valueB) showProof(address(effectFaults), proof);
        else expectNothing(address(effectFaults), proof, "two calls, or one effect");
    }

    function _expectNoSuccess(EffectRef memory a, bytes memory text) private {
        EffectRef memory b = _of(text, 2, "paid 7");
        vm.expectRevert(abi.encodeWithSelector(IEffectFaults.EffectFaults_NoSuccess.selector, b.shown.recordId));
        effectFaults.checkTwoEffects(agentId, a, b);
    }

    function _expectNoRecord(bytes memory text, uint256 position) private {
        EffectRef memory bad = _of(text, 1, "paid 5");
        vm.expectRevert(abi.encodeWithSelector(RecordText.RecordText_NotARecord.selector, position));
        effectFaults.checkTwoEffects(agentId, bad, bad);
    }

    /// @dev The canonical text of an outcome, as ledger.domain.record writes it.
    function _text(uint64 seq, string memory call, string memory outcome, bytes memory value)
        private
        pure
        returns (bytes memory)
    {
        bytes32 out =
            sha256(abi.encodePacked(bytes1(0x00), "ombud/field/1", uint8(1), uint16(32), SALT, value));
        return abi.encodePacked(
            '{"agent":"eip155:31337:0x00/7","call":"',
            call,
            '","epoch":0,"kind":"operational","op":"execute_tool","out":"',
            _hex(out),
            '","outcome":"',
            outcome,
            '","parents":["aa","bb"],"phase":"outcome","seq":',
            vm.toString(uint256(seq)),
            ',"session":"s \\" , 1","stream":1,"tool":"pay","ts":1790000000000,"v":1}'
        );
    }

    /// @dev A record in a segment of its own.
    function _effect(uint64 seq, string memory call, string memory outcome, bytes memory value)
        private
        view
        returns (EffectRef memory)
    {
        return _of(_text(seq, call, outcome, value), seq, value);
    }

    /// @dev Any text, in a segment of its own.
    function _of(bytes memory text, uint64 seq, bytes memory value) private view returns (EffectRef memory) {
        bytes32 id = sha256(abi.encodePacked(bytes1(0x00), "ombud/record/1", text));
        Segment memory segment = segmentOf(agentId, 0, seq, 1, id);
        SegmentRef memory shown = SegmentRef(segment, signSegment(KEY_A, segment), id, 0, new bytes32[](0));
        return EffectRef(shown, text, SALT, value);
    }

    function _proof(EffectRef memory a, EffectRef memory b) private view returns (bytes memory) {
        return abi.encodeCall(effectFaults.checkTwoEffects, (agentId, a, b));
    }

    function _hex(bytes32 word) private pure returns (string memory) {
        bytes memory text = new bytes(64);
        for (uint256 i; i < 32; ++i) {
            text[2 * i] = DIGITS[uint8(word[i]) >> 4];
            text[2 * i + 1] = DIGITS[uint8(word[i]) & 15];
        }
        return string(text);
    }
}
