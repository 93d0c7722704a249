"""What the benchmarks stand on: servers of their own, rounds in turn, the table and the file of results. No benchmark."""
