#!/bin/sh
# Keeps the resources of a source in step by JSON alone: sh resources.sh http://HOST:PORT KEY ROWS.jsonl
set -eu
address=$1 key=$2 file=$3
batches=$(mktemp -d)
trap 'rm -rf "$batches"' EXIT
call() { # method, its request on standard input
  curl -sS --fail-with-body -H "x-api-key: $key" -H 'accept-language: en' -H 'content-type: application/json' --data-binary @- "$address/citizennetwork.v1.SourcesService/$1"
}
field() { sed -n "s/.*\"$1\": \"\{0,1\}\([^\",}]*[^\",} ]\).*/\1/p"; } # of the answer on standard input

sync=$(echo '{"collections": ["resources"]}' | call BeginSync | field syncId)
added=0 changed=0 unchanged=0 refused=0
split -l 200 "$file" "$batches/"
for batch in "$batches"/*; do
  answer=$(printf '{"syncId": "%s", "rows": [%s]}' "$sync" "$(paste -sd, "$batch")" | call UpsertResources)
  for outcome in added changed unchanged refused; do
    eval "$outcome=\$(($outcome + $(echo "$answer" | field "${outcome}Count")))"
  done
done
missing=$(printf '{"syncId": "%s"}' "$sync" | call FinishSync | field missingCount)
echo "added $added, changed $changed, unchanged $unchanged, refused $refused, missing $missing"
printf '{"syncId": "%s"}' "$sync" | call ListMissingRecords | grep -o '"externalId": "[^"]*"' | sed 's/"externalId": "\(.*\)"/no longer in the source: \1/'
