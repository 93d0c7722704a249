"""The directory after the Human Services Data Specification 3.0 (Open Referral): /hsds/v3, read by anybody.

terms and objects say what our records are called there, queries finds them, routes answers. What HSDS cannot hold of
our records is listed in docs/integrators/hsds.md. Reading HSDS into the register belongs to imports/hsds.
"""
