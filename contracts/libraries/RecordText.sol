// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What a record says
/// @notice Reads the canonical text of a record (RFC 8785: sorted keys, no spaces; strings, integers and lists of
/// strings). Only the outermost object is read, so nothing inside a string is taken for a field.
library RecordText {
    /// @notice Thrown when a text is no record; the byte at which it stops being one.
    error RecordText_NotARecord(uint256 position);

    /// @notice Fields that a fault can rest on; hashes of the text as it stands between the quotes, zero when absent.
    struct Fields {
        bytes32 call;
        bytes32 op;
        bytes32 outcome;
        bytes32 phase;
        bytes32 session;
        bytes32 tool;
        bytes32 out; // the commitment itself
        uint64 ts; // Unix milliseconds
    }

    bytes32 internal constant SUCCESS = keccak256("success");
    bytes32 internal constant OUTCOME = keccak256("outcome");

    uint256 private constant OUT_INDEX = 1; // of the field "out", as the schema numbers it
    uint256 private constant SALT_BYTES = 32;

    /// @notice Id of a record: SHA-256 of its tag and text.
    function idOf(bytes calldata text) internal pure returns (bytes32) {
        return sha256(abi.encodePacked(bytes1(0x00), "ombud/record/1", text));
    }

    /// @notice Commitment to a record's output, as `out` holds it.
    function outOf(bytes32 salt, bytes calldata value) internal pure returns (bytes32) {
        return sha256(
            abi.encodePacked(bytes1(0x00), "ombud/field/1", uint8(OUT_INDEX), uint16(SALT_BYTES), salt, value)
        );
    }

    /// @notice Reads a record.
    function read(bytes calldata text) internal pure returns (Fields memory fields) {
        uint256 at = _expect(text, 0, "{");
        while (true) {
            at = _expect(text, at, '"');
            uint256 end = _endOfString(text, at);
            bytes32 key = keccak256(text[at:end]);
            at = _expect(text, _expect(text, end, '"'), ":");
            at = _value(text, at, key, fields);
            if (at < text.length && text[at] == "}") break;
            at = _expect(text, at, ",");
        }
        if (at + 1 != text.length) revert RecordText_NotARecord(at);
    }

    /// @dev Reads one value, keeps it if its key is wanted, and returns where it ends.
    function _value(bytes calldata text, uint256 at, bytes32 key, Fields memory fields)
        private
        pure
        returns (uint256 end)
    {
        if (at >= text.length) revert RecordText_NotARecord(at);
        bytes1 first = text[at];
        if (first == '"') {
            end = _endOfString(text, at + 1);
            _keep(key, text[at + 1:end], fields);
            return end + 1;
        }
        if (first == "[") return _endOfList(text, at);
        uint256 number;
        (number, end) = _number(text, at);
        if (key == keccak256("ts")) fields.ts = uint64(number);
    }

    function _keep(bytes32 key, bytes calldata value, Fields memory fields) private pure {
        if (key == keccak256("out")) {
            fields.out = _word(value);
            return;
        }
        bytes32 hash = keccak256(value);
        if (key == keccak256("call")) fields.call = hash;
        else if (key == keccak256("op")) fields.op = hash;
        else if (key == keccak256("outcome")) fields.outcome = hash;
        else if (key == keccak256("phase")) fields.phase = hash;
        else if (key == keccak256("session")) fields.session = hash;
        else if (key == keccak256("tool")) fields.tool = hash;
    }

    /// @dev Position of the quote that ends a string; a backslash takes the character after it along.
    function _endOfString(bytes calldata text, uint256 at) private pure returns (uint256) {
        unchecked {
            for (; at < text.length; ++at) {
                bytes1 char = text[at];
                if (char == '"') return at;
                if (char == "\\") ++at;
            }
        }
        revert RecordText_NotARecord(at);
    }

    /// @dev Position after a list of strings.
    function _endOfList(bytes calldata text, uint256 at) private pure returns (uint256) {
        do {
            at = _endOfString(text, _expect(text, at + 1, '"')) + 1;
            if (at >= text.length) revert RecordText_NotARecord(at);
        } while (text[at] == ",");
        return _expect(text, at, "]");
    }

    function _number(bytes calldata text, uint256 at) private pure returns (uint256 number, uint256 end) {
        for (end = at; end < text.length && text[end] >= "0" && text[end] <= "9"; ++end) {
            number = number * 10 + uint8(text[end]) - 48;
        }
        if (end == at || number > type(uint64).max) revert RecordText_NotARecord(at);
    }

    /// @dev 32 bytes from 64 lowercase hexadecimal digits.
    function _word(bytes calldata digits) private pure returns (bytes32) {
        if (digits.length != 64) revert RecordText_NotARecord(digits.length);
        uint256 word;
        for (uint256 i; i < 64; ++i) {
            uint8 char = uint8(digits[i]);
            word = word << 4 | (char < 58 ? char - 48 : char - 87);
        }
        return bytes32(word);
    }

    function _expect(bytes calldata text, uint256 at, bytes1 char) private pure returns (uint256) {
        if (at >= text.length || text[at] != char) revert RecordText_NotARecord(at);
        return at + 1;
    }
}
