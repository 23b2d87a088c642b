"""The coordinator's board: what is to be done, by whom, by when, and whether it will be ready."""
