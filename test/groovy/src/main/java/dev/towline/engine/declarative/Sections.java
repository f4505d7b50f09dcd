package dev.towline.engine.declarative;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.stmt.Statement;

/** The sections of a pipeline or a stage by name, each of which may stand there once. */
final class Sections {
    private final Problems problems;
    private final ASTNode owner;
    private final Map<String, Directive> found = new LinkedHashMap<>();

    private Sections(Problems problems, ASTNode owner) {
        this.problems = problems;
        this.owner = owner;
    }

    /** Reads a block. @param unknown the message for a section that is not among the known, with {0} for its name */
    static Sections read(Problems problems, ClosureExpression block, ASTNode owner, Set<String> known, String unknown) {
        Sections sections = new Sections(problems, owner);
        for (Statement statement : Directive.statements(block)) {
            Directive directive = Directive.of(statement);
            if (directive == null)
                problems.add(
                        statement,
                        "Not a valid section definition: \"" + statement.getText()
                                + "\". Some extra configuration is required.");
            else if (!known.contains(directive.name()))
                problems.add(directive.position(), unknown.replace("{0}", directive.name()));
            else if (sections.found.putIfAbsent(directive.name(), directive) != null) {
                problems.add(directive.position(), "Multiple occurrences of the " + directive.name() + " section");
            }
        }
        return sections;
    }

    boolean has(String name) {
        return found.containsKey(name);
    }

    /** The names of those that are there, among these. */
    List<String> among(String... names) {
        return List.of(names).stream().filter(this::has).toList();
    }

    Directive get(String name) {
        return found.get(name);
    }

    void require(String name) {
        if (!has(name)) problems.add(owner, "Missing required section \"" + name + "\"");
    }

    /** The statements of a section that must have a block with something in it; none where the section is not there. */
    List<Statement> statements(String name) {
        Directive directive = found.get(name);
        if (directive == null) return List.of();
        if (directive.block() == null) {
            problems.add(directive.position(), "Expected a block for " + name);
            return List.of();
        }
        List<Statement> statements = Directive.statements(directive.block());
        if (statements.isEmpty())
            problems.add(
                    directive.position(), name.equals("stages") ? "No stages specified" : name + " can not be empty");
        return statements;
    }

    /** Whether a section is {@code name true}. */
    Expression flag(String name) {
        Directive directive = found.get(name);
        if (directive == null) return null;
        if (directive.argument() instanceof ConstantExpression constant && constant.getValue() instanceof Boolean)
            return constant;
        problems.add(directive.position(), "Expected a boolean with " + name);
        return null;
    }
}
