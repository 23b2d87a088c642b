"""From a file to pages of positioned words: the text layer when it can be trusted, Tesseract otherwise."""
