#!/usr/bin/env bash
# Builds the portal and runs it with a private database: no configuration, nothing else to install.
#   ./eng/run.sh              http://localhost:5080
#   PORT=5081 ./eng/run.sh    another port
# Ctrl-C stops it. Its data stays in .data/; delete that folder to start afresh.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
  echo "$1" >&2
  exit 1
}

port=${PORT:-5080}
[[ $port =~ ^[0-9]{1,5}$ ]] && ((port >= 1 && port <= 65535)) || fail "PORT is '$port', which is not a port: try PORT=5081 ./eng/run.sh"

command -v dotnet > /dev/null || fail "dotnet was not found: install the .NET 10 SDK (https://dotnet.microsoft.com/download)."
dotnet --list-sdks | grep -q '^10\.' || fail "This dotnet has no .NET 10 SDK: install it (https://dotnet.microsoft.com/download)."
command -v node > /dev/null && command -v npm > /dev/null || fail "node and npm were not found: install Node.js 20 or later (https://nodejs.org)."
(($(node -p 'process.versions.node.split(".")[0]') >= 20)) || fail "Node.js $(node --version) is too old: install version 20 or later (https://nodejs.org)."
! (exec 3<> "/dev/tcp/localhost/$port") 2> /dev/null || fail "Port $port is taken: choose another one, for example PORT=$((port + 1)) ./eng/run.sh"

# The build also fetches the npm packages that it needs, PostgreSQL among them.
dotnet build src/SsprPortal.Web --configuration Release --nologo --verbosity quiet ||
  fail "The build failed: see the errors above."

export ASPNETCORE_ENVIRONMENT=Development
export ASPNETCORE_URLS="http://localhost:$port"
export PublicBaseUrl="http://localhost:$port"
export Database__Provider=Embedded
export Database__DataFolder="$PWD/.data"

# The content root is the current folder, and the pages' files are here. exec, so that signals reach the portal itself.
cd src/SsprPortal.Web
exec dotnet bin/Release/net10.0/SsprPortal.Web.dll
