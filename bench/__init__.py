"""The benchmarks, one module each: `python -m bench NAME`, or all without a name. They print, and keep their results."""
