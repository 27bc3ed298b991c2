import { Module } from '@nestjs/common';
import { ConfigModule } from '@nestjs/config';

import { AuthModule } from './auth/auth.module';
import { envSchema } from './config/env.schema';
import { HealthController } from './health/health.controller';
import configuration from './modules/free/essentials/settings/configuration';
import { NotificationsModule } from './notifications/notifications.module';
// <<<inject:module-imports>>>
// <<<inject:module-imports:db_postgres:start>>>
import { DatabaseModule } from './modules/free/database/db_postgres/database.module';
// <<<inject:module-imports:db_postgres:end>>>

@Module({
  imports: [
    ConfigModule.forRoot({
      isGlobal: true,
      load: [configuration],
      validationSchema: envSchema,
      envFilePath: ['.env'],
    }),
    AuthModule,
    NotificationsModule,
    // <<<inject:configuration>>>
    // <<<inject:configuration:db_postgres:start>>>
    DatabaseModule,
    // <<<inject:configuration:db_postgres:end>>>
  ],
  controllers: [
    HealthController,
    // <<<inject:controller-routes>>>
  ],
  exports: [
    // <<<inject:module-exports>>>
  ],
})
export class AppModule {}
