"""The public language between services: one module a publishing service, one schema an event; what its codes are called
stands in names.py. Nothing runs in here.
"""
