use std::fmt::Write;

use expect_test::{Expect, expect};
use model::RelPath;

use crate::{Change, Index, Snapshot};

/// Each dependency as `project: name locked -> installed`.
fn listed(snapshot: &Snapshot) -> String {
    let mut text = String::new();
    for project in &snapshot.projects {
        for it in &project.dependencies {
            let (locked, installed) = (it.locked.as_deref().unwrap_or("-"), it.installed.as_deref().unwrap_or("-"));
            let _ = writeln!(text, "{}: {} {locked} -> {installed}", project.id, it.name);
        }
    }
    text
}

#[track_caller]
fn check(fixture: &str, expect: Expect) {
    expect.assert_eq(&listed(&crate::build(&fixture::mem_host(fixture))));
}

#[test]
fn the_nearest_environment_of_python_counts() {
    check(
        "
//- /.venv/pyvenv.cfg ignored
version = 3.12.1
//- /.venv/lib/python3.12/site-packages/flask-2.0.0.dist-info/METADATA ignored
Version: 2.0.0
//- /.venv/lib/python3.12/site-packages/typing_extensions-4.1.0.dist-info/METADATA ignored
Version: 4.1.0
//- /api/pyproject.toml
[project]
name = \"api\"
dependencies = [\"Flask\", \"Typing.Extensions>=4\", \"absent\"]
//- /api/poetry.lock
[[package]]
name = \"flask\"
version = \"3.0.0\"
//- /api/app.py
x
//- /web/requirements.txt
flask==3.0.0
own
//- /web/app.py
x
//- /web/my-env/pyvenv.cfg ignored
version_info = 3.11.4
//- /web/my-env/lib/python3.10/site-packages/flask-1.0.0.dist-info/METADATA ignored
Version: 1.0.0
//- /web/my-env/lib/python3.11/site-packages/flask-3.0.0.dist-info/METADATA ignored
Version: 3.0.0
//- /web/my-env/lib/python3.11/site-packages/own.egg-link ignored
/workspace/own
.
//- /own/own.egg-info/PKG-INFO ignored
Name: own
Version: 0.7
",
        expect![[r#"
            api: Flask 3.0.0 -> 2.0.0
            api: Typing.Extensions - -> 4.1.0
            api: absent - -> -
            web: flask 3.0.0 -> 3.0.0
            web: own - -> 0.7
        "#]],
    );
}

#[test]
fn folders_that_only_look_like_environments_hold_nothing() {
    check(
        "
//- /requirements.txt
flask
a
//- /app.py
x
//- /env/lib/python3.12/site-packages/flask-2.0.0.dist-info/METADATA ignored
Version: 2.0.0
//- /venv/pyvenv.cfg ignored
//- /venv/lib/python3.12/site-packages/a-1.0.dist-info/METADATA ignored
Version: 1.0
//- /venv/lib/python3.12/site-packages/a-2.0.dist-info/METADATA ignored
Version: 2.0
//- /venv/lib/python3.12/site-packages/~lask-2.0.0.dist-info/METADATA ignored
Version: 2.0.0
",
        expect![[r#"
            .: flask - -> -
            .: a - -> -
        "#]],
    );
}

#[test]
fn windows_keeps_packages_in_another_folder() {
    check(
        "
//- /requirements.txt
flask
//- /app.py
x
//- /.venv/pyvenv.cfg ignored
//- /.venv/Lib/site-packages/flask-3.1.0.dist-info/METADATA ignored
Version: 3.1.0
",
        expect![[r#"
            .: flask - -> 3.1.0
        "#]],
    );
}

#[test]
fn node_looks_upwards_and_gives_up_at_plug_and_play() {
    check(
        r#"
//- /package.json
{"private": true, "workspaces": ["apps/*"]}
//- /node_modules/express/package.json ignored
{"name": "express", "version": "4.19.2"}
//- /node_modules/@acme/x/package.json ignored
{"name": "@acme/x", "version": "1.0.0"}
//- /apps/api/package.json
{"name": "api", "main": "x.js", "dependencies": {"express": "^4", "@acme/x": "1", "gone": "1", "../../x": "1"}}
//- /apps/api/x.js
x
//- /apps/api/node_modules/express/package.json ignored
{"name": "express", "version": "4.21.0"}
//- /apps/pnp/package.json
{"name": "pnp", "main": "x.js", "dependencies": {"express": "^4"}}
//- /apps/pnp/x.js
x
//- /apps/pnp/.pnp.cjs ignored
x
"#,
        expect![[r#"
            apps/api: express - -> 4.21.0
            apps/api: @acme/x - -> 1.0.0
            apps/api: gone - -> -
            apps/api: ../../x - -> -
            apps/pnp: express - -> -
        "#]],
    );
}

#[test]
fn go_takes_what_it_vendors() {
    check(
        "
//- /go.mod
module a
require (
\tgithub.com/gin-gonic/gin v1.10.0
\tacme/local v0.0.0
)
//- /main.go
package main
//- /vendor/modules.txt
# github.com/gin-gonic/gin v1.10.0
## explicit
github.com/gin-gonic/gin
# acme/local v0.0.0 => ../local
",
        expect![[r#"
            .: github.com/gin-gonic/gin - -> v1.10.0
            .: acme/local - -> -
        "#]],
    );
}

#[test]
fn what_is_installed_later_is_noticed() {
    let host =
        fixture::mem_host("//- /package.json\n{\"dependencies\": {\"x\": \"1\"}, \"main\": \"a.js\"}\n//- /a.js\nx\n");
    let mut index = Index::new(&host);
    let mut put = |path: &str, text: &str, told: &str| {
        host.put(path, text);
        listed(&index.apply(&host, [Change::Disk(RelPath::new(told).expect("a path"))]))
    };
    let lock = "node_modules/.package-lock.json";
    assert_eq!(put("node_modules/x/package.json", "{\"version\": \"1.0.0\"}", lock), ".: x - -> 1.0.0\n");
    let told = "node_modules/x/package.json";
    assert_eq!(put(told, "{\"version\": \"1.1.0\"}", told), ".: x - -> 1.1.0\n");
}

#[test]
fn an_environment_that_comes_and_goes_is_noticed() {
    let host = fixture::mem_host("//- /api/requirements.txt\nx\n//- /api/a.py\nx\n");
    let mut index = Index::new(&host);
    let mut apply = |told: &str| listed(&index.apply(&host, [Change::Disk(RelPath::new(told).expect("a path"))]));
    host.put("py312/pyvenv.cfg", "");
    host.ignore("py312");
    host.put("py312/lib/python3.12/site-packages/x-1.0.dist-info/METADATA", "");
    assert_eq!(apply("py312"), "api: x - -> 1.0\n");
    host.remove("py312/lib/python3.12/site-packages/x-1.0.dist-info/METADATA");
    assert_eq!(apply("py312/lib/python3.12/site-packages/x-1.0.dist-info"), "api: x - -> -\n");
}
