import { Controller, Get, Param } from '@nestjs/common';

import { Upstream } from './upstream';

@Controller('products')
export class ProductsController {
  constructor(private readonly upstream: Upstream) {}

  @Get()
  list() {
    return this.upstream.ask('CATALOG_URL', '/products');
  }

  @Get(':sku')
  read(@Param('sku') sku: string) {
    return this.upstream.ask('CATALOG_URL', `/products/${encodeURIComponent(sku)}`);
  }
}
