from fastapi.testclient import TestClient


def test_the_free_plan_has_one_seat(signed_in: TestClient) -> None:
    team = signed_in.post("/api/teams", json={"name": "Readers"}).json()
    invited = signed_in.post(f"/api/teams/{team['id']}/members", json={"account_id": "guest"})
    assert invited.status_code == 403

    signed_in.post("/api/subscriptions/checkout", json={"plan": "team"})
    invited = signed_in.post(f"/api/teams/{team['id']}/members", json={"account_id": "guest"})
    assert invited.json()["member_ids"] == ["guest"]

    removed = signed_in.delete(f"/api/teams/{team['id']}/members/guest")
    assert removed.status_code == 204
    assert signed_in.get(f"/api/teams/{team['id']}").json()["member_ids"] == []


def test_unmounted_routers_answer_nothing(client: TestClient) -> None:
    assert client.get("/api/users").status_code == 404
    assert client.get("/api/changelog/latest").status_code == 404


def test_health_comes_from_the_vendored_module(client: TestClient) -> None:
    assert client.get("/api/health/ready").json() == {"status": "ready"}
    assert client.get("/api/health/module/settings").json()["version"] == "0.1.41"
    assert client.get("/api/limits").json()["window_seconds"] == 60
