"""XML of files that anyone may have made, by lxml: without entities, without a document type, without fetching."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from ocr.errors import DamagedError


def parse(data: bytes) -> Any:
    """The root of the document. Raises DamagedError for what is not well formed, nests beyond libxml2's 256 levels
    or states a document type."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DamagedError from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise DamagedError
    return root


def local(element: Any) -> str:
    """The name of an element without its namespace, ``""`` for what is none (a reference to an entity)."""
    name = element.tag
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def elements(parent: Any) -> Iterator[Any]:
    """The children that are elements."""
    return (child for child in parent if isinstance(child.tag, str))
