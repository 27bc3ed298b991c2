import {
  BadRequestException,
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  NotFoundException,
  Param,
  Patch,
  Post,
  Req,
  UseGuards,
} from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { randomUUID } from 'node:crypto';

import { SignedInRequest, TokenGuard } from '../auth/token.guard';
import { Notification, Outbox } from './outbox';
import { TEMPLATES, fill } from './templates';

interface SendRequest {
  accountId: string;
  template: string;
  values?: Record<string, string>;
}

@Controller({ path: 'notifications', version: '1' })
@UseGuards(TokenGuard)
export class NotificationsController {
  constructor(
    private readonly outbox: Outbox,
    private readonly config: ConfigService,
  ) {}

  @Get()
  list(@Req() request: SignedInRequest): Promise<Notification[]> {
    return this.outbox.of(request.subject);
  }

  @Post()
  async send(@Body() payload: SendRequest) {
    const template = TEMPLATES.find(({ name }) => name === payload.template);
    if (!template) throw new BadRequestException('There is no such template');
    const values = payload.values ?? {};
    const notification: Notification = {
      id: randomUUID(),
      accountId: payload.accountId,
      subject: fill(template.subject, values),
      body: fill(template.body, values),
      read: false,
    };
    await this.outbox.add(notification);
    return { ...notification, from: this.config.getOrThrow<string>('MAIL_FROM') };
  }

  @Patch(':id/read')
  async markRead(@Param('id') id: string, @Req() request: SignedInRequest) {
    if (!(await this.outbox.markRead(id, request.subject))) throw new NotFoundException();
    return { id, read: true };
  }

  @Delete(':id')
  @HttpCode(204)
  async remove(@Param('id') id: string, @Req() request: SignedInRequest): Promise<void> {
    if (!(await this.outbox.remove(id, request.subject))) throw new NotFoundException();
  }
}
