"""Orders in PostgreSQL, announced on Kafka."""

import json
from dataclasses import asdict, dataclass
from typing import Protocol
from uuid import uuid4

import psycopg
from aiokafka import AIOKafkaProducer

CREATE = """
CREATE TABLE IF NOT EXISTS orders (
    id text PRIMARY KEY, account text NOT NULL, sku text NOT NULL,
    quantity integer NOT NULL, total_cents integer NOT NULL
)
"""
COLUMNS = "id, account, sku, quantity, total_cents"


@dataclass(frozen=True)
class Order:
    id: str
    account: str
    sku: str
    quantity: int
    total_cents: int


class Orders(Protocol):
    async def add(self, order: Order) -> None: ...
    async def by_id(self, order_id: str) -> Order | None: ...
    async def of(self, account: str) -> list[Order]: ...


class SqlOrders:
    def __init__(self, connection: psycopg.AsyncConnection) -> None:
        self._connection = connection

    async def add(self, order: Order) -> None:
        await self._connection.execute(
            f"INSERT INTO orders ({COLUMNS}) VALUES (%s, %s, %s, %s, %s)",
            (order.id, order.account, order.sku, order.quantity, order.total_cents),
        )

    async def by_id(self, order_id: str) -> Order | None:
        cursor = await self._connection.execute(
            f"SELECT {COLUMNS} FROM orders WHERE id = %s", (order_id,)
        )
        row = await cursor.fetchone()
        return Order(*row) if row else None

    async def of(self, account: str) -> list[Order]:
        cursor = await self._connection.execute(
            f"SELECT {COLUMNS} FROM orders WHERE account = %s ORDER BY id", (account,)
        )
        return [Order(*row) for row in await cursor.fetchall()]


class Announcer(Protocol):
    async def announce(self, order: Order) -> None: ...


class KafkaAnnouncer:
    def __init__(self, producer: AIOKafkaProducer, topic: str) -> None:
        self._producer = producer
        self._topic = topic

    async def announce(self, order: Order) -> None:
        message = json.dumps(asdict(order)).encode()
        await self._producer.send_and_wait(self._topic, message, key=order.account.encode())


def new_order(account: str, sku: str, quantity: int, unit_price_cents: int) -> Order:
    return Order(str(uuid4()), account, sku, quantity, quantity * unit_price_cents)
