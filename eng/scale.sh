#!/usr/bin/env bash
# Asks every page of the administration at 1,000 users and at 1,000,000 users with 10,000,000 audit rows: the same number of
# statements, and no more than 1.5 times the time. Not part of the ordinary run: it takes minutes and about 8 GB in /tmp.
#   eng/scale.sh [users] [audit rows] [users of the large one] [audit rows of the large one] [rounds]
set -euo pipefail
cd "$(dirname "$0")/.."
# Where the pages of the portal are: in the ordinary tests their build says it.
export ASPNETCORE_TEST_CONTENTROOT_SSPRPORTAL_WEB=$PWD/src/SsprPortal.Web
exec dotnet run --project tests/SsprPortal.Benchmarks -c Release -- scale "${1:-1000}" "${2:-10000}" "${3:-1000000}" "${4:-10000000}" "${5:-9}"
