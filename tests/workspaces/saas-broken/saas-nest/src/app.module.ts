import { Module } from '@nestjs/common';
import { ConfigModule } from '@nestjs/config';

import { AuthModule } from './auth/auth.module';
import { HealthController } from './health/health.controller';
import configuration from './modules/free/essentials/settings/configuration';
// <<<inject:module-imports>>>

@Module({
  imports: [ConfigModule.forRoot({ isGlobal: true, load: [configuration] }), AuthModule],
  controllers: [HealthController],
})
export class AppModule {}
