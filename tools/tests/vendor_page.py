"""Where the vendor's page is: beside the checkout, never in it."""

from __future__ import annotations

import pytest

from poolcontract.contract import home

PAGE = home().parent / "shared" / "vendor-pages" / "deleting-a-resource-pool.txt"


def page_text() -> str:
    """The page; the test that asks for it is skipped where it is missing."""
    if not PAGE.is_file():
        pytest.skip(f"the vendor's page is not beside the checkout: ../{PAGE.relative_to(home().parent)}")
    return PAGE.read_text(encoding="utf-8")
