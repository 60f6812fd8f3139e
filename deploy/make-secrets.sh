#!/bin/sh
# Makes the secrets of docker-compose.yml: a random password of PostgreSQL and the servers' connection string with it.
# Those that are there stay: the database keeps the password of its first start.
# Usage: make-secrets.sh [FOLDER]
set -eu
folder=${1:-$(dirname "$0")/secrets}

# Only this user enters the folder; in the containers, the files are mounted one by one and read by users without rights.
umask 077
mkdir -p "$folder"
chmod 700 "$folder"
if [ ! -e "$folder/postgres-password" ]; then
  od -An -N32 -tx1 /dev/urandom | tr -d ' \n' >"$folder/postgres-password"
fi
if [ ! -e "$folder/database" ]; then
  printf 'Host=postgres;Database=citizennetwork;Username=citizennetwork;Password=%s\n' "$(cat "$folder/postgres-password")" >"$folder/database"
fi
chmod 644 "$folder/postgres-password" "$folder/database"
