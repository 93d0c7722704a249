"""The page that sets up an authenticator app and the one that shows recovery codes, for two journeys."""

from __future__ import annotations

import base64
import binascii

from flask import Response, request
from markupsafe import Markup

from gateway.identity.second_factor import kept, totp
from gateway.pages.desk import desk
from gateway.pages.second_step.forms import CODE_HINT
from services.chassis.errors import Conflict
from services.chassis.i18n import N_, _
from services.chassis.store import Document
from services.chassis.web import shown
from services.chassis.web.forms import Form, one_time_code, password


class AppForm(Form):
    """The first code of an app. Until then its secret is kept nowhere: it travels with the form, sealed."""

    code = one_time_code(N_("Code"), hint=CODE_HINT)

    def __init__(self, account: Document) -> None:
        super().__init__()
        self.sealed = _sent() if request.method == "POST" else kept.new_app_secret(desk().records.settings, account)

    def hidden(self) -> Markup:
        """As of every form, and the sealed secret."""
        text = base64.urlsafe_b64encode(self.sealed).decode()
        return super().hidden() + Markup('<input type="hidden" name="sealed" value="{}">').format(text)


class OwnAppForm(AppForm):
    """The same for who is signed in already and must show that it is them."""

    present = password(N_("Present password"))


def app_page(form: AppForm, account: Document, intro: list[str], back: tuple[str, str] | None = None) -> Response:
    """What to scan or type, and the form for the code that the app then shows."""
    import segno  # takes long to load, and few pages draw a code

    secret = kept.app_secret(desk().records.settings, account, form.sealed)
    address = totp.address(secret, account["email"])
    # The names of the parts are those of the page, the drawing is made by segno of an address of ours.
    drawn = Markup(segno.make(address, error="m").svg_inline(border=2, omitsize=True))  # noqa: S704  # nosec B704
    return shown(
        "account/second_factor/app.html", form=form, intro=intro, back=back, qr=drawn, address=address,
        secret=totp.as_text(secret),
    )  # fmt: skip


def codes_page(codes: list[str], onward: str) -> Response:
    """The one time that recovery codes are shown: not kept by the browser, not in any address."""
    return shown("account/second_factor/codes.html", codes=codes, onward=onward)


def _sent() -> bytes:
    """The sealed secret that came with the form. Conflict when it cannot be read."""
    try:
        return base64.urlsafe_b64decode(request.form.get("sealed", ""))
    except (binascii.Error, ValueError) as error:
        raise Conflict(_("This page is too old. Open it again and begin anew.")) from error
