import { Controller, Post } from '@nestjs/common';

/** The weekly digest. No module lists this controller yet, so it answers nothing. */
@Controller('digest')
export class DigestController {
  @Post('send')
  send() {
    return { queued: process.env['FEATURE_DIGEST'] === 'on' };
  }
}
