// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Texts stored once and named by a number
/// @notice The same few tags come with most entries. An entry that keeps a number instead of the text fits one slot,
/// and a filter compares numbers.
library Tags {
    /// @notice The texts so far; number 0 is the empty text, number n is texts[n - 1].
    struct Book {
        string[] texts;
        mapping(bytes32 textHash => uint40) numbers;
    }

    /// @notice A number that no text has.
    uint40 internal constant NONE = type(uint40).max;

    /// @notice Number of a text, a new one if it was never seen.
    function numberOf(Book storage book, string calldata text) internal returns (uint40 number) {
        if (bytes(text).length == 0) return 0;
        bytes32 hash = keccak256(bytes(text));
        number = book.numbers[hash];
        if (number != 0) return number;
        book.texts.push(text);
        number = uint40(book.texts.length);
        book.numbers[hash] = number;
    }

    /// @notice What to look for: any number when the text is empty, else its number, NONE if it was never seen.
    function sought(Book storage book, string calldata text) internal view returns (bool any, uint40 number) {
        if (bytes(text).length == 0) return (true, 0);
        number = book.numbers[keccak256(bytes(text))];
        if (number == 0) number = NONE;
    }

    /// @notice Text of a number.
    function textOf(Book storage book, uint40 number) internal view returns (string memory) {
        return number == 0 ? "" : book.texts[number - 1];
    }
}
