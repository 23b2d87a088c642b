"""Which revision each published version of Truchement ends at, oldest first: a line is added when one is
published.

It is what « one release apart » is measured by: a migration may take away only what every program since a
published revision does without (docs/decisions/0005-expand-then-contract.md).
"""

RELEASED: dict[str, str] = {}
