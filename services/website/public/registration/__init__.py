"""One's own registration, behind the personal link of a mail."""
