import { Module } from '@nestjs/common';
import { ConfigModule } from '@nestjs/config';

import { HealthController } from './health/health.controller';
import { ShopModule } from './shop/shop.module';

@Module({
  imports: [ConfigModule.forRoot({ isGlobal: true }), ShopModule],
  controllers: [HealthController],
})
export class AppModule {}
