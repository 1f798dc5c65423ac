"""Instances made from a contract alone: ones that conform, and ones that are broken in exactly one place."""

from poolcontract.sample.breaking import Break, breaks, broken
from poolcontract.sample.growing import Sampler
from poolcontract.sample.slots import can_hold, renamed, with_value

__all__ = ["Break", "Sampler", "breaks", "broken", "can_hold", "renamed", "with_value"]
