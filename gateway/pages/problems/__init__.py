"""The page of each problem type: what is wrong, and what to do (RFC 9457, section 3.1.1)."""
