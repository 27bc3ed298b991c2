import { Body, Controller, Get, Param, Post } from '@nestjs/common';

import { Upstream } from './upstream';

interface OrderRequest {
  account: string;
  sku: string;
  quantity: number;
}

@Controller('orders')
export class OrdersController {
  constructor(private readonly upstream: Upstream) {}

  @Post()
  place(@Body() order: OrderRequest) {
    return this.upstream.ask('ORDERS_URL', '/v1/orders', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(order),
    });
  }

  @Get(':id')
  read(@Param('id') id: string) {
    return this.upstream.ask('ORDERS_URL', `/v1/orders/${encodeURIComponent(id)}`);
  }
}
