"""The demo: fixture M of 2019-2020, a present-day agreement, one that refuses when used, and one
that waits for councils.

Everything is made through the services. People and practices are invented; the citizens are the
official test citizens, placed in other municipalities than their own where the story needs them.
"""
