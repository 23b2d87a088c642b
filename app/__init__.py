"""Builds everything: settings, wiring, web application, worker, command line. The only package that knows all others."""
