use detect::routes::RouteContext;
use expect_test::expect;
use model::FrameworkName::Fastify;

use crate::project::{check, listed};

#[test]
fn plugins_prefixes_and_shorthands() {
    check("fastify", "plugins", Fastify, &RouteContext::default());
}

#[test]
fn folders_that_are_loaded() {
    check("fastify", "folders", Fastify, &RouteContext::default());
}

#[test]
fn what_nobody_registers_and_what_is_no_code() {
    expect![[r#"
        GET /items/all anonymous src/routes/items/list.ts:2
        GET /typed/{id} typed src/server.ts:15
        GET /{?} anonymous src/users.ts:2
        - GET /lost anonymous src/users.ts:3
    "#]]
    .assert_eq(&listed(
        "//- /src/server.ts
import Fastify, { type FastifyInstance } from 'fastify';
import autoload from '@fastify/autoload';
import { join, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prefix } from 'elsewhere';
import users from './users.js';
const app = Fastify().withTypeProvider<Provider>();
app.register(users, { prefix: prefix() });
app.register(autoload, { dir: join(dirname(fileURLToPath(import.meta.url)), 'routes') });
// app.get('/comment', show);
const text = \"app.get('/string', show)\";
const cache = new Map();
cache.get('/not-a-route');
app.log.info('/neither');
app.setErrorHandler(() => {}).get<{ Params: { id: string } }>('/typed/:id', { schema: {} }, async function typed() {});
await app.listen({ port: 1 });
//- /src/users.ts
import type { FastifyInstance } from 'fastify';
export default async function users(app: FastifyInstance) { app.get('/', async () => []); }
export async function lost(app: FastifyInstance) { app.get('/lost', async () => []); }
//- /src/routes/items/list.ts
import type { FastifyPluginAsync } from 'fastify';
const plugin: FastifyPluginAsync = async (app) => { app.get('/all', async () => []); };
export default plugin;
//- /test/server.test.ts
import Fastify from 'fastify';
Fastify().get('/test', () => {});
//- /node_modules/x/index.js
const app = require('fastify')();
app.get('/vendored', () => {});
",
        Fastify,
    ));
}

#[test]
fn cycles_and_broken_code_end() {
    expect![[r#""#]].assert_eq(&listed(
        "//- /server.js
const app = require('fastify')();
function plugin(instance, options, done) { instance.register(plugin, { prefix: '/a' }); instance.get('/x', f); }
app.register(app).register(plugin);
app.get();
app.route('x').get('/ok', f);
app.get('/broken', {
",
        Fastify,
    ));
}
