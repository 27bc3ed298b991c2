use expect_test::{Expect, expect};

use crate::project::listed;

#[track_caller]
fn check(text: &str, expect: Expect) {
    expect.assert_eq(&listed(text));
}

#[test]
fn the_standard_library() {
    check(
        r#"//- /main.go
package main

import (
	"os"
	"strconv"
)

const key = "CONSTANT"

func getEnv(name, fallback string) string {
	if value, ok := os.LookupEnv(name); ok {
		return value
	}
	return fallback
}

func main() {
	a := os.Getenv("PLAIN")
	if v, ok := os.LookupEnv("LOOKED_UP"); ok && v == os.Getenv("COMPARED") {
	}
	b, _ := strconv.Atoi(os.Getenv("NUMBER"))
	c := []byte(os.Getenv("BYTES"))
	d := os.Getenv(key)
	e := getEnv("THROUGH_FUNCTION", "x")
	switch os.Getenv("SWITCHED") {
	case "a":
		os.Getenv("IN_CASE")
	}
	for _, name := range []string{"LOOP_A", "LOOP_B"} {
		os.Getenv(name)
	}
	go run(func() { os.Getenv("IN_FUNCTION") })
	// os.Getenv("COMMENT")
	f := "os.Getenv(\"STRING\")"
}
//- /main_test.go
package main

import "os"

var x = os.Getenv("TEST")
//- /vendor/x/x.go
package x

import "os"

var x = os.Getenv("COPY")
"#,
        expect![[r#"
            BYTES main.go:22
            COMPARED main.go:19
            CONSTANT main.go:23
            IN_CASE main.go:27
            IN_FUNCTION main.go:32
            LOOKED_UP main.go:19
            NUMBER:int main.go:21
            PLAIN main.go:18
            SWITCHED main.go:25
            THROUGH_FUNCTION=x main.go:24
        "#]],
    );
}

#[test]
fn structs_that_are_filled_first() {
    check(
        r#"//- /config.go
package config

import "github.com/caarlos0/env/v11"

const host = "localhost"

type HTTP struct {
	Port int    `env:"HTTP_PORT"`
	Host string `env:"HTTP_HOST"`
}

type Config struct {
	HTTP    HTTP
	Name    string `env:"NAME"`
	Level   string `env:"LEVEL"`
	Empty   string `env:"EMPTY"`
	Tagged  string `env:"TAGGED" envDefault:"tag"`
	Needed  string `env:"NEEDED,required"`
	Two     string `env:"TWO"`
	Perhaps string `env:"PERHAPS"`
	Made    string `env:"MADE"`
	Later   string `env:"LATER"`
	Inner   struct {
		Size int `env:"INNER_SIZE"`
	}
}

func Load(isLocal bool) (*Config, error) {
	c := &Config{Name: "shop", Two: "a", Empty: "", Tagged: "x", Needed: "y"}
	c.HTTP.Port = 8080
	c.HTTP.Host = host
	c.Level = "warn"
	c.Two = "b"
	c.Inner.Size = 3
	c.Made = name()
	c.Later = strings.TrimSuffix(c.Later, "/")
	if isLocal {
		c.Perhaps = "never certain"
	}
	other := &Other{}
	other.Name = "of another"
	return c, env.Parse(c)
}
"#,
        expect![[r#"
            EMPTY:string config.go:16
            HTTP_HOST:string=localhost config.go:9
            HTTP_PORT:int=8080 config.go:8
            INNER_SIZE:int=3 config.go:24
            LATER:string config.go:22
            LEVEL:string=warn config.go:15
            MADE:string? config.go:21
            NAME:string=shop config.go:14
            NEEDED:string!! config.go:18
            PERHAPS:string config.go:20
            TAGGED:string=tag config.go:17
            TWO:string? config.go:19
        "#]],
    );
}

#[test]
fn struct_tags() {
    check(
        r#"//- /config/config.go
package config

import "github.com/caarlos0/env/v11"

type Config struct {
	HTTP
	Name string `env:"APP_NAME,required"`
	Each string `env:"LINK_#_NAME"`
	Log  Log    `envPrefix:"LOG_"`
	PG   db.PG  `envPrefix:"PG_"`
	Port int    `env:"PORT" envDefault:"8080"`
	Plain string
}

type HTTP struct {
	Host string `env:"HTTP_HOST,notEmpty"`
}

type Log struct {
	Level string `json:"level" env:"LEVEL" envDefault:"info"`
}
//- /db/pg.go
package db

type PG struct {
	URL string `env:"URL,required"`
	Pool int `env:"POOL_MAX"`
}
//- /clean.go
package main

type Clean struct {
	Host string `yaml:"host" env:"CLEAN_HOST,OLD_HOST" env-default:"x"`
	Token string `env:"CLEAN_TOKEN" env-required:"true"`
}
"#,
        expect![[r#"
            APP_NAME:string!! config/config.go:7
            CLEAN_HOST:string=x clean.go:4
            CLEAN_TOKEN:string!! clean.go:5
            HTTP_HOST:string!! config/config.go:16
            LOG_LEVEL:string=info config/config.go:20
            OLD_HOST:string=x clean.go:4
            PG_POOL_MAX:int db/pg.go:5
            PG_URL:string!! db/pg.go:4
            PORT:int=8080 config/config.go:11
        "#]],
    );
}

#[test]
fn envconfig_and_viper() {
    check(
        r#"//- /spec/spec.go
package spec

import "github.com/kelseyhightower/envconfig"

type Specification struct {
	Debug          bool
	MaxHTTPConns   int    `split_words:"true" default:"10"`
	Token          string `envconfig:"SERVICE_TOKEN" required:"true"`
	Hidden         string `ignored:"true"`
	DB             Database
}

type Database struct {
	URL string `required:"true"`
}

func load() {
	var s Specification
	envconfig.Process("myapp", &s)
}
//- /cmd/root.go
package cmd

import (
	"strings"
	"github.com/spf13/viper"
)

func load() {
	viper.SetEnvPrefix("shop")
	viper.SetEnvKeyReplacer(strings.NewReplacer(".", "_", "-", "_"))
	viper.AutomaticEnv()
	viper.SetDefault("db.port", 5432)
	viper.BindEnv("token", "TOKEN", "OLD_TOKEN")
	viper.BindEnv("bound")
	viper.GetString("db.host")
}
//- /cmd/serve.go
package cmd

import "github.com/spf13/viper"

var port = viper.GetInt("db.port")
"#,
        expect![[r#"
            MYAPP_DB_URL:string!! spec/spec.go:14
            MYAPP_DEBUG:bool spec/spec.go:6
            MYAPP_MAX_HTTP_CONNS:int=10 spec/spec.go:7
            MYAPP_SERVICE_TOKEN:string! spec/spec.go:8
            OLD_TOKEN cmd/root.go:13
            SERVICE_TOKEN:string! spec/spec.go:8
            SHOP_BOUND cmd/root.go:14
            SHOP_DB_HOST:string cmd/root.go:15
            SHOP_DB_PORT=5432 cmd/root.go:12
            SHOP_DB_PORT:int? cmd/serve.go:5
            TOKEN cmd/root.go:13
        "#]],
    );
}

#[test]
fn viper_without_the_environment_reads_nothing() {
    check(
        r#"//- /main.go
package main

import "github.com/spf13/viper"

var port = viper.GetInt("port")
"#,
        expect![[""]],
    );
}

#[test]
fn functions_of_another_file_or_package() {
    check(
        r#"//- /internal/env/env.go
package env

import (
	"os"
	"strconv"
)

func String(key, fallback string) string {
	if v, ok := os.LookupEnv(key); ok {
		return v
	}
	return fallback
}

func Int(key string, fallback int) int {
	n, err := strconv.Atoi(String(key, ""))
	if err != nil {
		return fallback
	}
	return n
}
//- /config.go
package main

import (
	"fmt"

	"e.x/shop/internal/env"
)

var port = env.Int("PORT", 8080)
var host = env.String("HOST", "localhost")
var name = mustGetenv("NAME")
var text = fmt.Sprint("NO_KEY")

// env.String("COMMENT", "")
//- /must.go
package main

import "os"

func mustGetenv(key string) string {
	v := os.Getenv(key)
	if v == "" {
		panic(key)
	}
	return v
}
//- /other/other.go
package other

var lost = mustGetenv("OTHER_PACKAGE")
"#,
        expect![[r#"
            HOST=localhost config.go:10
            NAME config.go:11
            PORT=8080 config.go:9
        "#]],
    );
}
