//! However code came to be as it is, the endpoints are those of a fresh look at it.

use std::{collections::BTreeMap, sync::Arc};

use disk::index_cache::{self, IndexCache};
use host::{Host, MemHost};
use index::{Change, Index, Keep, Notes, Snapshot};
use model::RelPath;
use proptest::prelude::*;

/// Files that need each other, each with texts that make a difference. The first text of each makes a whole.
const FILES: [(&str, [&str; 3]); 23] = [
    (
        "api/pyproject.toml",
        [
            "[project]\nname = \"api\"\ndependencies = [\"fastapi==0.115.0\", \"shared\"]\n",
            "[project]\nname = \"api\"\ndependencies = [\"fastapi\"]\n",
            "[project]\nname = \"api\"\ndependencies = [\"flask\"]\n",
        ],
    ),
    (
        "api/main.py",
        [
            "from fastapi import FastAPI\nfrom routes import router\nfrom shared import health\napp = FastAPI()\napp.include_router(router, prefix='/v1')\napp.include_router(health)\nimport uvicorn\nuvicorn.run(app, port=8001)\n",
            "from fastapi import FastAPI\nfrom src.settings import PREFIX\nimport routes\napp = FastAPI()\napp.include_router(routes.router, prefix=PREFIX)\n",
            "app = 1\n",
        ],
    ),
    (
        "api/routes.py",
        [
            "from fastapi import APIRouter\nrouter = APIRouter(prefix='/items')\n@router.get('/{id}')\ndef read(id): ...\n",
            "from fastapi import APIRouter\nfrom src.settings import PREFIX\nrouter = APIRouter(prefix=PREFIX)\n\n@router.post('/')\ndef write(): ...\n",
            "router = None\n",
        ],
    ),
    ("api/src/settings.py", ["PREFIX = '/api'\n", "import os\nPREFIX = os.environ['P']\n", "PREFIX = (\n"]),
    (
        "api/tests/test_api.py",
        ["from fastapi import FastAPI\napp = FastAPI()\n@app.get('/no')\ndef no(): ...\n", "", "x"],
    ),
    ("lib/pyproject.toml", ["[project]\nname = \"shared\"\n", "[project]\nname = \"other\"\n", "[["]),
    (
        "lib/shared/__init__.py",
        ["from .health import health\n", "from fastapi import APIRouter\nhealth = APIRouter()\n", ""],
    ),
    (
        "lib/shared/health.py",
        [
            "from fastapi import APIRouter\nhealth = APIRouter()\n@health.get('/health')\ndef ok(): ...\n",
            "health = 1\n",
            "from fastapi import APIRouter\nhealth = APIRouter(prefix='/h')\n@health.get('/x')\ndef ok(): ...\n",
        ],
    ),
    (
        "web/package.json",
        [
            "{\"name\": \"web\", \"dependencies\": {\"express\": \"4\", \"@x/kit\": \"*\"}}",
            "{\"name\": \"web\", \"dependencies\": {\"fastify\": \"5\", \"express\": \"4\"}}",
            "{\"name\": \"web\"}",
        ],
    ),
    (
        "web/tsconfig.json",
        [
            "{\"compilerOptions\": {\"paths\": {\"@/*\": [\"./src/*\"]}}}",
            "{\"extends\": \"../tsconfig.base.json\"}",
            "{}",
        ],
    ),
    (
        "tsconfig.base.json",
        [
            "{\"compilerOptions\": {\"baseUrl\": \".\", \"paths\": {\"@/*\": [\"kit/src/*\"]}}}",
            "{\"compilerOptions\": {\"paths\": {\"@/*\": [\"web/src/*\"]}}}",
            "{",
        ],
    ),
    (
        "web/app.ts",
        [
            "import express from 'express';\nimport { users } from '@/users';\nimport { kit } from '@x/kit';\nconst app = express();\napp.use('/users', users);\napp.use('/kit', kit);\n",
            "import express from 'express';\nimport { users } from './src/users';\nconst app = express();\napp.use('/', users);\n",
            "export {};\n",
        ],
    ),
    (
        "web/src/users.ts",
        [
            "import { Router } from 'express';\nexport const users = Router();\nusers.get('/:id', (req, res) => {});\n",
            "import { Router } from 'express';\nexport const users = Router();\n\nusers.post('/', create);\n",
            "",
        ],
    ),
    ("kit/package.json", ["{\"name\": \"@x/kit\", \"main\": \"dist/index.js\"}", "{\"name\": \"@x/old\"}", "{"]),
    (
        "kit/src/index.ts",
        [
            "import { Router } from 'express';\nexport const kit = Router();\nkit.get('/ping', ping);\n",
            "export * from './users';\n",
            "",
        ],
    ),
    (
        "kit/src/users.ts",
        [
            "import { Router } from 'express';\nexport const users = Router();\nusers.get('/other', f);\nexport const kit = users;\n",
            "",
            "x",
        ],
    ),
    ("go/go.mod", ["module x\nrequire github.com/gin-gonic/gin v1.10.0\n", "module y\n", "go\n"]),
    (
        "go/main.go",
        [
            "package main\n\nimport (\n\t\"github.com/gin-gonic/gin\"\n\t\"x/routes\"\n)\n\nfunc main() {\n\tr := gin.Default()\n\troutes.Add(r.Group(\"/v1\"))\n}\n",
            "package main\n\nimport \"net/http\"\n\nfunc main() {\n\thttp.HandleFunc(\"GET /plain\", f)\n}\n",
            "package main\n",
        ],
    ),
    (
        "go/routes/routes.go",
        [
            "package routes\n\nimport \"github.com/gin-gonic/gin\"\n\nfunc Add(g *gin.RouterGroup) {\n\tg.GET(Path, Get)\n}\n",
            "package routes\n\nfunc Add(g any) {}\n",
            "package",
        ],
    ),
    (
        "go/routes/path.go",
        ["package routes\n\nconst Path = \"/a/:id\"\n", "package routes\n\nconst Path = \"/b\"\n", ""],
    ),
    (
        "java/src/main/java/x/Items.java",
        [
            "package x;\nimport org.springframework.web.bind.annotation.*;\n@RestController\n@RequestMapping(Paths.ITEMS)\nclass Items {\n  @GetMapping(\"/{id}\")\n  String one() { return \"\"; }\n}\n",
            "package x;\nimport org.springframework.web.bind.annotation.*;\n@RestController\nclass Items {\n  @PostMapping(\"${items.path:/none}\")\n  String one() { return \"\"; }\n}\n",
            "package y;\n",
        ],
    ),
    (
        "java/src/main/java/x/Paths.java",
        [
            "package x;\nclass Paths {\n  static final String ITEMS = \"/items\";\n}\n",
            "package x;\nclass Paths {\n  static final String ITEMS = \"/things\";\n}\n",
            "",
        ],
    ),
    (
        "api/versions/1.py",
        ["revision = 'a1'\ndown_revision = None\n", "revision = 'b1'\ndown_revision = 'a1'\n", "revision = 1\n"],
    ),
];
const MORE: [(&str, [&str; 3]); 2] = [
    (
        "java/pom.xml",
        [
            "<project><artifactId>j</artifactId><dependencies><dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-web</artifactId></dependency></dependencies></project>",
            "<project><artifactId>j</artifactId></project>",
            "<project",
        ],
    ),
    (
        "java/src/main/resources/application.properties",
        ["server.servlet.context-path=/shop\nitems.path=/set\n", "items.path=/other\n", "x"],
    ),
];
const FOLDERS: [&str; 8] = ["api", "api/src", "lib", "lib/shared", "web/src", "kit", "kit/src", "go/routes"];

