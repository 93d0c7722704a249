"""Where one is signed in, and one's account at a glance."""
