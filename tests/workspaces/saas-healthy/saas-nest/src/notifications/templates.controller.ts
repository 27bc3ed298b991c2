import { Controller, Get, NotFoundException, Param } from '@nestjs/common';

import { TEMPLATES, Template } from './templates';

@Controller({ path: ['templates', 'mail-templates'], version: '1' })
export class TemplatesController {
  @Get()
  list(): string[] {
    return TEMPLATES.map(({ name }) => name);
  }

  @Get(':name')
  read(@Param('name') name: string): Template {
    const template = TEMPLATES.find((each) => each.name === name);
    if (!template) throw new NotFoundException();
    return template;
  }
}
