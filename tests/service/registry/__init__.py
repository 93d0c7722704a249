"""The registry, asked over HTTP on a real store."""
