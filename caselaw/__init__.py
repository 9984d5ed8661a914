"""Briefs of court decisions on trafficking in persons."""
