import 'reflect-metadata';

import { ConfigService } from '@nestjs/config';
import { NestFactory } from '@nestjs/core';

import { AppModule } from './app.module';

async function main(): Promise<void> {
  const app = await NestFactory.create(AppModule);
  app.setGlobalPrefix('api');
  const config = app.get(ConfigService);
  const sender = config.getOrThrow<string>('MAIL_FROM');
  console.log(`mails are sent as ${sender}`);
  await app.listen(config.get<number>('PORT', 8002));
}

void main();
