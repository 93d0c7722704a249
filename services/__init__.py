"""The services of Learning Cities, the language between them (contracts) and the house they share (chassis)."""
