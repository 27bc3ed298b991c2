import { Body, Controller, ForbiddenException, Headers, HttpCode, Post } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { verify } from 'node:crypto';

import { Outbox } from './outbox';

@Controller('receipts')
export class ReceiptsController {
  constructor(
    private readonly outbox: Outbox,
    private readonly config: ConfigService,
  ) {}

  /** The provider signs the id of the notification; without a key no receipt is believed. */
  @Post()
  @HttpCode(202)
  async receive(@Body() payload: { id: string }, @Headers('x-signature') signature = '') {
    const key = this.config.get<string>('MAIL_RECEIPT_PUBLIC_KEY');
    const signed = Buffer.from(String(payload?.id));
    if (!key || !verify(null, signed, key, Buffer.from(signature, 'base64'))) {
      throw new ForbiddenException('The signature does not match');
    }
    return { known: await this.outbox.markDelivered(payload.id) };
  }
}
