//! Code that would make routes if it were the project's own: in tests, in documentation, in copies of other people's code, in
//! comments and texts, in clients, and on routers that nothing leads to.

use model::{
    FrameworkName::{self, *},
    Runtime,
};

use crate::project::listed;

/// A file that makes a route at its usual place, by framework.
const CODE: &[(FrameworkName, &str, &str)] = &[
    (Fastapi, "py", "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/x')\ndef x(): ...\n"),
    (
        Starlette,
        "py",
        "from starlette.applications import Starlette\nfrom starlette.routing import Route\napp = Starlette(routes=[Route('/x', lambda r: 1)])\n",
    ),
    (Flask, "py", "from flask import Flask\napp = Flask(__name__)\n@app.route('/x')\ndef x(): ...\n"),
    (Django, "py", "from django.urls import path\nurlpatterns = [path('x', lambda request: None)]\n"),
    (Express, "js", "const app = require('express')();\napp.get('/x', (req, res) => {});\n"),
    (Fastify, "js", "const app = require('fastify')();\napp.get('/x', async () => 1);\n"),
    (
        Koa,
        "js",
        "const app = new (require('koa'))();\nconst r = new (require('@koa/router'))();\nr.get('/x', async () => 1);\napp.use(r.routes());\n",
    ),
    (
        Nestjs,
        "ts",
        "import { NestFactory } from '@nestjs/core';\nimport { Controller, Get, Module } from '@nestjs/common';\n@Controller('x')\nclass X { @Get() x() {} }\n@Module({ controllers: [X] })\nclass A {}\nNestFactory.create(A).then((app) => app.listen(1));\n",
    ),
    (
        Gogin,
        "go",
        "package main\n\nimport \"github.com/gin-gonic/gin\"\n\nfunc main() {\n\tr := gin.New()\n\tr.GET(\"/x\", h)\n\tr.Run()\n}\n",
    ),
    (
        Goecho,
        "go",
        "package main\n\nimport \"github.com/labstack/echo/v4\"\n\nfunc main() {\n\te := echo.New()\n\te.GET(\"/x\", h)\n\te.Start(\":1\")\n}\n",
    ),
    (
        Gofiber,
        "go",
        "package main\n\nimport \"github.com/gofiber/fiber/v2\"\n\nfunc main() {\n\ta := fiber.New()\n\ta.Get(\"/x\", h)\n\ta.Listen(\":1\")\n}\n",
    ),
    (
        Gochi,
        "go",
        "package main\n\nimport (\n\t\"net/http\"\n\n\t\"github.com/go-chi/chi/v5\"\n)\n\nfunc main() {\n\tr := chi.NewRouter()\n\tr.Get(\"/x\", h)\n\thttp.ListenAndServe(\":1\", r)\n}\n",
    ),
    (
        Springboot,
        "java",
        "package x;\nimport org.springframework.web.bind.annotation.*;\n@SpringBootApplication\n@RestController\nclass X {\n  @GetMapping(\"/x\")\n  String x() { return \"\"; }\n}\n",
    ),
    (
        Springboot,
        "kt",
        "package x\nimport org.springframework.web.bind.annotation.*\n@SpringBootApplication\n@RestController\nclass X {\n  @GetMapping(\"/x\")\n  fun x() = 1\n}\n",
    ),
];

/// Where such a file is usual, and where it is no code of the server, by the ending of its name.
const PLACES: &[(&str, &str, &[&str])] = &[
    (
        "py",
        "app/urls.py",
        &[
            "tests/urls.py",
            "app/tests/urls.py",
            "app/test_urls.py",
            "app/urls_test.py",
            "conftest.py",
            "docs/urls.py",
            "docs_src/urls.py",
            "examples/urls.py",
            "benchmarks/urls.py",
            "venv/lib/python3.12/site-packages/x/urls.py",
            ".venv/lib/python3.12/site-packages/x/urls.py",
            "vendor/x/urls.py",
            "app/_vendor/x/urls.py",
            "build/lib/app/urls.py",
            ".rapidkit/vendor/x/urls.py",
        ],
    ),
    (
        "js",
        "src/app.js",
        &[
            "src/app.test.js",
            "src/app.spec.js",
            "src/__tests__/app.js",
            "src/__mocks__/app.js",
            "test/app.js",
            "e2e/app.js",
            "cypress/app.js",
            "docs/app.js",
            "examples/a/app.js",
            "node_modules/x/app.js",
            "vendor/app.js",
            "dist/app.js",
            "build/app.js",
            "public/app.min.js",
            ".next/server/app.js",
        ],
    ),
    (
        "ts",
        "src/main.ts",
        &[
            "src/main.spec.ts",
            "src/main.e2e-spec.ts",
            "test/main.ts",
            "docs/main.ts",
            "examples/main.ts",
            "node_modules/x/main.ts",
            "dist/main.ts",
            "src/main.d.ts",
            "src/main.stories.ts",
        ],
    ),
    (
        "go",
        "main.go",
        &[
            "main_test.go",
            "vendor/example.com/x/main.go",
            "testdata/main.go",
            "docs/main.go",
            "examples/main.go",
            "_examples/rest/main.go",
            "internal/example/main.go",
        ],
    ),
    (
        "java",
        "src/main/java/x/X.java",
        &[
            "src/test/java/x/X.java",
            "src/integrationTest/java/x/X.java",
            "src/testFixtures/java/x/X.java",
            "docs/X.java",
            "examples/src/main/java/x/X.java",
            "build/generated/x/X.java",
        ],
    ),
    ("kt", "src/main/kotlin/x/X.kt", &["src/test/kotlin/x/X.kt", "src/integrationTest/kotlin/x/X.kt", "docs/X.kt"]),
];

