"""`make soak`: the whole platform under a seeded load, its processes killed at random, then the independent checker."""
