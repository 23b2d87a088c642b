"""The second factor of local accounts: codes of a telephone, recovery codes, and who must have one."""
