"""The register of the network: organisations, people, partnerships, and importing foreign directories."""
