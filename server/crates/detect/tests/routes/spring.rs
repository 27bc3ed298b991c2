use detect::routes::{RouteContext, settings};
use expect_test::expect;
use model::FrameworkName::Springboot;

use crate::project::{check, listed};

#[test]
fn mappings_constants_and_inheritance() {
    let settings = settings::properties("server.servlet.context-path=/shop\napi.root=/api\n");
    check("springboot", "mappings", Springboot, &RouteContext { settings, ..RouteContext::default() });
}

#[test]
fn functional_routes_and_what_is_out_of_sight() {
    expect![[r#"
        - GET /lost/{?}/x LostController.x src/main/java/other/LostController.java:4
        GET /pets handler::list src/main/java/shop/App.java:8
        POST /pets handler::create src/main/java/shop/App.java:8
        GET /deep/inner handler::list src/main/java/shop/App.java:8
        GET /old h src/main/java/shop/App.java:11
    "#]]
    .assert_eq(&listed(
        "//- /src/main/java/shop/App.java
package shop;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import static org.springframework.web.servlet.function.RouterFunctions.route;
import static org.springframework.web.servlet.function.RequestPredicates.GET;
@SpringBootApplication
class App {
  @Bean RouterFunction<ServerResponse> pets(PetHandler handler) {
    return route().GET(\"/pets\", handler::list).path(\"/deep\", b -> b.GET(\"/inner\", handler::list)).POST(\"/pets\", handler::create).build();
  }
  @Bean RouterFunction<ServerResponse> old(H h) {
    return route(GET(\"/old\"), h);
  }
}
@FeignClient(\"x\")
interface Client { @GetMapping(\"/client\") String x(); }
//- /src/main/java/other/LostController.java
package other;
@RestController @RequestMapping(\"/lost/${unknown.key}\")
class LostController {
  @GetMapping(\"/x\") String x() { return \"\"; }
}
",
        Springboot,
    ));
}

#[test]
fn controllers_in_kotlin() {
    let settings = settings::properties("server.servlet.context-path=/shop\n");
    check("springboot", "kotlin", Springboot, &RouteContext { settings, ..RouteContext::default() });
}

#[test]
fn kotlin_beside_java_and_what_is_no_code() {
    expect![[r#"
        - POST /lost Lost.lost src/main/kotlin/lost/Lost.kt:2
        GET /base/{?}/x Web.x src/main/kotlin/shop/web/Web.kt:9
    "#]]
    .assert_eq(&listed(
        "//- /src/main/java/shop/Paths.java
package shop;
public class Paths { public static final String BASE = \"/base\"; }
//- /src/main/kotlin/shop/App.kt
package shop
@SpringBootApplication(scanBasePackages = [\"shop\"])
class App
//- /src/main/kotlin/shop/web/Web.kt
package shop.web
import shop.Paths
// @RestController class Comment { @GetMapping(\"/comment\") fun c() = 1 }
val text = \"\"\"@RestController class Text { @GetMapping(\"/string\") fun t() = 1 }\"\"\"

@RestController
@RequestMapping(Paths.BASE + \"/${unknown()}\")
class Web {
    @GetMapping(\"/x\")
    fun x() = 1

    @Get(\"/other\")
    fun other() = 2
}

class NoController {
    @GetMapping(\"/no\")
    fun no() = 1
}
//- /src/main/kotlin/lost/Lost.kt
package lost
@RestController class Lost { @PostMapping(\"lost\") fun lost() = 1 }
//- /src/main/kotlin/shop/Broken.kt
package shop
@RestController class Broken { @GetMapping(\"/broken\") fun b( }
//- /src/test/kotlin/shop/WebTest.kt
package shop
@RestController class WebTest { @GetMapping(\"/test\") fun t() = 1 }
",
        Springboot,
    ));
}

#[test]
fn routes_in_words_of_kotlin() {
    expect![[r#"
        GET /health Routes.shop src/main/kotlin/shop/Routes.kt:13
        GET /api/pets pets::all src/main/kotlin/shop/Routes.kt:15
        POST /api/pets/{id} pets::add src/main/kotlin/shop/Routes.kt:16
        DELETE /api/gone pets::all src/main/kotlin/shop/Routes.kt:18
        PUT /api/deep/er pets::all src/main/kotlin/shop/Routes.kt:20
        ANY /api/any pets::all src/main/kotlin/shop/Routes.kt:22
        - GET /lost pets::all src/main/kotlin/shop/Routes.kt:27
    "#]]
    .assert_eq(&listed(
        "//- /src/main/kotlin/shop/App.kt
package shop
@SpringBootApplication
class App
//- /src/main/kotlin/shop/Routes.kt
package shop
import org.springframework.context.annotation.Bean
import org.springframework.http.MediaType.APPLICATION_JSON
import org.springframework.web.reactive.function.server.coRouter
import org.springframework.web.reactive.function.server.router

const val PETS = \"/pets\"

@Configuration
class Routes(private val pets: Pets) {
    @Bean
    fun shop() = coRouter {
        GET(\"/health\") { ok().buildAndAwait() }
        \"/api\".nest {
            GET(PETS, pets::all)
            POST(\"$PETS/{id:[0-9]+}\", accept(APPLICATION_JSON), pets::add)
            // GET(\"/comment\", pets::all)
            accept(APPLICATION_JSON).nest { DELETE(\"/gone\", pets::all) }
            (\"/deep\" and accept(APPLICATION_JSON)).nest {
                path(\"/er\").nest { PUT(\"\", pets::all) }
            }
            \"/any\"(pets::all)
        }
        resources(\"/static/**\", files)
    }.filter { request, next -> next(request) }

    fun nobody() = router { GET(\"/lost\", pets::all) }
}
//- /src/main/kotlin/shop/Client.kt
package shop
class Client { fun router(block: () -> Unit) = block() }
class Other { @Bean fun own() = router { GET(\"/own\") { } } }
@HttpExchange(\"/remote\") interface Remote { @GetExchange(\"/x\") fun x(): String }
@FeignClient(\"y\") interface Feign { @GetMapping(\"/y\") fun y(): String }
",
        Springboot,
    ));
}

#[test]
fn annotations_of_the_program_that_map() {
    expect![[r#"
        GET /admin/y Admin.y src/main/java/shop/Admin.java:4
        GET /internal/a/x Web.x src/main/java/shop/Web.java:4
        GET /internal/b/x Web.x src/main/java/shop/Web.java:4
        POST /internal/a/job Web.job src/main/java/shop/Web.java:5
        POST /internal/b/job Web.job src/main/java/shop/Web.java:5
        GET /local/things/z Things.z src/main/kotlin/shop/Things.kt:4
        GET /local/things/all Things.all src/main/kotlin/shop/Things.kt:5
    "#]]
    .assert_eq(&listed(
        "//- /src/main/java/shop/App.java
package shop;
@SpringBootApplication
class App {}
//- /src/main/java/shop/InternalApi.java
package shop;
@RestController
@RequestMapping
public @interface InternalApi {
  @AliasFor(annotation = RequestMapping.class, attribute = \"path\")
  String[] value() default {};
}
//- /src/main/java/shop/AdminApi.java
package shop;
@RestController
@RequestMapping(\"/admin\")
public @interface AdminApi {
  @AliasFor(annotation = RestController.class)
  String value() default \"\";
}
//- /src/main/java/shop/JobMapping.java
package shop;
@RequestMapping(method = RequestMethod.POST)
public @interface JobMapping {
  @AliasFor(annotation = RequestMapping.class)
  String[] value() default {};
  String queue() default \"\";
}
//- /src/main/java/shop/Web.java
package shop;
@InternalApi({\"/internal/a\", \"/internal/b\"})
class Web {
  @GetMapping(\"/x\") String x() { return \"\"; }
  @JobMapping(value = \"/job\", queue = \"q\") String job() { return \"\"; }
}
//- /src/main/java/shop/Admin.java
package shop;
@AdminApi(\"adminBean\")
class Admin {
  @GetMapping(\"/y\") String y() { return \"\"; }
}
//- /src/main/kotlin/shop/Local.kt
package shop
@RestController
@RequestMapping
annotation class LocalController(
  @get:AliasFor(annotation = RequestMapping::class)
  val value: Array<String> = [],
)
//- /src/main/kotlin/shop/Things.kt
package shop
@LocalController([\"local/things\"])
class Things {
  @GetMapping(\"/z\") fun z() = \"\"
  @get:GetMapping(\"/all\")
  val all: List<String>
    get() = listOf()
}
",
        Springboot,
    ));
}

#[test]
fn a_library_that_looks_through_a_part_of_itself() {
    let parts = "//- /src/main/java/lib/run/Config.java
package lib.run;
@Configuration @ComponentScan(basePackages = \"lib.run\")
class Config {}
//- /src/main/java/lib/other/Web.java
package lib.other;
@RestController
class Web {
  @GetMapping(\"/x\") String x() { return \"\"; }
}
";
    expect![[r#"
        GET /x Web.x src/main/java/lib/other/Web.java:4
    "#]]
    .assert_eq(&listed(parts, Springboot));
    let application = "//- /src/main/java/lib/App.java
package lib.app;
@SpringBootApplication
class App {}
";
    expect![[r#"
        - GET /x Web.x src/main/java/lib/other/Web.java:4
    "#]]
    .assert_eq(&listed(&format!("{parts}{application}"), Springboot));
}
