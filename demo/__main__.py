"""`python -m demo`: see `demo.settings` for what may be asked."""

import sys

from demo.run import main
from demo.settings import parse

if __name__ == "__main__":
    sys.exit(main(parse(sys.argv[1:])))
