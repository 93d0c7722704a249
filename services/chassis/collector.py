"""When Python's collector of cycles looks: not while a process reads itself in, and seldom once it works.

Reading in makes many objects and no garbage, so looking through them takes a fifth of that time and finds nothing.
"""

from __future__ import annotations

import gc


def rest() -> None:
    """Do not look until `settle`: call it before what a process needs is imported and made."""
    gc.disable()


def settle() -> None:
    """Look again, but never at what is there by now, which stays for good, and only once ten thousand objects are new.

    A page of a hundred documents makes some thousands: Python's own measure, seven hundred, would look several times.
    """
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)
    gc.enable()