fn file(at: usize) -> &'static (&'static str, [&'static str; 3]) {
    FILES.get(at).unwrap_or_else(|| &MORE[at - FILES.len()])
}

#[derive(Debug, Clone)]
enum Step {
    Write(usize, usize),
    Delete(usize),
    Edit(usize, usize),
    Close(usize),
    Move(usize, usize),
}

fn step() -> impl Strategy<Value = Step> {
    let (at, text, folder) = (0..FILES.len() + MORE.len(), 0..3_usize, 0..FOLDERS.len());
    prop_oneof![
        6 => (at.clone(), text.clone()).prop_map(|(at, text)| Step::Write(at, text)),
        2 => at.clone().prop_map(Step::Delete),
        3 => (at.clone(), text).prop_map(|(at, text)| Step::Edit(at, text)),
        2 => at.prop_map(Step::Close),
        1 => (folder.clone(), folder).prop_map(|(from, to)| Step::Move(from, to)),
    ]
}

fn path(text: &str) -> RelPath {
    RelPath::new(text).expect("a path")
}

/// The workspace as it is played with: what stands on disk and what is open.
struct World {
    host: MemHost,
    disk: BTreeMap<String, String>,
    buffers: BTreeMap<RelPath, Arc<str>>,
}

impl World {
    fn new() -> Self {
        let mut world = Self { host: MemHost::default(), disk: BTreeMap::new(), buffers: BTreeMap::new() };
        for at in 0..FILES.len() + MORE.len() {
            let (name, texts) = file(at);
            world.put(name, texts[0]);
        }
        world
    }

