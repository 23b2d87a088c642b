"""People work on the draft: queue, editor, revision, approval."""
