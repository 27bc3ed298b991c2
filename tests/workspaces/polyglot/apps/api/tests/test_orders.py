from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from shop_api import wiring
from shop_api.main import app
from shop_api.orders import Order


class MemoryOrders:
    def __init__(self) -> None:
        self.kept: dict[str, Order] = {}
        self.announced: list[Order] = []

    async def add(self, order: Order) -> None:
        self.kept[order.id] = order

    async def by_id(self, order_id: str) -> Order | None:
        return self.kept.get(order_id)

    async def of(self, account: str) -> list[Order]:
        return [order for order in self.kept.values() if order.account == account]

    async def announce(self, order: Order) -> None:
        self.announced.append(order)


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryOrders]:
    memory = MemoryOrders()
    app.dependency_overrides = {
        wiring.get_orders: lambda: memory,
        wiring.get_announcer: lambda: memory,
    }

    async def price(_: str) -> int:
        return 250

    monkeypatch.setattr(wiring, "unit_price_cents", price)
    yield memory
    app.dependency_overrides = {}


def test_an_order_is_kept_and_announced(memory: MemoryOrders) -> None:
    client = TestClient(app)
    placed = client.post("/v1/orders", json={"account": "a-1", "sku": "tea", "quantity": 3}).json()
    assert placed["total_cents"] == 750
    assert [order.id for order in memory.announced] == [placed["id"]]
    assert client.get(f"/v1/orders/{placed['id']}").json() == placed
    assert client.get("/v1/orders", params={"account": "a-1"}).json() == [placed]


def test_returns_are_not_served() -> None:
    assert TestClient(app).post("/v1/returns", params={"order_id": "1"}).status_code == 404
    assert TestClient(app).get("/healthz").status_code == 200
