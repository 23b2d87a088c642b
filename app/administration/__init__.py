"""The screens of administrators, one module per part."""
