from fastapi.testclient import TestClient

from src.modules.free.auth.core.auth.tokens import issue_token, read_token


def bearer(subject: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {issue_token(subject)}"}


def test_only_admins_come_in(client: TestClient) -> None:
    assert client.get("/api/admin/overview/").status_code == 401
    assert client.get("/api/admin/overview/", headers=bearer("stranger")).status_code == 403
    answer = client.get("/api/admin/overview/", headers=bearer("root"))
    assert answer.json()["product_api"] == "unreachable"


def test_every_impersonation_leaves_a_trace(client: TestClient) -> None:
    answer = client.post("/api/admin/members/m-7/impersonate", headers=bearer("root"))
    assert read_token(answer.json()["access_token"]) == "m-7"
    newest = client.get("/api/admin/audit", headers=bearer("root")).json()[0]
    assert (newest["admin"], newest["action"], newest["target"]) == ("root", "impersonate", "m-7")


def test_ops_is_mounted_and_exports_are_not(client: TestClient) -> None:
    assert client.get("/ops/ready").json() == {"ready": True}
    assert client.post("/api/exports/nightly").status_code == 404
    assert client.get("/api/version").json()["version"] == "0.2.0"
