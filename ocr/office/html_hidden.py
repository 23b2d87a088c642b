"""Which elements of a web page a browser would not show: by attributes, by style, by the page's own sheets."""

import re
from typing import Any, Final

import cssselect2
import tinycss2

#: Declarations by which text is put out of sight.
_HIDING: Final = re.compile(
    r"(?:^|;|\s)(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*(?:0(?:\.0+)?|\.0+)(?![.\d])"
    r"|font-size\s*:\s*0(?:\.[0-4]\d*)?(?![.\d])|mso-hide\s*:\s*all|content-visibility\s*:\s*hidden"
    r"|(?:text-indent|left|top|right|margin-left|margin-top)\s*:\s*-\s*\d{3,}|clip-path\s*:\s*(?:inset\(\s*(?:50|100)%|circle\(\s*0)"
    r"|clip\s*:\s*rect\(\s*0|transform\s*:\s*scale\(\s*0\s*\)|(?:max-)?(?:height|width)\s*:\s*[01](?:px)?\s*(?:;|!|$))",
    re.IGNORECASE,
)
_COLOUR: Final = re.compile(r"(?:^|;|\s)(color|background(?:-color)?)\s*:\s*([^;!]+)", re.IGNORECASE)
_WHITE: Final = frozenset(("white", "#fff", "#ffffff", "rgb(255,255,255)", "transparent", "rgba(0,0,0,0)"))
#: Sheets of more rules hide nothing more: every rule is asked of every element.
MOST_RULES: Final = 500
MOST_SHEET: Final = 500_000


def hides(style: str) -> bool:
    """Whether declarations put text out of sight, or write it in the colour of the paper. Pure."""
    if _HIDING.search(style):
        return True
    colours = {name.lower()[:10]: re.sub(r"\s", "", value).lower() for name, value in _COLOUR.findall(style)}
    letters, paper = colours.get("color", ""), colours.get("background", "white")
    return bool(letters) and (letters == paper or (letters in _WHITE and paper in _WHITE))


class Hidden:
    """Says of the elements of one page whether they are out of sight."""

    def __init__(self, root: Any) -> None:
        self._elements: set[Any] = set()
        matcher = cssselect2.Matcher()
        if not _fill(matcher, root):
            return
        for wrapped in cssselect2.ElementWrapper.from_html_root(root).iter_subtree():
            if matcher.match(wrapped):
                self._elements.add(wrapped.etree_element)

    def hides(self, element: Any) -> bool:
        """Whether the element itself is; what it holds is then too."""
        if element.get("hidden") is not None or element in self._elements:
            return True
        style = str(element.get("style", ""))
        return bool(style) and hides(style[:4000])


def _fill(matcher: cssselect2.Matcher, root: Any) -> int:
    """The selectors of the rules that hide something; rules for paper or screens count alike."""
    count = 0
    sheets = [("".join(each.itertext()))[:MOST_SHEET] for each in root.iter("style")]
    rules = [
        rule
        for sheet in sheets
        for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    ]
    for rule in rules[:MOST_RULES]:
        if rule.type != "qualified-rule" or not hides(tinycss2.serialize(rule.content)):
            continue
        try:
            selectors = cssselect2.compile_selector_list(rule.prelude)
        except cssselect2.SelectorError:
            continue
        for selector in selectors:
            if selector.pseudo_element is None:
                matcher.add_selector(selector, None)
                count += 1
    return count
