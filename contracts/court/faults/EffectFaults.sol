// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IActionLog} from "../../interfaces/IActionLog.sol";
import {EffectRef, IEffectFaults} from "../../interfaces/IEffectFaults.sol";
import {IKeyRing} from "../../interfaces/IKeyRing.sol";
import {Penalties} from "../../libraries/Penalties.sol";
import {RecordText} from "../../libraries/RecordText.sol";
import {Statements} from "../../libraries/Statements.sol";
import {AgentKey} from "../../types/AgentKey.sol";
import {FaultKind, Finding} from "../../types/Finding.sol";
import {FaultReader} from "./FaultReader.sol";

/// @title One call that had two effects
contract EffectFaults is IEffectFaults, FaultReader {
    /// @param registry Identity registry, part of every agent's name.
    /// @param keyRing Who may state what.
    /// @param actionLog Direct records and anchors.
    constructor(address registry, IKeyRing keyRing, IActionLog actionLog) FaultReader(registry, keyRing, actionLog) {}

    /// @inheritdoc IEffectFaults
    function checkTwoEffects(uint256 agentId, EffectRef calldata a, EffectRef calldata b)
        external
        view
        returns (Finding memory found)
    {
        AgentKey agent = _agentKey(agentId);
        (bytes32 callA,) = _effectOf(agentId, a);
        (bytes32 callB, uint64 seq) = _effectOf(agentId, b);
        if (callA != callB) revert EffectFaults_OtherCall(callA, callB);
        if (keccak256(a.value) == keccak256(b.value)) {
            revert FaultProver_NoContradiction(a.shown.recordId, b.shown.recordId);
        }
        found = _against(
            FaultKind.TwoEffects, agentId, agent, b.shown.segment.epoch, b.shown.segment.stream, seq
        );
        (found.statementA, found.statementB) = (a.shown.recordId, b.shown.recordId);
        found.action = keccak256(abi.encode(agent, found.epoch, found.stream, seq, b.shown.recordId));
        found.faultKey = Penalties.keyAbout(found, callA);
    }

    /// @dev Checks that a record is the agent's, a success, and had the output shown. Returns which call it was of.
    function _effectOf(uint256 agentId, EffectRef calldata ref) private view returns (bytes32 call, uint64 seq) {
        _mustBe(ref.shown.segment.agent, agentId);
        _checkSigner(
            Statements.headerOf(ref.shown.segment), ref.shown.signature, agentId, ref.shown.segment.epoch
        );
        seq = _seqOf(ref.shown);
        bytes32 recordId = ref.shown.recordId;
        bytes32 shown = RecordText.idOf(ref.text);
        if (shown != recordId) revert EffectFaults_OtherRecord(recordId, shown);
        RecordText.Fields memory said = RecordText.read(ref.text);
        bool success = said.phase == RecordText.OUTCOME && said.outcome == RecordText.SUCCESS && said.call != 0;
        if (!success) revert EffectFaults_NoSuccess(recordId);
        if (said.out == 0 || said.out != RecordText.outOf(ref.salt, ref.value)) {
            revert EffectFaults_NotItsOutput(recordId);
        }
        call = keccak256(abi.encode(said.session, said.op, said.tool, said.call));
    }
}
