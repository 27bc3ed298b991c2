use detect::routes::RouteContext;
use expect_test::expect;
use model::FrameworkName::Express;

use crate::project::{check, listed};

#[test]
fn routers_prefixes_and_modules() {
    check("express", "routers", Express, &RouteContext::default());
}

#[test]
fn classes_chains_and_conditions() {
    check("express", "classes", Express, &RouteContext::default());
}

#[test]
fn of_what_may_be_either_texts_are_not_guessed() {
    expect![[r#"
        GET /env/a anonymous index.js:4
        GET {?}/a anonymous index.js:4
        GET /b anonymous index.js:6
        GET /c anonymous index.js:8
        - GET /never anonymous index.js:18
    "#]]
    .assert_eq(&listed(
        "//- /index.js
const { Router } = require('express');
const app = require('express')();
const a = Router();
a.get('/a', () => {});
const b = Router();
b.get('/b', () => {});
const c = Router();
c.get('/c', () => {});
function prefix() { if (ask()) return '/one'; return '/two'; }
function base() { if (process.env.BASE) { return process.env.BASE; } else { return '/env'; } }
function either() { if (ask()) { return b; } else { return c; } }
app.use(prefix(), a);
app.use(base(), a);
app.use(either());
const kinds = { b: () => b, c: () => c };
app.use(kinds[ask()]());
const never = Router();
never.get('/never', () => {});
if (false) app.use(never);
app.listen(process.env.PORT);
",
        Express,
    ));
}

#[test]
fn what_nobody_uses_is_not_mounted() {
    expect![[r#"
        GET {?}/a anonymous src/index.ts:5
        - GET /lost lost src/index.ts:7
    "#]]
    .assert_eq(&listed(
        "//- /src/index.ts
import express, { Router, type Request } from 'express';
import { prefix } from './config';
const app = express();
const a = Router();
a.get('/a', (req: Request) => {});
const l = Router();
l.get('/lost', lost);
app.use(prefix(), a);
app.set('x', 1);
// app.get('/comment', lost);
const text = \"app.get('/string', lost)\";
function lost() {}
//- /src/app.test.ts
import express from 'express';
const app = express();
app.get('/test', () => {});
//- /src/generated/client.ts
import type { Application } from 'express';
import axios from 'axios';
const client = axios.create();
export const list = () => client.get('/client', { params: {} });
export const seen = new Map();
seen.get('/map', 1);
//- /docs/example.js
const app = require('express')();
app.get('/documented', () => {});
//- /vendor/app.js
const app = require('express')();
app.get('/vendored', () => {});
//- /node_modules/x/app.js
const app = require('express')();
app.get('/installed', () => {});
",
        Express,
    ));
}
