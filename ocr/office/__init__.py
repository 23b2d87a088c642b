"""Files that carry their text (Word, OpenDocument, RTF, web pages, plain text): read for it with its structure,
and set on pages of their own so that everything after works on them as on a scan."""
