//! Ways to say the same that stand in no other case: each line of the issue's list has its fixture here or beside.

use detect::routes::{RouteContext, settings};
use expect_test::{Expect, expect};
use model::FrameworkName::{self, *};

use crate::project::{endpoints, line, listed};

#[track_caller]
fn lists(framework: FrameworkName, text: &str, expected: Expect) {
    expected.assert_eq(&listed(text, framework));
}

#[test]
fn names_that_packages_hand_on() {
    lists(
        Fastapi,
        "//- /main.py
import fastapi as fa
from api.v1 import routers, items
from api import *
class Server:
    app = fa.FastAPI()
if True:
    Server.app.include_router(routers.users_router, prefix='/v1')
    Server.app.include_router(items, prefix='/v1')
Server.app.include_router(ping)
//- /api/__init__.py
from .ping import router as ping
__all__ = ['ping']
//- /api/ping.py
from fastapi import APIRouter as Router
router = Router()
@router.get('/ping')
def pong(): ...
//- /api/v1/__init__.py
from .routers.items import router as items
//- /api/v1/routers/__init__.py
from .users import router as users_router
//- /api/v1/routers/users.py
import fastapi.routing
router = fastapi.routing.APIRouter(prefix='/users')
@router.get('/{id}')
def one(id): ...
//- /api/v1/routers/items.py
from fastapi import APIRouter
from ...limits import LIMITS
router = APIRouter(prefix=f'/items{LIMITS.suffix}')
@router.get('')
def all(): ...
//- /api/limits.py
class LIMITS:
    suffix = '-of-all'
",
        expect![[r#"
            GET /ping pong api/ping.py:3
            GET /v1/items-of-all all api/v1/routers/items.py:4
            GET /v1/users/{id} one api/v1/routers/users.py:3
        "#]],
    );
}

#[test]
fn an_application_of_the_library_below() {
    lists(
        Starlette,
        "//- /main.py
from starlette.applications import Starlette
from starlette.routing import Host, Mount, Route, Router, WebSocketRoute
from views import Login, home, feed
PREFIX = '/api'
inner = Router(routes=[Route('/x/{id:int}', home, methods=['PUT'])])
routes = [Route('/', home), Mount(PREFIX, app=inner), WebSocketRoute('/feed', feed)]
def make():
    app = Starlette(debug=True, routes=routes)
    app.add_route('/login', Login)
    return app
app = make()
//- /views.py
from starlette.endpoints import HTTPEndpoint
class Login(HTTPEndpoint):
    def get(self, request): ...
    def post(self, request): ...
def home(request): ...
async def feed(ws): ...
",
        expect![[r#"
            PUT /api/x/{id} home main.py:5
            GET / home main.py:6
            WS /feed feed main.py:6
            GET /login Login main.py:9
            POST /login Login main.py:9
        "#]],
    );
}

#[test]
fn what_is_not_known_is_told_with_its_expression() {
    let unknown = |text: &str, framework: FrameworkName| -> Vec<String> {
        let found = endpoints(text, framework, &RouteContext::default());
        found.iter().map(|one| format!("{} {:?}", line(one), one.unknown)).collect()
    };
    let python = "//- /main.py
import os
from fastapi import FastAPI, APIRouter
app, r = FastAPI(), APIRouter(prefix=os.environ['PREFIX'])
@r.get('/x')
def x(): ...
app.include_router(r)
";
    assert_eq!(unknown(python, Fastapi), ["GET {?}/x [\"os.environ[\\\"PREFIX\\\"]\"]"]);
    let node = "//- /index.js
const express = require('express');
const app = express();
const r = express.Router();
r.get('/x', show);
app.use(process.env.BASE, r);
";
    assert_eq!(unknown(node, Express), ["GET {?}/x [\"process.env.BASE\"]"]);
    let go = "//- /go.mod
module e.x/y
//- /main.go
package main

import (
\t\"os\"

\t\"github.com/gin-gonic/gin\"
)

func main() {
\tr := gin.New()
\tr.Group(os.Getenv(\"BASE\")).GET(\"/x\", h)
\tr.Run()
}
";
    assert_eq!(unknown(go, Gogin), ["GET /{?}/x [\"os.Getenv(…)\"]"]);
    let java = "//- /src/main/java/x/App.java
package x;
@SpringBootApplication
@RestController
@RequestMapping(\"${base}\")
class App {
  @GetMapping(\"/x\")
  String x() { return \"\"; }
}
";
    assert_eq!(unknown(java, Springboot), ["GET /{?}/x [\"base\"]"]);
}

#[test]
fn a_path_for_the_servlet() {
    let text = "//- /src/main/java/x/App.java
package x;
@SpringBootApplication
@RestController
class App {
  @GetMapping(\"/x\")
  String x() { return \"\"; }
}
";
    let settings = settings::properties("server.servlet.context-path=/shop\nspring.mvc.servlet.path=/api\n");
    let found = endpoints(text, Springboot, &RouteContext { settings, ..RouteContext::default() });
    assert_eq!(found.iter().map(line).collect::<Vec<_>>(), ["GET /shop/api/x"]);
}

/// What a project in Go serves whose paths are constants of another package.
#[track_caller]
fn serves(framework: FrameworkName, import: &str, body: &str, paths: &[&str]) {
    let text = format!(
        "//- /go.mod
module e.x/y
//- /api/paths.go
package api

const Base = \"/api\"

const (
\tOne = \"/one\"
\tTwo = One + \"/two\"
)
//- /main.go
package main

import (
\t\"e.x/y/api\"
{import})

{body}"
    );
    let found = endpoints(&text, framework, &RouteContext::default());
    let mut found: Vec<String> = found.iter().filter(|one| one.is_mounted).map(line).collect();
    found.sort();
    assert_eq!(found, paths, "{}", framework.name());
}

/// One project in four dialects of Go: a group in a struct, a constant, a middleware beside the handler, a group that a
/// function is given, one that a function returns, and something mounted.
const ALL: [&str; 4] = ["DELETE /api/three", "GET /api/one", "POST /api/one/two", "PUT /api/v2/four"];

#[test]
fn groups_of_gin_in_structs_functions_and_constants() {
    serves(
        Gogin,
        "\t\"github.com/gin-gonic/gin\"\n",
        "type server struct {
\tengine *gin.Engine
\tgroup  *gin.RouterGroup
}

func (s *server) routes() {
\ts.group.GET(api.One, auth, h)
\ts.group.Use(auth).POST(api.Two, h)
\tadd(s.group)
\tversion(s.group).PUT(\"/four\", auth, h)
}

func add(r gin.IRoutes) { r.DELETE(\"/three\", h) }

func version(r *gin.RouterGroup) *gin.RouterGroup { return r.Group(\"/v2\", auth) }

func main() {
\te := gin.Default()
\ts := &server{engine: e, group: e.Group(api.Base)}
\ts.routes()
\te.Run()
}
",
        &ALL,
    );
}

#[test]
fn groups_of_echo_in_structs_functions_and_constants() {
    serves(
        Goecho,
        "\t\"github.com/labstack/echo/v4\"\n",
        "type server struct {
\techo  *echo.Echo
\tgroup *echo.Group
}

func (s *server) routes() {
\ts.group.GET(api.One, h, auth)
\ts.group.Use(auth)
\ts.group.POST(api.Two, h)
\tadd(s.group)
\tversion(s.group).PUT(\"/four\", h, auth)
}

func add(g *echo.Group) { g.DELETE(\"/three\", h) }

func version(g *echo.Group) *echo.Group { return g.Group(\"/v2\", auth) }

func main() {
\te := echo.New()
\ts := &server{echo: e, group: e.Group(api.Base)}
\ts.routes()
\te.Start(\":1\")
}
",
        &ALL,
    );
}

#[test]
fn groups_of_fiber_in_structs_functions_and_constants() {
    serves(
        Gofiber,
        "\t\"github.com/gofiber/fiber/v2\"\n",
        "type server struct {
\tapp   *fiber.App
\tgroup fiber.Router
}

func (s *server) routes() {
\ts.group.Get(api.One, auth, h)
\ts.group.Use(auth).Post(api.Two, h)
\tadd(s.group)
\tversion(s.group).Put(\"/four\", auth, h)
\tsub := fiber.New()
\tsub.Patch(\"/five\", h)
\ts.app.Mount(\"/sub\", sub)
}

func add(r fiber.Router) { r.Delete(\"/three\", h) }

func version(r fiber.Router) fiber.Router { return r.Group(\"/v2\", auth) }

func main() {
\ta := fiber.New()
\ts := &server{app: a, group: a.Group(api.Base)}
\ts.routes()
\ta.Listen(\":1\")
}
",
        &["DELETE /api/three", "GET /api/one", "PATCH /sub/five", "POST /api/one/two", "PUT /api/v2/four"],
    );
}

#[test]
fn groups_of_chi_in_structs_functions_and_constants() {
    serves(
        Gochi,
        "\t\"net/http\"\n\n\t\"github.com/go-chi/chi/v5\"\n",
        "type server struct {
\trouter chi.Router
}

func (s *server) routes() {
\ts.router.Route(api.Base, func(r chi.Router) {
\t\tr.With(auth).Get(api.One, h)
\t\tr.Group(func(r chi.Router) {
\t\t\tr.Use(auth)
\t\t\tr.Post(api.Two, h)
\t\t})
\t\tadd(r)
\t\tr.Mount(\"/v2\", version())
\t})
}

func add(r chi.Router) { r.Method(http.MethodDelete, \"/three\", h) }

func version() http.Handler {
\tr := chi.NewRouter()
\tr.With(auth, auth).Put(\"/four\", h)
\treturn r
}

func main() {
\ts := &server{router: chi.NewRouter()}
\ts.routes()
\thttp.ListenAndServe(\":1\", s.router)
}
",
        &ALL,
    );
}
