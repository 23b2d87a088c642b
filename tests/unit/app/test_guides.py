"""The guides say what the screen says: buttons, keys and settings are compared with the code, both ways."""

import ast
import re
from pathlib import Path

import pytest

from app.settings import load
from app.settings_values import PREFIX
from review.keys import KEYS
from scripts.translations import english, french

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "docs" / "guides"
NAMES = ["administration", "coordination", "demandeur", "traducteur"]
KEYS_JS = ROOT / "review" / "static" / "desk" / "keys.js"
QUOTED = re.compile(r"«\u00a0(.+?)\u00a0»", re.DOTALL)
READERS = ("read.text", "read.choice", "read.whole")
#: As the keyboard has them in French, and as the script names them.
IN_SCRIPT = {"entrée": "enter", "↓": "arrowdown", "↑": "arrowup"}


def guide(name: str) -> str:
    return (FOLDER / f"{name}.md").read_text(encoding="utf-8")


def plain(text: str) -> str:
    """One apostrophe, one kind of space: a label is the same label whichever the code types."""
    return " ".join(text.replace("’", "'").split())


@pytest.fixture(scope="module")
def labels() -> re.Pattern[str]:
    """Whatever the screens may say, values left open."""
    texts: set[str] = set()
    for message in french():
        texts.update(message.id if message.pluralizable else [message.id])
    opened = [re.sub(r"%\\?\(\w+\\?\)[sd]", ".+", re.escape(plain(text))) for text in texts if text]
    return re.compile("|".join(text for text in opened if not text.startswith(".+")))


def test_every_guide_is_looked_at() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.md")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_what_is_quoted_is_on_the_screen(name: str, labels: re.Pattern[str]) -> None:
    quoted = [plain(text) for text in QUOTED.findall(guide(name))]
    assert len(quoted) > 15
    assert [text for text in quoted if not labels.fullmatch(text)] == []


def test_the_help_page_quotes_the_screen_too(labels: re.Pattern[str]) -> None:
    pages = [
        page.read_text(encoding="utf-8") for page in (ROOT / "app" / "templates" / "app" / "help").glob("*.html")
    ]
    quoted = [plain(text) for page in pages for text in re.findall("« (.+?) »", page)]
    assert len(quoted) > 30
    assert [text for text in quoted if not labels.fullmatch(text)] == []


def test_the_english_help_quotes_the_english_screen() -> None:
    """Quote by quote: each label of a French text is, in its English, the English of that label."""
    told = {plain(m.id): m.string for m in english() if m.id and not m.pluralizable}
    pages = (ROOT / "app" / "templates" / "app" / "help").glob("*.html")
    texts = [
        plain(text) for page in pages for text in re.findall(r'_\("(.+?)"\)', page.read_text(encoding="utf-8"))
    ]
    assert len(texts) > 40
    for text in texts:
        wanted = [told[plain(label)] for label in re.findall("« (.+?) »", text)]
        assert sorted(re.findall("“(.+?)”", told[text])) == sorted(wanted), text


def test_a_button_that_does_not_exist_is_found(labels: re.Pattern[str]) -> None:
    assert labels.fullmatch("Envoyer la demande")
    assert not labels.fullmatch("Envoyer ma demande")


@pytest.mark.parametrize("name", NAMES)
def test_quotes_have_their_spaces(name: str) -> None:
    text = re.sub(r"```.*?```", "", guide(name), flags=re.DOTALL)
    assert text.count("«") == text.count("»") == len(QUOTED.findall(text))
    loose = re.sub(r"`[^`]*`|<kbd>.*?</kbd>|https?://|^\|[-|]+$", "", text, flags=re.MULTILINE)
    assert re.findall(r".{12}(?<!\u00a0)[:;?!»](?=\s|$)", loose) == []


@pytest.mark.parametrize("name", NAMES)
def test_links_lead_somewhere(name: str) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", guide(name)):
        assert (FOLDER / target).exists(), target


def test_the_readme_says_what_the_screen_says(labels: re.Pattern[str]) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    told = re.findall(r"(?<![*\w])\*([A-ZÀÉ][^*\n]+)\*(?!\*)", text)
    assert len(told) > 15
    assert [label for label in told if not labels.fullmatch(plain(label))] == []
    assert text.count("\n") < 130


