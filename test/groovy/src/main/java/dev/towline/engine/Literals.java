package dev.towline.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.codehaus.groovy.ast.AnnotatedNode;
import org.codehaus.groovy.ast.AnnotationNode;
import org.codehaus.groovy.ast.ClassCodeVisitorSupport;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.GStringExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.control.SourceUnit;

/** Collects the string literals of a script. */
final class Literals extends ClassCodeVisitorSupport {
    private final String[] lines;
    /** Groovy hangs some nodes into the tree twice. */
    private final Set<Expression> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private final List<Map<String, Object>> found = new ArrayList<>();

    private Literals(String text) {
        lines = text.split("\n", -1);
    }

    /** All of them in the order of the text: the value, or the parts and expressions of one that is interpolated. */
    static List<Map<String, Object>> of(ModuleNode module, String text) {
        Literals literals = new Literals(text);
        for (ClassNode type : module.getClasses()) literals.visitClass(type);
        module.getImports().forEach(literals::visitAnnotations);
        literals.found.sort(Comparator.comparing((Map<String, Object> at) -> (Integer) at.get("line"))
                .thenComparing(at -> (Integer) at.get("column")));
        return literals.found;
    }

    @Override
    protected SourceUnit getSourceUnit() {
        return null;
    }

    @Override
    public void visitAnnotations(AnnotatedNode node) {
        for (AnnotationNode annotation : node.getAnnotations())
            annotation.getMembers().values().forEach(value -> value.visit(this));
    }

    @Override
    protected void visitConstructorOrMethod(MethodNode node, boolean isConstructor) {
        visitDefaults(node.getParameters());
        super.visitConstructorOrMethod(node, isConstructor);
    }

    @Override
    public void visitClosureExpression(ClosureExpression closure) {
        if (closure.getParameters() != null) visitDefaults(closure.getParameters());
        super.visitClosureExpression(closure);
    }

    private void visitDefaults(Parameter[] parameters) {
        for (Parameter parameter : parameters) {
            if (parameter.getInitialExpression() != null)
                parameter.getInitialExpression().visit(this);
        }
    }

    @Override
    public void visitMethodCallExpression(MethodCallExpression call) {
        call.getObjectExpression().visit(this);
        if (!(call.getMethod() instanceof ConstantExpression)) call.getMethod().visit(this);
        call.getArguments().visit(this);
    }

    @Override
    public void visitConstantExpression(ConstantExpression constant) {
        if (constant.getValue() instanceof String value && isQuoted(constant) && seen.add(constant))
            add(constant, "value", value);
    }

    @Override
    public void visitGStringExpression(GStringExpression string) {
        if (!seen.add(string)) return;
        Map<String, Object> literal = add(
                string,
                "parts",
                string.getStrings().stream().map(ConstantExpression::getValue).toList());
        literal.put(
                "expressions",
                string.getValues().stream().map(Expression::getText).toList());
        // Not its parts, which are no literals of their own.
        string.getValues().forEach(value -> value.visit(this));
    }

    private Map<String, Object> add(Expression node, String key, Object value) {
        Map<String, Object> literal = new LinkedHashMap<>();
        literal.put(key, value);
        literal.put("line", node.getLineNumber());
        literal.put("column", node.getColumnNumber());
        literal.put("endLine", node.getLastLineNumber());
        literal.put("endColumn", node.getLastColumnNumber());
        found.add(literal);
        return literal;
    }

    /** Names of properties and of keys are constants too. Where a line has Unicode escapes, Groovy counts its columns otherwise. */
    private boolean isQuoted(ConstantExpression constant) {
        int line = constant.getLineNumber() - 1;
        int column = constant.getColumnNumber() - 1;
        if (line < 0 || line >= lines.length) return false;
        if (lines[line].contains("\\u")) return true;
        if (column < 0 || column >= lines[line].length()) return false;
        return "'\"/$".indexOf(lines[line].charAt(column)) >= 0;
    }
}
