"""Health, readiness and documentation: what an operator and a developer look at first."""

import dataclasses

import pytest
from asgi_client import ApiClient

from spotwright.app import create_app
from spotwright.blobs import BlobStore
from spotwright.db.session import Database
from spotwright.engine.dbos_engine import DbosEngine


def test_alive(anonymous):
    answer = anonymous.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert anonymous.head("/healthz").status_code == 200


def test_ready(anonymous):
    answer = anonymous.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ready",
        "checks": {"database": "ok", "engine": "ok", "blobs": "ok"},
    }


@pytest.mark.parametrize("part", ["database", "engine", "blobs"])
def test_not_ready_names_what_does_not_answer(services, runner, tmp_path, part):
    gone = tmp_path / "gone" / "nowhere.db"
    broken = {
        "database": lambda: Database(f"sqlite:///{gone}"),
        "engine": lambda: DbosEngine(f"sqlite:///{gone}"),
        "blobs": lambda: lost_store(tmp_path),
    }[part]()
    app = create_app(dataclasses.replace(services, **{part: broken}))
    anonymous = ApiClient(app, runner)
    answer = anonymous.get("/readyz")
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    body = answer.json()
    assert body["status"] == "unavailable"
    assert [name for name, word in body["checks"].items() if word != "ok"] == [part]
    assert str(tmp_path) not in answer.text
    assert anonymous.get("/healthz").status_code == 200


def lost_store(tmp_path) -> BlobStore:
    """A store whose folder was replaced by a file."""
    store = BlobStore.from_url(str(tmp_path / "blobs"), scratch=tmp_path / "scratch")
    folder = tmp_path / "blobs"
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    folder.rmdir()
    folder.write_bytes(b"")
    return store


def test_the_documentation_needs_no_network(anonymous):
    page = anonymous.get("/docs")
    assert page.status_code == 200
    assert "/openapi.json" in page.text
    assert "http://" not in page.text
    assert "https://" not in page.text
    for name in ("swagger-ui-bundle.js", "swagger-ui.css"):
        assert f"/docs/{name}" in page.text
        assert len(anonymous.get(f"/docs/{name}").content) > 10_000


@pytest.mark.parametrize("name", ["LICENSE", "../app.py", "..%2f..%2fapp.py", "nothing.js", "%2e%2e"])
def test_no_other_file_is_served(anonymous, name):
    assert anonymous.get(f"/docs/{name}").status_code == 404


def test_the_authorize_button_of_the_documentation_finds_the_login(anonymous):
    schemes = anonymous.get("/openapi.json").json()["components"]["securitySchemes"]
    flows = [scheme["flows"]["password"]["tokenUrl"] for scheme in schemes.values() if scheme["type"] == "oauth2"]
    assert flows == ["/api/auth/login"]


def test_outside_the_api_an_unknown_page_is_a_404_too(anonymous):
    for path in ("/", "/favicon.ico", "/wp-login.php", "/.env", "//etc/passwd", "/api-docs"):
        assert anonymous.get(path).status_code == 404


def test_a_browser_of_another_origin_may_call_only_if_the_operator_says_so(services, runner, anonymous):
    asked = {"Origin": "https://studio.example", "Access-Control-Request-Method": "POST"}
    refused = anonymous.request("OPTIONS", "/api/v3/clients", headers=asked)
    assert "access-control-allow-origin" not in refused.headers
    settings = services.settings.model_copy(update={"cors_origins": ("https://studio.example",)})
    app = create_app(dataclasses.replace(services, settings=settings))
    allowed = ApiClient(app, runner).request("OPTIONS", "/api/v3/clients", headers=asked)
    assert allowed.headers["access-control-allow-origin"] == "https://studio.example"
    other = ApiClient(app, runner).get("/healthz", headers={"Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in other.headers