    fn put(&mut self, name: &str, text: &str) -> Change {
        self.host.put(name, text);
        self.disk.insert(name.to_owned(), text.to_owned());
        Change::Disk(path(name))
    }

    fn remove(&mut self, name: &str) -> Change {
        self.host.remove(name);
        self.disk.remove(name);
        Change::Disk(path(name))
    }

    fn carry_out(&mut self, step: &Step) -> Vec<Change> {
        match *step {
            Step::Write(at, text) => vec![self.put(file(at).0, file(at).1[text])],
            Step::Delete(at) => vec![self.remove(file(at).0)],
            Step::Edit(at, text) => {
                let (path, text): (_, Arc<str>) = (path(file(at).0), Arc::from(file(at).1[text]));
                self.buffers.insert(path.clone(), Arc::clone(&text));
                vec![Change::Buffer(path, text)]
            }
            Step::Close(at) => {
                let path = path(file(at).0);
                self.buffers.remove(&path);
                vec![Change::Closed(path)]
            }
            Step::Move(from, to) => {
                let start = format!("{}/", FOLDERS[from]);
                let inside = self.disk.iter().filter(|(name, _)| name.starts_with(&start));
                let moved: Vec<_> = inside.map(|(name, text)| (name.clone(), text.clone())).collect();
                let mut changes = Vec::new();
                for (name, text) in moved {
                    changes.push(self.remove(&name));
                    changes.push(self.put(&format!("{}/{}", FOLDERS[to], &name[start.len()..]), &text));
                }
                changes
            }
        }
    }

    fn fresh(&self) -> Arc<Snapshot> {
        let mut index = Index::new(&self.host);
        let open = self.buffers.iter().map(|(path, text)| Change::Buffer(path.clone(), Arc::clone(text)));
        index.apply(&self.host as &dyn Host, open.chain([Change::Everything]))
    }
}

fn listed(snapshot: &Snapshot) -> Vec<String> {
    let all = snapshot.projects.iter().flat_map(|project| project.endpoints.iter().map(move |it| (project, it)));
    all.map(|(project, it)| {
        let method = match &it.method {
            model::Method::Named(name) => name.to_string(),
            model::Method::Any => "ANY".to_owned(),
        };
        let mark = if it.is_mounted { "" } else { "- " };
        format!(
            "{mark}{} {method} {} {}:{} {:?}",
            project.id,
            it.path,
            it.place.file,
            it.place.line_number(),
            it.unknown
        )
    })
    .collect()
}

