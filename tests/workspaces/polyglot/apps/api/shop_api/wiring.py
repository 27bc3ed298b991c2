"""What an endpoint can ask for; tests put something else in its place."""

from collections.abc import AsyncIterator
from typing import Annotated

import httpx
import psycopg
from aiokafka import AIOKafkaProducer
from fastapi import Depends, HTTPException, Request

from shop_api.orders import Announcer, KafkaAnnouncer, Orders, SqlOrders
from shop_api.settings import get_settings


async def get_orders() -> AsyncIterator[Orders]:
    async with await psycopg.AsyncConnection.connect(get_settings().database_url) as connection:
        yield SqlOrders(connection)


async def get_announcer(request: Request) -> Announcer:
    producer: AIOKafkaProducer | None = request.app.state.producer
    if producer is None:
        raise HTTPException(503, "The message broker is not reachable")
    return KafkaAnnouncer(producer, get_settings().order_topic)


async def unit_price_cents(sku: str) -> int:
    async with httpx.AsyncClient(base_url=get_settings().catalog_url, timeout=3) as catalog:
        answer = await catalog.get(f"/products/{sku}")
    if answer.status_code == httpx.codes.NOT_FOUND:
        raise HTTPException(422, "There is no such product")
    return int(answer.raise_for_status().json()["priceCents"])


OrdersDep = Annotated[Orders, Depends(get_orders)]
AnnouncerDep = Annotated[Announcer, Depends(get_announcer)]
