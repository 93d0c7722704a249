"""Messages to the person, what they want to be told, the mails that went out, and the webhooks of city systems."""
