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
