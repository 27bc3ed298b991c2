use expect_test::expect;

use super::check;

#[test]
fn classes_functions_and_properties_are_followed_across_java_and_kotlin() {
    check(
        "//- /build.gradle.kts\nplugins {}\n//- /src/main/kotlin/a/Orders.kt\npackage a\n\nimport a.store.Store\nimport a.store.greet as hello\nimport org.springframework.stereotype.Service\n\n\
         @Service\nclass Orders(private val store: Store) : Base() {\n    val last: Item? = null\n    fun place(item: Item): Item {\n        check(item)\n        store.add(item)\n        last?.rename(\"x\")\n        val made = Item(\"y\")\n        made.rename(hello())\n        listOf(1).forEach { check(made); it.rename() }\n        return Item.of()\n    }\n}\n\nopen class Base {\n    fun check(item: Item) {}\n}\n\
         //- /src/main/kotlin/a/store/Store.kt\npackage a.store\n\nimport a.Item\n\nfun greet(): String = \"hi\"\n\nfun Item.greet() = 1\n\ninterface Store { fun add(item: Item) }\n//- /src/main/java/a/Item.java\npackage a;\npublic class Item { public Item(String x) {} public void rename(String x) {} public static Item of() { return null; } }\n",
        expect![[r#"
            src/main/java/a/Item.java:2:92 names src/main/java/a/Item.java:2 Item
            src/main/kotlin/a/Orders.kt:3 Static a.store.Store -> src/main/kotlin/a/store/Store.kt
            src/main/kotlin/a/Orders.kt:4 Static a.store.greet -> src/main/kotlin/a/store/Store.kt
            src/main/kotlin/a/Orders.kt:5 Static org.springframework.stereotype.Service -> external org.springframework.stereotype
            src/main/kotlin/a/Orders.kt:9 Static a.Item -> src/main/java/a/Item.java
            src/main/kotlin/a/Orders.kt:3:16 names src/main/kotlin/a/store/Store.kt:9 Store
            src/main/kotlin/a/Orders.kt:4:16 names src/main/kotlin/a/store/Store.kt:5 greet
            src/main/kotlin/a/Orders.kt:8:33 names src/main/kotlin/a/store/Store.kt:9 Store
            src/main/kotlin/a/Orders.kt:8:42 names src/main/kotlin/a/Orders.kt:21 Base
            src/main/kotlin/a/Orders.kt:9:15 names src/main/java/a/Item.java:2 Item
            src/main/kotlin/a/Orders.kt:10:21 names src/main/java/a/Item.java:2 Item
            src/main/kotlin/a/Orders.kt:10:28 names src/main/java/a/Item.java:2 Item
            src/main/kotlin/a/Orders.kt:11:9 calls src/main/kotlin/a/Orders.kt:22 Base.check
            src/main/kotlin/a/Orders.kt:12:9 names src/main/kotlin/a/Orders.kt:8 Orders.store
            src/main/kotlin/a/Orders.kt:12:15 calls src/main/kotlin/a/store/Store.kt:9 Store.add
            src/main/kotlin/a/Orders.kt:13:9 names src/main/kotlin/a/Orders.kt:9 Orders.last
            src/main/kotlin/a/Orders.kt:13:15 calls src/main/java/a/Item.java:2 Item.rename
            src/main/kotlin/a/Orders.kt:14:20 calls src/main/java/a/Item.java:2 Item
            src/main/kotlin/a/Orders.kt:15:14 calls src/main/java/a/Item.java:2 Item.rename
            src/main/kotlin/a/Orders.kt:15:21 calls src/main/kotlin/a/store/Store.kt:5 greet
            src/main/kotlin/a/Orders.kt:17:16 names src/main/java/a/Item.java:2 Item
            src/main/kotlin/a/Orders.kt:17:21 calls src/main/java/a/Item.java:2 Item.of
            src/main/kotlin/a/Orders.kt:22:21 names src/main/java/a/Item.java:2 Item
            src/main/kotlin/a/store/Store.kt:3 Static a.Item -> src/main/java/a/Item.java
            src/main/kotlin/a/store/Store.kt:3:10 names src/main/java/a/Item.java:2 Item
            src/main/kotlin/a/store/Store.kt:7:5 names src/main/java/a/Item.java:2 Item
            src/main/kotlin/a/store/Store.kt:9:33 names src/main/java/a/Item.java:2 Item
            unresolved: 3
        "#]],
    );
}
