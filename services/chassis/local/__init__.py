"""A whole platform on one machine: a real mongod and broker from PATH or wheels, a supervisor of processes.

Which processes there are is told by the caller: nothing here knows the domain or the name of a service.
"""

from services.chassis.local.problem import LocalProblem

__all__ = ["LocalProblem"]
