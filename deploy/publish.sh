#!/bin/sh
# Publishes the server. The image and .ci/run use this one command.
# Usage: publish.sh FOLDER [embedded|official]
set -eu
cd "$(dirname "$0")/.."
exec dotnet publish src/CitizenNetwork.Server --configuration Release -p:Stack="${2:-embedded}" --output "$1"