/// What the project needs beside the file.
fn around(framework: FrameworkName, path: &str) -> String {
    match framework {
        Django => format!(
            "//- /settings.py\nROOT_URLCONF = '{}'\n",
            path.trim_end_matches(".py")
                .rsplit('/')
                .take(2)
                .collect::<Vec<_>>()
                .into_iter()
                .rev()
                .collect::<Vec<_>>()
                .join(".")
        ),
        _ if path.ends_with(".go") => "//- /go.mod\nmodule example.com/x\n".to_owned(),
        _ => String::new(),
    }
}

#[test]
fn in_tests_documentation_and_copies() {
    for (framework, ending, code) in CODE {
        let (_, usual, others) = PLACES.iter().find(|(known, ..)| known == ending).expect("places");
        let at = |path: &str| listed(&format!("{}//- /{path}\n{code}", around(*framework, usual)), *framework);
        assert!(at(usual).contains("x"), "{} has no route at {usual}", framework.name());
        for path in *others {
            assert_eq!(at(path), "", "{} at {path}", framework.name());
        }
    }
}

/// A line of code made into a comment, a text that is no code, and one that documents.
fn silenced(ending: &str, line: &str) -> [String; 3] {
    match ending {
        "py" => [
            format!("# {line}"),
            format!("text = '''\n{line}\n'''"),
            format!("def f():\n    \"\"\"\n    {line}\n    \"\"\""),
        ],
        "go" => {
            let line = line.replace('`', "'");
            [format!("// {line}"), format!("/*\n{line}\n*/"), format!("var text = `\n{line}\n`")]
        }
        "kt" => [format!("// {line}"), format!("/*\n{line}\n*/"), format!("val text = \"\"\"\n{line}\n\"\"\"")],
        "java" => [
            format!("// {line}"),
            format!("/**\n * {line}\n */"),
            format!("class T {{ String text = \"\"\"\n{line}\n\"\"\"; }}"),
        ],
        _ => [format!("// {line}"), format!("/*\n{line}\n*/"), format!("const text = `\n{line}\n`;")],
    }
}

#[test]
fn in_comments_and_texts() {
    for (framework, ending, code) in CODE {
        let (_, usual, _) = PLACES.iter().find(|(known, ..)| known == ending).expect("places");
        // The header of the file stays code; the rest is no code.
        let head =
            code.lines().take_while(|line| line.contains("import") || line.starts_with("package") || line.is_empty());
        let head: Vec<&str> = head.collect();
        let rest: Vec<&str> = code.lines().skip(head.len()).collect();
        let comment = |line: &&str| silenced(ending, line)[0].clone();
        let texts = [
            rest.iter().map(comment).collect::<Vec<_>>().join("\n"),
            silenced(ending, &rest.join("\n"))[1].clone(),
            silenced(ending, &rest.join("\n"))[2].clone(),
        ];
        for text in texts {
            let whole = format!("{}//- /{usual}\n{}\n{text}\n", around(*framework, usual), head.join("\n"));
            assert_eq!(listed(&whole, *framework), "", "{} reads\n{whole}", framework.name());
        }
    }
}

