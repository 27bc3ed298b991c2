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
            src/main/java/a/Orders.java:3:17 names src/main/java/a/Texts.java:2 Texts
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

const POM: &str = "//- /pom.xml\n<project><artifactId>x</artifactId></project>\n";

#[test]
fn a_field_a_method_and_a_class_may_bear_one_name() {
    check(
        &format!(
            "{POM}//- /src/main/java/a/Policy.java\npackage a;\n\nimport java.util.List;\n\nclass Policy {{\n    private List<State> State;\n    private String name;\n    String name() {{ return name; }}\n    static class State {{ void on() {{}} static State none() {{ return null; }} }}\n}}\n\n\
             class Use {{\n    void one(Policy policy, List<Policy> all) {{\n        new Policy.State().on();\n        Policy.State state = Policy.State.none();\n        state.on();\n        policy.name();\n        all.forEach(Policy::name);\n    }}\n}}\n\n\
             record Pair(Policy left, Policy right) {{\n    public Policy left() {{ return left; }}\n    void both() {{ left().name(); this.right.name(); right().name(); }}\n}}\n"
        ),
        expect![[r#"
            src/main/java/a/Policy.java:3 Static java.util.List -> standard java.util
            src/main/java/a/Policy.java:6:18 names src/main/java/a/Policy.java:9 Policy.State
            src/main/java/a/Policy.java:8:28 names src/main/java/a/Policy.java:7 Policy.name
            src/main/java/a/Policy.java:9:46 names src/main/java/a/Policy.java:9 Policy.State
            src/main/java/a/Policy.java:13:14 names src/main/java/a/Policy.java:5 Policy
            src/main/java/a/Policy.java:13:34 names src/main/java/a/Policy.java:5 Policy
            src/main/java/a/Policy.java:14:13 names src/main/java/a/Policy.java:5 Policy
            src/main/java/a/Policy.java:14:20 calls src/main/java/a/Policy.java:9 Policy.State
            src/main/java/a/Policy.java:14:28 calls src/main/java/a/Policy.java:9 Policy.State.on
            src/main/java/a/Policy.java:15:9 names src/main/java/a/Policy.java:5 Policy
            src/main/java/a/Policy.java:15:16 names src/main/java/a/Policy.java:9 Policy.State
            src/main/java/a/Policy.java:15:30 names src/main/java/a/Policy.java:5 Policy
            src/main/java/a/Policy.java:16:15 calls src/main/java/a/Policy.java:9 Policy.State.on
            src/main/java/a/Policy.java:17:16 calls src/main/java/a/Policy.java:8 Policy.name
            src/main/java/a/Policy.java:18:21 names src/main/java/a/Policy.java:5 Policy
            src/main/java/a/Policy.java:18:29 names src/main/java/a/Policy.java:8 Policy.name
            src/main/java/a/Policy.java:22:13 names src/main/java/a/Policy.java:5 Policy
            src/main/java/a/Policy.java:22:26 names src/main/java/a/Policy.java:5 Policy
            src/main/java/a/Policy.java:23:12 names src/main/java/a/Policy.java:5 Policy
            src/main/java/a/Policy.java:23:35 names src/main/java/a/Policy.java:22 Pair.left
            src/main/java/a/Policy.java:24:19 calls src/main/java/a/Policy.java:23 Pair.left
            src/main/java/a/Policy.java:24:26 calls src/main/java/a/Policy.java:8 Policy.name
            src/main/java/a/Policy.java:24:39 names src/main/java/a/Policy.java:22 Pair.right
            src/main/java/a/Policy.java:24:45 calls src/main/java/a/Policy.java:8 Policy.name
            src/main/java/a/Policy.java:24:53 calls src/main/java/a/Policy.java:22 Pair.right
            src/main/java/a/Policy.java:24:61 calls src/main/java/a/Policy.java:8 Policy.name
            unresolved: 2
        "#]],
    );
}

#[test]
fn overloads_of_what_a_class_is_made_from_count_too() {
    check(
        &format!(
            "{POM}//- /src/main/java/a/A.java\npackage a;\n\ninterface Find<T> {{ T find(T id); void other(String x); }}\n\nclass Base {{\n    void run() {{}}\n    void stop(String why) {{}}\n    Base self() {{ return this; }}\n    Base make(int x) {{ return this; }}\n    Sub make(String x) {{ return null; }}\n}}\n\n\
             class Sub extends Base implements Find<String> {{\n    void run(int times) {{}}\n    void stop(int code) {{}}\n    @Override public String find(String id) {{ return id; }}\n    public void other(String x) {{}}\n    void own() {{ run(); run(1); stop(1); super.run(); }}\n}}\n\n\
             class Use {{\n    void one(Sub sub, Base base) {{\n        sub.run();\n        sub.run(1);\n        sub.run(1, 2);\n        sub.stop(x);\n        sub.find(\"a\");\n        sub.other(\"a\");\n        sub.self().run();\n        base.make(1).run();\n        base.make(1).self();\n    }}\n}}\n"
        ),
        expect![[r#"
            src/main/java/a/A.java:8:5 names src/main/java/a/A.java:5 Base
            src/main/java/a/A.java:9:5 names src/main/java/a/A.java:5 Base
            src/main/java/a/A.java:10:5 names src/main/java/a/A.java:13 Sub
            src/main/java/a/A.java:13:19 names src/main/java/a/A.java:5 Base
            src/main/java/a/A.java:13:35 names src/main/java/a/A.java:3 Find
            src/main/java/a/A.java:18:18 calls src/main/java/a/A.java:6 Base.run
            src/main/java/a/A.java:18:25 calls src/main/java/a/A.java:14 Sub.run
            src/main/java/a/A.java:18:33 calls src/main/java/a/A.java:15 Sub.stop
            src/main/java/a/A.java:18:48 calls src/main/java/a/A.java:6 Base.run
            src/main/java/a/A.java:22:14 names src/main/java/a/A.java:13 Sub
            src/main/java/a/A.java:22:23 names src/main/java/a/A.java:5 Base
            src/main/java/a/A.java:23:13 calls src/main/java/a/A.java:6 Base.run
            src/main/java/a/A.java:24:13 calls src/main/java/a/A.java:14 Sub.run
            src/main/java/a/A.java:27:13 calls src/main/java/a/A.java:16 Sub.find
            src/main/java/a/A.java:28:13 calls src/main/java/a/A.java:17 Sub.other
            src/main/java/a/A.java:29:13 calls src/main/java/a/A.java:8 Base.self
            src/main/java/a/A.java:29:20 calls src/main/java/a/A.java:6 Base.run
            src/main/java/a/A.java:30:14 calls src/main/java/a/A.java:9 Base.make
            src/main/java/a/A.java:30:22 calls src/main/java/a/A.java:6 Base.run
            src/main/java/a/A.java:31:14 calls src/main/java/a/A.java:9 Base.make
            src/main/java/a/A.java:31:22 calls src/main/java/a/A.java:8 Base.self
            unresolved: 2
        "#]],
    );
}

#[test]
fn annotations_imports_and_inherited_classes_are_named() {
    check(
        &format!(
            "{POM}//- /src/main/java/a/Rule.java\npackage a;\n\npublic @interface Rule {{\n    String name() default \"x\";\n    Kind kind() default Kind.OLD;\n    enum Kind {{ NEW, OLD }}\n    @interface Part {{ int at(); }}\n}}\n//- /src/main/java/a/Texts.java\npackage a;\npublic class Texts {{ public static void shout() {{}} public static class Loud {{ public static class Deep {{}} }} }}\n\
             //- /src/main/java/a/Base.java\npackage a;\npublic class Base {{ public static class Item {{}} }}\n//- /src/main/java/b/Item.java\npackage b;\npublic class Item {{}}\n//- /src/main/java/b/Use.java\npackage b;\n\nimport static a.Texts.*;\nimport static a.Texts.shout;\nimport a.Base;\nimport a.Rule;\nimport a.Texts.Loud.Deep;\n\n\
             @Rule(name = \"y\", kind = Rule.Kind.NEW)\nclass Use extends Base {{\n    @Rule.Part(at = 1)\n    Item item;\n    record Row(@Rule int x) {{}}\n    Runnable run = new Runnable() {{ public void run() {{ Use.this.go(); }} }};\n    void go() {{ shout(); }}\n}}\n\nclass Other {{ Item item; }}\n"
        ),
        expect![[r#"
            src/main/java/a/Rule.java:5:5 names src/main/java/a/Rule.java:6 Rule.Kind
            src/main/java/a/Rule.java:5:25 names src/main/java/a/Rule.java:6 Rule.Kind
            src/main/java/a/Rule.java:5:30 names src/main/java/a/Rule.java:6 Rule.Kind.OLD
            src/main/java/b/Use.java:3 Static a.Texts.* -> src/main/java/a/Texts.java
            src/main/java/b/Use.java:4 Static a.Texts -> src/main/java/a/Texts.java
            src/main/java/b/Use.java:5 Static a.Base -> src/main/java/a/Base.java
            src/main/java/b/Use.java:6 Static a.Rule -> src/main/java/a/Rule.java
            src/main/java/b/Use.java:7 Static a.Texts.Loud.Deep -> src/main/java/a/Texts.java
            src/main/java/b/Use.java:18 Static b.Item -> src/main/java/b/Item.java
            src/main/java/b/Use.java:3:17 names src/main/java/a/Texts.java:2 Texts
            src/main/java/b/Use.java:4:17 names src/main/java/a/Texts.java:2 Texts
            src/main/java/b/Use.java:4:23 names src/main/java/a/Texts.java:2 Texts.shout
            src/main/java/b/Use.java:5:10 names src/main/java/a/Base.java:2 Base
            src/main/java/b/Use.java:6:10 names src/main/java/a/Rule.java:3 Rule
            src/main/java/b/Use.java:7:10 names src/main/java/a/Texts.java:2 Texts
            src/main/java/b/Use.java:7:16 names src/main/java/a/Texts.java:2 Texts.Loud
            src/main/java/b/Use.java:7:21 names src/main/java/a/Texts.java:2 Texts.Loud.Deep
            src/main/java/b/Use.java:9:2 names src/main/java/a/Rule.java:3 Rule
            src/main/java/b/Use.java:9:7 names src/main/java/a/Rule.java:4 Rule.name
            src/main/java/b/Use.java:9:19 names src/main/java/a/Rule.java:5 Rule.kind
            src/main/java/b/Use.java:9:26 names src/main/java/a/Rule.java:3 Rule
            src/main/java/b/Use.java:9:31 names src/main/java/a/Rule.java:6 Rule.Kind
            src/main/java/b/Use.java:9:36 names src/main/java/a/Rule.java:6 Rule.Kind.NEW
            src/main/java/b/Use.java:10:19 names src/main/java/a/Base.java:2 Base
            src/main/java/b/Use.java:11:11 names src/main/java/a/Rule.java:7 Rule.Part
            src/main/java/b/Use.java:11:16 names src/main/java/a/Rule.java:7 Rule.Part.at
            src/main/java/b/Use.java:12:5 names src/main/java/a/Base.java:2 Base.Item
            src/main/java/b/Use.java:13:17 names src/main/java/a/Rule.java:3 Rule
            src/main/java/b/Use.java:14:57 names src/main/java/b/Use.java:10 Use
            src/main/java/b/Use.java:14:66 calls src/main/java/b/Use.java:15 Use.go
            src/main/java/b/Use.java:15:17 calls src/main/java/a/Texts.java:2 Texts.shout
            src/main/java/b/Use.java:18:15 names src/main/java/b/Item.java:2 Item
            unresolved: 0
        "#]],
    );
}

#[test]
fn what_is_passed_tells_overloads_apart() {
    check(
        &format!(
            "{POM}//- /src/main/java/a/A.java\npackage a;\n\nimport java.io.File;\nimport java.util.*;\n\ninterface Named {{}}\nclass Item implements Named {{}}\nclass Part extends Item {{}}\nclass Other {{}}\n\n\
             class Maker<T> {{\n    String to(Item item) {{ return null; }}\n    List<String> to(List<Item> items) {{ return null; }}\n    void put(int x) {{}}\n    void put(Long x) {{}}\n    void put(String x) {{}}\n    void put(Item x) {{}}\n    void put(Named x) {{}}\n    void put(Item[] x) {{}}\n    void any(Object x) {{}}\n    void any(String x) {{}}\n    void raw(T x) {{}}\n    void raw(String x) {{}}\n    void run(Runnable x) {{}}\n    void run(Item x) {{}}\n    void many(String x) {{}}\n    void many(String... x) {{}}\n    void wide(long x) {{}}\n    void wide(double x) {{}}\n    void none(File x) {{}}\n    void made(Made x) {{}}\n    void made(Item x) {{}}\n}}\n\n\
             class Use {{\n    private final Item item = null;\n    private Part parts[];\n    void one(Maker<Item> maker, List<Item> items, Part part, Made made, String text, int size, Long id, File file) {{\n        maker.to(item);\n        maker.to(items).size();\n        maker.put(1);\n        maker.put(size);\n        maker.put(id);\n        maker.put(\"x\");\n        maker.put(text);\n        maker.put(maker.to(item));\n        maker.put(item);\n        maker.put(new Item());\n        maker.put(part);\n        maker.put(parts);\n        maker.put(made);\n        maker.put(null);\n        maker.any(part);\n        maker.any(text);\n        maker.raw(part);\n        maker.raw(text);\n        maker.run(() -> {{}});\n        maker.many(text);\n        maker.wide(size);\n        maker.none(file);\n        maker.none(text);\n        maker.made(made);\n    }}\n}}\n"
        ),
        expect![[r#"
            src/main/java/a/A.java:3 Static java.io.File -> standard java.io
            src/main/java/a/A.java:4 Static java.util.* -> standard java.util
            src/main/java/a/A.java:7:23 names src/main/java/a/A.java:6 Named
            src/main/java/a/A.java:8:20 names src/main/java/a/A.java:7 Item
            src/main/java/a/A.java:12:15 names src/main/java/a/A.java:7 Item
            src/main/java/a/A.java:13:26 names src/main/java/a/A.java:7 Item
            src/main/java/a/A.java:17:14 names src/main/java/a/A.java:7 Item
            src/main/java/a/A.java:18:14 names src/main/java/a/A.java:6 Named
            src/main/java/a/A.java:19:14 names src/main/java/a/A.java:7 Item
            src/main/java/a/A.java:25:14 names src/main/java/a/A.java:7 Item
            src/main/java/a/A.java:32:15 names src/main/java/a/A.java:7 Item
            src/main/java/a/A.java:36:19 names src/main/java/a/A.java:7 Item
            src/main/java/a/A.java:37:13 names src/main/java/a/A.java:8 Part
            src/main/java/a/A.java:38:14 names src/main/java/a/A.java:11 Maker
            src/main/java/a/A.java:38:20 names src/main/java/a/A.java:7 Item
            src/main/java/a/A.java:38:38 names src/main/java/a/A.java:7 Item
            src/main/java/a/A.java:38:51 names src/main/java/a/A.java:8 Part
            src/main/java/a/A.java:39:15 calls src/main/java/a/A.java:12 Maker.to
            src/main/java/a/A.java:39:18 names src/main/java/a/A.java:36 Use.item
            src/main/java/a/A.java:40:15 calls src/main/java/a/A.java:13 Maker.to
            src/main/java/a/A.java:41:15 calls src/main/java/a/A.java:14 Maker.put
            src/main/java/a/A.java:42:15 calls src/main/java/a/A.java:14 Maker.put
            src/main/java/a/A.java:43:15 calls src/main/java/a/A.java:15 Maker.put
            src/main/java/a/A.java:44:15 calls src/main/java/a/A.java:16 Maker.put
            src/main/java/a/A.java:45:15 calls src/main/java/a/A.java:16 Maker.put
            src/main/java/a/A.java:46:15 calls src/main/java/a/A.java:16 Maker.put
            src/main/java/a/A.java:46:25 calls src/main/java/a/A.java:12 Maker.to
            src/main/java/a/A.java:46:28 names src/main/java/a/A.java:36 Use.item
            src/main/java/a/A.java:47:15 calls src/main/java/a/A.java:17 Maker.put
            src/main/java/a/A.java:47:19 names src/main/java/a/A.java:36 Use.item
            src/main/java/a/A.java:48:15 calls src/main/java/a/A.java:17 Maker.put
            src/main/java/a/A.java:48:23 calls src/main/java/a/A.java:7 Item
            src/main/java/a/A.java:50:19 names src/main/java/a/A.java:37 Use.parts
            src/main/java/a/A.java:53:15 calls src/main/java/a/A.java:20 Maker.any
            src/main/java/a/A.java:54:15 calls src/main/java/a/A.java:21 Maker.any
            src/main/java/a/A.java:55:15 calls src/main/java/a/A.java:22 Maker.raw
            src/main/java/a/A.java:56:15 calls src/main/java/a/A.java:23 Maker.raw
            src/main/java/a/A.java:57:15 calls src/main/java/a/A.java:24 Maker.run
            src/main/java/a/A.java:58:15 calls src/main/java/a/A.java:26 Maker.many
            src/main/java/a/A.java:60:15 calls src/main/java/a/A.java:30 Maker.none
            src/main/java/a/A.java:62:15 calls src/main/java/a/A.java:31 Maker.made
            unresolved: 6
        "#]],
    );
}
