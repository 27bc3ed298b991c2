import { Controller, Get, Req, UseGuards } from '@nestjs/common';

import { SignedInRequest, TokenGuard } from './token.guard';

@Controller('auth')
@UseGuards(TokenGuard)
export class AuthController {
  @Get('me')
  me(@Req() request: SignedInRequest) {
    return { id: request.subject };
  }
}
