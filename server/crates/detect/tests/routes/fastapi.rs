use detect::routes::RouteContext;
use expect_test::{Expect, expect};
use model::FrameworkName::Fastapi;

use crate::project::{check, listed};

#[track_caller]
fn lists(text: &str, expected: Expect) {
    expected.assert_eq(&listed(text, Fastapi));
}

#[test]
fn prefixes_from_settings_classes_and_packages() {
    check("fastapi", "prefixes", Fastapi, &RouteContext::default());
}

#[test]
fn loops_factories_and_subclasses() {
    check("fastapi", "loops", Fastapi, &RouteContext::default());
}

#[test]
fn modules_found_at_start_and_likely_branches() {
    check("fastapi", "discovery", Fastapi, &RouteContext::default());
}

#[test]
fn a_prefix_that_differs_between_branches_is_not_known() {
    lists(
        "//- /main.py
import sys
from fastapi import APIRouter, FastAPI
app, router, other, third = FastAPI(), APIRouter(), APIRouter(), APIRouter()
@router.get('/a')
def a(): ...
@other.get('/b')
def b(): ...
@third.get('/c')
def c(): ...
prefix = '/one'
if sys.argv:
    prefix = '/two'
def pick():
    for name in sys.argv:
        if name:
            return '/three'
    return '/four'
same = '/same'
if sys.argv:
    same = '/same'
app.include_router(router, prefix=prefix)
app.include_router(other, prefix=pick())
app.include_router(third, prefix=f'{same}/{len(sys.argv):03d}')
",
        expect![[r#"
            GET {?}/a a main.py:4
            GET {?}/b b main.py:6
            GET /same/{?}/c c main.py:8
        "#]],
    );
}

#[test]
fn what_is_written_beside_an_unknown_prefix_is_its_default() {
    lists(
        "//- /main.py
from fastapi import APIRouter, FastAPI
from elsewhere import BASE, PREFIX, settings
app, api, router, other = FastAPI(), FastAPI(), APIRouter(), APIRouter()
@api.get('/a')
def a(): ...
@router.get('/b')
def b(): ...
@other.get('/c')
def c(): ...
if BASE:
    app.mount(BASE.value(), app=api)
else:
    app.mount('/api', app=api)
if settings.prefix:
    app.include_router(router, prefix=settings.prefix)
else:
    app.include_router(router)
if settings.enabled:
    app.include_router(other, prefix=PREFIX)
else:
    app.include_router(other, prefix='/c')
",
        expect![[r#"
            GET /api/a a main.py:4
            GET /b b main.py:6
            GET /c/c c main.py:8
            GET {?}/c c main.py:8
        "#]],
    );
}

#[test]
fn what_a_function_is_given_that_nobody_calls_is_not_mounted() {
    lists(
        "//- /plugin.py
from fastapi import APIRouter, FastAPI
router = APIRouter(prefix='/plugin')
@router.get('/a')
def a(): ...
def register(app: FastAPI):
    app.include_router(router)
//- /main.py
from fastapi import FastAPI
app = FastAPI()
@app.get('/b')
def b(): ...
",
        expect![[r#"
            GET /b b main.py:3
            - GET /plugin/a a plugin.py:3
        "#]],
    );
}

#[test]
fn a_factory_that_another_calls_is_no_application_of_its_own() {
    lists(
        "//- /api.py
from fastapi import FastAPI
def create_api() -> FastAPI:
    api = FastAPI()
    @api.get('/a')
    def a(): ...
    return api
//- /server.py
from fastapi import FastAPI
from api import create_api
def walk(tree):
    for one in tree:
        walk(one) or walk(tree)
    return walk(tree)
def create_app():
    app = FastAPI()
    walk([1, 2, 3])
    app.mount('/api', create_api())
    return app
",
        expect![[r#"
            GET /a a api.py:4
            GET /api/a a api.py:4
        "#]],
    );
}

#[test]
fn mounts_and_sub_applications() {
    check("fastapi", "apps", Fastapi, &RouteContext::default());
}

#[test]
fn what_comes_after_an_include_counts_in_newer_versions() {
    check("fastapi", "late", Fastapi, &RouteContext::default());
}

#[test]
fn what_comes_after_an_include_is_lost_in_older_versions() {
    let text = "//- /main.py
from fastapi import APIRouter, FastAPI
app, router = FastAPI(), APIRouter(prefix='/r')
@router.get('/early')
def early(): ...
app.include_router(router)
@router.get('/late')
def late(): ...
";
    let context = RouteContext { version: Some("0.115.0".to_owned()), ..RouteContext::default() };
    let found = crate::project::endpoints(text, Fastapi, &context);
    assert_eq!(found.iter().map(crate::project::line).collect::<Vec<_>>(), ["GET /r/early"]);
}

#[test]
fn what_nobody_includes_is_not_mounted() {
    lists(
        "//- /main.py
import os
from fastapi import APIRouter, FastAPI
import unknown
app = FastAPI()
lost = APIRouter(prefix='/lost')
inner = APIRouter(prefix='/inner')
lost.include_router(inner)
@lost.get('/a')
def a(): ...
@inner.get('/b')
def b(): ...
dynamic = APIRouter(prefix=os.environ['PREFIX'])
@dynamic.get('/c')
def c(): ...
app.include_router(dynamic, prefix=unknown.prefix)
if app.debug:
    app.include_router(dynamic, prefix='/debug')
",
        expect![[r#"
            - GET /lost/a a main.py:8
            - GET /lost/inner/b b main.py:10
            GET /debug{?}/c c main.py:13
            GET {?}{?}/c c main.py:13
        "#]],
    );
}

#[test]
fn comments_strings_tests_and_copies_do_not_count() {
    lists(
        "//- /app/main.py
from fastapi import FastAPI
app = FastAPI()
# @app.get('/comment')
# def comment(): ...
'''
@app.get('/string')
def string(): ...
'''
@app.get('/real')
def real(): ...
cache = {}
cache.get('/not-a-route')
//- /tests/test_main.py
from fastapi import FastAPI
app = FastAPI()
@app.get('/test')
def test(): ...
//- /app/test_api.py
from fastapi import FastAPI
app = FastAPI()
@app.get('/test')
def test(): ...
//- /.venv/lib/python3.11/site-packages/x/main.py
from fastapi import FastAPI
app = FastAPI()
@app.get('/vendored')
def vendored(): ...
//- /docs/tutorial.py
from fastapi import FastAPI
app = FastAPI()
@app.get('/docs-example')
def docs(): ...
",
        expect![[r#"
            GET /real real app/main.py:9
        "#]],
    );
}

#[test]
fn cycles_and_broken_code_end() {
    lists(
        "//- /a.py
from b import other
from fastapi import APIRouter, FastAPI
router = APIRouter()
router.include_router(router)
router.include_router(other)
app = FastAPI()
app.include_router(router)
def f(x): return f(f(x))
f(1)
@app.get('/x'
//- /b.py
from a import router as other
",
        expect![[r#"
            GET /x {?} a.py:10
        "#]],
    );
}

#[test]
fn what_an_application_adds_when_it_starts() {
    lists(
        "//- /main.py
from contextlib import asynccontextmanager
from fastapi import APIRouter, FastAPI
router, late, never = APIRouter(prefix='/r'), APIRouter(prefix='/late'), APIRouter(prefix='/never')
@asynccontextmanager
async def lifespan(app: FastAPI):
    await startup(app)
    yield
async def startup(app: FastAPI):
    app.include_router(router)
async def other(app: FastAPI):
    app.include_router(never)
def create_app() -> FastAPI:
    return FastAPI(lifespan=lifespan)
app = create_app()
@router.get('/x')
def x(): ...
@late.get('/y')
def y(): ...
@never.get('/z')
def z(): ...
@app.on_event('startup')
async def more():
    app.include_router(late)
",
        expect![[r#"
            GET /r/x x main.py:15
            GET /late/y y main.py:17
            - GET /never/z z main.py:19
        "#]],
    );
}
