"""A browser at the provider, for tests that need no page: follows it until it sends back to the service."""

from http.client import HTTPConnection
from urllib.parse import urlencode, urljoin, urlsplit


class Visitor:
    """Keeps the provider's cookies, as a browser does."""

    def __init__(self) -> None:
        self.cookies: dict[str, str] = {}

    def sign_in(self, url: str, who: str | None) -> str:
        """Goes where the service sent, says who it is (None gives up) and returns the address of the service that
        the provider sends back to."""
        own = urlsplit(url).netloc
        status, place, text = self._ask("GET", url)
        for _ in range(10):
            if status < 300:
                form = {"stop": "1"} if who is None else {"who": who}
                status, place, text = self._ask("POST", url, form)
            assert 300 <= status < 400, text
            url = urljoin(url, place)
            if urlsplit(url).netloc != own:
                return url
            status, place, text = self._ask("GET", url)
        raise AssertionError("the provider goes round in circles")

    def asks(self, url: str) -> tuple[int, str]:
        """The answer to one question: its status and text."""
        status, _, text = self._ask("GET", url)
        return status, text

    def _ask(self, method: str, url: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        parts = urlsplit(url)
        connection = HTTPConnection(parts.netloc, timeout=120)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request(method, path, urlencode(form) if form else None, headers)
        answer = connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        text = answer.read().decode()
        connection.close()
        return answer.status, answer.headers.get("Location", ""), text
