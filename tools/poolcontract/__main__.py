"""`python -m poolcontract` is the command `poolcontract`."""

import sys

from poolcontract.cli import main

sys.exit(main())
