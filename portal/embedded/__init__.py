"""PostgreSQL and Valkey from Python wheels, and the runner behind `make run`: a portal without system packages.

Nothing here but `prepare` needs Django's settings; the settings ask `addresses` where the servers are.
"""
