import logging

import pytest
import weasyprint

from delivery.printing import RefusingFetcher


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://127.0.0.1:9/x.css", "data:text/css,p{}"])
def test_every_address_is_refused(url: str, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(ValueError, match="refused"):
        RefusingFetcher().fetch(url)
    html = f'<link rel="stylesheet" href="{url}"><img src="{url}" alt=""><p style="background: url({url})">a'
    with caplog.at_level(logging.ERROR, "weasyprint"):
        printed = weasyprint.HTML(string=html, url_fetcher=RefusingFetcher()).write_pdf()
    assert printed.startswith(b"%PDF")
    assert sum("refused" in entry.getMessage() for entry in caplog.records) >= 2
