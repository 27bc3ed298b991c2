import 'reflect-metadata';

import { INestApplication, RequestMethod, VersioningType } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

import { AppModule } from './app.module';

/** Everything except listening, so that a test gets the same routes as production. */
export async function createApplication(): Promise<INestApplication> {
  const logFormat = process.env.LOG_FORMAT ?? 'text';
  const app = await NestFactory.create(AppModule, {
    logger: logFormat === 'silent' ? false : ['error', 'warn', 'log'],
  });
  app.setGlobalPrefix('api', { exclude: [{ path: 'health', method: RequestMethod.GET }] });
  app.enableVersioning({ type: VersioningType.URI });
  app.enableShutdownHooks();
  return app;
}
