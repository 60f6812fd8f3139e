"""Makes the old database of this folder with the server of an old commit; see README.md.

Usage: python3 make.py SERVER_DLL MIGRATION_SQL
SERVER_DLL: CitizenNetwork.Server.dll built at the old commit. MIGRATION_SQL: Migrations/Postgres/0001-initial.sql.
psql and pg_dump find PostgreSQL by the variables PGHOST, PGPORT, PGUSER; a database of its own is made and dropped.
"""
import gzip
import json
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
import uuid

HERE = pathlib.Path(__file__).parent
SCHEMA = "old_citizennetwork"
DATABASE = "citizennetwork_make_old"
COLLECTIONS = [("Actor", "actors"), ("Initiative", "initiatives"), ("Resource", "resources"), ("FundingCall", "fundingCalls"), ("HostingOffer", "hostingOffers")]
TABLES = ["schema_migration", "grain_state", "api_key", "reminder", "feed", "change_log"]


class Server:
    """The old server, serving a folder."""

    def __init__(self, dll, data):
        self.process = subprocess.Popen(
            ["dotnet", dll, "serve", "--data", data, "--grpc-port", "0", "--http-port", "0"], stdout=subprocess.PIPE, text=True)
        self.http, self.key = None, None

    def value(self, start, column):
        for line in self.process.stdout:
            if line.startswith(start):
                return line.split()[column]
        raise RuntimeError(f"The server ended before it printed {start}.")

    def stop(self):
        self.process.terminate()
        self.process.wait()


def call(address, key, method, request):
    """Status of HTTP and the JSON answer."""
    asked = urllib.request.Request(
        f"{address.rstrip('/')}/citizennetwork.v1.{method}", json.dumps(request).encode(), {"content-type": "application/json", "x-api-key": key})
    try:
        with urllib.request.urlopen(asked) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refused:
        return refused.code, json.load(refused)


def id_of(name):
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name))


def requests():
    """Changes with request ids, so that states of version 1 remember them inside; some records are deleted after."""
    yield "ActorsService/CreateActor", {"actorId": "asso-des-berges", "requestId": id_of("create"), "actor": {
        "displayName": "Association des Berges", "kind": "ACTOR_KIND_ASSOCIATION", "commune": "COM-49007", "themes": ["biodiversity"]}}
    for step in range(1, 4):
        yield "ActorsService/UpdateActor", {"requestId": id_of(f"update {step}"), "updateMask": "displayName", "actor": {
            "name": "actors/asso-des-berges", "displayName": f"Association des Berges, « étape {step} »"}}
    yield "ActorsService/CreateActor", {"requestId": id_of("unnamed"), "actor": {
        "displayName": "Sans nom souhaité", "kind": "ACTOR_KIND_INDIVIDUAL", "commune": "COM-49353"}}
    yield "ResourcesService/CreateResource", {"resourceId": "four-a-pain", "requestId": id_of("resource"), "resource": {
        "owner": "actors/asso-des-berges", "kind": "RESOURCE_KIND_EQUIPMENT", "title": "Four à pain", "commune": "COM-49007"}}
    yield "InitiativesService/RegisterNeed", {"parent": "initiatives/atelier-velo-trelaze", "needId": "des-mains", "requestId": id_of("need"),
                                              "need": {"kind": "NEED_KIND_VOLUNTEERS", "title": "Des mains le dimanche"}}
    yield "InitiativesService/PinCandidate", {"name": "initiatives/atelier-velo-trelaze", "requestId": id_of("pin"), "pin": {
        "candidate": "actors/asso-des-berges", "author": "La coordination", "message": "Ils ont un local."}}
    yield "FundingCallsService/UpdateFundingCall", {"requestId": id_of("call"), "updateMask": "title", "fundingCall": {
        "name": "fundingCalls/coup-de-pouce-mobilites-citoyennes", "title": "Coup de pouce, deuxième saison"}}
    yield "ActorsService/CreateActor", {"actorId": "de-passage", "requestId": id_of("passing"), "actor": {
        "displayName": "De passage", "kind": "ACTOR_KIND_COMPANY", "commune": "COM-49007"}}
    yield "ActorsService/DeleteActor", {"name": "actors/de-passage", "requestId": id_of("gone")}
    yield "ResourcesService/DeleteResource", {"name": "resources/four-a-pain", "requestId": id_of("sold")}


