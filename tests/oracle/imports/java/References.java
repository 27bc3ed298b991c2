import com.sun.source.tree.*;
import com.sun.source.util.*;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import java.util.regex.Pattern;
import javax.lang.model.element.*;
import javax.tools.*;

/**
 * Prints what each name of Java files means, as javac's trees say it: `java References.java FOLDER SOURCES… [--jars PATH] [--made
 * SOURCES…]`. SOURCES: source folders of FOLDER that are compiled together; PATH: the jars of the class path; after `--made`, folders
 * of sources that builds generate. One line of JSON per name: file, line, column (UTF-16 units), what it is called, and where
 * that is declared; outside of SOURCES, in methods, and where Lombok makes it, nothing has a place.
 */
public class References extends TreePathScanner<Void, Void> {
    private final Path root;
    private final Set<Path> made;
    private final Trees trees;
    private final SourcePositions positions;
    private final javax.lang.model.util.Elements elements;
    private final PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    private final Map<CompilationUnitTree, String> texts = new HashMap<>();
    private CompilationUnitTree unit;

    public static void main(String[] arguments) throws Exception {
        Path root = Path.of(arguments[0]).toRealPath();
        List<Path> files = new ArrayList<>();
        Set<Path> made = new HashSet<>();
        String jars = "";
        boolean isMade = false;
        for (int at = 1; at < arguments.length; at++) {
            if (arguments[at].equals("--jars")) {
                jars = arguments[++at];
            } else if (arguments[at].equals("--made")) {
                isMade = true;
            } else {
                try (var found = Files.walk(root.resolve(arguments[at]))) {
                    List<Path> here = found.filter(it -> it.toString().endsWith(".java")).toList();
                    files.addAll(here);
                    if (isMade) made.addAll(here);
                }
            }
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
        List<String> options = new ArrayList<>(List.of("-nowarn", "-Xmaxerrs", "10000", "-parameters", "-classpath", jars));
        options.addAll(List.of("-d", Files.createTempDirectory("references").toString()));
        String lombok = "lombok.launch.AnnotationProcessorHider$AnnotationProcessor";
        options.addAll(jars.contains("lombok") ? List.of("-processor", lombok) : List.of("-proc:none"));
        JavacTask task = (JavacTask) compiler.getTask(null, manager, it -> {
            if (it.getKind() == Diagnostic.Kind.ERROR) System.err.println(it);
        }, options, null, manager.getJavaFileObjectsFromPaths(files));
        List<CompilationUnitTree> units = new ArrayList<>();
        task.parse().forEach(units::add);
        try {
            task.analyze();
        } catch (RuntimeException failed) {
            // What was understood before is told all the same.
            failed.printStackTrace();
        }
        References reader = new References(root, made, task);
        for (CompilationUnitTree it : units) reader.read(it);
        reader.out.flush();
    }

    private References(Path root, Set<Path> made, JavacTask task) {
        this.root = root;
        this.made = made;
        trees = Trees.instance(task);
        positions = trees.getSourcePositions();
        elements = task.getElements();
    }

    private void read(CompilationUnitTree it) {
        unit = it;
        if (!made.contains(Path.of(it.getSourceFile().toUri()))) scan(it, null);
    }

    @Override
    public Void visitIdentifier(IdentifierTree node, Void none) {
        tell(trees.getElement(getCurrentPath()), positions.getStartPosition(unit, node), node.getName());
        return super.visitIdentifier(node, none);
    }

    @Override
    public Void visitMemberSelect(MemberSelectTree node, Void none) {
        long end = positions.getEndPosition(unit, node);
        tell(trees.getElement(getCurrentPath()), end - node.getIdentifier().length(), node.getIdentifier());
        return super.visitMemberSelect(node, none);
    }

    @Override
    public Void visitMemberReference(MemberReferenceTree node, Void none) {
        long end = positions.getEndPosition(unit, node);
        tell(trees.getElement(getCurrentPath()), end - node.getName().length(), node.getName());
        return super.visitMemberReference(node, none);
    }

    /** The last name of a static import has no element: all members of the name are meant. */
    @Override
    public Void visitImport(ImportTree node, Void none) {
        if (node.isStatic() && node.getQualifiedIdentifier() instanceof MemberSelectTree select) {
            Element owner = trees.getElement(new TreePath(new TreePath(getCurrentPath(), select), select.getExpression()));
            if (owner instanceof TypeElement type) {
                long end = positions.getEndPosition(unit, select);
                for (Element member : elements.getAllMembers(type)) {
                    if (member.getSimpleName().contentEquals(select.getIdentifier())) {
                        tell(member, end - select.getIdentifier().length(), select.getIdentifier());
                    }
                }
            }
        }
        return super.visitImport(node, none);
    }

    private void tell(Element element, long at, Name name) {
        // Names that Lombok puts into trees stand nowhere in the text.
        if (element == null || at < 0 || !text(unit).startsWith(name.toString(), (int) at)) return;
        if (name.contentEquals("this") || name.contentEquals("super") || element.getKind() == ElementKind.PACKAGE) return;
        if (element.asType().getKind() == javax.lang.model.type.TypeKind.ERROR) return;
        // A class is what is named where one is made.
        Element target = element.getKind() == ElementKind.CONSTRUCTOR ? element.getEnclosingElement() : element;
        String to = declared(target);
        out.println("{\"from\":" + place(unit, at) + ",\"to\":" + to + ",\"name\":\"" + target.getSimpleName() + "\"}");
    }

    /** Where an element is declared, as JSON. */
    private String declared(Element element) {
        if (isLocal(element)) return "null";
        TreePath path = trees.getPath(element);
        if (path == null) return component(element);
        CompilationUnitTree of = path.getCompilationUnit();
        if (made.contains(Path.of(of.getSourceFile().toUri()))) return "null";
        Tree tree = path.getLeaf();
        String name = "(?<name>" + Pattern.quote(element.getSimpleName().toString()) + ")\\b";
        long start = positions.getStartPosition(of, tree);
        // The name must stand where its declaration has it: what Lombok makes says that it is where its annotation stands.
        String before = "\\G\\s*";
        if (tree instanceof ClassTree type) {
            start = after(of, start, type.getModifiers());
            before = "\\G\\s*@?(class|interface|enum|record)\\s+";
        } else if (tree instanceof MethodTree method) {
            start = after(of, start, method.getModifiers(), method.getReturnType());
        } else if (tree instanceof VariableTree variable && element.getKind() == ElementKind.ENUM_CONSTANT) {
            start = after(of, start, variable.getModifiers());
        } else if (tree instanceof VariableTree variable) {
            start = after(of, start, variable.getModifiers(), variable.getType());
            before = "\\G\\s*(\\w[^;{@]*?,\\s*)?";
        }
        var found = Pattern.compile(before + name).matcher(text(of));
        return start >= 0 && found.find((int) start) ? place(of, found.start("name")) : component(element);
    }

    /** The component of a record behind a method that nobody wrote. */
    private String component(Element element) {
        if (element.getKind() == ElementKind.METHOD && element.getEnclosingElement().getKind() == ElementKind.RECORD) {
            for (Element field : element.getEnclosingElement().getEnclosedElements()) {
                boolean isNamed = field.getSimpleName().equals(element.getSimpleName());
                if (isNamed && field.getKind() == ElementKind.FIELD) return declared(field);
            }
        }
        return "null";
    }

    private long after(CompilationUnitTree of, long start, Tree... parts) {
        for (Tree part : parts) {
            if (part != null) start = Math.max(start, positions.getEndPosition(of, part));
        }
        return start;
    }

    private static boolean isLocal(Element element) {
        return switch (element.getKind()) {
            case LOCAL_VARIABLE, PARAMETER, EXCEPTION_PARAMETER, RESOURCE_VARIABLE, BINDING_VARIABLE, TYPE_PARAMETER -> true;
            default -> false;
        };
    }

    private String text(CompilationUnitTree of) {
        return texts.computeIfAbsent(of, it -> {
            try {
                return it.getSourceFile().getCharContent(true).toString();
            } catch (java.io.IOException failed) {
                return "";
            }
        });
    }

    private String place(CompilationUnitTree of, long at) {
        LineMap lines = of.getLineMap();
        long line = lines.getLineNumber(at);
        // The line map's own columns count a tab as several.
        long column = at - lines.getStartPosition(line) + 1;
        Path file = root.relativize(Path.of(of.getSourceFile().toUri()));
        String path = file.toString().replace('\\', '/').replace("\"", "\\\"");
        return "{\"file\":\"" + path + "\",\"line\":" + line + ",\"column\":" + column + "}";
    }
}
