import { ConfigService } from '@nestjs/config';

import { createApplication } from './application';
import { Outbox } from './notifications/outbox';

async function main(): Promise<void> {
  const app = await createApplication();
  await app.get(Outbox, { strict: false }).prepare();
  await app.listen(app.get(ConfigService).get<number>('PORT', 8002));
}

void main();
