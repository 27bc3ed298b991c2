//! Frameworks that make routes of files by their place.

use detect::routes::RouteContext;
use expect_test::expect;
use model::FrameworkName::{Medusa, Nextjs};

use crate::project::{check, listed};

#[test]
fn handlers_and_functions_below_a_base_path() {
    check("nextjs", "handlers", Nextjs, &RouteContext::default());
}

#[test]
fn a_source_folder_and_wrapped_handlers() {
    check("nextjs", "source", Nextjs, &RouteContext::default());
}

#[test]
fn route_files_of_a_shop() {
    check("medusa", "files", Medusa, &RouteContext::default());
}

#[test]
fn what_is_no_code_or_stands_elsewhere() {
    let text = "//- /next.config.ts
import { withPlugin } from 'plugin';
const nextConfig = { basePath: process.env.BASE_PATH };
export default withPlugin(nextConfig);
//- /app/api/broken/route.ts
export async function GET( {
//- /app/api/a/route.ts
import { POST } from './elsewhere';
// export function DELETE() {}
const text = 'export function PUT() {}';
export type PATCH = string;
export const runtime = 'edge', HEAD = 'no function';
export { GET } from './elsewhere';
export * from './route';
//- /app/api/a/route.test.ts
export function GET() {}
//- /tests/app/api/route.ts
export function GET() {}
//- /node_modules/x/app/api/route.ts
export function GET() {}
//- /docs/pages/api/x.ts
export default function x() {}
//- /pages/api/none.ts
export const config = {};
";
    expect![[r#"
        GET {?}/api/a GET app/api/a/route.ts:6
    "#]]
    .assert_eq(&listed(text, Nextjs));
}

#[test]
fn what_no_loader_of_a_shop_takes() {
    let text = "//- /src/api/store/route.ts
// export const DELETE = 1;
const text = 'export const PUT = () => {}';
export type PATCH = string;
export const AUTHENTICATE = false;
export const GET = async () => {};
//- /src/api/middlewares.ts
export const GET = () => {};
//- /src/api/_private/route.ts
export const GET = () => {};
//- /src/api/store/__tests__/route.spec.ts
export const GET = () => {};
//- /api/route.ts
export const GET = () => {};
//- /docs/src/api/route.ts
export const GET = () => {};
//- /node_modules/x/src/api/route.ts
export const GET = () => {};
";
    expect![[r#"
        GET /store GET src/api/store/route.ts:5
    "#]]
    .assert_eq(&listed(text, Medusa));
}
