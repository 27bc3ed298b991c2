"""`uvicorn shop_api.main:app`"""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaConnectionError
from fastapi import APIRouter, FastAPI

from shop_api.orders import CREATE
from shop_api.routers import orders
from shop_api.settings import LOG_LEVEL, get_settings

logging.basicConfig(level=LOG_LEVEL.upper())
log = logging.getLogger(__name__)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings = get_settings()
    async with await psycopg.AsyncConnection.connect(settings.database_url) as connection:
        await connection.execute(CREATE)
    producer = AIOKafkaProducer(bootstrap_servers=settings.kafka_brokers)
    try:
        await producer.start()
        app.state.producer = producer
    except KafkaConnectionError:
        log.warning("no broker at %s: orders are refused", settings.kafka_brokers)
        app.state.producer = None
    yield
    await producer.stop()


v1 = APIRouter(prefix="/v1")
v1.include_router(orders.router)

app = FastAPI(title="shop-api", version="1.4.0", lifespan=lifespan)
app.include_router(v1)


@app.get("/healthz", tags=["health"])
async def healthz() -> dict[str, str]:
    return {"status": "ok"}
