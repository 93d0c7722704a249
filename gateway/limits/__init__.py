"""How much one caller may ask: the allowances, and where they are counted."""

from gateway.limits.allowances import Allowance, Limits

__all__ = ["Allowance", "Limits"]
