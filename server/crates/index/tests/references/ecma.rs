use expect_test::expect;

use super::check;

#[test]
fn members_are_followed_through_this_fields_and_declared_types() {
    check(
        "//- /orders.service.ts\nimport { Repo } from './repo';\nimport type { Order } from './order';\nexport class Base { log(text: string) {} }\n\
         export class OrdersCounter extends Base {\n  static make() { return new OrdersCounter(new Repo()); }\n  private readonly other = new Repo();\n  constructor(private readonly repo: Repo) { super(); }\n\
         \x20 async place(order: Order): Promise<Order> {\n    this.log('x');\n    await this.repo.add(order);\n    this.other.add(order);\n    const self = this;\n    self.place(order);\n    return (await this.place(order)).again();\n  }\n}\n\
         //- /repo.ts\nimport { Order } from './order';\nexport class Repo { add(it: Order) {} static of() {} }\n//- /order.ts\nexport interface Order { again(): Order; lines: number }\n\
         //- /main.ts\nimport { OrdersCounter as S } from './orders.service';\nimport * as all from './repo';\nconst service = S.make();\nnew S(new all.Repo()).place(null!).then((it) => it.again());\nall.Repo.of();\nS.place();\n",
        expect![[r#"
            main.ts:1 Static ./orders.service -> orders.service.ts
            main.ts:2 Static ./repo -> repo.ts
            main.ts:1:10 names orders.service.ts:4 OrdersCounter
            main.ts:3:17 names orders.service.ts:4 OrdersCounter
            main.ts:3:19 calls orders.service.ts:5 OrdersCounter.make
            main.ts:4:5 calls orders.service.ts:4 OrdersCounter
            main.ts:4:15 calls repo.ts:2 Repo
            main.ts:4:23 calls orders.service.ts:8 OrdersCounter.place
            main.ts:5:5 names repo.ts:2 Repo
            main.ts:5:10 calls repo.ts:2 Repo.of
            main.ts:6:1 names orders.service.ts:4 OrdersCounter
            order.ts:1:35 names order.ts:1 Order
            orders.service.ts:1 Static ./repo -> repo.ts
            orders.service.ts:2 Static ./order -> order.ts
            orders.service.ts:1:10 names repo.ts:2 Repo
            orders.service.ts:2:15 names order.ts:1 Order
            orders.service.ts:4:36 names orders.service.ts:3 Base
            orders.service.ts:5:30 calls orders.service.ts:4 OrdersCounter
            orders.service.ts:5:48 calls repo.ts:2 Repo
            orders.service.ts:6:32 calls repo.ts:2 Repo
            orders.service.ts:7:38 names repo.ts:2 Repo
            orders.service.ts:8:22 names order.ts:1 Order
            orders.service.ts:8:38 names order.ts:1 Order
            orders.service.ts:9:10 calls orders.service.ts:3 Base.log
            orders.service.ts:10:16 names orders.service.ts:7 OrdersCounter.repo
            orders.service.ts:10:21 calls repo.ts:2 Repo.add
            orders.service.ts:11:10 names orders.service.ts:6 OrdersCounter.other
            orders.service.ts:11:16 calls repo.ts:2 Repo.add
            orders.service.ts:13:10 calls orders.service.ts:8 OrdersCounter.place
            orders.service.ts:14:24 calls orders.service.ts:8 OrdersCounter.place
            orders.service.ts:14:38 calls order.ts:1 Order.again
            repo.ts:1 Static ./order -> order.ts
            repo.ts:1:10 names order.ts:1 Order
            repo.ts:2:29 names order.ts:1 Order
            unresolved: 3
        "#]],
    );
}

#[test]
fn hidden_names_globals_and_strings_are_not_taken_for_others() {
    check(
        "//- /a.ts\nexport function run() {}\nfunction one(run: () => void) { run(); }\nfunction two() { const run = () => 1; run(); { let run; run(); } }\ntry { run(); } catch (run) { run(); }\n\
         for (const run of xs) run();\nconst { two: three } = x;\nthree();\n// run()\nconst text = 'run()';\nconsole.log(text);\nclass C { run() { run(); } }\n",
        expect![[r#"
            a.ts:4:7 calls a.ts:1 run
            a.ts:7:1 calls a.ts:6 three
            a.ts:10:13 names a.ts:9 text
            a.ts:11:19 calls a.ts:1 run
            unresolved: 5
        "#]],
    );
}

#[test]
fn reexports_defaults_and_namespaces_lead_to_the_symbol() {
    check(
        "//- /index.ts\nexport * from './a';\nexport { default as Named, helper as aid } from './b';\nexport * as space from './a';\n//- /a.ts\nexport const one = () => 1;\nexport enum Kind { A, B }\n\
         //- /b.ts\nexport default class Thing { go() {} }\nfunction helper() {}\nexport { helper };\n//- /use.tsx\nimport { one, Named, aid, space, Kind } from '.';\nimport Thing, * as b from './b';\n\
         one(); new Named().go(); aid(); space.one(); b.helper(); new Thing().go();\nconst k: Kind = Kind.A;\nexport const View = () => <Named x={one} />;\n",
        expect![[r#"
            b.ts:3:10 names b.ts:2 helper
            index.ts:1 Static ./a -> a.ts
            index.ts:2 Static ./b -> b.ts
            index.ts:3 Static ./a -> a.ts
            index.ts:2:10 names b.ts:1 Thing
            index.ts:2:28 names b.ts:2 helper
            use.tsx:1 Static . -> index.ts
            use.tsx:2 Static ./b -> b.ts
            use.tsx:1:10 names a.ts:1 one
            use.tsx:1:15 names b.ts:1 Thing
            use.tsx:1:22 names b.ts:2 helper
            use.tsx:1:34 names a.ts:2 Kind
            use.tsx:2:8 names b.ts:1 Thing
            use.tsx:3:1 calls a.ts:1 one
            use.tsx:3:12 calls b.ts:1 Thing
            use.tsx:3:20 calls b.ts:1 Thing.go
            use.tsx:3:26 calls b.ts:2 helper
            use.tsx:3:39 calls a.ts:1 one
            use.tsx:3:48 calls b.ts:2 helper
            use.tsx:3:62 calls b.ts:1 Thing
            use.tsx:3:70 calls b.ts:1 Thing.go
            use.tsx:4:10 names a.ts:2 Kind
            use.tsx:4:17 names a.ts:2 Kind
            use.tsx:4:22 names a.ts:2 Kind.A
            use.tsx:5:28 names b.ts:1 Thing
            use.tsx:5:37 names a.ts:1 one
            unresolved: 0
        "#]],
    );
}

#[test]
fn common_js_is_read() {
    check(
        "//- /package.json\n{\"name\": \"x\"}\n//- /a.js\nfunction run() {}\nconst stop = () => {};\nmodule.exports = { run, stop, go: function () {} };\n//- /b.js\nexports.help = async (x) => x;\nmodule.exports.more = 1;\n\
         //- /c.js\nclass Store { get() {} }\nmodule.exports = Store;\n//- /main.js\nconst a = require('./a');\nconst { help } = require('./b');\nconst Store = require('./c');\nconst fs = require('fs');\nconst x = require('express');\n\
         a.run(); a.stop(); a.go(); help(1); new Store().get();\nrequire(name);\nimport('./a');\nimport(`./${name}`);\nconst other = { require(x) {} };\nother.require('./b');\n",
        expect![[r#"
            a.js:3:20 names a.js:1 run
            a.js:3:25 names a.js:2 stop
            c.js:2:18 names c.js:1 Store
            main.js:1 Static ./a -> a.js
            main.js:2 Static ./b -> b.js
            main.js:3 Static ./c -> c.js
            main.js:4 Static fs -> standard fs
            main.js:5 Static express -> external express
            main.js:7 Dynamic name -> unknown: computed
            main.js:8 Dynamic ./a -> a.js
            main.js:9 Dynamic `./${name}` -> unknown: computed
            main.js:2:9 names b.js:1 help
            main.js:3:7 names c.js:1 Store
            main.js:3:15 names c.js:1 Store
            main.js:6:3 calls a.js:1 run
            main.js:6:12 calls a.js:2 stop
            main.js:6:22 calls a.js:3 go
            main.js:6:28 calls b.js:1 help
            main.js:6:41 calls c.js:1 Store
            main.js:6:49 calls c.js:1 Store.get
            main.js:11:1 names main.js:10 other
            main.js:11:7 calls main.js:10 other.require
            unresolved: 0
        "#]],
    );
}

#[test]
fn what_is_missing_or_built_is_said() {
    check(
        "//- /package.json\n{\"name\": \"root\", \"workspaces\": [\"packages/*\"]}\n//- /packages/a/package.json\n{\"name\": \"@x/a\", \"exports\": {\".\": \"./dist/index.js\", \"./deep/*\": \"./dist/deep/*.js\"}}\n\
         //- /packages/a/src/index.ts\nexport const a = 1;\n//- /packages/a/src/deep/one.ts\nexport const one = 1;\n//- /packages/b/package.json\n{\"name\": \"b\", \"dependencies\": {\"@x/a\": \"workspace:*\"}}\n//- /packages/b/main.ts\nimport { a } from '@x/a';\nimport { one } from '@x/a/deep/one';\nimport '@x/a/deep/none';\n\
         import './none';\nimport '@x/c';\nimport '@/none';\nimport 'lodash/fp';\nimport '@scope/pkg/sub';\nimport './style.css';\nimport fs from 'fs/promises';\na; one;\n//- /packages/b/style.css\nx {}\n//- /packages/c/package.json\n{\"name\": \"@x/c\", \"main\": \"build/main/index.js\"}\n//- /packages/c/tsconfig.json\n{\"compilerOptions\": {\"outDir\": \"build/main\", \"rootDir\": \"source\"}} // x\n//- /packages/c/source/index.ts\nexport {};\n",
        expect![[r#"
            packages/b/main.ts:1 Static @x/a -> packages/a/src/index.ts
            packages/b/main.ts:2 Static @x/a/deep/one -> packages/a/src/deep/one.ts
            packages/b/main.ts:3 Static @x/a/deep/none -> unknown: no source of what the package exports
            packages/b/main.ts:4 Static ./none -> unknown: no such file
            packages/b/main.ts:5 Static @x/c -> packages/c/source/index.ts
            packages/b/main.ts:6 Static @/none -> unknown: no such file
            packages/b/main.ts:7 Static lodash/fp -> external lodash
            packages/b/main.ts:8 Static @scope/pkg/sub -> external @scope/pkg
            packages/b/main.ts:9 Static ./style.css -> packages/b/style.css (no code)
            packages/b/main.ts:10 Static fs/promises -> standard fs/promises
            packages/b/main.ts:1:10 names packages/a/src/index.ts:1 a
            packages/b/main.ts:2:10 names packages/a/src/deep/one.ts:1 one
            packages/b/main.ts:11:1 names packages/a/src/index.ts:1 a
            packages/b/main.ts:11:4 names packages/a/src/deep/one.ts:1 one
            unresolved: 0
        "#]],
    );
}
