"""The register of decisions: what a meeting decided, by consensus or by vote, who does it and by when."""
