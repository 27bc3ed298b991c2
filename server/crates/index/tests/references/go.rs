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
            unresolved: 3
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

#[test]
fn what_lists_maps_channels_and_several_results_hold_is_followed() {
    check(
        "//- /go.mod\nmodule x\n//- /a.go\npackage a\n\ntype T struct {\n\tName string\n\tKids []*T\n}\n\nfunc (t *T) Go() {}\n\ntype List []T\n\nfunc pair() (int, *T, error) { return 0, nil, nil }\n\nfunc lists() (a, b []T, err error) { return }\n\n\
         func one(ts []*T, by map[string]T, in chan *T, all List, rest ...T) {\n\t_, t, err := pair()\n\tt.Go()\n\terr.Error()\n\tfor i, t := range ts {\n\t\tt.Go()\n\t\ti.Go()\n\t}\n\tfor key, t := range by {\n\t\tt.Kids[0].Go()\n\t\tkey.Go()\n\t}\n\tfor t := range in {\n\t\tt.Go()\n\t}\n\tall[1:][0].Go()\n\trest[0].Go()\n\t(<-in).Go()\n\tselect {\n\tcase t, ok := <-in:\n\t\tt.Go()\n\t\tok.Go()\n\t}\n\tmore := append(ts, nil)\n\tmore[0].Go()\n\tfound, ok := by[\"x\"]\n\tfound.Go()\n\tok.Go()\n\t_, second, _ := lists()\n\tsecond[0].Go()\n\tsecond.Go()\n}\n\n\
         func two(x any) {\n\tswitch x := x.(type) {\n\tcase *T:\n\t\tx.Go()\n\tcase T, int:\n\t\tx.Go()\n\tdefault:\n\t\tx.Go()\n\t}\n\t_ = []T{{Name: \"a\"}, {Kids: []*T{{Name: \"b\"}}}}\n\t_ = map[string][]T{\"c\": {{Name: \"c\"}}}\n\t_ = List{{Name: \"d\"}}\n\t_ = []struct{ Name int }{{Name: 1}}\n}\n",
        expect![[r#"
            a.go:5:10 names a.go:3 T
            a.go:8:10 names a.go:3 T
            a.go:10:13 names a.go:3 T
            a.go:12:20 names a.go:3 T
            a.go:14:22 names a.go:3 T
            a.go:16:16 names a.go:3 T
            a.go:16:33 names a.go:3 T
            a.go:16:45 names a.go:3 T
            a.go:16:52 names a.go:10 List
            a.go:16:66 names a.go:3 T
            a.go:17:15 calls a.go:12 pair
            a.go:18:4 calls a.go:8 T.Go
            a.go:21:5 calls a.go:8 T.Go
            a.go:25:5 names a.go:5 T.Kids
            a.go:25:13 calls a.go:8 T.Go
            a.go:31:13 calls a.go:8 T.Go
            a.go:32:10 calls a.go:8 T.Go
            a.go:33:9 calls a.go:8 T.Go
            a.go:36:5 calls a.go:8 T.Go
            a.go:40:10 calls a.go:8 T.Go
            a.go:42:8 calls a.go:8 T.Go
            a.go:44:18 calls a.go:14 lists
            a.go:45:12 calls a.go:8 T.Go
            a.go:51:8 names a.go:3 T
            a.go:52:5 calls a.go:8 T.Go
            a.go:53:7 names a.go:3 T
            a.go:58:8 names a.go:3 T
            a.go:58:11 names a.go:4 T.Name
            a.go:58:24 names a.go:5 T.Kids
            a.go:58:33 names a.go:3 T
            a.go:58:36 names a.go:4 T.Name
            a.go:59:19 names a.go:3 T
            a.go:59:28 names a.go:4 T.Name
            a.go:60:6 names a.go:10 List
            a.go:60:12 names a.go:4 T.Name
            unresolved: 9
        "#]],
    );
}

#[test]
fn parameters_of_types_hide_types_of_the_package() {
    check(
        "//- /go.mod\nmodule x\n//- /t.go\npackage a\n\ntype T struct{}\n\nfunc (t T) Go() {}\n//- /a.go\npackage a\n\ntype Box[T any] struct {\n\titem T\n\tall  []T\n}\n\nfunc (b *Box[T]) Get() T { return b.item }\n\nfunc first[T any, L []T](of []T) T { return of[0] }\n\nfunc one(b Box[int]) {\n\tb.Get().Go()\n\tb.item.Go()\n\tb.all[0].Go()\n\tfirst[int](nil).Go()\n}\n",
        expect![[r#"
            a.go:8:10 names a.go:3 Box
            a.go:8:37 names a.go:4 Box.item
            a.go:12:12 names a.go:3 Box
            a.go:13:4 calls a.go:8 Box.Get
            a.go:14:4 names a.go:4 Box.item
            a.go:15:4 names a.go:5 Box.all
            a.go:16:2 names a.go:10 first
            t.go:5:9 names t.go:3 T
            unresolved: 4
        "#]],
    );
}

#[test]
fn what_new_is_given_may_be_a_value() {
    check(
        "//- /go.mod\nmodule x\n//- /a.go\npackage a\n\ntype plugin struct{ Name *string }\n\nvar size = 1\n\nfunc one() {\n\t_ = plugin{Name: new(\"a test plugin\")}\n\t_ = new(size)\n\t_ = new(plugin).Name\n}\n",
        expect![[r#"
            a.go:8:6 names a.go:3 plugin
            a.go:8:13 names a.go:3 plugin.Name
            a.go:9:10 names a.go:5 size
            a.go:10:10 names a.go:3 plugin
            a.go:10:18 names a.go:3 plugin.Name
            unresolved: 1
        "#]],
    );
}

#[test]
fn tests_beside_a_package_see_what_its_own_tests_declare() {
    check(
        "//- /go.mod\nmodule x\n//- /a/a.go\npackage a\n\nfunc hidden() {}\n//- /a/export_test.go\npackage a\n\nfunc Hidden() { hidden() }\n//- /a/a_test.go\npackage a_test\n\nimport \"x/a\"\n\nfunc one() { a.Hidden() }\n//- /a/b_test.go\npackage a_test\n\nimport . \"x/a\"\n\nfunc two() { Hidden(); one() }\n//- /b/b_test.go\npackage b\n\nimport \"x/a\"\n\nfunc one() { a.Hidden() }\n",
        expect![[r#"
            a/a_test.go:3 Static x/a -> a/
            a/a_test.go:5:16 calls a/export_test.go:3 Hidden
            a/b_test.go:3 Static x/a -> a/
            a/b_test.go:5:14 calls a/export_test.go:3 Hidden
            a/b_test.go:5:24 calls a/a_test.go:5 one
            a/export_test.go:3:17 calls a/a.go:3 hidden
            b/b_test.go:3 Static x/a -> a/
            unresolved: 1
        "#]],
    );
}
