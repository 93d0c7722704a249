"""The peers: each does what one benchmark asks in the way its own manual shows. They import nothing of the platform."""
