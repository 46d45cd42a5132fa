"""Measure on a database of our own, beside the bare limit of the same statements.

Never on the demo's data: `./samspil bench` makes a cluster for it and removes it again.
"""
