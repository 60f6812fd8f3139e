// A partner's first script, on @grpc/grpc-js: lists the services by reflection, reads an initiative, asks for its matches.
// Usage: node ask.js ADDRESS API_KEY
'use strict';

const path = require('node:path');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const [address, key] = process.argv.slice(2);
const protos = path.join(__dirname, '..', '..', '..', 'protos');
const files = ['citizennetwork/v1/initiatives.proto', 'citizennetwork/v1/matching.proto', 'grpc/reflection/v1/reflection.proto'];
const definition = loader.loadSync(files, { includeDirs: [protos], keepCase: true, longs: String, enums: String, defaults: true });
const api = grpc.loadPackageDefinition(definition);
const insecure = grpc.credentials.createInsecure();
const metadata = new grpc.Metadata();
metadata.set('x-api-key', key);

const call = (client, method, request, withKey = metadata) =>
  new Promise((resolve, reject) => client[method](request, withKey, (error, answer) => (error ? reject(error) : resolve(answer))));

function listServices() {
  const client = new api.grpc.reflection.v1.ServerReflection(address, insecure);
  return new Promise((resolve, reject) => {
    const stream = client.ServerReflectionInfo();
    stream.on('data', (answer) => {
      resolve(answer.list_services_response.service.map((service) => service.name));
      stream.end();
    });
    stream.on('error', reject);
    stream.write({ list_services: '*' });
  });
}

function check(condition, what) {
  if (!condition) {
    throw new Error(`Not as expected: ${what}`);
  }
}

async function main() {
  const services = await listServices();
  console.log(`services: ${services.join(', ')}`);
  check(services.includes('citizennetwork.v1.MatchingService'), 'MatchingService is listed');

  const initiatives = new api.citizennetwork.v1.InitiativesService(address, insecure);
  const name = 'initiatives/atelier-velo-trelaze';
  const initiative = await call(initiatives, 'GetInitiative', { name });
  console.log(`initiative: ${initiative.sentence} (${initiative.phase}, ${initiative.needs.length} needs)`);
  check(initiative.name === name, 'the initiative that was asked for');

  const matching = new api.citizennetwork.v1.MatchingService(address, insecure);
  const answer = await call(matching, 'SuggestMatches', { subject: { initiative: name }, page_size: 3 });
  for (const group of answer.groups) {
    console.log(`${group.category}: ${group.eligible_count} of ${group.considered_count} fit`);
    for (const match of group.matches) {
      console.log(`  ${match.score.toFixed(2)} ${match.title}: ${match.reasons[0].text}`);
      const sum = match.reasons.reduce((total, reason) => total + reason.contribution, 0);
      check(Math.abs(sum - match.score) < 1e-5, `contributions of ${match.candidate} add up to its score`);
    }
  }

  check(answer.groups.length === 4 && answer.groups.every((group) => group.matches.length > 0), 'matches in all four categories');

  const wrong = new grpc.Metadata();
  wrong.set('x-api-key', `${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}`);
  const refused = await call(initiatives, 'GetInitiative', { name }, wrong).catch((error) => error);
  check(refused.code === grpc.status.UNAUTHENTICATED, 'a wrong key is refused');
  console.log(`with a wrong key: ${refused.code} ${refused.details}`);

  const seen = await call(initiatives, 'GetInitiative', { name }, new grpc.Metadata());
  check(seen.name === name, 'without a key, what is public is answered');
  const unnamed = await call(initiatives, 'DeleteInitiative', { name }, new grpc.Metadata()).catch((error) => error);
  check(unnamed.code === grpc.status.UNAUTHENTICATED, 'without a key, nothing is changed');
  console.log(`without a key: ${unnamed.code} ${unnamed.details}`);
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
