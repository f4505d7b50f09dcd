package dev.towline.engine.declarative;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.GStringExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.Statement;

/** Reads the sections that pipelines and stages share. */
final class SectionReader {
    private final Problems problems;

    SectionReader(Problems problems) {
        this.problems = problems;
    }

    /** Variables: {@code [name, value or credentials]} each. */
    Expression environment(Sections sections) {
        if (!sections.has("environment")) return null;
        List<Expression> variables = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Statement statement : sections.statements("environment")) {
            if (!(statement instanceof ExpressionStatement line)
                    || !(line.getExpression() instanceof BinaryExpression pair)
                    || !pair.getOperation().getText().equals("=")
                    || !(pair.getLeftExpression() instanceof VariableExpression name)) {
                problems.add(
                        statement,
                        "\"" + statement.getText()
                                + "\" is not a valid environment expression. Use \"key = value\" pairs with valid"
                                + " Java/shell keys.");
                continue;
            }
            if (!names.add(name.getName()))
                problems.add(name, "Duplicate environment variable name: \"" + name.getName() + "\"");
            if (!isEnvironmentValue(pair.getRightExpression())) {
                problems.add(
                        pair.getRightExpression(),
                        "Environment variable values must either be single quoted, double quoted, or function calls.");
            }
            variables.add(variable(name.getName(), pair.getRightExpression()));
        }
        return Ast.list(variables);
    }

    private static Expression variable(String name, Expression value) {
        Directive call = Directive.of(value);
        boolean credentials = call != null && call.name().equals("credentials") && call.argument() != null;
        Map<String, Expression> variable = new LinkedHashMap<>();
        variable.put("name", Ast.constant(name));
        variable.put(credentials ? "credentials" : "value", Ast.later(credentials ? call.argument() : value));
        return Ast.map(variable);
    }

    private static boolean isEnvironmentValue(Expression value) {
        if (value instanceof BinaryExpression sum) {
            return sum.getOperation().getText().equals("+")
                    && isEnvironmentValue(sum.getLeftExpression())
                    && isEnvironmentValue(sum.getRightExpression());
        }
        return value instanceof GStringExpression
                || value instanceof MethodCallExpression
                || value instanceof ConstantExpression constant && constant.getValue() != null;
    }

    /** Calls of known functions, like options and triggers: {@code [name, value, call]} each. */
    Expression calls(Sections sections, String section, Set<String> known) {
        if (!sections.has(section)) return null;
        String kind = section.substring(0, section.length() - 1);
        List<Expression> calls = new ArrayList<>();
        for (Statement statement : sections.statements(section)) {
            Directive directive = Directive.of(statement);
            if (directive == null) {
                problems.add(statement, "Expected a" + (kind.matches("[aeiou].*") ? "n " : " ") + kind);
            } else if (!known.contains(directive.name())) {
                problems.add(
                        directive.position(),
                        "Invalid " + kind + " type \"" + directive.name() + "\". Valid " + kind + " types: " + known);
            } else if (directive.block() != null) {
                problems.add(directive.position(), kind + " definitions cannot have blocks");
            } else if (!isOff(directive)) {
                calls.add(call(directive));
            }
        }
        return Ast.list(calls);
    }

    /** Like {@code skipDefaultCheckout(false)}, which says what is so without it. */
    private static boolean isOff(Directive directive) {
        return directive.argument() instanceof ConstantExpression constant && Boolean.FALSE.equals(constant.getValue());
    }

    private static Expression call(Directive directive) {
        Map<String, Expression> call = new LinkedHashMap<>();
        call.put("name", Ast.constant(directive.name()));
        call.put("wrapper", Ast.constant(Names.WRAPPERS.contains(directive.name())));
        call.put("value", directive.argument() == null ? null : Ast.later(directive.argument()));
        return Ast.map(call);
    }

    /** Lines of {@code key value}: a closure that gives the map. Null where there are none. */
    Expression settings(Sections sections, String section) {
        return sections.has(section) ? Ast.later(settings(sections.statements(section))) : null;
    }

    Expression settings(List<Statement> statements) {
        Map<String, Expression> settings = new LinkedHashMap<>();
        for (Statement statement : statements) {
            Directive directive = Directive.of(statement);
            if (directive == null || directive.argument() == null)
                problems.add(statement, "Expected to find 'someKey \"someValue\"'");
            else settings.put(directive.name(), directive.argument());
        }
        return Ast.map(settings);
    }

    /** The blocks by condition, in the order in which they run. */
    Expression post(Sections sections) {
        if (!sections.has("post")) return null;
        Map<String, Directive> found = new LinkedHashMap<>();
        for (Statement statement : sections.statements("post")) {
            Directive directive = Directive.of(statement);
            if (directive == null || directive.block() == null) {
                problems.add(
                        statement,
                        "The 'post' section can only contain build condition names with code blocks. Valid condition"
                                + " names are "
                                + Names.POST_CONDITIONS);
            } else if (!Names.POST_CONDITIONS.contains(directive.name())) {
                problems.add(
                        directive.position(),
                        "Invalid condition \"" + directive.name() + "\" - valid conditions are "
                                + Names.POST_CONDITIONS);
            } else if (found.putIfAbsent(directive.name(), directive) != null) {
                problems.add(directive.position(), "Duplicate build condition name: \"" + directive.name() + "\"");
            }
        }
        List<Expression> conditions = new ArrayList<>();
        for (String name : Names.POST_CONDITIONS) {
            if (found.containsKey(name))
                conditions.add(Ast.map(
                        Map.of("name", Ast.constant(name), "steps", new StepsReader(problems).read(found.get(name)))));
        }
        return Ast.list(conditions);
    }
}
