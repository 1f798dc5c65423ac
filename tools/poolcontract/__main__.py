"""`python -m poolcontract` is the command `poolcontract`."""

import sys

from poolcontract.cli import main

if __name__ == "__main__":  # a process that shares the work imports this module again
    sys.exit(main())
