use detect::routes::RouteContext;
use expect_test::expect;
use model::FrameworkName::Nestjs;

use crate::project::{check, listed};

#[test]
fn modules_prefixes_and_inherited_methods() {
    check("nestjs", "modules", Nestjs, &RouteContext::default());
}

#[test]
fn configured_prefixes_and_chosen_modules() {
    check("nestjs", "settings", Nestjs, &RouteContext::default());
}

#[test]
fn versions_in_the_path() {
    check("nestjs", "versions", Nestjs, &RouteContext::default());
}

#[test]
fn a_controller_of_no_reached_module_is_not_mounted() {
    let text = "//- /src/main.ts
import { NestFactory } from '@nestjs/core';
import { ConfigService } from '@nestjs/config';
import { AppModule } from './app.module';
async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  app.setGlobalPrefix(app.get(ConfigService).get('PREFIX'));
  await app.listen(process.env.PORT ?? 3000);
}
bootstrap();
//- /src/app.module.ts
import { Controller, Get, Module, Query } from '@nestjs/common';
@Controller('a')
class A {
  // @Get('comment')
  @Get('one') one(@Query('x') x: string) { return '@Get(\"string\")'; }
}
@Controller('b')
class B {
  @Get('two') two() {}
}
@Module({ controllers: [B] })
class LostModule {}
@Module({ controllers: [A] })
export class AppModule {}
//- /src/client/generated.ts
// Made from the description of an API, beside '@nestjs/common'.
import { Controller, Get, Post } from 'rest-client';
@Controller('client')
export class Client { @Get('one') one() {} @Post() two() {} }
//- /docs/sample.ts
import { Controller, Get } from '@nestjs/common';
@Controller('documented')
class D { @Get() d() {} }
//- /vendor/lib.ts
import { Controller, Get } from '@nestjs/common';
@Controller('vendored')
class V { @Get() v() {} }
//- /src/app.controller.spec.ts
import { Controller, Get } from '@nestjs/common';
@Controller('test')
class T { @Get() t() {} }
";
    expect![[r#"
        GET /{?}/a/one A.one src/app.module.ts:5
        - GET /b/two B.two src/app.module.ts:9
    "#]]
    .assert_eq(&listed(text, Nestjs));
}
