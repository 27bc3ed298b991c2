use detect::routes::RouteContext;
use expect_test::{Expect, expect};
use model::{
    FrameworkName::{Gochi, Goecho, Gofiber, Gogin},
    Runtime,
};

use crate::project::{check, listed, listed_by};

#[test]
fn gin_groups_through_functions_and_structs() {
    check("gogin", "groups", Gogin, &RouteContext::default());
}

#[test]
fn gin_parts_that_register_themselves() {
    check("gogin", "plugins", Gogin, &RouteContext::default());
}

#[test]
fn echo_files_and_parts_that_are_handed_in() {
    check("goecho", "files", Goecho, &RouteContext::default());
}

#[test]
fn echo_groups_and_embedded_routers() {
    check("goecho", "groups", Goecho, &RouteContext::default());
}

#[test]
fn fiber_groups_and_mounted_applications() {
    check("gofiber", "groups", Gofiber, &RouteContext::default());
}

#[test]
fn chi_routes_in_closures_and_mounts() {
    check("gochi", "mounts", Gochi, &RouteContext::default());
}

#[track_caller]
fn plain(text: &str, expected: Expect) {
    expected.assert_eq(&listed_by(detect::frameworks::plain_routes(Runtime::Go).expect("a reader"), text));
}

#[test]
fn patterns_of_the_standard_library() {
    plain(
        "//- /go.mod
module example.com/x
//- /main.go
package main

import \"net/http\"

func main() {
	http.HandleFunc(\"/legacy\", h)
	mux := http.NewServeMux()
	mux.HandleFunc(\"GET /items/{id}\", h)
	mux.Handle(\"POST /items/{$}\", http.HandlerFunc(h))
	mux.HandleFunc(\"DELETE example.com/files/{path...}\", h)
	sub := http.NewServeMux()
	sub.HandleFunc(\"GET /users\", h)
	mux.Handle(\"/api/v1/\", http.StripPrefix(\"/api/v1\", sub))
	http.Handle(\"/\", logged(mux))
	http.ListenAndServe(\":80\", nil)
}

func logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { next.ServeHTTP(w, r) })
}

func h(w http.ResponseWriter, r *http.Request) {}
",
        expect![[r#"
            ANY /legacy h main.go:6
            GET /items/{id} h main.go:8
            POST /items/ h main.go:9
            DELETE /files/{path} h main.go:10
            GET /api/v1/users h main.go:12
            ANY / anonymous main.go:14
        "#]],
    );
}

#[test]
fn dead_functions_comments_and_tests_are_not_mounted() {
    expect![[r#"
        GET /a h main.go:10
        GET /{?}/c h main.go:14
        - GET /old/b h main.go:18
        - GET /{?}/d h main.go:21
    "#]]
    .assert_eq(&listed(
        "//- /go.mod
module example.com/x
//- /main.go
package main

import (
	\"os\"
	\"github.com/gin-gonic/gin\"
)

func main() {
	r := gin.Default()
	r.GET(\"/a\", h)
	// r.GET(\"/comment\", h)
	s := `r.GET(\"/string\", h)`
	_ = s
	r.Group(os.Getenv(\"PREFIX\")).GET(\"/c\", h)
	r.Run()
}

func Old(r *gin.Engine) { r.Group(\"/old\").GET(\"/b\", h) }

func Part(g *gin.RouterGroup) {
	g.GET(\"/d\", h)
}

func h(c *gin.Context) {}
//- /main_test.go
package main

import \"github.com/gin-gonic/gin\"

func TestX(t *testing.T) {
	r := gin.New()
	r.GET(\"/test\", h)
}
",
        Gogin,
    ));
}

#[test]
fn what_an_empty_struct_is_and_what_runs_after_init() {
    expect![[r#"
        DELETE /api/{id} anonymous api/api.go:24
        DELETE /base{?}/{id} anonymous api/api.go:24
        GET /base/first h main.go:20
    "#]]
    .assert_eq(&listed(
        "//- /go.mod
module example.com/x
//- /main.go
package main

import (
	\"example.com/x/api\"
	\"github.com/elsewhere/cli\"
	\"github.com/go-chi/chi/v5\"
)

var command = &cli.Command{Run: func() { serve() }}

var parts []func(chi.Router)

type settings struct {
	Base   string `arg:\"env:BASE\" default:\"/base\"`
	Secret string `json:\"secret\"`
}

func init() { parts = append(parts, first) }

func first(r chi.Router) { r.Get(\"/first\", h) }

func serve() {
	var s settings
	cli.Parse(&s)
	r := chi.NewRouter()
	r.Route(s.Base, func(r chi.Router) {
		for _, part := range parts {
			part(r)
		}
		r.Mount(s.Secret, api.New())
	})
	r.Mount(\"/api\", api.New())
	cli.Listen(r)
}

func h(w http.ResponseWriter, r *http.Request) {}

func main() { command.Execute() }
//- /api/api.go
package api

import (
	\"net/http\"

	\"github.com/go-chi/chi/v5\"
)

type API struct {
	http.Handler
	next *API
	*API
}

func New() *API {
	a := &API{}
	a.Handler = a.routes()
	a.unheard.of()
	return a
}

func (a *API) routes() http.Handler {
	r := chi.NewRouter()
	r.Delete(\"/{id}\", nil)
	return r
}
//- /vendor/example.com/copied/copied.go
package copied

import \"github.com/go-chi/chi/v5\"

func main() { chi.NewRouter().Get(\"/vendored\", nil) }
",
        Gochi,
    ));
}

#[test]
fn an_engine_from_a_function_that_may_end_with_an_error() {
    expect![[r#"
        GET /api/things things main.go:16
    "#]]
    .assert_eq(&listed(
        "//- /go.mod
module example.com/x
//- /main.go
package main
import \"github.com/gin-gonic/gin\"
func engine() (*gin.Engine, error) {
	r := gin.New()
	if err := r.SetTrustedProxies(nil); err != nil {
		return nil, err
	}
	return r, nil
}
func main() {
	r, err := engine()
	if err != nil {
		panic(err)
	}
	api := r.Group(\"/api\")
	api.GET(\"/things\", things)
	r.Run()
}
",
        Gogin,
    ));
}

#[test]
fn one_of_two_handlers_that_a_library_picks() {
    expect![[r#"
        GET /board/top top main.go:10
    "#]]
    .assert_eq(&listed(
        "//- /go.mod
module example.com/x
//- /main.go
package main
import (
	\"github.com/go-chi/chi/v5\"
	\"github.com/samber/lo\"
)
type Part interface { Register(r chi.Router) }
type Board struct{}
func (b *Board) Register(router chi.Router) {
	r := chi.NewRouter()
	r.Get(\"/top\", top)
	router.Mount(\"/board\", r)
}
type None struct{}
func (n *None) Register(router chi.Router) {}
func main() {
	router := chi.NewRouter()
	part := lo.Ternary[Part](isOn(), &Board{}, &None{})
	part.Register(router)
}
",
        Gochi,
    ));
}

#[test]
fn a_prefix_that_is_empty_by_default() {
    plain(
        "//- /go.mod
module example.com/x
//- /main.go
package main
import \"net/http\"
func main() {
	inner := http.NewServeMux()
	inner.HandleFunc(\"GET /a\", a)
	outer := http.NewServeMux()
	base := options.BasePath()
	if base != \"\" {
		outer.Handle(base+\"/\", http.StripPrefix(base, wrapped(inner)))
	} else {
		outer.Handle(\"/\", inner)
	}
	other := options.Other()
	if other != \"\" {
		outer.HandleFunc(\"GET /b\", b)
	} else {
		outer.HandleFunc(\"GET /c\", c)
	}
	http.ListenAndServe(\":80\", outer)
}
",
        expect![[r#"
            GET /a a main.go:5
            GET /b b main.go:15
            GET /c c main.go:17
        "#]],
    );
}
