"""A network written in a YAML file: read with its lines, checked as a whole, loaded through the platform's own API."""