def ask(address, key):
    changes = list(requests())
    for method, request in changes:
        status, answer = call(address, key, method, request)
        if status != 200:
            raise RuntimeError(f"{method}: {answer}")
    # What the old server answers when they come again, now that two records are gone.
    replays = []
    for method, request in changes:
        status, answer = call(address, key, method, request)
        replays.append({"method": method, "request": request, "status": status, "answer": answer if status == 200 else None})
    records = {}
    for concept, collection in COLLECTIONS:
        _, page = call(address, key, f"{concept}sService/List{concept}s", {"pageSize": 200})
        for listed in page[collection]:
            status, record = call(address, key, f"{concept}sService/Get{concept}", {"name": listed["name"]})
            if status != 200 or record != listed:
                raise RuntimeError(f"{listed['name']} is not what the list says.")
            records[record["name"]] = record
    return {"key": key, "records": records, "replays": replays, "deleted": ["actors/de-passage", "resources/four-a-pain"]}


def literal(value):
    if value is None:
        return "NULL"
    if isinstance(value, bytes):
        return f"'\\x{value.hex()}'"
    if isinstance(value, int):
        return str(value)
    return "'" + value.replace("'", "''") + "'"


def to_postgres(sqlite_file, migration):
    """The same rows under the first shape that this service had in PostgreSQL."""
    rows = sqlite3.connect(sqlite_file)
    script = [
        f"CREATE SCHEMA {SCHEMA}; SET search_path = {SCHEMA};",
        pathlib.Path(migration).read_text(encoding="utf-8"),
        "CREATE TABLE schema_migration (number integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL);",
        "INSERT INTO schema_migration VALUES (1, 'initial', '2026-11-25T00:00:00Z'); DELETE FROM feed;",
    ]
    for table in TABLES[1:]:
        selected = rows.execute(f"SELECT * FROM {table}")
        columns = [column[0] for column in selected.description]
        for row in selected:
            names, values = ", ".join(columns), ", ".join(literal(value) for value in row)
            if table == "change_log":
                # 3 is the first transaction number of any cluster: the dump is loaded into young ones.
                names, values = f"xid, {names}", f"'3', {values}"
            script.append(f"INSERT INTO {table} ({names}) OVERRIDING SYSTEM VALUE VALUES ({values});")
    script.append("SELECT setval(pg_get_serial_sequence('change_log', 'seq'), (SELECT MAX(seq) FROM change_log));")
    subprocess.run(["psql", "-qX", "-d", "postgres", "-c", f"CREATE DATABASE {DATABASE}"], check=True)
    try:
        subprocess.run(["psql", "-qX", "-o", "/dev/null", "-v", "ON_ERROR_STOP=1", "-d", DATABASE], input="\n".join(script), text=True, check=True)
        dump = subprocess.run(["pg_dump", "--inserts", "--no-owner", "-n", SCHEMA, DATABASE], capture_output=True, text=True, check=True).stdout
    finally:
        subprocess.run(["psql", "-qX", "-d", "postgres", "-c", f"DROP DATABASE {DATABASE}"], check=True)
    # Not statements (\restrict), or not wanted: the test has a schema already and says where the dump goes.
    return "".join(line for line in dump.splitlines(keepends=True) if not line.startswith(("\\", "CREATE SCHEMA", "SET ", "SELECT pg_catalog.set_config", "--")) and line.strip())


def compress(name, content):
    (HERE / name).write_bytes(gzip.compress(content, mtime=0))


def main(dll, migration):
    with tempfile.TemporaryDirectory() as data:
        first = Server(dll, data)
        key = first.value("API key", 2)
        first.stop()
        subprocess.run(["dotnet", dll, "demo", "--once", "--data", data, "--grpc-port", "0", "--http-port", "0"], check=True, stdout=subprocess.DEVNULL)
        server = Server(dll, data)
        answers = ask(server.value("HTTP/1.1", 1), key)
        server.stop()
        file = pathlib.Path(data) / "citizennetwork.db"
        compress("citizennetwork.db.gz", file.read_bytes())
        compress("postgres.sql.gz", to_postgres(file, migration).encode())
    (HERE / "answers.json").write_text(json.dumps(answers, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


main(*sys.argv[1:])
