"""What the benchmarks stand on: servers of their own, rounds in turn, tables and files of results. No benchmark."""
