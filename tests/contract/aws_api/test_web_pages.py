"""What a web page that somebody looks at can do to the API: nothing."""

import http.client
import http.server
import json
import shutil
import subprocess
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from orion_sandbox import daemon
from orion_sandbox.own_requests import TOKEN_HEADER
from tests.contract.aws_api.conftest import connect

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
SIGNATURE = "AWS4-HMAC-SHA256 Credential=a/20260101/{}/aws4_request, SignedHeaders=host, Signature=0"
PAGE = """<!doctype html><body><script>
const api = "%(api)s", secret = "%(secret)s", topic = "%(topic)s", results = {}, query = "?X-Amz-Credential=" +
  encodeURIComponent("a/20260101/us-east-1/sns/aws4_request") + "&Action=CreateTopic&Name=" + topic;
const form = {"Content-Type": "application/x-www-form-urlencoded"};
const target = {"X-Amz-Target": "secretsmanager.GetSecretValue", "Content-Type": "application/x-amz-json-1.1",
                "Authorization": "%(signature)s"};
async function attempt(name, path, options) {
  try { results[name] = await (await fetch(api + path, options)).text(); }
  catch (error) { results[name] = ""; }
}
function element(name, attribute, url) {
  return new Promise(done => {
    const made = document.createElement(name);
    made.onload = made.onerror = done;
    made[attribute] = url;
    document.body.append(made);
  });
}
(async () => {
  await attempt("a preflighted read", "/", {method: "POST", headers: target, body: JSON.stringify({SecretId: secret})});
  await attempt("a simple read", "/" + query.replace("CreateTopic", "ListTopics"), {});
  await attempt("a form", "/" + query, {method: "POST", headers: form, body: "Action=CreateTopic&Name=" + topic});
  await attempt("text", "/_sandbox/seed", {method: "POST", mode: "no-cors", body: "{}"});
  await attempt("a reset", "/moto-api/reset", {method: "POST", mode: "no-cors"});
  await element("img", "src", api + "/" + query);
  await element("iframe", "src", api + "/" + query);
  await element("script", "src", api + "/" + query);
  await fetch("/report", {method: "POST", body: JSON.stringify(results)});
})();
</script>"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of an API of this module's own: if a page could reset it, other tests would fail."""
    return tmp_path_factory.mktemp("target")


@pytest.fixture(scope="module")
def target(seeded: daemon.Api, folder: Path) -> Iterator[daemon.Api]:
    """Clone it."""
    yield daemon.clone(seeded, folder)
    daemon.stop(folder)


def sent(api: daemon.Api, method: str, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
    """Send one request as a browser would."""
    connection = http.client.HTTPConnection(api.address, timeout=30)
    try:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read().decode()
    finally:
        connection.close()


@pytest.mark.parametrize("region", ["us-east-1", "amazonaws.com"])
@pytest.mark.parametrize("service", ["moto_api", "motoapi", "sns"])
def test_moto_s_own_paths_are_not_there(region: str, service: str, target: daemon.Api) -> None:
    """They remove everything, for whoever asks; neither the path nor a signature leads there."""
    signature = SIGNATURE.format(f"{region}/{service}")

    status, _, _ = sent(target, "POST", "/moto-api/reset", Authorization=signature)

    assert 400 <= status < 500
    assert daemon.content(target)["sns/us-east-1/topics/arn:aws:sns:us-east-1:123456789012:database-alarms/name"]


def test_a_preflight_and_a_rebound_name_are_refused_over_the_network(target: daemon.Api) -> None:
    """A browser that gets no CORS header sends nothing else."""
    asked = {"Access_Control_Request_Method": "POST", "Access_Control_Request_Headers": "x-amz-target"}
    preflight, headers, _ = sent(target, "OPTIONS", "/", Origin="https://evil.example", **asked)
    rebound, _, _ = sent(target, "GET", "/_sandbox/health", Host="evil.example", **{TOKEN_HEADER: target.token})

    assert (preflight, rebound) == (403, 403)
    assert not any(name.lower().startswith("access-control") for name in headers)


@pytest.mark.skipif(BROWSER is None, reason="no chromium, chromium-browser or google-chrome is on PATH")
@pytest.mark.parametrize("host", ["127.0.0.1", "evil.localhost"])
def test_a_page_in_a_browser_reads_nothing_and_changes_nothing(
    host: str, target: daemon.Api, folder: Path, name: str, tmp_path: Path
) -> None:
    """A page of another port of this machine, which is the same site to a browser, and one of another name."""
    secret = connect(target, "secretsmanager").create_secret(Name=name, SecretString="read by nobody")["ARN"]
    before, requests = daemon.content(target), len((folder / "api.log").read_text().splitlines())

    found = run_page(host, target, secret, name, tmp_path)

    assert set(found) == {"a preflighted read", "a simple read", "a form", "text", "a reset"}
    assert set(found.values()) == {""}
    assert daemon.content(target) == before
    answers = [line.rsplit(" ", 1)[1] for line in (folder / "api.log").read_text().splitlines()[requests:]]
    assert answers.count("403") >= 8, "the requests of the page reached the API"


def run_page(host: str, api: daemon.Api, secret: str, topic: str, profile: Path) -> dict[str, str]:
    """Open the page in a browser; return what it could read by each attempt."""
    signature = SIGNATURE.format("us-east-1/secretsmanager")
    page = PAGE % {"api": api.endpoint, "secret": secret, "topic": topic, "signature": signature}
    with served(page.encode()) as (port, reports):
        command = [str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}"]
        with subprocess.Popen([*command, f"http://{host}:{port}/"], stderr=subprocess.DEVNULL) as browser:
            try:
                assert reports.wait(60), "the browser ran the page to its end"
            finally:
                browser.kill()
    return reports.found


class Reports(threading.Event):
    """What the page reports in the end."""

    found: dict[str, str]


@contextmanager
def served(page: bytes) -> Generator[tuple[int, Reports]]:
    """Serve a page on a port of this machine."""
    reports = Reports()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(page)

        def do_POST(self) -> None:
            reports.found = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self._answer(b"")
            reports.set()

        def _answer(self, body: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *_: Any) -> None:  # noqa: A002 - the name in http.server
            del format

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port, reports
        server.shutdown()
