"""What can be done in an EASW, a subject a file: stages, ideas, rounds, ballots."""
