"""The version of the installed package."""

from __future__ import annotations


def version() -> str:
    """The version, or "(not installed)"."""
    from importlib.metadata import PackageNotFoundError  # noqa: PLC0415  slow to import, and rarely wanted
    from importlib.metadata import version as of_package  # noqa: PLC0415

    try:
        return of_package("poolcontract")
    except PackageNotFoundError:
        return "(not installed)"
