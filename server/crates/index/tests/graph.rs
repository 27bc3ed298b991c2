//! After any changes the code graph equals that of a fresh index of the same tree.

use std::sync::Arc;

use host::MemHost;
use index::{Change, Graph, Index};
use model::RelPath;
use proptest::prelude::*;

const FILES: [&str; 18] = [
    "pyproject.toml",
    "app/__init__.py",
    "app/models.py",
    "app/api.py",
    "src/app/models.py",
    "web/package.json",
    "web/tsconfig.json",
    "web/src/main.ts",
    "web/src/orders.ts",
    "web/src/orders/index.ts",
    "web/packages/money/package.json",
    "web/packages/money/src/index.ts",
    "svc/go.mod",
    "svc/main.go",
    "svc/orders/orders.go",
    "jvm/pom.xml",
    "jvm/src/main/java/a/A.java",
    "jvm/src/main/java/a/B.java",
];

const TEXTS: [&str; 20] = [
    "[project]\nname = \"app\"\n",
    "from .models import Order\nfrom . import api\n",
    "class Base:\n    def save(self): ...\nclass Order(Base):\n    def place(self):\n        self.save()\n",
    "from app.models import Order\nimport app.models as models\ndef f(order: Order):\n    order.place()\n    models.Order()\n",
    "from app import *\nOrder\n",
    "import importlib\nimportlib.import_module(\"app.api\")\nimportlib.import_module(x)\n",
    "{\"name\": \"web\", \"workspaces\": [\"packages/*\"]}",
    "{\"name\": \"@acme/money\", \"exports\": {\".\": \"./dist/index.js\"}}",
    "{\"compilerOptions\": {\"paths\": {\"@/*\": [\"./src/*\"]}}}",
    "import { place } from '@/orders';\nimport { Money } from '@acme/money';\nplace(new Money());\n",
    "export function place(it: unknown) {}\nexport class Money {}\n",
    "export * from './orders';\nexport default class Orders { total() { return this.total(); } }\n",
    "const { place } = require('./orders');\nplace();\n",
    "module svc\n",
    "package main\nimport \"svc/orders\"\nfunc main() { orders.New().Place() }\n",
    "package orders\ntype Orders struct{}\nfunc New() *Orders { return &Orders{} }\nfunc (o *Orders) Place() {}\n",
    "<project><artifactId>a</artifactId></project>",
    "package a;\nclass A { private final B b = new B(); void go() { b.go(); } }\n",
    "package a;\nclass B { void go() {} void go(int x) {} }\n",
    "package a;\nclass B extends A { static B make() { return new B(); } }\n",
];

/// A change to a file; `to` of a move is a number of `FILES`.
#[derive(Debug, Clone)]
enum Step {
    Write(usize, usize),
    Delete(usize),
    Move(usize, usize),
    Open(usize, usize),
    Close(usize),
    Branch(Vec<(usize, usize)>),
    Ask,
}

fn step() -> impl Strategy<Value = Step> {
    let file = 0..FILES.len();
    let text = 0..TEXTS.len();
    prop_oneof![
        4 => (file.clone(), text.clone()).prop_map(|(file, text)| Step::Write(file, text)),
        1 => file.clone().prop_map(Step::Delete),
        1 => (file.clone(), file.clone()).prop_map(|(from, to)| Step::Move(from, to)),
        2 => (file.clone(), text.clone()).prop_map(|(file, text)| Step::Open(file, text)),
        1 => file.clone().prop_map(Step::Close),
        1 => proptest::collection::vec((file, text), 1..6).prop_map(Step::Branch),
        2 => Just(Step::Ask),
    ]
}

fn path(file: usize) -> RelPath {
    RelPath::new(FILES[file]).expect("a path")
}

/// The files as the editor has them, asked for anew.
fn fresh(host: &MemHost, open: &std::collections::BTreeMap<usize, usize>) -> Arc<Graph> {
    let mut index = Index::new(host);
    let buffers = open.iter().map(|(file, text)| Change::Buffer(path(*file), Arc::from(TEXTS[*text])));
    index.apply(host, buffers);
    index.graph(host)
}

fn run(start: &[(usize, usize)], steps: Vec<Step>) {
    let host = MemHost::default();
    let mut disk: std::collections::BTreeMap<usize, usize> = start.iter().copied().collect();
    let mut open = std::collections::BTreeMap::new();
    disk.iter().for_each(|(file, text)| host.put(FILES[*file], TEXTS[*text]));
    let mut index = Index::new(&host);
    for step in steps {
        let mut put = |host: &MemHost, file: usize, text: usize| {
            host.put(FILES[file], TEXTS[text]);
            disk.insert(file, text);
        };
        let changes = match step {
            Step::Write(file, text) => {
                put(&host, file, text);
                vec![Change::Disk(path(file))]
            }
            Step::Branch(files) => {
                files.into_iter().for_each(|(file, text)| put(&host, file, text));
                vec![Change::Everything]
            }
            Step::Delete(file) => {
                disk.remove(&file);
                host.remove(FILES[file]);
                vec![Change::Disk(path(file))]
            }
            Step::Move(from, to) => match disk.remove(&from) {
                Some(text) if from != to => {
                    host.remove(FILES[from]);
                    host.put(FILES[to], TEXTS[text]);
                    disk.insert(to, text);
                    vec![Change::Disk(path(from)), Change::Disk(path(to))]
                }
                Some(text) => {
                    disk.insert(from, text);
                    Vec::new()
                }
                None => Vec::new(),
            },
            Step::Open(file, text) if disk.contains_key(&file) => {
                open.insert(file, text);
                vec![Change::Buffer(path(file), Arc::from(TEXTS[text]))]
            }
            Step::Close(file) if open.remove(&file).is_some() => vec![Change::Closed(path(file))],
            Step::Ask => {
                assert_eq!(index.graph(&host), fresh(&host, &open));
                Vec::new()
            }
            Step::Open(..) | Step::Close(_) => Vec::new(),
        };
        index.apply(&host, changes);
    }
    assert_eq!(index.graph(&host), fresh(&host, &open));
}

/// Every file with a text of its kind.
const USUAL: [(usize, usize); 15] = [
    (0, 0),
    (1, 1),
    (2, 2),
    (3, 3),
    (5, 6),
    (6, 8),
    (7, 9),
    (8, 10),
    (10, 7),
    (11, 11),
    (12, 13),
    (13, 14),
    (14, 15),
    (16, 17),
    (17, 18),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(fixture::cases(48)))]

    #[test]
    fn any_changes_lead_to_the_same_graph(steps in proptest::collection::vec(step(), 1..20)) {
        run(&USUAL, steps);
    }
}

#[test]
fn asking_twice_gives_the_same_graph_and_an_edit_another() {
    let host = fixture::mem_host("//- /a.py\nimport b\n//- /b.py\n");
    let mut index = Index::new(&host);
    let first = index.graph(&host);
    assert!(Arc::ptr_eq(&first, &index.graph(&host)));
    host.put("a.py", "");
    index.apply(&host, [Change::Disk(RelPath::new("a.py").expect("a path"))]);
    let second = index.graph(&host);
    assert_eq!(first.imports_of(0).len(), 1);
    assert_eq!(second.imports_of(0).len(), 0);
    // The other file was not read again.
    assert!(Arc::ptr_eq(&first.files()[1].links, &second.files()[1].links));
}
