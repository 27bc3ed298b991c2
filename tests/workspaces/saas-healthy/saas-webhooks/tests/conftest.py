import os

os.environ.setdefault("REDIS_URL", "memory://")
os.environ.setdefault("STRIPE_WEBHOOK_SECRET", "only-for-tests")

import pytest
from fastapi.testclient import TestClient

from src.main import app


@pytest.fixture
def client() -> TestClient:
    return TestClient(app)
