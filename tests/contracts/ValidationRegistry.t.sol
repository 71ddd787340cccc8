// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC8004Validation} from "../../contracts/interfaces/IERC8004Validation.sol";
import {IValidationRegistry} from "../../contracts/interfaces/IValidationRegistry.sol";
import {Validation, ValidationState} from "../../contracts/types/Validation.sol";
import {FeedbackScenario} from "./support/FeedbackScenario.sol";

contract ValidationRegistryTest is FeedbackScenario {
    address private validator = address(0xD001);
    address private second = address(0xD002);

    function setUp() public {
        deployFeedback();
    }

    function test_RevertWhen_ThereIsNoIdentityRegistry() public {
        vm.expectRevert(bytes("bad identity"));
        createContract("ValidationRegistry", abi.encode(address(0)));
    }

    function test_Views() public view {
        assertEq(validation.getIdentityRegistry(), address(registry), "registry");
        assertEq(validation.getVersion(), "2.0.0", "version");
        assertEq(validation.getAgentValidations(agentId).length, 0, "none of the agent");
        assertEq(validation.getValidatorRequests(validator).length, 0, "none to the validator");
    }

    function test_validationRequest_EmitsAndStores() public {
        vm.expectEmit(address(validation));
        emit IERC8004Validation.ValidationRequest(validator, agentId, "ipfs://q", "a");
        vm.prank(owner);
        validation.validationRequest(validator, agentId, "ipfs://q", "a");
        _expectStatus("a", 0, 0, "", START);
        bytes32[] memory ofAgent = validation.getAgentValidations(agentId);
        bytes32[] memory toValidator = validation.getValidatorRequests(validator);
        assertEq(ofAgent.length, 1, "one of the agent");
        assertEq(ofAgent[0], "a", "its name");
        assertEq(toValidator.length, 1, "one to the validator");
        assertEq(toValidator[0], "a", "the same");
    }

    function test_validationRequest_TakesOperatorsAndEmptyURIs() public {
        vm.startPrank(owner);
        registry.approve(operator, agentId);
        registry.setApprovalForAll(buyer, true);
        vm.stopPrank();
        _request(operator, validator, "a");
        _request(buyer, owner, "b");
        assertEq(validation.validationOf("a").requester, operator, "by approval for the token");
        assertEq(validation.validationOf("b").requester, buyer, "by approval for all");
        assertEq(validation.validationOf("b").validator, owner, "even to the owner, as the standard has it");
    }

    function test_RevertWhen_ARequestIsRefused() public {
        _request(owner, validator, "a");
        vm.expectRevert(bytes("bad validator"));
        validation.validationRequest(address(0), 7, "", "a");
        vm.expectRevert(bytes("exists"));
        validation.validationRequest(validator, 7, "", "a");
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721NonexistentToken.selector, 7));
        validation.validationRequest(validator, 7, "", "b");
        vm.expectRevert(bytes("Not authorized"));
        vm.prank(stranger);
        validation.validationRequest(validator, agentId, "", "b");
    }

    function test_validationResponse_EmitsAndStores() public {
        _request(owner, validator, "a");
        vm.warp(START + 60);
        vm.expectEmit(address(validation));
        emit IERC8004Validation.ValidationResponse(validator, agentId, "a", 100, "ipfs://r", "hash", "soft");
        vm.prank(validator);
        validation.validationResponse("a", 100, "ipfs://r", "hash", "soft");
        _expectStatus("a", 100, "hash", "soft", START + 60);
    }

    function test_RevertWhen_AResponseIsRefused() public {
        _request(owner, validator, "a");
        vm.expectRevert(bytes("unknown"));
        validation.validationResponse("b", 101, "", 0, "");
        vm.expectRevert(bytes("not validator"));
        vm.prank(owner);
        validation.validationResponse("a", 101, "", 0, "");
        vm.expectRevert(bytes("resp>100"));
        vm.prank(validator);
        validation.validationResponse("a", 101, "", 0, "");
        vm.expectRevert(bytes("unknown"));
        validation.getValidationStatus("b");
    }

    function test_validationResponse_KeepsEveryAnswer() public {
        _request(owner, validator, "a");
        _answer(validator, "a", 0, "");
        vm.warp(START + 60);
        _answer(validator, "a", 80, "final");
        vm.warp(START + 90);
        _answer(validator, "a", 30, "");
        _expectStatus("a", 30, keccak256("30"), "", START + 90);
        _expectAnswer("a", 0, 0, "", START);
        _expectAnswer("a", 1, 80, "final", START + 60);
        _expectAnswer("a", 2, 30, "", START + 90);
        vm.expectRevert(abi.encodeWithSelector(IValidationRegistry.ValidationRegistry_NoAnswer.selector, bytes32("a"), 3));
        validation.answerOf("a", 3);
        vm.expectRevert(abi.encodeWithSelector(IValidationRegistry.ValidationRegistry_NoAnswer.selector, bytes32("b"), 0));
        validation.answerOf("b", 0);
    }

    function test_validationOf_TellsAnAnswerOfZerosFromNone() public {
        _expectState("a", ValidationState.Unknown);
        _request(owner, validator, "a");
        _expectState("a", ValidationState.Requested);
        vm.prank(validator);
        validation.validationResponse("a", 0, "", 0, "");
        _expectState("a", ValidationState.Answered);
        _expectStatus("a", 0, 0, "", START);
        vm.startPrank(validator);
        validation.validationResponse("a", 0, "", 0, "");
        _expectState("a", ValidationState.Revised);
        validation.validationResponse("a", 0, "", 0, "");
        vm.stopPrank();
        _expectState("a", ValidationState.Revised);
    }

    function test_validationOf_TellsOwnersApart() public {
        _request(owner, validator, "a");
        vm.prank(owner);
        registry.transferFrom(owner, buyer, agentId);
        vm.warp(START + 5);
        _request(buyer, second, "b");
        Validation memory found = validation.validationOf("a");
        assertEq(found.requester, owner, "first requester");
        assertEq(found.ownerEpoch, 0, "first owner epoch");
        found = validation.validationOf("b");
        assertEq(found.requester, buyer, "requester");
        assertEq(found.validator, second, "validator");
        assertEq(found.agentId, agentId, "agent");
        assertEq(found.ownerEpoch, 1, "owner epoch");
        assertEq(found.requestedAt, START + 5, "time");
        assertEq(found.answers, 0, "answers");
    }

    /// @dev Whoever owns any agent can take a hash before the one it was meant for does.
    function test_requestsOf_LeavesOutWhoTookTheHashOfAnother() public {
        uint256 squatter = registerAgent(stranger);
        vm.prank(stranger);
        validation.validationRequest(stranger, squatter, "", "a");
        vm.expectRevert(bytes("exists"));
        vm.prank(owner);
        validation.validationRequest(validator, agentId, "", "a");
        _request(owner, validator, "b");
        (bytes32[] memory found, uint256 next) = validation.requestsOf(owner, agentId, 0, 10);
        assertEq(found.length, 1, "one of the owner's");
        assertEq(found[0], "b", "under another name");
        assertEq(next, 1, "of one about the agent");
        assertEq(validation.validationOf("a").agentId, squatter, "the squatter's is about its own agent");
    }

    function test_requestsOf_PagesByRequester() public {
        vm.prank(owner);
        registry.approve(operator, agentId);
        for (uint256 i; i < 6; ++i) {
            _request(i % 3 == 2 ? operator : owner, validator, bytes32(i + 1));
        }
        _expectPage(owner, 0, 2, 2, 1, 2);
        _expectPage(owner, 2, 2, 1, 4, 4);
        _expectPage(owner, 4, 99, 1, 5, 6);
        _expectPage(operator, 0, type(uint256).max, 2, 3, 6);
        _expectPage(stranger, 0, 6, 0, 0, 6);
        _expectPage(owner, 6, 1, 0, 0, 6);
        _expectPage(owner, 9, 1, 0, 0, 6);
        _expectPage(owner, 0, 0, 0, 0, 0);
    }

    function test_getSummary_CountsLastAnswers() public {
        _expectSummary(nobody, "", 0, 0);
        _request(owner, validator, "a");
        _request(owner, validator, "b");
        _request(owner, second, "c");
        _request(owner, second, "unanswered");
        _answer(validator, "a", 100, "t");
        _answer(validator, "b", 50, "");
        _answer(second, "c", 1, "t");
        _expectSummary(nobody, "", 3, 50); // 50.33
        _expectSummary(nobody, "t", 2, 50); // 50.5
        _expectSummary(nobody, "never given", 0, 0);
        _expectSummary(listOf(validator), "", 2, 75);
        _expectSummary(listOf(validator, validator), "", 2, 75);
        _expectSummary(listOf(second, validator), "t", 2, 50);
        _expectSummary(listOf(stranger), "", 0, 0);
        _answer(validator, "a", 0, "u");
        _expectSummary(nobody, "t", 1, 1);
        _expectSummary(listOf(validator), "", 2, 25);
    }

    function testFuzz_getSummary_IsTheMean(uint8[6] memory responses) public {
        uint256 sum;
        for (uint256 i; i < 6; ++i) {
            responses[i] %= 101;
            _request(owner, validator, bytes32(i));
            _answer(validator, bytes32(i), responses[i], "t");
            sum += responses[i];
        }
        _expectSummary(nobody, "t", 6, sum / 6);
    }

    function _request(address who, address to, bytes32 name) private {
        vm.prank(who);
        validation.validationRequest(to, agentId, "", name);
    }

    function _answer(address who, bytes32 name, uint8 response, string memory tag) private {
        vm.prank(who);
        validation.validationResponse(name, response, "", keccak256(bytes(vm.toString(response))), tag);
    }

    function _expectStatus(bytes32 name, uint8 response, bytes32 hash, string memory tag, uint256 since) private view {
        (address to, uint256 about, uint8 r, bytes32 h, string memory t, uint256 updated) =
            validation.getValidationStatus(name);
        assertEq(to, validator, "validator");
        assertEq(about, agentId, "agent");
        assertEq(r, response, "response");
        assertEq(h, hash, "hash");
        assertEq(t, tag, "tag");
        assertEq(updated, since, "time");
    }

    function _expectAnswer(bytes32 name, uint32 number, uint8 response, string memory tag, uint256 since) private view {
        (uint8 r, bytes32 h, string memory t, uint64 answeredAt) = validation.answerOf(name, number);
        assertEq(r, response, "response");
        assertEq(h, keccak256(bytes(vm.toString(response))), "hash");
        assertEq(t, tag, "tag");
        assertEq(answeredAt, since, "time");
    }

    function _expectState(bytes32 name, ValidationState state) private view {
        assertEq(uint256(validation.validationOf(name).state), uint256(state), "state");
    }

    function _expectPage(address who, uint256 from, uint256 limit, uint256 count, uint256 first, uint256 next)
        private
        view
    {
        (bytes32[] memory found, uint256 after_) = validation.requestsOf(who, agentId, from, limit);
        assertEq(found.length, count, "how many");
        if (count != 0) assertEq(uint256(found[0]), first, "the first");
        assertEq(after_, next, "next page");
    }

    function _expectSummary(address[] memory who, string memory tag, uint256 count, uint256 mean) private view {
        (uint64 c, uint8 average) = validation.getSummary(agentId, who, tag);
        assertEq(c, count, "count");
        assertEq(average, mean, "mean");
    }
}
