import os
from collections.abc import Iterator

os.environ.setdefault("DATABASE_URL", "sqlite://")
os.environ.setdefault("AUTH_JWT_SECRET", "only-for-tests-and-long-enough-for-hs256")

import pytest
from fastapi.testclient import TestClient

from src.main import app


@pytest.fixture
def client() -> Iterator[TestClient]:
    with TestClient(app) as test_client:
        yield test_client


@pytest.fixture
def signed_in(client: TestClient) -> TestClient:
    account = {"email": f"{os.urandom(4).hex()}@notebook.example", "password": "correct horse"}
    assert client.post("/api/auth/register", json=account).status_code == 201
    answer = client.post(
        "/api/auth/token", data={"username": account["email"], "password": account["password"]}
    )
    client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
    return client
