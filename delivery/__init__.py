"""All that leaves the house: the French PDF, the bilingual PDF, the DOCX; mail."""
