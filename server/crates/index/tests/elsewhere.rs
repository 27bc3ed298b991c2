//! Ports and migrations that are none of the project's: in tests, documentation, examples, copies of other people's code, and
//! in comments.

use host::MemHost;
use index::Index;

fn project(files: &[(&str, &str)]) -> model::Project {
    let host = MemHost::default();
    for (path, text) in files {
        host.put(path, text);
    }
    Index::new(&host).snapshot().projects.first().cloned().expect("a project")
}

const PYTHON: (&str, &str) = ("pyproject.toml", "[project]\nname = 'api'\ndependencies = ['fastapi']\n");
const NODE: (&str, &str) = ("package.json", "{ \"name\": \"api\", \"dependencies\": { \"express\": \"5\" } }");
const GO: (&str, &str) = ("go.mod", "module e.x/y\n\ngo 1.22\n");
const JAVA: (&str, &str) = (
    "pom.xml",
    "<project><groupId>x</groupId><artifactId>api</artifactId><dependencies><dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-web</artifactId></dependency></dependencies></project>",
);

/// The manifest, the name of a file and its text, in which the program listens on 7001.
const LISTENS: &[((&str, &str), &str, &str)] = &[
    (PYTHON, "run.py", "import uvicorn\nuvicorn.run(app, port=7001)\n"),
    (PYTHON, "run.py", "from flask import Flask\napp = Flask(__name__)\napp.run(port=7001)\n"),
    (PYTHON, "run.py", "from waitress import serve\nserve(app, port=7001)\n"),
    (PYTHON, "gunicorn.conf.py", "bind = '0.0.0.0:7001'\n"),
    (PYTHON, "rpc.py", "import grpc\nserver.add_insecure_port('[::]:7001')\n"),
    (NODE, "server.js", "require('express')().listen(7001);\n"),
    (NODE, "server.ts", "Bun.serve({ port: 7001, fetch });\n"),
    (GO, "main.go", "package main\n\nimport \"net/http\"\n\nfunc main() { http.ListenAndServe(\":7001\", nil) }\n"),
    (
        GO,
        "main.go",
        "package main\n\nimport \"github.com/gin-gonic/gin\"\n\nfunc main() { gin.Default().Run(\":7001\") }\n",
    ),
    (
        GO,
        "main.go",
        "package main\n\nimport \"github.com/labstack/echo/v4\"\n\nfunc main() { e := echo.New(); e.Start(\":7001\") }\n",
    ),
    (
        GO,
        "main.go",
        "package main\n\nimport \"github.com/gofiber/fiber/v2\"\n\nfunc main() { a := fiber.New(); a.Listen(\":7001\") }\n",
    ),
    (JAVA, "src/main/resources/application.properties", "server.port=7001\n"),
];

fn listens(project: &model::Project) -> bool {
    project.ports.iter().any(|it| it.port == 7001)
}

#[test]
fn ports() {
    for (manifest, name, text) in LISTENS {
        assert!(listens(&project(&[*manifest, (name, text)])), "nothing in {name}:\n{text}");
        for folder in [
            "tests",
            "docs",
            "examples",
            "node_modules/x",
            "vendor/e.x/z",
            "venv/lib/python3.12/site-packages/x",
            "dist",
        ] {
            let path = match name.rsplit_once('/') {
                Some((_, name)) => format!("src/test/resources/{folder}/{name}"),
                None => format!("{folder}/{name}"),
            };
            assert!(!listens(&project(&[*manifest, (&path, text)])), "in {path}:\n{text}");
        }
        let mark = if name.ends_with(".py") || name.ends_with(".properties") { "#" } else { "//" };
        let comment: String = text.lines().map(|line| format!("{mark} {line}\n")).collect();
        let comment = if name.ends_with(".go") { format!("package main\n\n{comment}") } else { comment };
        assert!(!listens(&project(&[*manifest, (name, &comment)])), "in a comment of {name}:\n{text}");
    }
}

/// The manifest, the path of a migration below a folder, and its text.
const MIGRATIONS: &[((&str, &str), &str, &str)] = &[
    (PYTHON, "alembic/versions/1_a.py", "revision = 'a'\ndown_revision = None\n"),
    (
        PYTHON,
        "shop/migrations/0001_initial.py",
        "from django.db import migrations\nclass Migration(migrations.Migration):\n    dependencies = []\n",
    ),
    (
        NODE,
        "src/migrations/1700000000000-A.ts",
        "import { MigrationInterface } from 'typeorm';\nexport class A1700000000000 implements MigrationInterface {\n  async up() {}\n}\n",
    ),
    (NODE, "prisma/migrations/20240101000000_init/migration.sql", "create table a ();\n"),
    (NODE, "knex/migrations/20240101_a.js", "exports.up = (knex) => knex.schema.createTable('a');\n"),
    (NODE, "db/migrations/20240101-a.js", "module.exports = { async up(queryInterface) {} };\n"),
    (GO, "migrations/000001_init.up.sql", "create table a ();\n"),
    (GO, "migrations/20240101000000_init.sql", "-- +goose Up\ncreate table a ();\n-- +goose Down\ndrop table a;\n"),
    (JAVA, "src/main/resources/db/migration/V1__init.sql", "create table a ();\n"),
];

#[test]
fn migrations() {
    for (manifest, path, text) in MIGRATIONS {
        let of = |path: &str, text: &str| project(&[*manifest, (path, text)]).migrations.len();
        assert_eq!(of(path, text), 1, "nothing at {path}");
        for folder in
            ["tests", "docs", "examples", "node_modules/x", "vendor/x", "venv/lib/python3.12/site-packages", "dist"]
        {
            let path = format!("{folder}/{path}");
            assert_eq!(of(&path, text), 0, "at {path}");
        }
        if path.ends_with(".py") || path.ends_with("s") {
            let mark = if path.ends_with(".py") { "#" } else { "//" };
            let comment: String = text.lines().map(|line| format!("{mark} {line}\n")).collect();
            assert_eq!(of(path, &comment), 0, "in a comment at {path}");
        }
    }
}

#[test]
fn images_of_other_programs() {
    let compose = "services:
  mail:
    build: { context: ., dockerfile: mail.Dockerfile }
    ports: ['1080:1080']
  api:
    build: { context: . }
  worker:
    build: { context: ., dockerfile: dev.Dockerfile }
    volumes: ['.:/app']
";
    let shown = project(&[
        NODE,
        ("compose.yaml", compose),
        ("mail.Dockerfile", "FROM node:22\nRUN npm i -g maildev\nENV MAIL=1\nEXPOSE 1025\nCMD maildev\n"),
        ("Dockerfile", "FROM node:22\nCOPY . .\nENV API=1\nEXPOSE 3000\nCMD node .\n"),
        ("dev.Dockerfile", "FROM node:22\nENV DEV=1\nEXPOSE 3001\nCMD node .\n"),
    ]);
    let ports: Vec<u16> = shown.ports.iter().map(|it| it.port).collect();
    assert_eq!(ports, [3000, 3001]);
    let keys: Vec<&str> = shown.env.iter().map(|it| &*it.key).collect();
    assert_eq!(keys, ["API", "DEV"]);
}
