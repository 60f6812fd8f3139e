// Keeps the resources of a source in step: node resources.js HOST:PORT KEY ROWS.jsonl (README.md says what to install).
const fs = require('node:fs');
const path = require('node:path');
const { promisify } = require('node:util');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const [address, key, file] = process.argv.slice(2);
const api = loader.loadSync('citizennetwork/v1/sources.proto', { includeDirs: [path.join(__dirname, '../../protos')], enums: String, defaults: true });
const { SourcesService } = grpc.loadPackageDefinition(api).citizennetwork.v1;
const client = new SourcesService(address, grpc.credentials.createInsecure());
const me = new grpc.Metadata();
me.set('x-api-key', key);
me.set('accept-language', 'en');
const call = (method, request) => promisify(client[method]).call(client, request, me);

(async () => {
  const rows = fs.readFileSync(file, 'utf8').trim().split('\n').map(line => JSON.parse(line));
  const count = { added: 0, changed: 0, unchanged: 0, refused: 0 };
  const { syncId } = await call('beginSync', { collections: ['resources'] });
  for (let start = 0; start < rows.length; start += 200) {
    for (const result of (await call('upsertResources', { syncId, rows: rows.slice(start, start + 200) })).results) {
      count[result.outcome.replace('UPSERT_OUTCOME_', '').toLowerCase()]++;
      for (const wrong of result.refusal?.violations ?? []) console.log(`${result.externalId}: ${wrong.field}: ${wrong.description}`);
    }
  }
  const { missingCount } = await call('finishSync', { syncId });
  console.log(Object.entries({ ...count, missing: missingCount }).map(pair => pair.join(' ')).join(', '));
  for (const record of (await call('listMissingRecords', { syncId })).records) console.log(`no longer in the source: ${record.externalId} (${record.name})`);
  client.close();
})();
