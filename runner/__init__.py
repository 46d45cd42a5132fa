"""What `./samspil` runs: an embedded Postgres and Redis, the app's processes, and the checks."""
