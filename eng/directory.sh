#!/usr/bin/env bash
# Records the people of a large directory (OpenLDAP, run privately) and reads them again: nothing may take more than two minutes. Not part
# of the ordinary run.
#   eng/directory.sh [people]
set -euo pipefail
cd "$(dirname "$0")/.."
exec dotnet run --project tests/SsprPortal.Benchmarks -c Release -- directory "${1:-100000}"
