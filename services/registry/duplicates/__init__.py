"""Duplicates: organisations that stand in the register twice, found when one is entered and afterwards by a job.

A wing of the registry with the same rooms, and four of its own: `words` and `names` read a name across languages and
legal forms and give the keys by which a record is found; `likeness` scores two sheets; `merging` makes two one. A
*pair* is open, judged not a duplicate, or merged: the *survivor* keeps its id, the other leaves a tombstone that leads
there. For 30 days a merge can be undone.
"""
