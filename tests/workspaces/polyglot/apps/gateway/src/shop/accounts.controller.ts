import { Controller, Get, Param } from '@nestjs/common';

import { Upstream } from './upstream';

@Controller('accounts/:account')
export class AccountsController {
  constructor(private readonly upstream: Upstream) {}

  @Get('balance')
  balance(@Param('account') account: string) {
    return this.upstream.ask('LEDGER_URL', `/v1/accounts/${encodeURIComponent(account)}/balance`);
  }

  @Get('orders')
  orders(@Param('account') account: string) {
    return this.upstream.ask('ORDERS_URL', `/v1/orders?account=${encodeURIComponent(account)}`);
  }
}
