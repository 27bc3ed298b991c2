from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, Field

from shop_api import wiring
from shop_api.orders import new_order

router = APIRouter(prefix="/orders", tags=["orders"])


class OrderRequest(BaseModel):
    account: str
    sku: str
    quantity: int = Field(ge=1, le=99)


@router.get("")
async def list_orders(account: str, orders: wiring.OrdersDep) -> list[dict[str, Any]]:
    return [asdict(order) for order in await orders.of(account)]


@router.post("", status_code=201)
async def place_order(
    payload: OrderRequest, orders: wiring.OrdersDep, announcer: wiring.AnnouncerDep
) -> dict[str, Any]:
    price = await wiring.unit_price_cents(payload.sku)
    order = new_order(payload.account, payload.sku, payload.quantity, price)
    await orders.add(order)
    await announcer.announce(order)
    return asdict(order)


@router.get("/{order_id}")
async def read_order(order_id: str, orders: wiring.OrdersDep) -> dict[str, Any]:
    order = await orders.by_id(order_id)
    if order is None:
        raise HTTPException(404, "There is no such order")
    return asdict(order)
