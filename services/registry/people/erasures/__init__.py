"""Erasing a person everywhere, and the receipt that proves it: which service has erased how much of them, and when.

The addresses by which others may know them are kept apart, without history, until the last service has said that it is
done. A receipt names nobody.
"""
