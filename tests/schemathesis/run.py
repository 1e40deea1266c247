"""Everything the document allows and much that it forbids, sent to a practice server by several people.

Usage: run.py CHADIAO SECONDS, with the Python that schemathesis is installed in; `cargo xtask schemathesis` calls it.
No answer may be a 5xx, of an undocumented status or kind, or of another shape than documented.
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import time
import uuid

import requests

HERE = pathlib.Path(__file__).parent
ST = pathlib.Path(sys.executable).with_name("st")
# The stream of news has no end.
ENDLESS = ["poke"]
# Whoever signs out by chance is nobody for the rest of the run.
LEAVING = ["end_session", "end_other_session"]
UNLIMITED = ["sign-ins", "reviews", "requests", "token-requests", "reveals"]


class County:
    """A practice server of its own, and people at it."""

    def __init__(self, program, folder):
        self.folder = pathlib.Path(folder)
        flags = [flag for name in UNLIMITED for flag in (f"--limit-{name}", "0")]
        places = ["--database", f"{folder}/db/c.sqlite", "--keys", f"{folder}/keys/k", "--cards", f"{folder}/cards"]
        self.log = open(self.folder / "log", "w", encoding="utf-8")
        self.process = subprocess.Popen(
            [program, "serve", "--practice", "--bind", "127.0.0.1:0", "--card-reader", "127.0.0.1:0", *places, *flags],
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
        )
        self.base = self.process.stdout.readline().strip()
        if not self.base.startswith("http://"):
            raise SystemExit(f"the server does not start: {(self.folder / 'log').read_text()}")
        self.api = f"{self.base}/api/v1"
        self.people = self.get(requests.Session(), "/practice/people")

    def get(self, session, path):
        session.trust_env = False
        answer = session.get(self.api + path)
        answer.raise_for_status()
        return answer.json()

    def post(self, session, path, body=None):
        session.trust_env = False
        answer = session.post(self.api + path, json=body, headers={"idempotency-key": str(uuid.uuid4())})
        answer.raise_for_status()
        return answer.json()

    def sign_in(self, fits):
        """Somebody signed in with their card, as a session of `requests`."""
        person = next(person for person in self.people if fits(person))
        session = requests.Session()
        reader = self.get(session, "/sync/capabilities")["card_component"]
        text = self.post(session, "/session/challenge")["text"]
        ask = {"func": "MakeSignature", "tbs": text, "pin": "123456", "slotDescription": person["card_number"]}
        signed = session.post(f"{reader}/sign", data={"tbsPackage": json.dumps(ask)}).json()
        self.post(session, "/session", {"signature": signed["signature"]})
        return session

    def cookie(self, fits):
        cookies = self.sign_in(fits).cookies
        return f"Cookie: chadiao_session={cookies['chadiao_session']}"

    def token(self, fits):
        today = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 8 * 3600))
        draft = {"name": "schemathesis", "scopes": ["read", "draft"], "until": today}
        made = self.post(self.sign_in(fits), "/tokens", {"id": uuid7(), "draft": draft})
        return f"Authorization: Bearer {made['token']}"

    def document(self):
        """The served document without its credentials, which would be made up beside the ones given."""
        document = self.get(requests.Session(), "/openapi.json")
        document["components"].pop("securitySchemes", None)
        for item in document["paths"].values():
            for operation in item.values():
                operation.pop("security", None)
        path = self.folder / "openapi.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        return path


def uuid7():
    millis = int(time.time() * 1000)
    value = (millis << 80) | (uuid.uuid4().int & ((1 << 80) - 1))
    return str(uuid.UUID(int=value & ~(0xF << 76) & ~(0x3 << 62) | (0x7 << 76) | (0x2 << 62)))


def welfare(person):
    return "身心障礙" in person["unit_name"]


def main(program, seconds):
    failed = []
    with tempfile.TemporaryDirectory(prefix="chadiao-schemathesis-") as folder:
        county = County(program, folder)
        try:
            document = county.document()
            staff = lambda person: welfare(person) and not person["is_supervisor"] and person["title"] != "辦事員"
            manager = lambda person: person["is_manager"]
            supervisor = lambda person: welfare(person) and person["is_supervisor"]
            # The manager comes last: who changes accounts by chance shuts others out.
            visits = [
                ("staff", lambda: county.cookie(staff), 0.3),
                ("supervisor", lambda: county.cookie(supervisor), 0.15),
                ("a script", lambda: county.token(staff), 0.1),
                ("nobody", lambda: None, 0.1),
                ("manager", lambda: county.cookie(manager), 0.35),
                ("whoever leaves", lambda: county.cookie(supervisor), 0.05),
            ]
            for name, credential, share in visits:
                print(f"schemathesis: as {name}", flush=True)
                command = [ST, "--config-file", HERE / "schemathesis.toml", "run", document, "--url", county.base]
                command += ["--phases", "coverage,fuzzing", "--continue-on-failure"]
                command += ["--max-time", str(max(5, int(seconds * share))), "--warnings", "off", "--no-color"]
                command += ["--suppress-health-check", "all", "--request-timeout", "20", "--seed", "1"]
                if name == "whoever leaves":
                    command += [word for operation in LEAVING for word in ("--include-operation-id", operation)]
                else:
                    apart = ENDLESS + LEAVING
                    command += [word for operation in apart for word in ("--exclude-operation-id", operation)]
                header = credential()
                if header:
                    command += ["--header", header]
                if subprocess.run(command, cwd=folder, check=False).returncode != 0:
                    failed.append(name)
            if county.process.poll() is not None:
                failed.append("the server, which stopped")
        finally:
            county.process.terminate()
            county.process.wait()
            county.log.close()
    return failed


if __name__ == "__main__":
    FAILED = main(sys.argv[1], int(sys.argv[2]))
    if FAILED:
        raise SystemExit(f"schemathesis: something is wrong as {', '.join(FAILED)}")
