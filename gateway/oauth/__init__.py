"""OAuth 2.0 for machines: client credentials (RFC 6749, 4.4), access tokens (RFC 9068), keys, metadata."""
