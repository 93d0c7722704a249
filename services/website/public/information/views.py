"""Pages of words: about, help, accessibility statement, privacy notice. The words stand in the templates."""

from datetime import date

from services.chassis.i18n import _
from services.website.public.blueprint import public
from services.website.public.page import Answer, show

PARTNERS = [
    ("CIOFS Formazione Professionale", "Roma"),
    ("Centre d'éducation et de formation interculturel rencontre (CEFIR)", "Dunkerque"),
    ("gsub Projektegesellschaft mbH", "Berlin"),
    ("Documenta, Instituto Europeo de Estudios para la Formación y el Desarrollo", "Santander"),
    ("Zentrum für Soziale Innovation (ZSI)", "Wien"),
    ("Budapest Chance Nonprofit Ltd.", "Budapest"),
]
"""The partnership of the historical project with its seats, as its public fiche names it."""

ASSESSED_ON = REVIEWED_ON = date(2026, 11, 24)
ENFORCEMENT = [
    ("IT", "it", "Difensore civico per il digitale, Agenzia per l'Italia digitale (AgID)"),
    ("DE", "de", "Landesbeauftragte für digitale Barrierefreiheit, Berlin"),
    ("FR", "fr", "Défenseur des droits"),
    ("ES", "es", "Unidad responsable de accesibilidad de cada administración"),
]
"""Bodies of the enforcement procedure that we could name; the page links to the Commission's list of all."""


@public.get("/about")
def about() -> Answer:
    """Facts of the network and of the project behind it."""
    return show("information/about.html", _("About the network"), partners=PARTNERS)


@public.get("/help")
def help() -> Answer:
    """Short answers."""
    return show("information/help.html", _("Help"))


@public.get("/accessibility")
def accessibility() -> Answer:
    """The statement after the model of Implementing Decision (EU) 2018/1523."""
    return show(
        "information/accessibility.html",
        _("Accessibility statement"),
        prepared=ASSESSED_ON,
        reviewed=REVIEWED_ON,
        enforcement=ENFORCEMENT,
    )


@public.get("/privacy")
def privacy() -> Answer:
    """What happens with personal data."""
    return show("information/privacy.html", _("Privacy notice"))
