use expect_test::expect;

use super::check;

#[test]
fn fields_this_statics_and_declared_types_are_followed() {
    check(
        "//- /pom.xml\n<project><artifactId>x</artifactId></project>\n//- /src/main/java/a/Orders.java\npackage a;\n\nimport static a.Texts.shout;\nimport a.store.*;\nimport java.util.List;\nimport org.springframework.stereotype.Service;\n\n\
         @Service\npublic class Orders extends Base {\n    private final Store store;\n    public static final int LIMIT = 3;\n\n    Orders(Store store) { this.store = store; }\n\n    public Item place(Item item) {\n        check(item);\n        store.add(item);\n        this.store.find(LIMIT).rename(\"x\");\n        List<Item> all = store.all();\n        for (Item one : all) one.rename(shout(\"y\"));\n        var made = new Item(\"z\");\n        made.rename(Texts.shout(\"q\"));\n        super.check(made);\n        return Kind.NEW.of();\n    }\n\n    enum Kind { NEW, OLD; Item of() { return null; } }\n}\n\
         //- /src/main/java/a/Base.java\npackage a;\nabstract class Base {\n    void check(a.store.Item item) {}\n}\n//- /src/main/java/a/Texts.java\npackage a;\nclass Texts { static String shout(String x) { return x; } static String shout(String x, int n) { return x; } }\n\
         //- /src/main/java/a/store/Store.java\npackage a.store;\npublic interface Store { void add(Item item); Item find(int id); java.util.List<Item> all(); }\n//- /src/main/java/a/store/Item.java\npackage a.store;\npublic class Item { public Item(String x) {} public void rename(String x) {} }\n",
        expect![[r#"
            src/main/java/a/Base.java:3 Static a.store.Item -> src/main/java/a/store/Item.java
            src/main/java/a/Base.java:3:24 names src/main/java/a/store/Item.java:2 Item
            src/main/java/a/Orders.java:3 Static a.Texts -> src/main/java/a/Texts.java
            src/main/java/a/Orders.java:4 Static a.store.* -> src/main/java/a/store/
            src/main/java/a/Orders.java:5 Static java.util.List -> standard java.util
            src/main/java/a/Orders.java:6 Static org.springframework.stereotype.Service -> external org.springframework.stereotype
            src/main/java/a/Orders.java:9 Static a.Base -> src/main/java/a/Base.java
            src/main/java/a/Orders.java:10 Static a.store.Store -> src/main/java/a/store/Store.java
            src/main/java/a/Orders.java:15 Static a.store.Item -> src/main/java/a/store/Item.java
            src/main/java/a/Orders.java:3:23 names src/main/java/a/Texts.java:2 Texts.shout
            src/main/java/a/Orders.java:9:29 names src/main/java/a/Base.java:2 Base
            src/main/java/a/Orders.java:10:19 names src/main/java/a/store/Store.java:2 Store
            src/main/java/a/Orders.java:13:12 names src/main/java/a/store/Store.java:2 Store
            src/main/java/a/Orders.java:13:32 names src/main/java/a/Orders.java:10 Orders.store
            src/main/java/a/Orders.java:15:12 names src/main/java/a/store/Item.java:2 Item
            src/main/java/a/Orders.java:15:23 names src/main/java/a/store/Item.java:2 Item
            src/main/java/a/Orders.java:16:9 calls src/main/java/a/Base.java:3 Base.check
            src/main/java/a/Orders.java:17:9 names src/main/java/a/Orders.java:10 Orders.store
            src/main/java/a/Orders.java:17:15 calls src/main/java/a/store/Store.java:2 Store.add
            src/main/java/a/Orders.java:18:14 names src/main/java/a/Orders.java:10 Orders.store
            src/main/java/a/Orders.java:18:20 calls src/main/java/a/store/Store.java:2 Store.find
            src/main/java/a/Orders.java:18:25 names src/main/java/a/Orders.java:11 Orders.LIMIT
            src/main/java/a/Orders.java:18:32 calls src/main/java/a/store/Item.java:2 Item.rename
            src/main/java/a/Orders.java:19:14 names src/main/java/a/store/Item.java:2 Item
            src/main/java/a/Orders.java:19:26 names src/main/java/a/Orders.java:10 Orders.store
            src/main/java/a/Orders.java:19:32 calls src/main/java/a/store/Store.java:2 Store.all
            src/main/java/a/Orders.java:20:14 names src/main/java/a/store/Item.java:2 Item
            src/main/java/a/Orders.java:20:34 calls src/main/java/a/store/Item.java:2 Item.rename
            src/main/java/a/Orders.java:20:41 calls src/main/java/a/Texts.java:2 Texts.shout
            src/main/java/a/Orders.java:21:24 calls src/main/java/a/store/Item.java:2 Item
            src/main/java/a/Orders.java:22:14 calls src/main/java/a/store/Item.java:2 Item.rename
            src/main/java/a/Orders.java:22:21 names src/main/java/a/Texts.java:2 Texts
            src/main/java/a/Orders.java:22:27 calls src/main/java/a/Texts.java:2 Texts.shout
            src/main/java/a/Orders.java:23:15 calls src/main/java/a/Base.java:3 Base.check
            src/main/java/a/Orders.java:24:16 names src/main/java/a/Orders.java:27 Orders.Kind
            src/main/java/a/Orders.java:24:21 names src/main/java/a/Orders.java:27 Orders.Kind.NEW
            src/main/java/a/Orders.java:24:25 calls src/main/java/a/Orders.java:27 Orders.Kind.of
            src/main/java/a/Orders.java:27:27 names src/main/java/a/store/Item.java:2 Item
            src/main/java/a/store/Store.java:2 Static java.util.List -> standard java.util
            src/main/java/a/store/Store.java:2 Static a.store.Item -> src/main/java/a/store/Item.java
            src/main/java/a/store/Store.java:2:35 names src/main/java/a/store/Item.java:2 Item
            src/main/java/a/store/Store.java:2:47 names src/main/java/a/store/Item.java:2 Item
            src/main/java/a/store/Store.java:2:81 names src/main/java/a/store/Item.java:2 Item
            unresolved: 0
        "#]],
    );
}

#[test]
fn what_may_mean_something_else_is_not_sure() {
    check(
        "//- /pom.xml\n<project><artifactId>x</artifactId></project>\n//- /src/main/java/a/A.java\npackage a;\n\nimport org.lib.Foreign;\n\nclass A extends Foreign {\n    int size;\n    void one(B b) {\n        two();\n        own();\n        Runnable run = new Runnable() { public void run() { own(); size = 1; } };\n        b.both(x);\n        b.both(1, 2);\n        int size = 2;\n        size++;\n        C c = null;\n        c.go();\n        String text = \"own()\"; // own()\n    }\n    void own() {}\n}\n\nclass B { void both(int x) {} void both(String x) {} void both(int x, int y) {} }\n\
         //- /one/src/main/java/a/C.java\npackage a;\nclass C { void go() {} }\n//- /two/src/main/java/a/C.java\npackage a;\nclass C { void go() {} }\n",
        expect![[r#"
            src/main/java/a/A.java:3 Static org.lib.Foreign -> external org.lib
            src/main/java/a/A.java:7:14 names src/main/java/a/A.java:22 B
            src/main/java/a/A.java:9:9 calls src/main/java/a/A.java:19 A.own
            src/main/java/a/A.java:12:11 calls src/main/java/a/A.java:22 B.both
            unresolved: 5
        "#]],
    );
}