#[test]
fn the_whole_has_endpoints_in_every_language() {
    let world = World::new();
    expect_test::expect![[r#"
        [
            "api GET /v1/items/{id} api/routes.py:3 []",
            "api GET /health lib/shared/health.py:3 []",
            "go GET /v1/a/{id} go/routes/routes.go:6 []",
            "java GET /shop/items/{id} java/src/main/java/x/Items.java:6 []",
            "web GET /kit/ping kit/src/index.ts:3 []",
            "web GET /users/{id} web/src/users.ts:3 []",
        ]
    "#]]
    .assert_debug_eq(&listed(&world.fresh()));
}

#[test]
fn unsaved_text_wins_and_unknown_parts_say_what_they_are() {
    let mut world = World::new();
    let mut index = Index::new(&world.host);
    for step in [Step::Edit(2, 1), Step::Edit(3, 1)] {
        let changes = world.carry_out(&step);
        index.apply(&world.host, changes);
    }
    let snapshot = index.snapshot();
    let api = listed(&snapshot).into_iter().find(|line| line.starts_with("api POST"));
    assert_eq!(api.as_deref(), Some("api POST /v1{?}/ api/routes.py:5 [\"os.environ[\\\"P\\\"]\"]"));
}

/// Texts of one file that differ inside a function, and what its endpoints are then.
#[test]
fn edits_inside_functions_count_where_a_run_enters() {
    let python = [
        "from fastapi import APIRouter, FastAPI\ndef make():\n    app = FastAPI()\n    app.include_router(items, prefix='/a')\n    return app\nitems = APIRouter()\n@items.get('/x')\ndef x(): return 1\n",
        "from fastapi import APIRouter, FastAPI\ndef make():\n    app = FastAPI()\n    app.include_router(items, prefix='/b')\n    return app\nitems = APIRouter()\n@items.get('/x')\ndef x(): return 1\n",
        "from fastapi import APIRouter, FastAPI\ndef make():\n    app = FastAPI()\n    app.include_router(items, prefix='/b')\n    return app\nitems = APIRouter()\n@items.get('/x')\ndef x(): return 22\n",
        // What was a handler makes an application now.
        "from fastapi import APIRouter, FastAPI\ndef make():\n    app = FastAPI()\n    app.include_router(items, prefix='/b')\n    return app\nitems = APIRouter()\n@items.get('/x')\ndef x(): a = FastAPI(); a.get('/y')(x)\n",
    ];
    let go = [
        "package main\n\nimport \"github.com/gin-gonic/gin\"\n\nfunc main() {\n\tr := gin.Default()\n\tr.GET(\"/a\", handle)\n}\n\nfunc handle(c *gin.Context) {\n\tc.String(200, \"one and one\")\n}\n",
        "package main\n\nimport \"github.com/gin-gonic/gin\"\n\nfunc main() {\n\tr := gin.Default()\n\tr.GET(\"/b\", handle)\n}\n\nfunc handle(c *gin.Context) {\n\tc.String(200, \"one and two\")\n}\n",
        "package main\n\nimport \"github.com/gin-gonic/gin\"\n\nfunc main() {\n\tr := gin.Default()\n\tr.GET(\"/b\", handle)\n}\n\nfunc handle(c *gin.Context) {\n\tr := gin.Default(); r.GET(\"/c\", handle)\n}\n",
    ];
    let mut seen = Vec::new();
    for (name, texts) in [("api/main.py", &python[..]), ("go/main.go", &go[..])] {
        let mut world = World::new();
        let mut index = Index::new(&world.host);
        for text in texts {
            let path = path(name);
            world.buffers.insert(path.clone(), Arc::from(*text));
            let after = index.apply(&world.host, [Change::Buffer(path, Arc::from(*text))]);
            assert_eq!(listed(&after), listed(&world.fresh()), "after {text}");
            seen.push(listed(&after).into_iter().filter(|line| line.contains(name)).collect::<Vec<_>>());
        }
    }
    assert_eq!(seen[1], seen[2]);
    assert!(seen[0] != seen[1] && seen[2] != seen[3] && seen[4] != seen[5], "{seen:#?}");
}

/// What another day remembers, as it is written and read.
fn tomorrow(kept: &Keep) -> IndexCache {
    let written = index_cache::encode(&kept.files, &kept.runs, "key");
    index_cache::decode(written, "key").expect("what was written")
}

#[test]
fn a_second_look_without_a_change_reads_no_code_and_keeps_nothing_new() {
    let world = World::new();
    let (first, kept) = Index::open(&world.host, IndexCache::default());
    let kept = kept.expect("something to keep").keep();
    assert!(kept.files.iter().all(|file| file.stamp.is_some()) && kept.runs.len() == 4, "{kept:#?}");
    let (second, again) = Index::open(&world.host, tomorrow(&kept));
    assert!(again.is_none());
    assert_eq!(listed(&second.snapshot()), listed(&first.snapshot()));
    assert!(second.snapshot().files == first.snapshot().files);
    let api = second.snapshot().project(&model::ProjectId(path("api"))).cloned().expect("a project");
    assert_eq!((api.ports.len(), api.migrations.len()), (1, 1), "{api:#?}");
}

#[test]
fn what_is_vendored_is_followed_each_day_and_kept_on_none() {
    let host = fixture::mem_host(
        r#"
//- /pyproject.toml
[project]
name = "api"
dependencies = ["fastapi==0.115.0"]
//- /main.py
import importlib.util
from pathlib import Path
from fastapi import FastAPI
place = Path(__file__).parent / ".rapidkit" / "vendor" / "m" / "1.0" / "r.py"
spec = importlib.util.spec_from_file_location("m", place)
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
app = FastAPI()
app.include_router(module.router)
//- /.rapidkit/vendor/m/1.0/r.py ignored
from fastapi import APIRouter
router = APIRouter()
@router.get("/v")
def v(): ...
"#,
    );
    let (first, kept) = Index::open(&host, IndexCache::default());
    assert_eq!(listed(&first.snapshot()), [". GET /v .rapidkit/vendor/m/1.0/r.py:3 []"]);
    let kept = kept.expect("something to keep").keep();
    assert!(kept.runs.is_empty() && !kept.files.is_empty(), "{kept:#?}");
    let (second, again) = Index::open(&host, tomorrow(&kept));
    assert_eq!(listed(&second.snapshot()), listed(&first.snapshot()));
    assert!(again.is_none(), "nothing new is kept");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(fixture::cases(40)))]

    #[test]
    fn another_day_sees_what_a_fresh_look_sees(batches in prop::collection::vec(prop::collection::vec(step(), 1..4), 1..8)) {
        let mut world = World::new();
        let mut kept = Index::open(&world.host, IndexCache::default()).1.map(Notes::keep).unwrap_or_default();
        for batch in batches {
            for step in &batch {
                world.carry_out(step);
            }
            world.buffers.clear();
            let (index, news) = Index::open(&world.host, tomorrow(&kept));
            let (after, expected) = (index.snapshot(), world.fresh());
            prop_assert_eq!(listed(&after), listed(&expected), "after {:?}", batch);
            prop_assert!(after.projects == expected.projects && after.files == expected.files, "after {:?}", batch);
            kept = news.map_or(kept, Notes::keep);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(fixture::cases(60)))]

    #[test]
    fn any_way_leads_to_the_same_endpoints(batches in prop::collection::vec(prop::collection::vec(step(), 1..4), 1..14)) {
        let mut world = World::new();
        let mut index = Index::new(&world.host);
        for batch in batches {
            let changes: Vec<Change> = batch.iter().flat_map(|step| world.carry_out(step)).collect();
            let after = index.apply(&world.host, changes);
            let expected = world.fresh();
            prop_assert_eq!(listed(&after), listed(&expected), "after {:?}", batch);
            prop_assert!(after.projects == expected.projects && after.files == expected.files, "after {:?}", batch);
        }
    }
}
