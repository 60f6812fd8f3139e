// The four kinds of calls and what surrounds them, by @grpc/grpc-js against CitizenNetwork.EchoServer. One line a case.
// Usage: node echo.js ADDRESS
'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const includeDirs = [path.join(__dirname, '..', 'Protos'), path.join(__dirname, '..', '..', '..', 'protos')];
const definition = loader.loadSync(['echo.proto', 'google/rpc/status.proto', 'google/rpc/error_details.proto'], { includeDirs, keepCase: true, defaults: true });
const { Echo } = grpc.loadPackageDefinition(definition).citizennetwork.testing;
const insecure = grpc.credentials.createInsecure();
const client = new Echo(process.argv[2], insecure);
const packing = new Echo(process.argv[2], insecure, { 'grpc.default_compression_algorithm': grpc.compressionAlgorithms.gzip });

const say = (request, { on = client, metadata = new grpc.Metadata(), options = {} } = {}) =>
  new Promise((resolve, reject) => on.Say(request, metadata, options, (error, answer) => (error ? reject(error) : resolve(answer))));

const refusal = async (promise) => {
  const error = await promise.then(() => assert.fail('The call should have failed.'), (reason) => reason);
  return error;
};

async function collect(stream) {
  const texts = [];
  for await (const message of stream) {
    texts.push(message.text);
  }
  return texts;
}

const collectCall = (on) => {
  let call;
  const answer = new Promise((resolve, reject) => {
    call = on.Collect((error, message) => (error ? reject(error) : resolve(message)));
  });
  return { call, answer };
};

const cases = {
  unary: async () => assert.equal((await say({ text: 'bonjour', count: 3 })).count, 3),

  'server streaming': async () => assert.deepEqual(await collect(client.Repeat({ text: 'x', count: 5 })), ['x', 'x', 'x', 'x', 'x']),

  'client streaming': async () => {
    const { call, answer } = collectCall(client);
    ['a', 'b', 'c'].forEach((text) => call.write({ text }));
    call.end();
    assert.equal((await answer).text, 'a b c');
  },

  bidirectional: async () => {
    const call = client.Chat();
    const answers = call[Symbol.asyncIterator]();
    for (const text of ['one', 'two', 'three']) {
      call.write({ text });
      assert.equal((await answers.next()).value.text, text);
    }
    call.end();
    assert.equal((await answers.next()).done, true);
  },

  deadline: async () => {
    const error = await refusal(say({ text: 'wait' }, { options: { deadline: Date.now() + 300 } }));
    assert.equal(error.code, grpc.status.DEADLINE_EXCEEDED);
    await say({ text: 'wait for a cancellation' });
  },

  cancel: async () => {
    const call = client.Repeat({ text: 'again', count: 1000000000 });
    const error = new Promise((resolve) => call.on('error', resolve));
    call.once('data', () => call.cancel());
    assert.equal((await error).code, grpc.status.CANCELLED);
    await say({ text: 'wait for a cancellation' });
  },

  'large message': async () => {
    const padding = Buffer.alloc(2 * 1024 * 1024, 7);
    assert.ok((await say({ padding })).padding.equals(padding));
  },

  'message over the limit': async () => {
    const error = await refusal(say({ padding: Buffer.alloc(4 * 1024 * 1024 + 1) }));
    assert.equal(error.code, grpc.status.RESOURCE_EXHAUSTED);
  },

  'compressed message': async () => {
    const padding = Buffer.alloc(100_000);
    assert.ok((await say({ padding }, { on: packing })).padding.equals(padding));
    assert.equal((await say({ text: 'how was this sent' }, { on: packing })).text, 'gzip');
    assert.equal((await say({}, { on: packing })).text, '');
    const { call, answer } = collectCall(packing);
    call.write({ text: 'packed' });
    call.end();
    assert.equal((await answer).text, 'packed');
    assert.equal((await collect(packing.Repeat({ text: 'packed', count: 3 }))).length, 3);
  },

  'error details': async () => {
    const error = await refusal(say({ text: 'refuse' }));
    assert.equal(error.code, grpc.status.NOT_FOUND);
    assert.equal(error.details, 'Pas trouvé');
    const status = definition['google.rpc.Status'].deserialize(error.metadata.get('grpc-status-details-bin')[0]);
    const info = definition['google.rpc.ErrorInfo'].deserialize(status.details[0].value);
    assert.equal(status.message, error.details);
    assert.deepEqual([info.domain, info.reason], ['echo', 'REFUSED']);
  },

  'unknown method': async () => {
    const error = await new Promise((resolve) => client.makeUnaryRequest('/citizennetwork.testing.Echo/Whisper', (x) => x, (x) => x, Buffer.alloc(0), resolve));
    assert.equal(error.code, grpc.status.UNIMPLEMENTED);
  },

  metadata: async () => {
    const bytes = Buffer.from([0, 128, 255, 10, 13, 61]);
    const metadata = new grpc.Metadata();
    metadata.set('echo-text', 'value; with=signs');
    metadata.set('echo-bytes-bin', bytes);
    const call = client.Say({}, metadata, () => {});
    const headers = await new Promise((resolve) => call.on('metadata', resolve));
    const { metadata: trailers } = await new Promise((resolve) => call.on('status', resolve));
    for (const received of [headers, trailers]) {
      assert.deepEqual(received.get('echo-text'), ['value; with=signs']);
      assert.ok(received.get('echo-bytes-bin')[0].equals(bytes));
    }
  },
};

async function main() {
  for (const [name, run] of Object.entries(cases)) {
    await run();
    console.log(`grpc-js ${name}: ok`);
  }
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
