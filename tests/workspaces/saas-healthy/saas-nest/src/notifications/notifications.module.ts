import { Module } from '@nestjs/common';

import { AuthModule } from '../auth/auth.module';
import { DatabaseModule } from '../modules/free/database/db_postgres/database.module';
import { NotificationsController } from './notifications.controller';
import { Outbox } from './outbox';
import { ReceiptsController } from './receipts.controller';
import { TemplatesController } from './templates.controller';

@Module({
  imports: [AuthModule, DatabaseModule],
  controllers: [NotificationsController, TemplatesController, ReceiptsController],
  providers: [Outbox],
})
export class NotificationsModule {}
