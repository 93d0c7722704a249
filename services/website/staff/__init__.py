"""Staff pages: one folder a journey, its views, forms and templates together. They read and write through the APIs.

Nothing is kept here: what a person wrote is shown at once because the owning service is asked again.
"""

from services.website.staff.frame import frame
from services.website.staff.install import install

__all__ = ["frame", "install"]
