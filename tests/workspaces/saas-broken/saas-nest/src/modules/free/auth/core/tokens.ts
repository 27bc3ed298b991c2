import { loadVendored } from '../../../vendored';

interface AuthRuntime {
  readToken(token: string, secret: string, now: number): string | null;
}

export const { readToken } = loadVendored<AuthRuntime>('auth_core', '0.1.10', 'nestjs/tokens.js');
