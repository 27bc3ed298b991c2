import { CanActivate, ExecutionContext, Injectable, UnauthorizedException } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { Request } from 'express';

import { readToken } from '../modules/free/auth/core/tokens';

export interface SignedInRequest extends Request {
  subject: string;
}

@Injectable()
export class TokenGuard implements CanActivate {
  constructor(private readonly config: ConfigService) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<SignedInRequest>();
    const [scheme, token] = (request.headers.authorization ?? '').split(' ');
    const secret = this.config.getOrThrow<string>('AUTH_JWT_SECRET');
    const subject = scheme === 'Bearer' && token ? readToken(token, secret, Date.now() / 1000) : null;
    if (subject === null) throw new UnauthorizedException('Sign in first');
    request.subject = subject;
    return true;
  }
}
