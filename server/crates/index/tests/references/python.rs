use expect_test::expect;

use super::check;

#[test]
fn members_are_followed_through_self_bases_modules_and_declared_types() {
    check(
        "//- /shop/__init__.py\nfrom .models import Order as Sale\n//- /shop/models.py\nclass Base:\n    def save(self): ...\n\n\
         class Order(Base):\n    lines: int = 0\n\n    def __init__(self, repo: \"Repo\"):\n        self.repo = repo\n\n\
         \x20   def place(self) -> \"Order\":\n        self.save()\n        self.repo.add(self.lines)\n        return super().save()\n\n\
         class Repo:\n    def add(self, it): ...\n//- /shop/api.py\nimport shop.models as models\nfrom shop import Sale\n\n\
         def get(order: Sale | None, other: models.Order):\n    order.place().place()\n    models.Repo().add(other)\n    made = Sale(None)\n    made.save()\n",
        expect![[r#"
            shop/__init__.py:1 Static .models -> shop/models.py
            shop/__init__.py:1:21 names shop/models.py:4 Order
            shop/api.py:1 Static shop.models -> shop/models.py
            shop/api.py:2 Static shop -> shop/__init__.py
            shop/api.py:2:18 names shop/models.py:4 Order
            shop/api.py:4:16 names shop/models.py:4 Order
            shop/api.py:4:43 names shop/models.py:4 Order
            shop/api.py:5:11 calls shop/models.py:10 Order.place
            shop/api.py:5:19 calls shop/models.py:10 Order.place
            shop/api.py:6:12 calls shop/models.py:15 Repo
            shop/api.py:6:19 calls shop/models.py:16 Repo.add
            shop/api.py:7:12 calls shop/models.py:4 Order
            shop/api.py:8:10 calls shop/models.py:2 Base.save
            shop/models.py:4:13 names shop/models.py:1 Base
            shop/models.py:11:14 calls shop/models.py:2 Base.save
            shop/models.py:12:14 names shop/models.py:8 Order.repo
            shop/models.py:12:19 calls shop/models.py:16 Repo.add
            shop/models.py:12:28 names shop/models.py:5 Order.lines
            shop/models.py:13:24 calls shop/models.py:2 Base.save
            unresolved: 0
        "#]],
    );
}

#[test]
fn names_that_something_hides_are_not_taken_for_others() {
    check(
        "//- /a.py\ndef run(): ...\ndef other(run): run()\ndef third():\n    run = 1\n    run()\ndef fourth():\n    try: ...\n    except E as run: run()\n\
         x = [run() for run in y]\nwith open(z) as other: other()\ndef fifth():\n    run()\nclass C:\n    def run(self): ...\n    def go(self):\n        run()\n\
         match x:\n    case {\"a\": fifth}: fifth()\nif (third := 1): third()\nlambda run: run()\n",
        expect![[r#"
            a.py:12:5 calls a.py:1 run
            a.py:16:9 calls a.py:1 run
            a.py:17:7 names a.py:9 x
            unresolved: 8
        "#]],
    );
}

#[test]
fn what_is_defined_twice_is_not_sure() {
    check(
        "//- /a.py\ntry:\n    from b import load\nexcept ImportError:\n    def load(): ...\nload()\nif x:\n    def pick(): ...\nelse:\n    def pick(): ...\npick()\n\
         class C:\n    @property\n    def size(self) -> int: ...\n    @size.setter\n    def size(self, it): ...\n    def grow(self):\n        self.size\n//- /b.py\ndef load(): ...\n",
        expect![[r#"
            a.py:2 Static b -> b.py
            a.py:2:19 names b.py:1 load
            a.py:14:6 names a.py:13 C.size
            a.py:17:14 names a.py:13 C.size
            unresolved: 3
        "#]],
    );
}

#[test]
fn star_imports_reexports_and_cycles_end() {
    check(
        "//- /a.py\nfrom b import *\nrun()\nlen(x)\nmissing()\n_hidden()\n//- /b.py\nfrom c import *\nfrom a import *\ndef _hidden(): ...\n//- /c.py\nfrom b import run as again\ndef run(): ...\n",
        expect![[r#"
            a.py:1 Static b -> b.py
            a.py:2:1 calls c.py:2 run
            b.py:1 Static c -> c.py
            b.py:2 Static a -> a.py
            c.py:1 Static b -> b.py
            c.py:1:15 names c.py:2 run
            unresolved: 0
        "#]],
    );
}

#[test]
fn dynamic_imports_are_literal_or_unknown() {
    check(
        "//- /app/__init__.py\n//- /app/a.py\nimport importlib\nfrom importlib import import_module as load\nimportlib.import_module(\"app.b\")\n\
         load(\".b\", package=__package__)\nload(name)\nload(f\"app.{x}\")\n__import__(\"app.b\")\nother.import_module(\"app.b\")\n# importlib.import_module(\"app.b\")\n//- /app/b.py\n",
        expect![[r#"
            app/a.py:1 Static importlib -> standard importlib
            app/a.py:2 Static importlib -> standard importlib
            app/a.py:3 Dynamic app.b -> app/b.py
            app/a.py:4 Dynamic .b -> app/b.py
            app/a.py:5 Dynamic name -> unknown: computed
            app/a.py:6 Dynamic f"app.{x}" -> unknown: computed
            app/a.py:7 Dynamic app.b -> app/b.py
            unresolved: 0
        "#]],
    );
}

#[test]
fn a_foreign_package_is_not_taken_for_a_folder_of_the_same_name() {
    check(
        "//- /pyproject.toml\n[project]\nname = \"x\"\ndependencies = [\"alembic\", \"celery\"]\n//- /alembic/env.py\nfrom alembic import op\n//- /app/celery.py\nfrom celery import Celery\nimport json\n\
         from . import gone\nimport app.gone\n//- /app/json.py\n//- /run.py\nimport app.celery\n",
        expect![[r#"
            alembic/env.py:1 Static alembic -> external alembic
            app/celery.py:1 Static celery -> external celery
            app/celery.py:2 Static json -> standard json
            app/celery.py:3 Static .gone -> unknown: no such module
            app/celery.py:4 Static app.gone -> unknown: no such module
            run.py:1 Static app.celery -> app/celery.py
            unresolved: 0
        "#]],
    );
}
