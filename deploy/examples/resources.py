"""Keeps the resources of a source in step: python3 resources.py HOST:PORT KEY ROWS.jsonl (README.md makes the stubs)."""
import collections
import sys

import grpc
from google.protobuf import json_format

from citizennetwork.v1 import sources_pb2 as api
from citizennetwork.v1 import sources_pb2_grpc

address, key, file = sys.argv[1:]
sources = sources_pb2_grpc.SourcesServiceStub(grpc.insecure_channel(address))
me = (("x-api-key", key), ("accept-language", "en"))
rows = [json_format.Parse(line, api.ResourceRow()) for line in open(file, encoding="utf-8")]
count = collections.Counter()

sync = sources.BeginSync(api.BeginSyncRequest(collections=["resources"]), metadata=me)
for start in range(0, len(rows), 200):
    batch = api.UpsertResourcesRequest(sync_id=sync.sync_id, rows=rows[start:start + 200])
    for result in sources.UpsertResources(batch, metadata=me).results:
        count[api.UpsertOutcome.Name(result.outcome)[len("UPSERT_OUTCOME_"):].lower()] += 1
        for wrong in result.refusal.violations:
            print(f"{result.external_id}: {wrong.field}: {wrong.description}")

sync = sources.FinishSync(api.FinishSyncRequest(sync_id=sync.sync_id), metadata=me)
print(", ".join(f"{name} {count[name]}" for name in ("added", "changed", "unchanged", "refused")), f"missing {sync.missing_count}", sep=", ")
for record in sources.ListMissingRecords(api.ListMissingRecordsRequest(sync_id=sync.sync_id), metadata=me).records:
    print(f"no longer in the source: {record.external_id} ({record.name})")
