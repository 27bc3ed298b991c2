use detect::routes::RouteContext;
use expect_test::expect;
use model::FrameworkName::Koa;

use crate::project::{check, listed};

#[test]
fn routers_prefixes_and_mounts() {
    check("koa", "routers", Koa, &RouteContext::default());
}

#[test]
fn what_nobody_uses_and_what_is_no_code() {
    expect![[r#"
        GET {?}/a anonymous src/index.ts:6
        GET {?}{?}/a anonymous src/index.ts:6
        - GET /lost/inner/b anonymous src/index.ts:9
    "#]]
    .assert_eq(&listed(
        "//- /src/index.ts
import Koa from 'koa';
import Router, { type RouterContext } from '@koa/router';
import { prefix } from 'elsewhere';
const app = new Koa();
const router = new Router({ prefix: prefix() });
router.get('/a', async (ctx: RouterContext) => {});
const lost = new Router();
const inner = new Router({ prefix: '/inner' });
inner.get('/b', async () => {});
lost.use('/lost', inner.routes());
// router.get('/comment', show);
const text = \"router.get('/string', show)\";
const cache = new Map();
cache.get('/not-a-route');
app.use(router.routes());
router.use(router.routes());
app.listen(1);
//- /src/index.spec.ts
import Router from '@koa/router';
new Router().get('/test', () => {});
//- /node_modules/x/index.js
const Router = require('koa-router');
new Router().get('/vendored', () => {});
",
        Koa,
    ));
}
