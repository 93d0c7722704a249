"""How the platform is run: its processes, its command line, its container image. No rule of the domain."""
