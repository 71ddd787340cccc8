// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IArbitrable} from "../interfaces/IArbitrable.sol";
import {IArbitrator} from "../interfaces/IArbitrator.sol";

/// @title A payment held until two parties agree or an arbitrator rules (ERC-792); for tests only
/// @dev It knows the standard and nothing of us: it tells its arbitrator nothing, and leaves appeals to it.
contract PlainEscrow is IArbitrable {
    uint256 private constant FOR_PAYER = 1;
    uint256 private constant FOR_PAYEE = 2;

    IArbitrator private immutable _arbitrator;
    address private immutable _payer;
    address private immutable _payee;
    uint256 private immutable _value;
    uint256 private _disputeId;
    bool private _asked;
    mapping(address account => uint256) private _owed;

    /// @param arbitrator Who rules; the value sent is what is paid.
    /// @param payer Who paid.
    /// @param payee Whom it is for.
    constructor(IArbitrator arbitrator, address payer, address payee) payable {
        (_arbitrator, _payer, _payee, _value) = (arbitrator, payer, payee, msg.value);
    }

    /// @notice Asks the arbitrator; whoever asks pays.
    function dispute() external payable returns (uint256 disputeId) {
        require(!_asked, "asked");
        _asked = true;
        disputeId = _disputeId = _arbitrator.createDispute{value: msg.value}(2, "");
    }

    /// @notice Appeals, as far as the arbitrator lets it; whoever appeals pays.
    function appeal() external payable {
        _arbitrator.appeal{value: msg.value}(_disputeId, "");
    }

    /// @inheritdoc IArbitrable
    function rule(uint256 disputeId, uint256 ruling) external {
        require(_asked && msg.sender == address(_arbitrator) && disputeId == _disputeId, "not the arbitrator");
        emit Ruling(IArbitrator(msg.sender), disputeId, ruling);
        if (ruling == FOR_PAYER) _owed[_payer] = _value;
        else if (ruling == FOR_PAYEE) _owed[_payee] = _value;
        else (_owed[_payer], _owed[_payee]) = (_value / 2, _value - _value / 2);
    }

    /// @notice What an account may take.
    function owedTo(address account) external view returns (uint256) {
        return _owed[account];
    }
}
