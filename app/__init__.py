"""Builds everything: settings, wiring, web application, worker, commands. Only this package knows all others."""
