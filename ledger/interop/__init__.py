"""Other people's formats: COSE receipts and statements (SCITT), capsules, RFC 3161 time stamps. Each an extra."""
