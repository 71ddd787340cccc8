"""`python -m ledger.serve`: the command line, for child processes that have no console script on their path."""

from ledger.serve import main

if __name__ == "__main__":
    main()