def test_the_readme_leads_somewhere() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for target, anchor in re.findall(r"\]\((?!https?:)([^)#]+)#?([^)]*)\)", text):
        assert (ROOT / target).exists(), target
        assert not anchor or anchor in anchors(ROOT / target), anchor


def anchors(page: Path) -> set[str]:
    """As forges make them of titles."""
    titles = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def test_every_key_that_is_told_is_in_the_editor() -> None:
    known = {key.keys for key in KEYS}
    for name in NAMES:
        assert set(re.findall(r"<kbd>(.+?)</kbd>", guide(name))) <= known
    assert set(re.findall(r"^\| <kbd>(.+?)</kbd>", guide("traducteur"), re.MULTILINE)) == known


def test_the_list_of_keys_is_what_the_editor_obeys() -> None:
    script = KEYS_JS.read_text(encoding="utf-8")
    obeyed = {"échap", "ctrl + maj + espace", "?"}
    for table, prefix in (("CONTROL", "ctrl"), ("ALT", "alt")):
        body = re.search(rf"const {table} = \{{\n(.*?)\n\}};", script, re.DOTALL)
        assert body
        obeyed |= {f"{prefix} + {key}" for key in re.findall(r'^  "?([\w?]+)"?:', body[1], re.MULTILINE)}
    told = set()
    for key in KEYS:
        for one in key.keys.lower().split(" / "):
            parts = one.split(" + ")
            told.add(" + ".join([*parts[:-1], IN_SCRIPT.get(parts[-1], parts[-1])]))
    shifted = {"ctrl + maj + enter", "alt + maj + z"}  # one entry of the script, which looks at the capital key
    assert told - shifted == obeyed - {"alt + ?"}
    assert shifted <= told


def settings_in_code() -> dict[str, tuple[str, ...]]:
    """Every setting that ``load`` reads, with its default and its bounds where they are figures."""
    tree = ast.parse((ROOT / "app" / "settings.py").read_text(encoding="utf-8"))
    found: dict[str, tuple[str, ...]] = {}
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or ast.unparse(call.func) not in READERS:
            continue
        name, *rest = call.args
        assert isinstance(name, ast.Constant)
        figures = tuple(str(a.value) for a in rest if isinstance(a, ast.Constant))
        found[PREFIX + name.value] = figures if ast.unparse(call.func) == "read.whole" else ()
    return found


def settings_in_guide() -> dict[str, tuple[str, str]]:
    """Default and bounds, as the table has them."""
    rows = re.findall(rf"^\| `({PREFIX}\w+)` \| (.*?) \| (.*?) ?\| .+ \|$", guide("administration"), re.MULTILINE)
    assert len(rows) == len({row[0] for row in rows})
    return {name: (default, bounds) for name, default, bounds in rows}


def test_every_setting_is_in_the_table_and_the_reverse() -> None:
    assert len(settings_in_code()) == len(load({}).__slots__)
    assert settings_in_guide().keys() == settings_in_code().keys()


def test_figures_of_the_table_are_those_of_the_code() -> None:
    told = settings_in_guide()
    for name, figures in settings_in_code().items():
        if len(figures) == 3:
            assert told[name] == (figures[0], f"{figures[1]} à {figures[2]}"), name
        elif figures:
            assert told[name][1] == f"{figures[0]} à {figures[1]}", name


def test_words_of_the_table_are_those_of_the_code() -> None:
    plain_settings, told = load({}), settings_in_guide()
    assert plain_settings.mail_from in told["TRUCHEMENT_MAIL_FROM"][0]
    assert plain_settings.host in told["TRUCHEMENT_HOST"][0]
    assert plain_settings.brand in told["TRUCHEMENT_BRAND"][0]
    assert plain_settings.body_name == told["TRUCHEMENT_BODY_NAME"][0]


def test_no_guide_names_a_setting_that_is_not_there() -> None:
    for name in NAMES:
        assert set(re.findall(rf"{PREFIX}[A-Z_]+", guide(name))) <= settings_in_code().keys()
