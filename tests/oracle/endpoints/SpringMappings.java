import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.PropertiesPropertySource;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Lists what Spring MVC itself makes of the controllers on the class path, without starting the application:
 * {@code java -cp CLASSES:LIBRARIES SpringMappings.java CONTEXT_PATH PACKAGE...}. Controllers are registered by class and
 * never made, so no database is needed. Properties that paths name are taken from the system's ({@code -Dapi.root=/api}).
 */
public class SpringMappings {
  public static void main(String[] arguments) throws Exception {
    GenericApplicationContext context = new GenericApplicationContext();
    ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
    scanner.addIncludeFilter(new AnnotationTypeFilter(Controller.class));
    Set<String> names = new LinkedHashSet<>();
    for (String root : List.of(arguments).subList(1, arguments.length)) {
      scanner.findCandidateComponents(root).forEach(found -> names.add(found.getBeanClassName()));
    }
    for (String name : names) {
      AbstractBeanDefinition definition = BeanDefinitionBuilder.genericBeanDefinition(Class.forName(name, false, SpringMappings.class.getClassLoader())).getBeanDefinition();
      definition.setLazyInit(true);
      context.registerBeanDefinition(name, definition);
    }
    context.refresh();
    RequestMappingHandlerMapping mapping = new RequestMappingHandlerMapping();
    mapping.setApplicationContext(context);
    mapping.setEmbeddedValueResolver(context.getEnvironment()::resolvePlaceholders);
    mapping.afterPropertiesSet();
    Set<String> lines = new TreeSet<>();
    for (RequestMappingInfo info : mapping.getHandlerMethods().keySet()) {
      Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
      for (String pattern : info.getPatternValues()) {
        String path = arguments[0] + pattern.replaceAll("\\{\\*?([\\w-]+)(:[^/]*)?\\}", "{$1}");
        if (methods.isEmpty()) lines.add("ANY " + (path.isEmpty() ? "/" : path));
        for (RequestMethod method : methods) lines.add(method + " " + (path.isEmpty() ? "/" : path));
      }
    }
    lines.forEach(System.out::println);
    System.err.println(names.size() + " controllers, " + lines.size() + " routes");
  }
}
