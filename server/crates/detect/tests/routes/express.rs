use detect::routes::RouteContext;
use expect_test::expect;
use model::FrameworkName::Express;

use crate::project::{check, listed};

#[test]
fn routers_prefixes_and_modules() {
    check("express", "routers", Express, &RouteContext::default());
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
",
        Express,
    ));
}
