#!/usr/bin/env bash
# Fills a PostgreSQL database with people and audit entries, to see how the administration behaves with many:
#   eng/seed.sh [users] [audit rows] [connection string]
# Defaults: 1000000 users, 10000000 rows, the private database of the default run (start it once with eng/run.sh before).
# Running it again with the same numbers changes nothing; with other numbers it replaces what it wrote before. What it writes
# is recognised by ids that begin with 5eed. The seals of its entries are zeros, and do not verify: use it for nothing but this.
set -euo pipefail
cd "$(dirname "$0")/.."

users=${1:-1000000}
rows=${2:-10000000}
connection=${3:-}
case "$users$rows" in *[!0-9]*) echo "Usage: eng/seed.sh [users] [audit rows] [connection string]" >&2; exit 2 ;; esac

exec dotnet run --project tests/SsprPortal.Benchmarks -c Release -- seed "$users" "$rows" "$connection"
