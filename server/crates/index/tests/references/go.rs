use expect_test::expect;

use super::check;

#[test]
fn packages_receivers_and_evident_types_are_followed() {
    check(
        "//- /go.mod\nmodule x\n\nrequire github.com/gin-gonic/gin v1.9.0\n//- /main.go\npackage main\n\nimport (\n\t\"fmt\"\n\t\"github.com/gin-gonic/gin\"\n\tdb \"x/store\"\n\t_ \"x/store/side\"\n)\n\n\
         type Server struct {\n\tstore *db.Store\n\tname  string\n}\n\nfunc (s *Server) Run(c *gin.Context) {\n\ts.helper(s.name)\n\ts.store.Get(1)\n\tc.JSON(1)\n}\n\nfunc main() {\n\tst, err := db.New()\n\tst.Get(2)\n\ts := &Server{store: st, name: \"x\"}\n\ts.Run(nil)\n\tfmt.Println(err, db.Limit)\n\tother()\n\tvar reader db.Reader = st\n\treader.Get(3)\n}\n\
         //- /other.go\npackage main\n\nfunc (s *Server) helper(name string) {}\n\nfunc other() { main() }\n//- /store/store.go\npackage store\n\nconst Limit = 3\n\ntype Reader interface{ Get(id int) int }\n\n\
         type base struct{}\n\nfunc (b base) Close() {}\n\ntype Store struct{ base }\n\nfunc New() (*Store, error) { return &Store{}, nil }\n\nfunc (s *Store) Get(id int) int { s.Close(); return id }\n//- /store/side/side.go\npackage side\n",
        expect![[r#"
            main.go:4 Static fmt -> standard fmt
            main.go:5 Static github.com/gin-gonic/gin -> external github.com/gin-gonic/gin
            main.go:6 Static x/store -> store/
            main.go:7 Static x/store/side -> store/side/
            main.go:11:12 names store/store.go:11 Store
            main.go:15:10 names main.go:10 Server
            main.go:16:4 calls other.go:3 Server.helper
            main.go:16:13 names main.go:12 Server.name
            main.go:17:4 names main.go:11 Server.store
            main.go:17:10 calls store/store.go:15 Store.Get
            main.go:22:16 calls store/store.go:13 New
            main.go:23:5 calls store/store.go:15 Store.Get
            main.go:24:8 names main.go:10 Server
            main.go:24:15 names main.go:11 Server.store
            main.go:24:26 names main.go:12 Server.name
            main.go:25:4 calls main.go:15 Server.Run
            main.go:26:22 names store/store.go:3 Limit
            main.go:27:2 calls other.go:5 other
            main.go:28:16 names store/store.go:5 Reader
            main.go:29:9 calls store/store.go:5 Reader.Get
            other.go:3:10 names main.go:10 Server
            other.go:5:16 calls main.go:21 main
            store/store.go:9:9 names store/store.go:7 base
            store/store.go:11:20 names store/store.go:7 base
            store/store.go:13:14 names store/store.go:11 Store
            store/store.go:13:38 names store/store.go:11 Store
            store/store.go:15:10 names store/store.go:11 Store
            store/store.go:15:37 calls store/store.go:9 base.Close
            unresolved: 0
        "#]],
    );
}

#[test]
fn hidden_names_are_not_taken_for_others() {
    check(
        "//- /go.mod\nmodule x\n//- /a.go\npackage a\n\nfunc run() {}\n\nfunc one(run func()) { run() }\n\nfunc two() {\n\trun := func() {}\n\trun()\n\tif run := one; run != nil {\n\t\trun(nil)\n\t}\n\tfor _, one := range xs {\n\t\tone()\n\t}\n\tswitch two := x.(type) {\n\tcase int:\n\t\ttwo()\n\t}\n\tone(nil)\n}\n\n// run()\nvar text = \"run()\"\n\nfunc three[run any](x run) { len(text) }\n",
        expect![[r#"
            a.go:10:12 names a.go:5 one
            a.go:20:2 calls a.go:5 one
            a.go:26:34 names a.go:24 text
            unresolved: 4
        "#]],
    );
}

#[test]
fn other_modules_and_missing_packages_are_told_apart() {
    check(
        "//- /go.mod\nmodule example.com/x\n\nrequire github.com/a/b/v2 v2.0.0\n//- /a.go\npackage a\n\nimport (\n\t\"C\"\n\t\"net/http\"\n\t\"github.com/a/b/v2/inner\"\n\t\"example.com/x/gone\"\n\t\"example.com/xy\"\n)\n",
        expect![[r#"
            a.go:4 Static C -> standard C
            a.go:5 Static net/http -> standard net/http
            a.go:6 Static github.com/a/b/v2/inner -> external github.com/a/b/v2
            a.go:7 Static example.com/x/gone -> unknown: no such package
            a.go:8 Static example.com/xy -> external example.com/xy
            unresolved: 0
        "#]],
    );
}
