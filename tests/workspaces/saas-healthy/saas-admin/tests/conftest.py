import os
from collections.abc import Iterator

os.environ.setdefault("DATABASE_URL", "sqlite://")
os.environ.setdefault("AUTH_JWT_SECRET", "only-for-tests-and-long-enough-for-hs256")
os.environ.setdefault("ADMIN_SUPPORT_EMAIL", "support@notebook.example")
os.environ.setdefault("ADMIN_ALLOWED_SUBJECTS", '["root"]')
os.environ.setdefault("PRODUCT_API_URL", "http://127.0.0.1:9")

import pytest
from fastapi.testclient import TestClient

from src.main import app


@pytest.fixture
def client() -> Iterator[TestClient]:
    with TestClient(app) as test_client:
        yield test_client