/// Clients, as generators and people write them.
const CLIENTS: &[(Runtime, &str)] = &[
    (
        Runtime::Python,
        "//- /client/api/pets_api.py
from pydantic import validate_call
from client.api_client import ApiClient
class PetsApi:
    def __init__(self, api_client=None):
        self.api_client = api_client or ApiClient.get_default()
    @validate_call
    def show_pet(self, pet_id):
        _param = self._show_pet_serialize(pet_id=pet_id)
        return self.api_client.call_api(*_param)
    def _show_pet_serialize(self, pet_id):
        return self.api_client.param_serialize(method='GET', resource_path='/pets/{pet_id}', path_params={})
//- /client/http.py
import httpx
import requests
from fastapi.testclient import TestClient
from flask import current_app
from rest_framework.test import APIClient
from app.main import app
session = requests.Session()
session.get('/session')
client = httpx.Client(base_url='https://x.example')
client.post('/client', json={})
async def load():
    async with httpx.AsyncClient() as one:
        await one.get('/async')
TestClient(app).delete('/probe')
APIClient().get('/api-client/')
current_app.test_client().put('/test-client')
//- /app/main.py
def app(scope): ...
",
    ),
    (
        Runtime::Node,
        "//- /src/generated/apis/PetsApi.ts
import * as runtime from '../runtime';
export class PetsApi extends runtime.BaseAPI {
  async showPet(id: string) {
    return this.request({ path: `/pets/{petId}`.replace(`{${'petId'}}`, id), method: 'GET', headers: {} });
  }
}
//- /src/generated/api.ts
import globalAxios from 'axios';
export const PetsApiAxiosParamCreator = (configuration) => ({
  showPet: async (petId) => { const localVarPath = `/pets/{petId}`; return { url: localVarPath }; },
});
//- /src/client.ts
import axios from 'axios';
import ky from 'ky';
import got from 'got';
import request from 'supertest';
import type { Express } from 'express';
import type { FastifyInstance } from 'fastify';
const api = axios.create({ baseURL: '/api' });
export const one = () => api.get('/axios', { params: {} });
export const two = () => ky.post('/ky', { json: {} });
export const three = () => got.put('/got', {});
export const probe = (app: Express) => request(app).get('/supertest').expect(200);
export const inject = (app: FastifyInstance) => app.inject({ method: 'GET', url: '/inject' });
export const four = () => fetch('/fetch', { method: 'DELETE' });
",
    ),
    (
        Runtime::Go,
        "//- /go.mod
module example.com/x
//- /client/api_pets.go
package client

import (
	\"net/http\"
	\"strings\"
)

func (a *PetsAPIService) ShowPetExecute(r ApiShowPetRequest) (*http.Response, error) {
	localVarPath := a.client.cfg.BasePath + \"/pets/{petId}\"
	localVarPath = strings.Replace(localVarPath, \"{petId}\", r.petId, -1)
	req, err := a.client.prepareRequest(r.ctx, localVarPath, http.MethodGet, nil)
	return a.client.callAPI(req)
}
//- /main.go
package main

import (
	\"net/http\"
	\"net/http/httptest\"

	\"github.com/go-resty/resty/v2\"
	\"github.com/gofiber/fiber/v2\"
	\"github.com/gofiber/fiber/v2/client\"
)

func main() {
	http.Get(\"/get\")
	http.Post(\"/post\", \"text/plain\", nil)
	http.NewRequest(\"PUT\", \"/put\", nil)
	httptest.NewRequest(\"GET\", \"/probe\", nil)
	resty.New().R().Get(\"/resty\")
	fiber.Get(\"/fiber\")
	client.New().Get(\"/client\")
}
",
    ),
    (
        Runtime::Java,
        "//- /src/main/java/x/App.java
package x;
import org.springframework.boot.autoconfigure.SpringBootApplication;
@SpringBootApplication
class App {}
//- /src/main/java/x/client/PetsApi.java
package x.client;
import retrofit2.Call;
import retrofit2.http.*;
public interface PetsApi {
  @GET(\"pets/{id}\")
  Call<Pet> show(@Path(\"id\") String id);
}
//- /src/main/java/x/client/PetsClient.java
package x.client;
import org.springframework.cloud.openfeign.FeignClient;
import org.springframework.web.bind.annotation.*;
@FeignClient(name = \"pets\", path = \"/remote\")
@RequestMapping(\"/pets\")
public interface PetsClient {
  @GetMapping(\"/{id}\")
  Pet show(@PathVariable String id);
}
//- /src/main/java/x/client/PetsExchange.java
package x.client;
import org.springframework.web.service.annotation.*;
@HttpExchange(\"/exchange\")
public interface PetsExchange {
  @GetExchange(\"/{id}\")
  Pet show(String id);
}
//- /src/main/java/x/client/Calls.java
package x.client;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;
class Calls {
  Pet one() { return new RestTemplate().getForObject(\"/rest\", Pet.class); }
  Object two() { return WebClient.create().get().uri(\"/web\").retrieve(); }
  private Request call() { String localVarPath = \"/pets/{id}\"; return client.build(localVarPath, \"GET\"); }
}
//- /src/main/kotlin/x/client/PetsApi.kt
package x.client
import retrofit2.http.GET
interface KotlinApi { @GET(\"pets/{id}\") suspend fun show(id: String): Pet }
",
    ),
];

#[test]
fn in_clients() {
    for row in detect::frameworks::DETECTORS {
        let (_, text) = CLIENTS.iter().find(|(runtime, _)| *runtime == row.runtime).expect("a client");
        assert_eq!(listed(text, row.name), "", "{}", row.name.name());
    }
}

/// Routers that nothing leads to: shown, but not as mounted.
const LOST: &[(FrameworkName, &str)] = &[
    (Fastapi, "//- /a.py\nfrom fastapi import APIRouter\nr = APIRouter(prefix='/lost')\n@r.get('/x')\ndef x(): ...\n"),
    (
        Starlette,
        "//- /a.py\nfrom starlette.routing import Router\nr = Router()\n@r.route('/lost/x')\ndef x(request): ...\n",
    ),
    (
        Flask,
        "//- /a.py\nfrom flask import Blueprint\nb = Blueprint('b', __name__, url_prefix='/lost')\n@b.route('/x')\ndef x(): ...\n",
    ),
    (
        Django,
        "//- /a/urls.py\nfrom django.urls import path\nurlpatterns = [path('lost/x', lambda request: None)]\n//- /settings.py\nROOT_URLCONF = 'b'\n//- /b.py\nurlpatterns = []\n",
    ),
    (Express, "//- /a.js\nconst r = require('express').Router();\nr.get('/lost/x', () => {});\nmodule.exports = r;\n"),
    (
        Fastify,
        "//- /a.ts\nimport type { FastifyInstance } from 'fastify';\nexport async function lost(app: FastifyInstance) { app.get('/lost/x', () => {}); }\n",
    ),
    (
        Koa,
        "//- /a.js\nconst r = new (require('@koa/router'))({ prefix: '/lost' });\nr.get('/x', () => {});\nmodule.exports = r;\n",
    ),
    (
        Nestjs,
        "//- /a.ts\nimport { Controller, Get } from '@nestjs/common';\n@Controller('lost')\nexport class L { @Get('x') x() {} }\n",
    ),
    (
        Gogin,
        "//- /go.mod\nmodule e.x/y\n//- /a.go\npackage a\n\nimport \"github.com/gin-gonic/gin\"\n\nfunc Lost(r *gin.Engine) { r.GET(\"/lost/x\", h) }\n",
    ),
    (
        Goecho,
        "//- /go.mod\nmodule e.x/y\n//- /a.go\npackage a\n\nimport \"github.com/labstack/echo/v4\"\n\nfunc Lost(g *echo.Group) { g.GET(\"/lost/x\", h) }\n",
    ),
    (
        Gofiber,
        "//- /go.mod\nmodule e.x/y\n//- /a.go\npackage a\n\nimport \"github.com/gofiber/fiber/v2\"\n\nfunc Lost(r fiber.Router) { r.Get(\"/lost/x\", h) }\n",
    ),
    (
        Gochi,
        "//- /go.mod\nmodule e.x/y\n//- /a.go\npackage a\n\nimport \"github.com/go-chi/chi/v5\"\n\nfunc Lost(r chi.Router) { r.Get(\"/lost/x\", h) }\n",
    ),
    (
        Springboot,
        "//- /src/main/java/x/App.java\npackage x;\n@SpringBootApplication\nclass App {}\n//- /src/main/java/y/L.java\npackage y;\n@RestController\nclass L {\n  @GetMapping(\"/lost/x\")\n  String x() { return \"\"; }\n}\n",
    ),
];

#[test]
fn on_routers_that_nothing_leads_to() {
    for (framework, text) in LOST {
        let found = listed(text, *framework);
        let is_lost = |line: &str| line.starts_with("- ") && line.contains("lost/x") || line.contains("{?}/lost/x");
        assert!(!found.is_empty() && found.lines().all(is_lost), "{}: {found:?}", framework.name());
        assert!(found.lines().all(|line| line.starts_with("- ")), "{}: {found:?}", framework.name());
    }
}
