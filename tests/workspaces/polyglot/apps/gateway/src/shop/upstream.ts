import { HttpException, Injectable, ServiceUnavailableException } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';

export type Origin = 'ORDERS_URL' | 'CATALOG_URL' | 'LEDGER_URL';

/** Asks another app; its refusals are passed on, its silence becomes 503. */
@Injectable()
export class Upstream {
  constructor(private readonly config: ConfigService) {}

  async ask(origin: Origin, path: string, init: RequestInit = {}): Promise<unknown> {
    const timeout = Number(this.config.get('UPSTREAM_TIMEOUT_MS', 2000));
    const url = new URL(path, this.config.getOrThrow<string>(origin));
    let answer: Response;
    try {
      answer = await fetch(url, { ...init, signal: AbortSignal.timeout(timeout) });
    } catch {
      throw new ServiceUnavailableException(`${origin} does not answer`);
    }
    const body: unknown = await answer.json();
    if (!answer.ok) throw new HttpException(body as object, answer.status);
    return body;
  }
}
