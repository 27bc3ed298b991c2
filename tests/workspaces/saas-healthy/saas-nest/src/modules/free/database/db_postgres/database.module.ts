import { Module } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { Pool } from 'pg';

import { loadVendored } from '../../../vendored';

interface PostgresRuntime {
  createPool(constructor: typeof Pool, connectionString: string): Pool;
}

const { createPool } = loadVendored<PostgresRuntime>('db_postgres', '0.1.25', 'nestjs/pool.js');

@Module({
  providers: [
    {
      provide: Pool,
      inject: [ConfigService],
      useFactory: (config: ConfigService) => createPool(Pool, config.getOrThrow<string>('DATABASE_URL')),
    },
  ],
  exports: [Pool],
})
export class DatabaseModule {}
