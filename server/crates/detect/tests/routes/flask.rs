use detect::routes::RouteContext;
use expect_test::expect;
use model::FrameworkName::Flask;

use crate::project::{check, listed};

#[test]
fn blueprints_prefixes_and_factories() {
    check("flask", "blueprints", Flask, &RouteContext::default());
}

#[test]
fn classes_rules_and_dispatchers() {
    check("flask", "views", Flask, &RouteContext::default());
}

#[test]
fn classes_of_resources_by_extensions() {
    check("flask", "resources", Flask, &RouteContext::default());
}

#[test]
fn resources_that_nobody_puts_on_an_application() {
    expect![[r#"
        - GET /a A api.py:3
        - GET /lost/b B api.py:9
        - GET {?}/c C api.py:14
    "#]]
    .assert_eq(&listed(
        "//- /api.py
from flask_restx import Api, Namespace, Resource
api, lost = Api(), Namespace('lost')
@api.route('/a')
class A(Resource):
    def get(self): ...
# @api.route('/comment')
class Comment(Resource):
    text = '@api.route(\"/string\")'
@lost.route('/b')
class B(Resource):
    def get(self): ...
    def helper(self): ...
odd = Namespace('x', path=unknown())
@odd.route('/c')
class C(Resource):
    def get(self): ...
//- /tests/test_api.py
from api import api
@api.route('/test')
class T: ...
",
        Flask,
    ));
}

#[test]
fn what_nobody_registers_and_what_is_no_code() {
    expect![[r#"
        - GET /lost/a a app/__init__.py:8
        - GET /lost/inner/b b app/__init__.py:10
        GET {?}/c c app/__init__.py:13
        ANY /graph graphs.Graph app/__init__.py:16
    "#]]
    .assert_eq(&listed(
        "//- /app/__init__.py
import os
from flask import Blueprint, Flask
from graphs import Graph
import unknown
app = Flask(__name__)
lost, inner = Blueprint('lost', __name__, url_prefix='/lost'), Blueprint('inner', __name__, url_prefix='/inner')
lost.register_blueprint(inner)
@lost.route('/a')
def a(): ...
@inner.route('/b')
def b(): ...
dynamic = Blueprint('dynamic', __name__)
@dynamic.route('/c')
def c(): ...
app.register_blueprint(dynamic, url_prefix=os.environ['PREFIX'])
app.add_url_rule('/graph', view_func=Graph.as_view('graph'))
# @app.route('/comment')
# def comment(): ...
'''
@app.route('/string')
def string(): ...
'''
cache = {}
cache.get('/not-a-route')
app.config.get('/not-a-route')
//- /tests/test_app.py
from flask import Flask
app = Flask(__name__)
@app.route('/test')
def test(): ...
//- /docs/quickstart.py
from flask import Flask
app = Flask(__name__)
@app.route('/docs-example')
def docs(): ...
//- /venv/lib/python3.12/site-packages/x/app.py
from flask import Flask
app = Flask(__name__)
@app.route('/vendored')
def vendored(): ...
",
        Flask,
    ));
}

#[test]
fn cycles_and_broken_code_end() {
    expect![[r#"
        GET /ok ok main.py:6
        GET /broken A.as_view() main.py:8
    "#]]
    .assert_eq(&listed(
        "//- /main.py
from flask import Blueprint, Flask
app, bp = Flask(__name__), Blueprint('a', __name__)
bp.register_blueprint(bp)
app.register_blueprint(bp)
class A(A): ...
@app.route('/ok')
def ok(): ...
app.add_url_rule('/broken', view_func=A.as_view(
",
        Flask,
    ));
}
