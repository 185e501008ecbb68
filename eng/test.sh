#!/usr/bin/env bash
# Builds everything, checks the format and runs all tests. The last line is: N passed, N failed, N skipped
#   ./eng/test.sh             everything
#   ./eng/test.sh Recovery    only tests with Recovery in their full name, without the check of the format
# Needs the .NET 10 SDK and Node.js 20; it installs the browser and the fonts that the browser tests use, oathtool,
# and the directory servers (Samba, OpenLDAP), which run privately and never as services of the machine.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1

results=$PWD/TestResults
scratch=$(mktemp -d)
chmod 755 "$scratch" # root's private database runs under another account, which has to reach its data
rm -rf "$results"

finish() {
  local status=$?
  rm -rf "$scratch" 2> /dev/null || true # a database that is just stopping removes its own files
  local passed=0 failed=0 skipped=0
  if compgen -G "$results/*.trx" > /dev/null; then
    read -r passed failed skipped < <(grep -oh '<Counters [^>]*' "$results"/*.trx | awk '
      function count(name) { match($0, " " name "=\"[0-9]+"); return substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 3) }
      { total += count("total"); executed += count("executed"); passed += count("passed") }
      END { print passed + 0, executed - passed, total - executed }')
  fi
  ((passed + failed > 0 && failed == 0)) || status=$((status ? status : 1))
  echo "$passed passed, $failed failed, $skipped skipped"
  exit "$status"
}
trap finish EXIT

install_packages() {
  command -v apt-get > /dev/null || return 0
  local package missing=() sudo=()
  for package in chromium fonts-noto-cjk oathtool samba-ad-dc samba-ad-provision ldb-tools slapd; do
    dpkg -s "$package" > /dev/null 2>&1 || missing+=("$package")
  done
  ((${#missing[@]})) || return 0

  ((EUID == 0)) || sudo=(sudo -n)
  if [[ -d /run/systemd/system ]]; then # the tests start their own
    local unit
    for unit in smbd nmbd winbind samba-ad-dc slapd; do
      systemctl cat "$unit" > /dev/null 2>&1 || "${sudo[@]}" systemctl mask "$unit" > /dev/null 2>&1 || true
    done
  fi
  if ! "${sudo[@]}" apt-get update -qq || ! "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null; then
    echo "Could not install ${missing[*]}, which the tests need: install them yourself." >&2
  fi
}

# The domain that tests run copies of: made once, by root.
prepare_domain() {
  local provision=tests/SsprPortal.TestKit/Directories/provision.sh sudo=()
  ((EUID == 0)) || sudo=(sudo -n env "XDG_CACHE_HOME=${XDG_CACHE_HOME:-$HOME/.cache}")
  "${sudo[@]}" "$provision" > /dev/null || echo "No template of an Active Directory domain: tests that need it will fail." >&2
}

install_packages
prepare_domain
dotnet restore --verbosity quiet
dotnet build --no-restore --configuration Release --verbosity quiet

status=0
filter=()
if (($#)); then
  filter=(--filter "FullyQualifiedName~$1")
elif ! dotnet format whitespace --verify-no-changes --no-restore; then # style and analysis are errors of the build
  echo "The format is not the one of .editorconfig: run dotnet format." >&2
  status=1
fi

# One project after the other: each runs its classes in parallel and has a database server of its own.
for project in tests/*.Tests; do
  name=$(basename "$project")
  TMPDIR=$scratch dotnet test "$project" --no-build --configuration Release "${filter[@]}" \
    --results-directory "$results" --logger "trx;LogFileName=$name.trx" \
    --blame-hang-timeout 40m --blame-hang-dump-type none || status=1
  if [[ ! -e $results/$name.trx ]]; then
    echo "$name left no results: it crashed, or has no test." >&2
  fi
done
exit "$status"
