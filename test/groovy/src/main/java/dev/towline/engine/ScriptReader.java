package dev.towline.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.codehaus.groovy.ast.AnnotatedNode;
import org.codehaus.groovy.ast.AnnotationNode;
import org.codehaus.groovy.ast.ClassCodeVisitorSupport;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.ListExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.control.CompilationUnit;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.Phases;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.messages.Message;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;
import org.codehaus.groovy.syntax.SyntaxException;

/** Reads scripts without compiling them to classes. */
final class ScriptReader {
    private ScriptReader() {}

    /** Syntax errors and string literals of a script. */
    static Map<String, Object> parse(String text) {
        Map<String, Object> answer = new LinkedHashMap<>();
        try {
            answer.put("errors", List.of());
            answer.put("literals", Literals.of(tree(text), text));
        } catch (MultipleCompilationErrorsException refused) {
            answer.put("errors", findings(refused));
            answer.put("literals", List.of());
        }
        return answer;
    }

    /** What the compiler says, with positions. */
    static List<Map<String, Object>> findings(MultipleCompilationErrorsException refused) {
        List<Map<String, Object>> findings = new ArrayList<>();
        for (Object message : refused.getErrorCollector().getErrors()) {
            Map<String, Object> finding = new LinkedHashMap<>();
            if (message instanceof SyntaxErrorMessage error) {
                SyntaxException cause = error.getCause();
                finding.put("message", cause.getOriginalMessage());
                finding.put("line", cause.getStartLine());
                finding.put("column", cause.getStartColumn());
            } else {
                finding.put("message", ((Message) message).toString());
            }
            findings.add(finding);
        }
        return findings;
    }

    /** The libraries that a script names, in {@code @Library} annotations and in {@code lib(…)}. */
    static List<String> libraries(String text) {
        ModuleNode module = tree(text);
        List<String> names = new ArrayList<>();
        LibraryCollector collector = new LibraryCollector(names);
        for (ClassNode type : module.getClasses()) collector.visitClass(type);
        module.getImports().forEach(node -> node.getAnnotations().forEach(collector::collect));
        return names;
    }

    private static ModuleNode tree(String text) {
        CompilationUnit unit = new CompilationUnit();
        SourceUnit source = unit.addSource("WorkflowScript", text);
        unit.compile(Phases.CONVERSION);
        return source.getAST();
    }

    private static final class LibraryCollector extends ClassCodeVisitorSupport {
        private final List<String> names;

        LibraryCollector(List<String> names) {
            this.names = names;
        }

        @Override
        protected SourceUnit getSourceUnit() {
            return null;
        }

        @Override
        public void visitAnnotations(AnnotatedNode node) {
            node.getAnnotations().forEach(this::collect);
        }

        @Override
        public void visitMethodCallExpression(MethodCallExpression call) {
            if (call.getMethodAsString() != null
                    && call.getMethodAsString().equals("lib")
                    && call.getArguments() instanceof TupleExpression arguments) {
                arguments.getExpressions().forEach(this::addName);
            }
            super.visitMethodCallExpression(call);
        }

        void collect(AnnotationNode annotation) {
            if (!annotation.getClassNode().getNameWithoutPackage().equals("Library")) return;
            Expression value = annotation.getMember("value");
            List<Expression> values = value instanceof ListExpression list ? list.getExpressions() : List.of(value);
            values.forEach(this::addName);
        }

        private void addName(Expression name) {
            if (name instanceof ConstantExpression constant) names.add(constant.getText());
        }
    }
}
