import { Module } from '@nestjs/common';

import { AccountsController } from './accounts.controller';
import { OrdersController } from './orders.controller';
import { ProductsController } from './products.controller';
import { Upstream } from './upstream';

@Module({
  controllers: [ProductsController, OrdersController, AccountsController],
  providers: [Upstream],
})
export class ShopModule {}
