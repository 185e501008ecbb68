# The front-end assets, the numbering plans of phones and the common passwords come from npm while the portal is built.
FROM node:20-bookworm-slim AS node

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /source
COPY . .
# The whole registry is in reach here, so the SQL Server driver takes its real packages (docs/adr/0004).
RUN dotnet publish src/SsprPortal.Web --configuration Release --output /app -p:FullSqlClient=true

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
USER app
EXPOSE 8080
ENTRYPOINT ["dotnet", "SsprPortal.Web.dll"]
