use expect_test::{Expect, expect};

use crate::project::listed;

#[track_caller]
fn check(text: &str, expect: Expect) {
    expect.assert_eq(&listed(text));
}

#[test]
fn the_standard_library() {
    check(
        r#"//- /app.py
import os
import os as system
from os import environ, environ as e, getenv as g

KEY = "CONSTANT"
env = os.environ

a = os.getenv("GETENV")
b = os.getenv("WITH_DEFAULT", "x")
c = int(os.environ.get("WORKERS", 4))
d = os.environ["INDEXED"]
f = os.environ.pop("POPPED", None)
h = environ["BARE"] + e.get("ALIASED") + g("FUNCTION") + system.getenv("MODULE")
i = os.getenv(KEY)
j = env["THROUGH_NAME"]
k = os.getenv("FIRST") or os.getenv("SECOND") or "last"
l = int(os.getenv("NUMBER") or "3")
m = os.getenv("COMPARED") == "1"
n = f"{os.environ['IN_TEXT']}/x"
os.environ["WRITTEN"] = "1"
os.environ.setdefault("SET_DEFAULT", "production")
for each in ("LOOP_A", "LOOP_B"):
    os.environ[each]


def wrapped(name, default=None):
    return os.environ.get(name) or default


wrapped("THROUGH_FUNCTION")
wrapped("THROUGH_FUNCTION_2", "y")
os.getenv(unknown)
"#,
        expect![[r#"
            ALIASED app.py:13
            BARE!! app.py:13
            COMPARED app.py:18
            CONSTANT app.py:14
            FIRST=last app.py:16
            FUNCTION app.py:13
            GETENV app.py:8
            INDEXED!! app.py:11
            IN_TEXT!! app.py:19
            LOOP_A!! app.py:22
            LOOP_B!! app.py:22
            MODULE app.py:13
            NUMBER:int=3 app.py:17
            POPPED? app.py:12
            SECOND=last app.py:16
            SET_DEFAULT=production app.py:21
            THROUGH_FUNCTION app.py:30
            THROUGH_FUNCTION_2=y app.py:31
            THROUGH_NAME!! app.py:15
            WITH_DEFAULT=x app.py:9
            WORKERS:int=4 app.py:10
        "#]],
    );
}

#[test]
fn who_has_thought_of_the_absence_is_not_sure_to_fail() {
    check(
        r#"//- /app.py
import os
from contextlib import suppress

try:
    a = os.environ["TRIED"]
except KeyError:
    a = None

if "ASKED" in os.environ:
    b = os.environ["ASKED"]

if os.getenv("SWITCH"):
    c = os.environ["SWITCH"]
elif True:
    c = os.environ["NOT_ASKED"]

with suppress(KeyError):
    d = os.environ["SUPPRESSED"]

e = os.environ["TERNARY"] if "TERNARY" in os.environ else ""


def load():
    return os.environ["PLAIN"]
"#,
        expect![[r#"
            ASKED? app.py:9
            ASKED app.py:10
            NOT_ASKED app.py:15
            PLAIN!! app.py:24
            SUPPRESSED app.py:18
            SWITCH app.py:12
            SWITCH app.py:13
            TERNARY app.py:20
            TERNARY? app.py:20
            TRIED app.py:5
        "#]],
    );
}

#[test]
fn comments_strings_tests_docs_and_copies_read_nothing() {
    check(
        r#"//- /app.py
import os
# os.environ["COMMENT"]
"""
os.environ["DOCSTRING"]
"""
text = 'os.environ["STRING"]'
class os2: ...
environ["UNRELATED"]
config("NOT_IMPORTED")
//- /tests/test_app.py
import os
os.environ["TEST"]
//- /docs/conf.py
import os
os.environ["DOCS"]
//- /.rapidkit/vendor/x/app.py
import os
os.environ["COPY"]
//- /scripts/seed.py
import os
os.environ["SCRIPT"]
"#,
        expect![[r#"
            SCRIPT! scripts/seed.py:2
        "#]],
    );
}

#[test]
fn decouple_and_starlette() {
    check(
        r#"//- /app.py
from decouple import config, Csv
DEBUG = config("DEBUG", default=False, cast=bool)
SECRET = config("SECRET_KEY")
HOSTS = config("HOSTS", "a,b", cast=Csv())
//- /conf.py
from starlette.config import Config as C
settings = C(".env", env_prefix="APP_")
A = settings("A", cast=int)
B = settings("B", default=None)
//- /other.py
import decouple
from decouple import AutoConfig
config = AutoConfig(search_path=".")
config("AUTO")
decouple.config("DOTTED", default="x")
"#,
        expect![[r#"
            APP_A:int!! conf.py:3
            APP_B? conf.py:4
            AUTO!! other.py:4
            DEBUG:bool=false app.py:2
            DOTTED=x other.py:5
            HOSTS=a,b app.py:4
            SECRET_KEY!! app.py:3
        "#]],
    );
}

#[test]
fn environs_and_django_environ() {
    check(
        r#"//- /app.py
from environs import Env
env = Env()
env.read_env()
a = env("PLAIN")
b = env.int("NUMBER", 3)
c = env.list("LIST", default=None)
with env.prefixed("DB_"):
    host = env.str("HOST")
    with env.prefixed("POOL_"):
        size = env.int("SIZE", default=5)
after = env.bool("AFTER", False)
//- /settings.py
import environ
env = environ.Env(DEBUG=(bool, False))
DEBUG = env("DEBUG")
DATABASES = {"default": env.db()}
SECRET = env.str("DJANGO_SECRET")
"#,
        expect![[r#"
            AFTER:bool=false app.py:11
            DATABASE_URL!! settings.py:4
            DB_HOST:str!! app.py:8
            DB_POOL_SIZE:int=5 app.py:10
            DEBUG:bool=false settings.py:2
            DEBUG=false settings.py:3
            DJANGO_SECRET:str!! settings.py:5
            LIST:list? app.py:6
            NUMBER:int=3 app.py:5
            PLAIN!! app.py:4
        "#]],
    );
}

#[test]
fn dynaconf_has_a_prefix() {
    check(
        r#"//- /config.py
from dynaconf import Dynaconf, Validator
settings = Dynaconf(
    envvar_prefix="SHOP",
    validators=[
        Validator("DATABASE_URL", must_exist=True),
        Validator("PORT", default=8000, is_type_of=int),
        Validator("redis.url"),
    ],
)
print(settings.HOST, settings["NAME"], settings.get("zone", "eu"), settings.lower)
"#,
        expect![[r#"
            SHOP_DATABASE_URL! config.py:5
            SHOP_HOST config.py:10
            SHOP_NAME config.py:10
            SHOP_PORT:int=8000 config.py:6
            SHOP_REDIS__URL config.py:7
            SHOP_ZONE=eu config.py:10
        "#]],
    );
}

#[test]
fn settings_classes_across_files() {
    check(
        r#"//- /src/shop/config.py
from functools import lru_cache
from pydantic import AliasChoices, Field
from shop.base import AppSettings


class Settings(AppSettings):
    database_url: str
    secret: str = Field(validation_alias=AliasChoices("SECRET", "SECRET_KEY"))
    port: int = 8000


@lru_cache
def get_settings() -> Settings:
    return Settings()
//- /src/shop/base.py
from pydantic_settings import BaseSettings, SettingsConfigDict


class AppSettings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="SHOP_", env_file=".env")
    debug: bool = False
//- /src/shop/models.py
from pydantic import BaseModel


class Order(BaseModel):
    total: int
//- /tests/config.py
from pydantic_settings import BaseSettings


class TestSettings(BaseSettings):
    nothing: str
"#,
        expect![[r#"
            SECRET:str! src/shop/config.py:8
            SECRET_KEY:str! src/shop/config.py:8
            SHOP_DATABASE_URL:str!! src/shop/config.py:7
            SHOP_DEBUG:bool=false src/shop/base.py:6
            SHOP_PORT:int=8000 src/shop/config.py:9
        "#]],
    );
}

#[test]
fn functions_of_another_file() {
    check(
        r#"//- /src/shop/settings/__init__.py
from pathlib import Path
from shop.settings.parsers import get_bool_from_env, get_path as path_of
from shop.settings import parsers
from shop.lib import Env, read
from django.utils.translation import gettext_lazy as _
DEBUG = get_bool_from_env("SHOP_DEBUG", "NO")
CACHE = get_bool_from_env("SHOP_CACHE")
DATA = path_of("SHOP_DATA", default="/data")
WORKERS = parsers.get_int("SHOP_WORKERS", 2) or 1
NAME = Env.get("SHOP_NAME")
HOST = read("SHOP_HOST")
LABEL = _("NO_KEY")
# get_bool_from_env("COMMENT")
text = 'get_bool_from_env("STRING")'
//- /src/shop/settings/parsers.py
import os
from typing import overload
@overload
def get_int(key: str) -> int | None: ...
@overload
def get_int(key: str, default: int) -> int: ...
def get_int(key: str, default: int | None = None) -> int | None:
    if key not in os.environ:
        return default
    return int(os.environ[key])
def get_bool_from_env(key: str, default: str = "NO") -> bool:
    return os.getenv(key, default) == "YES"
def get_text(key, default=None):
    return os.environ.get(key, default)
def get_path(key, default=None):
    return Path(get_text(key, default))
def count(key):
    return len(key)
//- /src/shop/lib/__init__.py
from .env import Env, read
//- /src/shop/lib/env.py
import os
class Env:
    @staticmethod
    def get(name):
        return os.environ[name]
def read(name, fallback="localhost"):
    return os.environ.get(name, fallback)
//- /src/shop/views.py
from shop.settings.parsers import count, get_text
from elsewhere import get_bool_from_env
a = count("NOT_READ")
b = get_bool_from_env("OF_SOMEBODY_ELSE")
c = get_text("SHOP_ENV") if get_text("SHOP_ENV") else "x"
//- /tests/test_shop.py
from shop.settings.parsers import get_bool_from_env
get_bool_from_env("TEST")
"#,
        expect![[r#"
            SHOP_CACHE=NO src/shop/settings/__init__.py:7
            SHOP_DATA=/data src/shop/settings/__init__.py:8
            SHOP_DEBUG=NO src/shop/settings/__init__.py:6
            SHOP_ENV=x src/shop/views.py:5
            SHOP_ENV=x src/shop/views.py:5
            SHOP_HOST=localhost src/shop/settings/__init__.py:11
            SHOP_NAME src/shop/settings/__init__.py:10
            SHOP_WORKERS=2 src/shop/settings/__init__.py:9
        "#]],
    );
}

#[test]
fn a_reader_that_other_settings_import() {
    check(
        r#"//- /config/base.py
import environ
from environs import Env
env = environ.Env()
mine = Env(prefix="APP_")
A = env("IN_BASE")
//- /config/production.py
from .base import *
from .base import env, mine
from .others import bag
SECRET = env("SECRET_KEY")
HOSTS = env.list("ALLOWED_HOSTS", default=["*"])
OTHER = mine.str("WITH_PREFIX")
GROUP = env.prefixed("GROUP_")
BAG = bag.list("NO_KEY")
//- /config/others.py
bag = Bag()
"#,
        expect![[r#"
            ALLOWED_HOSTS? config/production.py:5
            IN_BASE!! config/base.py:5
            SECRET_KEY config/production.py:4
        "#]],
    );
}
