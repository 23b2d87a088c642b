"""The pages of everybody, sign-in, and one's own account."""

from tests.application import PASSWORD
from tests.integration.rights.objects import SIGN_INS
from tests.integration.rights.people import EVERYBODY, STRANGERS
from tests.integration.rights.rows import PLAIN, PUBLIC, Row, act, give, page

HOUSE = (
    # Everybody's pages
    page("pages.help_page", PUBLIC),
    page("pages.accessibility", PUBLIC),
    page("pages.legal", PUBLIC),
    page("api_pages.page", PUBLIC),
    page("api_pages.openapi", PUBLIC),
    page("watch.health", PUBLIC),
    page("watch.readiness", PUBLIC),
    # No token is set in this house: there is nothing there.
    page("watch.metrics", PUBLIC, 404),
    page("pages.home", EVERYBODY, 302),
    page("pages.welcome", EVERYBODY),
    act("pages.language", PUBLIC, language="en"),
    # Sign-in
    Row("signin.sign_in", "GET", PUBLIC, {PLAIN: give(302, EVERYBODY) | give(200, frozenset(STRANGERS))}),
    act("signin.enter", PUBLIC, 422, email="nobody@test.invalid", password=PASSWORD),
    act("signin.sign_out", EVERYBODY),
    page("signin.forgotten", PUBLIC),
    act("signin.ask_ticket", PUBLIC, 200, email="nobody@test.invalid"),
    page("signin.choose", PUBLIC),
    Row("signin.redeem", "POST", PUBLIC, {PLAIN: give(422, PUBLIC)}, {"code": "no such code"}, changes=False),
    # Who gave no password is led to the beginning: no code is asked of them.
    page("factor.ask", PUBLIC, 401),
    Row("factor.enter", "POST", PUBLIC, {PLAIN: give(401, PUBLIC)}, {"code": "123456"}, changes=False),
    # No provider is set in this house: there is nothing there.
    Row("signon.start", "POST", PUBLIC, {PLAIN: give(404, PUBLIC)}, changes=False),
    page("signon.back", PUBLIC, 404),
    page("signon.left", PUBLIC, 401),
    Row("signon.link", "POST", EVERYBODY, {PLAIN: give(404, EVERYBODY)}, changes=False),
    # One's account
    page("factor.show", EVERYBODY),
    act("factor.offer", EVERYBODY),
    act("factor.confirm", EVERYBODY, 409, code="123456", password=PASSWORD),
    act("factor.renew", EVERYBODY, 409, password=PASSWORD),
    act("factor.turn_off", EVERYBODY, 409, password=PASSWORD),
    # Everybody holds one sign-in here, and keeps it.
    Row("account.end_others", "POST", EVERYBODY, {PLAIN: give(302, EVERYBODY)}, changes=False),
    page("account.show", EVERYBODY),
    act("account.change_password", EVERYBODY, current=PASSWORD, password="a new one 123", again="a new one 123"),
    Row("account.end_session", "POST", EVERYBODY, {f"sign-in of {n}": {n: 302} for n in SIGN_INS}),
)
