"""The document of the interface as a page that people read: the same words, laid out. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Line:
    """A field, a parameter or a header: its name, what it is, whether it must be there, what it means."""

    name: str
    kind: str
    required: bool
    description: str


@dataclass(frozen=True, slots=True)
class Result:
    """An answer: its status, what it means, the type of its body if it has one."""

    status: str
    description: str
    model: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One operation."""

    anchor: str
    method: str
    path: str
    summary: str
    paragraphs: Sequence[str]
    parameters: Sequence[Line]
    body: str
    media_type: str
    answers: Sequence[Result]
    refusals: Sequence[Result]


@dataclass(frozen=True, slots=True)
class Chapter:
    """The operations of one kind of thing."""

    title: str
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of the interface: its fields, or the words that it may be."""

    name: str
    description: str
    fields: Sequence[Line]
    words: Sequence[str]


def chapters(document: Mapping[str, Any]) -> list[Chapter]:
    """The operations, in the order of the document."""
    entries: dict[str, list[Entry]] = {tag["name"]: [] for tag in document["tags"]}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            entries[operation["tags"][0]].append(_entry(document, path, method, operation))
    return [Chapter(title, found) for title, found in entries.items()]


def _entry(document: Mapping[str, Any], path: str, method: str, operation: Mapping[str, Any]) -> Entry:
    parameters = [
        Line(
            each["name"],
            f"{kind_of(each['schema'])}, {PLACES[each['in']]}",
            each["required"],
            each.get("description", ""),
        )
        for each in operation["parameters"]
    ]
    content = operation.get("requestBody", {}).get("content", {})
    media_type = next(iter(content), "")
    answers: list[Result] = []
    refusals: list[Result] = []
    for status, answer in operation["responses"].items():
        whole = _resolved(document, answer)
        result = Result(status, whole["description"], _model(whole))
        (refusals if "problem+json" in str(whole.get("content", "")) else answers).append(result)
    return Entry(
        anchor=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        paragraphs=operation["description"].split("\n\n"),
        parameters=parameters,
        body=kind_of(content[media_type]["schema"]) if content else "",
        media_type=media_type,
        answers=answers,
        refusals=refusals,
    )


PLACES = {"path": "dans l'adresse", "query": "en paramètre", "header": "en en-tête"}


def _resolved(document: Mapping[str, Any], node: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in node:
        return node
    found: Any = document
    for part in node["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return dict(found)


def _model(answer: Mapping[str, Any]) -> str:
    for content in answer.get("content", {}).values():
        return kind_of(content["schema"])
    return ""


def kinds(document: Mapping[str, Any]) -> list[Kind]:
    """The types, by name."""
    return [_kind(name, schema) for name, schema in document["components"]["schemas"].items()]


def _kind(name: str, schema: Mapping[str, Any]) -> Kind:
    required = schema.get("required", ())
    fields = [
        Line(field, kind_of(each), field in required, each.get("description", ""))
        for field, each in schema.get("properties", {}).items()
    ]
    return Kind(name, schema.get("description", ""), fields, [str(word) for word in schema.get("enum", ())])


def kind_of(schema: Mapping[str, Any]) -> str:
    """What a value is, in a few French words; the name of a type where it has one."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "anyOf" in schema:
        return " ou ".join(dict.fromkeys(kind_of(each) for each in schema["anyOf"]))
    if "const" in schema:
        return f"« {schema['const']} »"
    if "enum" in schema:
        return " ou ".join(f"« {word} »" for word in schema["enum"])
    if schema.get("type") == "array":
        return f"liste de {kind_of(schema.get('items', {}))}"
    return ", ".join(_plain(schema))


def _plain(schema: Mapping[str, Any]) -> Iterator[str]:
    kind = str(schema.get("type", ""))
    if schema.get("contentMediaType"):
        yield "fichier"
    else:
        yield FORMATS.get(str(schema.get("format")), TYPES.get(kind, kind or "valeur"))
    if "maxLength" in schema:
        yield f"{schema['maxLength']} caractères au plus"
    if "maximum" in schema:
        yield f"de {schema.get('minimum', 0)} à {schema['maximum']}"


TYPES = {"string": "texte", "integer": "entier", "boolean": "vrai ou faux", "object": "objet", "null": "rien"}
FORMATS = {"uuid": "UUID", "date-time": "instant (RFC 3339)", "date": "jour (AAAA-MM-JJ)"}
