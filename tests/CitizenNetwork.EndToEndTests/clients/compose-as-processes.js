// Runs what docker-compose.yml describes without containers: a PostgreSQL and the published servers, with the file's own
// environment. Host names become loopback, ports free ones, paths of volumes and secrets folders of the scratch folder.
// Then checks what somebody who runs it relies on. What only a container engine shows (the image, its user, its volumes,
// networks and health checks) is not seen here.
// Usage: node compose-as-processes.js PUBLISHED_SERVER_FOLDER SCRATCH_FOLDER
'use strict';

const assert = require('node:assert/strict');
const { execFileSync, spawn, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const net = require('node:net');
const path = require('node:path');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');
const yaml = require('yaml');

const [published, scratch] = process.argv.slice(2).map((folder) => path.resolve(folder));
const root = path.join(__dirname, '..', '..', '..');
const compose = yaml.parse(fs.readFileSync(path.join(root, 'docker-compose.yml'), 'utf8'));
const definition = loader.loadSync('citizennetwork/v1/actors.proto', { includeDirs: [path.join(root, 'protos')], keepCase: true, longs: String, enums: String, defaults: true });
const { ActorsService } = grpc.loadPackageDefinition(definition).citizennetwork.v1;

/** Most milliseconds for a server to start, or for one to see in its lists what the other wrote. */
const PATIENCE = 60_000;
const secrets = path.join(scratch, 'secrets');
const servers = [];

const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

/** Services in an order in which each comes after those that it depends on. */
function ordered(names) {
  const done = [];
  const visit = (name) => {
    Object.keys(compose.services[name].depends_on ?? {}).forEach(visit);
    if (!done.includes(name)) {
      done.push(name);
    }
  };
  names.forEach(visit);
  return done;
}

function startPostgres() {
  const { environment } = compose.services.postgres;
  const password = inScratch(environment.POSTGRES_PASSWORD_FILE, 'postgres');
  const folder = path.join(scratch, 'postgres');
  const port = execFileSync(path.join(root, '.ci', 'postgres'), ['start', folder, environment.POSTGRES_USER, password, environment.POSTGRES_DB], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();

  // The secret as it is, but for the host's name.
  const file = path.join(secrets, 'database');
  const text = fs.readFileSync(file, 'utf8');
  assert.match(text, /^Host=postgres;/, 'the connection string names the service');
  fs.writeFileSync(file, text.replace('Host=postgres;', `Host=127.0.0.1;Port=${port};`));
  return folder;
}

/** Where a path of a container lies here. */
function inScratch(value, service) {
  const mounts = (compose.services[service].volumes ?? []).map((volume) => volume.split(':'));
  for (const [name, target] of mounts) {
    if (value === target || value.startsWith(`${target}/`)) {
      return path.join(scratch, 'volumes', name) + value.slice(target.length);
    }
  }
  const mounted = (compose.services[service].secrets ?? []).map((name) => `/run/secrets/${name}`);
  if (mounted.includes(value)) {
    return path.join(secrets, path.basename(compose.secrets[path.basename(value)].file));
  }
  assert.doesNotMatch(value, /^\//, `${value} of ${service} is on no volume and no secret`);
  return value;
}

async function environmentOf(service) {
  const environment = {};
  for (const [name, given] of Object.entries(compose.services[service].environment)) {
    const value = String(given);
    environment[name] = name.endsWith('_PORT') ? String(await freePort()) : name === 'CITIZENNETWORK_LISTEN' ? '127.0.0.1' : inScratch(value, service);
  }
  for (const volume of compose.services[service].volumes ?? []) {
    fs.mkdirSync(path.join(scratch, 'volumes', volume.split(':')[0]), { recursive: true });
  }
  return environment;
}

const command = (verb) => ['dotnet', [path.join(published, 'CitizenNetwork.Server.dll'), verb]];

async function startServer(service) {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('CITIZENNETWORK_')));
  const env = { ...inherited, ...(await environmentOf(service)) };
  const child = spawn(...command('serve'), { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const server = { service, env, child, output: '', ended: new Promise((resolve) => child.on('close', (code, signal) => resolve(code ?? signal))) };
  servers.push(server);
  const collect = (chunk) => (server.output += chunk);
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  await until(() => {
    assert.equal(child.exitCode, null, `${service} ended: ${server.output}`);
    return health(server).status === 0;
  }, `${service} is healthy`);
  server.actors = new ActorsService(`127.0.0.1:${env.CITIZENNETWORK_GRPC_PORT}`, grpc.credentials.createInsecure());
  console.log(`${service}: healthy`);
  return server;
}

/** The check of the image. */
const health = (server) => spawnSync(...command('health'), { env: server.env, encoding: 'utf8' });

async function until(holds, what) {
  const end = Date.now() + PATIENCE;
  while (!(await holds())) {
    assert.ok(Date.now() < end, `in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function stop(server) {
  server.child.kill('SIGTERM');
  return server.ended;
}

async function check([first, second]) {
  const keyFile = first.env.CITIZENNETWORK_FIRST_KEY_FILE;
  await until(() => first.output.includes('API key '), 'the first key is written');
  const key = fs.readFileSync(keyFile, 'utf8').trim();
  assert.match(key, /^cn_first_[0-9a-f]{64}$/);
  assert.equal(fs.statSync(keyFile).mode & 0o777, 0o600, 'mode of the key file');
  assert.ok(!fs.existsSync(second.env.CITIZENNETWORK_FIRST_KEY_FILE), 'the second server makes no key of its own');
  const metadata = new grpc.Metadata();
  metadata.set('x-api-key', key);
  const call = (server, method, request) =>
    new Promise((resolve, reject) => server.actors[method](request, metadata, { deadline: Date.now() + PATIENCE }, (error, answer) => (error ? reject(error) : resolve(answer))));

  const actor = { display_name: 'Deux serveurs, une base', kind: 'ACTOR_KIND_ASSOCIATION', commune: 'COM-49007' };
  const made = await call(first, 'CreateActor', { actor, actor_id: 'deux-serveurs' });
  assert.deepEqual(await call(second, 'GetActor', { name: made.name }), made, 'what one wrote the other reads');
  const changed = await call(second, 'UpdateActor', { actor: { ...made, display_name: 'Changé par le second' }, update_mask: { paths: ['display_name'] } });
  assert.deepEqual(await call(first, 'GetActor', { name: made.name }), changed, 'and not what it remembers');
  const stale = await call(first, 'UpdateActor', { actor: { ...made, display_name: 'Trop tard' }, update_mask: { paths: ['display_name'] } }).catch((error) => error);
  assert.equal(stale.code, grpc.status.ABORTED, 'a change of what is no longer so is refused by the other server, too');
  for (const server of [first, second]) {
    await until(async () => (await call(server, 'ListActors', {})).actors.some((listed) => listed.etag === changed.etag), `${server.service} lists the change`);
  }
  console.log(`${first.service} and ${second.service}: each reads and lists what the other wrote`);

  assert.equal(await stop(first), 0, `${first.service} ends well when it is told to: ${first.output}`);
  assert.equal(health(first).status, 1, 'a stopped server is not healthy');
  assert.deepEqual(await call(second, 'GetActor', { name: made.name }), changed, 'the other one goes on');
  servers.splice(servers.indexOf(first), 1);
  const again = await startServer(first.service);
  assert.deepEqual(await call(again, 'GetActor', { name: made.name }), changed, 'a restarted server finds everything and keeps its key file');
  assert.equal(fs.readFileSync(keyFile, 'utf8').trim(), key);

  const password = fs.readFileSync(path.join(secrets, 'postgres-password'), 'utf8').trim();
  for (const { service, output } of [first, ...servers]) {
    assert.ok(!output.includes(password) && !output.includes(key), `${service} prints no secret`);
    assert.doesNotMatch(output, /is no setting/, `${service} knows every variable of the file`);
  }
}

async function main() {
  fs.mkdirSync(scratch, { recursive: true });
  execFileSync('sh', [path.join(root, 'deploy', 'make-secrets.sh'), secrets]);
  const names = ordered(Object.keys(compose.services));
  assert.equal(names[0], 'postgres', 'everything depends on the database');
  const postgres = startPostgres();
  try {
    for (const name of names.slice(1)) {
      await startServer(name);
    }
    await check([...servers]);
    for (const server of servers) {
      assert.equal(await stop(server), 0, `${server.service} ends well: ${server.output}`);
    }
  } finally {
    servers.forEach((server) => server.child.kill('SIGKILL'));
    execFileSync(path.join(root, '.ci', 'postgres'), ['stop', postgres]);
  }
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
