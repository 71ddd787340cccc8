"""A typed client of the API, which checks what it is told.

    from ledger.client import Client

    with Client("http://127.0.0.1:8740", pinned="JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs") as ombud:
        case = ombud.case(1)
        print(case.as_of.number, case.data.state)

With a key pinned, every answer must be signed by it, for the very request that was sent, and recently: anything else is
an error, and no data. `ombud access signer` prints the key of an API.
"""

from ledger.client.client import Client

__all__ = ["Client"]
