"""How long each kind of record is kept, as rules that the network's coordinator changes, and the job that applies them.

Each rule shows beforehand what would go; each run that took something away is on record. Nobody goes who is under a
legal hold.
"""
