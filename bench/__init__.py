"""The benchmarks, one module each: `python -m bench NAME`, or all without a name. They keep their results."""
