from fastapi.testclient import TestClient


def test_me_knows_the_holder_of_the_token(signed_in: TestClient) -> None:
    answer = signed_in.get("/api/auth/me")
    assert answer.status_code == 200
    assert answer.json()["email"].endswith("@notebook.example")


def test_a_foreign_token_is_refused(client: TestClient) -> None:
    answer = client.get("/api/auth/me", headers={"Authorization": "Bearer not.a.token"})
    assert answer.status_code == 401


def test_one_address_makes_one_account(client: TestClient) -> None:
    account = {"email": "Twice@notebook.example", "password": "correct horse"}
    assert client.post("/api/auth/register", json=account).status_code == 201
    account["email"] = " twice@notebook.example".strip()
    assert client.post("/api/auth/register", json=account).status_code == 409
