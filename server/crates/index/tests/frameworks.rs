//! Frameworks whose routes lie in files that nobody imports: named in settings, loaded by folder, declared in one package.

use expect_test::{Expect, expect};
use host::{Host, MemHost};
use index::{Change, Index};
use model::Endpoint;

/// A line for each endpoint of the projects in these files.
#[track_caller]
fn told(text: &str, line: fn(&Endpoint) -> String) -> String {
    let host = fixture::mem_host(text);
    let snapshot = Index::new(&host).apply(&host as &dyn Host, [Change::Everything]);
    snapshot.projects.iter().flat_map(|project| project.endpoints.iter()).map(line).collect()
}

#[track_caller]
fn lists(text: &str, expected: Expect) {
    let line = |one: &Endpoint| {
        let method = match &one.method {
            model::Method::Named(name) => name,
            model::Method::Any => "ANY",
        };
        format!("{method} {} {}:{}\n", one.path, one.place.file, one.place.line_number())
    };
    expected.assert_eq(&told(text, line));
}

#[test]
fn patterns_that_settings_name() {
    lists(
        "//- /pyproject.toml
[project]
name = 'site'
dependencies = ['django']
//- /config/settings.py
ROOT_URLCONF = 'config.urls'
//- /config/urls.py
from django.urls import include, path
urlpatterns = [path('shop/', include('shop.urls'))]
//- /shop/urls.py
from django.urls import path
from .views import show
urlpatterns = [path('<int:id>', show)]
//- /shop/views.py
def show(request, id): ...
",
        expect![[r#"
            ANY /shop/{id} shop/urls.py:3
        "#]],
    );
}

#[test]
fn plugins_loaded_from_a_folder() {
    lists(
        "//- /package.json
{ \"name\": \"api\", \"dependencies\": { \"fastify\": \"5\" } }
//- /app.js
const path = require('path')
const load = require('@fastify/autoload')
module.exports = async function (fastify) {
  fastify.register(load, { dir: path.join(__dirname, 'routes') })
}
//- /routes/users/index.js
module.exports = async function (fastify) {
  fastify.get('/', async () => [])
}
",
        expect![[r#"
            GET /users routes/users/index.js:2
        "#]],
    );
}

#[test]
fn files_that_are_routes_by_their_place() {
    lists(
        "//- /package.json
{ \"name\": \"web\", \"dependencies\": { \"next\": \"15\" } }
//- /next.config.mjs
export default { basePath: '/web' };
//- /src/app/api/test/route.ts
export async function GET() {}
",
        expect![[r#"
            GET /web/api/test src/app/api/test/route.ts:1
        "#]],
    );
}

#[test]
fn constants_of_a_kotlin_package() {
    lists(
        "//- /pom.xml
<project><groupId>shop</groupId><artifactId>shop</artifactId><version>1</version>
<dependencies><dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-web</artifactId></dependency></dependencies>
</project>
//- /src/main/kotlin/shop/App.kt
package shop

import org.springframework.web.bind.annotation.*
import shop.paths.ITEMS

@RestController
@RequestMapping(ITEMS)
class Items {
    @GetMapping(\"/{id}\" + SUFFIX)
    fun one() = 1
}

data class Other(val a: String)
//- /src/main/kotlin/shop/paths/Names.kt
package shop.paths

const val ITEMS = \"/items\"
//- /src/main/kotlin/shop/Suffixes.kt
package shop

const val SUFFIX = \"/x\"
",
        expect![[r#"
            GET /items/{id}/x src/main/kotlin/shop/App.kt:9
        "#]],
    );
}

#[test]
fn a_member_that_declares_nothing_uses_the_packages_of_its_workspace() {
    lists(
        "//- /package.json
{ \"name\": \"all\", \"workspaces\": [\"apps/*\"], \"dependencies\": { \"@nestjs/core\": \"11\", \"next\": \"16\" } }
//- /apps/api/package.json
{ \"name\": \"api\", \"scripts\": { \"dev\": \"dotenv -- nest start --watch\" } }
//- /apps/api/src/main.ts
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
@Controller('a')
class A { @Get() one() {} }
@Module({ controllers: [A] })
class AppModule {}
NestFactory.create(AppModule).then((app) => app.listen(3000));
//- /apps/web/package.json
{ \"name\": \"web\", \"scripts\": { \"dev\": \"next dev -p 4200\" } }
//- /apps/web/app/api/b/route.ts
export const GET = () => {};
//- /apps/job/package.json
{ \"name\": \"job\", \"scripts\": { \"dev\": \"node src/main.js\" } }
//- /apps/job/app/api/c/route.ts
export const GET = () => {};
",
        expect![[r#"
            GET /a apps/api/src/main.ts:4
            GET /api/b apps/web/app/api/b/route.ts:1
        "#]],
    );
}

#[test]
fn a_plugin_that_a_command_starts_beside_a_server_of_a_deployment() {
    lists(
        "//- /package.json
{ \"name\": \"api\", \"type\": \"module\", \"dependencies\": { \"fastify\": \"5\" } }
//- /app.js
import AutoLoad from '@fastify/autoload'
import { join } from 'desm'
export default async function (fastify, opts) {
  await fastify.register(AutoLoad, { dir: join(import.meta.url, 'routes'), dirNameRoutePrefix: false })
}
//- /routes/redirect/index.js
export const autoPrefix = '/go'
export default async function (fastify) { fastify.get('/:to', () => {}) }
//- /deploy/cloud/index.js
import Fastify from 'fastify'
import app from './app.js'
Fastify().register(app)
",
        expect![[r#"
            GET /go/{to} routes/redirect/index.js:2
        "#]],
    );
}

/// The framework that is shown of each project, and its endpoints.
#[track_caller]
fn shows(text: &str, expected: Expect) {
    let host = MemHost::default();
    for part in text.split("//- /").skip(1) {
        let (name, text) = part.split_once('\n').expect("a name");
        host.put(name, text);
    }
    let snapshot = Index::new(&host).snapshot();
    let line = |project: &model::Project| {
        let framework = project.framework.as_ref().map_or("none", |it| it.name.name());
        let version = project.framework.as_ref().and_then(|it| it.version.clone()).unwrap_or_default();
        let endpoint = |one: &Endpoint| {
            let mark = if one.is_mounted { "" } else { "- " };
            format!("  {mark}{} {}:{}\n", one.path, one.place.file, one.place.line_number())
        };
        let endpoints: String = project.endpoints.iter().map(endpoint).collect();
        format!("{framework} {version}\n{endpoints}")
    };
    expected.assert_eq(&snapshot.projects.iter().map(line).collect::<String>());
}

#[test]
fn of_several_declared_the_one_that_is_used() {
    let code = "const express = require('express')
const app = express()
app.get('/a', (req, res) => res.json({}))
";
    shows(
        &format!(
            "//- /package.json
{{ \"name\": \"api\", \"dependencies\": {{ \"fastify\": \"5\", \"koa\": \"3\", \"express\": \"4\" }} }}
//- /index.js
{code}// const fastify = require('fastify')
//- /tests/other.js
const fastify = require('fastify')()
fastify.get('/no', () => ({{}}))
//- /types.ts
import type {{ FastifyInstance }} from 'fastify'
export type A = FastifyInstance
"
        ),
        expect![[r#"
            express 4
              /a index.js:3
        "#]],
    );
    shows(
        "//- /pyproject.toml
[project]
name = 'api'
dependencies = ['fastapi', 'flask==3.0']
//- /app.py
from flask import Flask
app = Flask(__name__)
@app.get('/b')
def b(): ...
",
        expect![[r#"
            flask 3.0
              /b app.py:3
        "#]],
    );
    shows(
        "//- /go.mod
module x.y/api
go 1.22
require (
\tgithub.com/gofiber/fiber/v2 v2.50.0
\tgithub.com/labstack/echo/v4 v4.11.0
)
//- /main.go
package main
import \"github.com/labstack/echo/v4\"
func main() {
\te := echo.New()
\te.GET(\"/c\", show)
}
",
        expect![[r#"
            goecho v4.11.0
              /c main.go:5
        "#]],
    );
}

#[test]
fn all_of_several_that_are_used() {
    shows(
        "//- /package.json
{ \"name\": \"api\", \"dependencies\": { \"fastify\": \"5\", \"express\": \"4\" } }
//- /one.js
const app = require('express')()
app.get('/a', show)
//- /two.js
import Fastify from 'fastify'
const server = Fastify()
server.get('/b', show)
",
        expect![[r#"
            fastify 5
              /a one.js:2
              /b two.js:3
        "#]],
    );
    shows(
        "//- /pyproject.toml
[project]
name = 'api'
dependencies = ['django', 'fastapi']
//- /config/settings.py
ROOT_URLCONF = 'config.urls'
//- /config/urls.py
from django.urls import path
urlpatterns = [path('a', lambda request: None)]
//- /api/main.py
from fastapi import FastAPI
app = FastAPI()
@app.get('/b')
def b(): ...
",
        expect![[r#"
            fastapi 
              /b api/main.py:3
              /a config/urls.py:2
        "#]],
    );
}

#[test]
fn what_a_script_starts_is_used() {
    shows(
        "//- /package.json
{ \"name\": \"web\", \"scripts\": { \"dev\": \"next dev\" }, \"dependencies\": { \"next\": \"15\", \"express\": \"4\" } }
//- /pages/api/a.ts
export default function handler(req, res) {}
//- /scripts/proxy.js
const app = require('express')()
app.get('/p', show)
",
        expect![[r#"
            nextjs 15
              /api/a pages/api/a.ts:1
              /p scripts/proxy.js:2
        "#]],
    );
}

#[test]
fn an_import_that_comes_or_goes_chooses_again() {
    let host = MemHost::default();
    host.put("package.json", "{ \"name\": \"api\", \"dependencies\": { \"fastify\": \"5\", \"express\": \"4\" } }");
    let express = "const app = require('express')()\napp.get('/a', show)\n";
    let fastify = "const server = require('fastify')()\nserver.get('/b', show)\n";
    host.put("index.js", express);
    let mut index = Index::new(&host);
    let mut shown = |text: &str| {
        host.put("index.js", text);
        let path = model::RelPath::new("index.js").expect("a path");
        let snapshot = index.apply(&host as &dyn Host, [Change::Disk(path)]);
        let project = &snapshot.projects[0];
        let endpoints: Vec<String> = project.endpoints.iter().map(|it| it.path.clone()).collect();
        format!("{} {endpoints:?}", project.framework.as_ref().map_or("none", |it| it.name.name()))
    };
    assert_eq!(shown(express), "express [\"/a\"]");
    assert_eq!(shown(fastify), "fastify [\"/b\"]");
    assert_eq!(shown(express), "express [\"/a\"]");
}

const GENERATED: &str = "//- /pom.xml
<project><groupId>x</groupId><artifactId>api</artifactId>
<properties><api.package>shop.rest.api</api.package></properties>
<dependencies><dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-web</artifactId></dependency></dependencies>
<build><plugins><plugin><groupId>org.openapitools</groupId><artifactId>openapi-generator-maven-plugin</artifactId>
<executions><execution><configuration>
<inputSpec>${project.basedir}/src/main/resources/openapi.yml</inputSpec>
<generatorName>spring</generatorName><apiPackage>${api.package}</apiPackage>
<configOptions><interfaceOnly>true</interfaceOnly><useTags>true</useTags></configOptions>
</configuration></execution></executions></plugin></plugins></build></project>
//- /src/main/resources/openapi.yml
openapi: 3.0.1
paths:
  /owners/{ownerId}:
    get: { tags: [owner-v2], operationId: get-owner }
    delete: { tags: [owner-v2], operationId: deleteOwner }
  /pets:
    get: { tags: [pets], operationId: listPets }
//- /src/main/java/shop/App.java
package shop;
import org.springframework.boot.autoconfigure.SpringBootApplication;
@SpringBootApplication
class App {}
//- /src/main/java/shop/rest/OwnerController.java
package shop.rest;
import org.springframework.web.bind.annotation.*;
import shop.rest.api.OwnerV2Api;
@RestController
@RequestMapping(\"/api\")
class OwnerController implements OwnerV2Api {
  @Override
  public Owner getOwner(Long ownerId) { return null; }
  @GetMapping(\"/own\")
  public String own() { return \"\"; }
}
";

#[test]
fn interfaces_that_the_build_makes_of_a_description() {
    lists(
        GENERATED,
        expect![[r#"
            DELETE /api/owners/{ownerId} src/main/java/shop/rest/OwnerController.java:6
            GET /api/owners/{ownerId} src/main/java/shop/rest/OwnerController.java:8
            GET /api/own src/main/java/shop/rest/OwnerController.java:9
        "#]],
    );
    // A client is made of the description, or interfaces whose paths stand elsewhere.
    for (said, other) in [
        ("<interfaceOnly>true</interfaceOnly>", ""),
        ("<generatorName>spring<", "<generatorName>java<"),
        ("<useTags>", "<requestMappingMode>api_interface</requestMappingMode><useTags>"),
        ("shop.rest.api</api.package>", "shop.other</api.package>"),
    ] {
        assert!(GENERATED.contains(said));
        lists(
            &GENERATED.replace(said, other),
            expect![[r#"
            GET /api/own src/main/java/shop/rest/OwnerController.java:9
        "#]],
        );
    }
}

#[track_caller]
fn mounts(text: &str, expected: Expect) {
    expected.assert_eq(&told(text, |one| format!("{} {}\n", one.path, if one.is_mounted { "mounted" } else { "-" })));
}

#[test]
fn a_file_that_starts_what_others_make() {
    let files = "//- /pyproject.toml
[project]
name = 'site'
dependencies = ['fastapi']
//- /site/app.py
from fastapi import FastAPI
from .parts import router
def make():
    return FastAPI()
def register(app: FastAPI):
    app.include_router(router)
//- /site/parts.py
from fastapi import APIRouter
router = APIRouter()
@router.get('/a')
def a(): ...
";
    let start = "from site.app import make, register
app = make()
register(app)
";
    mounts(
        &format!("{files}//- /site/main.py\n{start}"),
        expect![[r#"
        /a mounted
    "#]],
    );
    mounts(
        &format!("{files}//- /wsgi.py\n{start}"),
        expect![[r#"
        /a mounted
    "#]],
    );
    // Files beside, of other names or in tests start nothing.
    mounts(
        &format!("{files}//- /tools/main.py\n{start}"),
        expect![[r#"
        /a -
    "#]],
    );
    mounts(
        &format!("{files}//- /tests/main.py\n{start}"),
        expect![[r#"
        /a -
    "#]],
    );
}
