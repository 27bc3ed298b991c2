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
