package dev.towline.engine.declarative;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.stmt.Statement;

/** Reads when a stage runs: {@code [beforeAgent, beforeInput, beforeOptions, conditions]}. */
final class WhenReader {
    private static final Set<String> FLAGS = Set.of("beforeAgent", "beforeInput", "beforeOptions");

    private final Problems problems;

    WhenReader(Problems problems) {
        this.problems = problems;
    }

    /** Null where there is no such section. */
    Expression read(Directive when) {
        if (when == null) return null;
        if (when.block() == null) {
            problems.add(when.position(), "Expected a block for when");
            return null;
        }
        Map<String, Expression> model = new LinkedHashMap<>();
        List<Statement> conditions = new ArrayList<>();
        for (Statement statement : Directive.statements(when.block())) {
            Directive directive = Directive.of(statement);
            if (directive != null && FLAGS.contains(directive.name()))
                model.put(directive.name(), directive.argument());
            else conditions.add(statement);
        }
        if (conditions.isEmpty())
            problems.add(when.position(), "Empty when closure, remove the property or add some content.");
        model.put("conditions", conditions(conditions));
        return Ast.map(model);
    }

    private Expression conditions(List<Statement> statements) {
        List<Expression> conditions = new ArrayList<>();
        for (Statement statement : statements) {
            Directive directive = Directive.of(statement);
            if (directive == null) problems.add(statement, "Expected a when condition");
            else if (Names.CONDITIONS.contains(directive.name())) conditions.add(condition(directive));
            else
                problems.add(
                        directive.position(),
                        "Unknown conditional " + directive.name() + ". Valid conditionals are: " + Names.CONDITIONS);
        }
        return Ast.list(conditions);
    }

    private Expression condition(Directive directive) {
        Map<String, Expression> condition = new LinkedHashMap<>();
        condition.put("name", Ast.constant(directive.name()));
        if (Names.NESTED_CONDITIONS.contains(directive.name())) {
            condition.put("children", children(directive));
        } else if (directive.name().equals("expression")) {
            if (directive.block() == null) problems.add(directive.position(), "Expected a block for expression");
            else condition.put("value", Ast.block(directive.block().getCode(), directive.block()));
        } else if (directive.argument() != null) {
            condition.put("value", Ast.later(directive.argument()));
        }
        return Ast.map(condition);
    }

    private Expression children(Directive directive) {
        List<Statement> children = directive.block() == null ? List.of() : Directive.statements(directive.block());
        if (children.isEmpty()) {
            problems.add(
                    directive.position(),
                    "Nested when condition \"" + directive.name() + "\" requires at least one child condition.");
        } else if (directive.name().equals("not") && children.size() != 1) {
            problems.add(directive.position(), "Nested when condition \"not\" requires exactly 1 child condition(s).");
        }
        return conditions(children);
    }
}
