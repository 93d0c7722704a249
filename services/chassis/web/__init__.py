"""The kit for pages that website and gateway share. No word of the domain in here.

An app gets it by one call, after the handlers of its own edge:

    from services.chassis import web
    web.install(app, frame, templates={"public": Path(__file__).parent / "public"})

`frame` is a function that gives the `Frame` of the page being shown (name, home, navigation, section, account, banner,
footer; texts in the reader's language). Pages are registered under `/<language:lang>/...`; `lang` never reaches a view
and url_for fills it in by itself.

Templates extend "web/page.html" (blocks title, head, before_content, content, scripts) and import macros:

    {% from "web/pieces.html" import tag, heading, back, button_link, empty, summary, tasks, agenda, figures %}
    {% from "web/pieces.html" import share, bar %}
    {% from "web/tables.html" import table, row, first, cell, count, paging, filters, search_filter, select_filter %}
    {% from "web/forms.html" import error_summary, form_of, action, group %}
    {% from "web/maps.html" import map, map_head, map_script %}

    {% call table(_("Organisations"), [{"text": _("Name"), "sort": "name"}, {"text": _("Kind")}]) %}
      {% for one in page["items"] %}
      {% call row() %}{{ first(one.name, url_for(...)) }}{{ cell(one.kind) }}{% endcall %}
      {% endfor %}
    {% endcall %}

There are also `_`, `n_`, every function of chassis/formats, `asset(name)`, `nonce()`, and the filters `in_language` (a
Translated value), `language_shown`, `paragraphs`, `with_parts` (a sentence with a link inside).

A view with a form:

    form = OrganisationForm()                                    # Form(shown, etag) to change something
    if made := form.accept(lambda: api.post("/organisations", form.body(), key=form.key)):
        return redirect_with(ADDED, url_for("staff.organisation", id=made["id"]))
    return shown("staff/registry/add.html", form=form)           # 422 when something is wrong, else 200

`ADDED = confirmation(N_("The organisation was added."))` stands at the top of the module; the next page shows it once.
Errors (chassis.errors.Problem) become pages with the trace id, or problem+json for whoever asks for that.

Styles live in assets/styles, one file a subject; classes of our own begin with lc-. `make assets` builds them into
static/, under names that carry their hash. There are no style attributes and no inline scripts without nonce().
"""

from services.chassis.web.confirmations import confirmation, redirect_with
from services.chassis.web.errors import wants_page
from services.chassis.web.frame import Frame, Link
from services.chassis.web.install import install
from services.chassis.web.languages import to_home
from services.chassis.web.shown import shown
from services.chassis.web.statics import asset

__all__ = ["Frame", "Link", "asset", "confirmation", "install", "redirect_with", "shown", "to_home", "wants_page"]
