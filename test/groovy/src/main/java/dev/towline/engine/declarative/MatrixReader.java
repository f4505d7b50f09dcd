package dev.towline.engine.declarative;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.stmt.Statement;

/** Reads the cells of a matrix: each a list of {@code [name, value]} pairs, one of every axis. */
final class MatrixReader {
    /** One axis, or one condition of an exclusion. */
    private record Axis(String name, List<String> values, boolean negated) {
        boolean has(String value) {
            return values.contains(value) != negated;
        }
    }

    private final Problems problems;

    MatrixReader(Problems problems) {
        this.problems = problems;
    }

    Expression cells(Sections sections) {
        List<Axis> axes = axes(sections.statements("axes"));
        List<List<Axis>> excludes = new ArrayList<>();
        for (Statement statement : sections.statements("excludes")) {
            Directive exclude = Directive.of(statement);
            if (exclude == null || !exclude.name().equals("exclude") || exclude.block() == null)
                problems.add(statement, "Expected an exclude");
            else excludes.add(axes(Directive.statements(exclude.block())));
        }
        List<Map<String, String>> cells = List.of(Map.of());
        for (Axis axis : axes) cells = multiply(cells, axis);
        List<Expression> kept = new ArrayList<>();
        for (Map<String, String> cell : cells) {
            boolean excluded = excludes.stream()
                    .anyMatch(exclude -> exclude.stream().allMatch(axis -> axis.has(cell.get(axis.name()))));
            if (!excluded)
                kept.add(Ast.list(
                        cell.entrySet().stream().map(MatrixReader::pair).toList()));
        }
        return Ast.list(kept);
    }

    private static Expression pair(Map.Entry<String, String> entry) {
        return Ast.list(List.of(Ast.constant(entry.getKey()), Ast.constant(entry.getValue())));
    }

    private static List<Map<String, String>> multiply(List<Map<String, String>> cells, Axis axis) {
        List<Map<String, String>> more = new ArrayList<>();
        for (Map<String, String> cell : cells) {
            for (String value : axis.values()) {
                Map<String, String> longer = new LinkedHashMap<>(cell);
                longer.put(axis.name(), value);
                more.add(longer);
            }
        }
        return more;
    }

    private List<Axis> axes(List<Statement> statements) {
        List<Axis> axes = new ArrayList<>();
        for (Statement statement : statements) {
            Directive directive = Directive.of(statement);
            if (directive == null || !directive.name().equals("axis") || directive.block() == null)
                problems.add(statement, "Expected an axis");
            else axes.add(axis(directive));
        }
        return axes;
    }

    private Axis axis(Directive directive) {
        String name = null;
        List<String> values = List.of();
        boolean negated = false;
        for (Statement statement : Directive.statements(directive.block())) {
            Directive field = Directive.of(statement);
            if (field != null && field.name().equals("name")) name = field.text();
            else if (field != null && field.name().matches("values|notValues")) {
                negated = field.name().equals("notValues");
                values = literals(field);
            } else problems.add(statement, "Expected axis name and values");
        }
        if (name == null) problems.add(directive.position(), "Axis name must be specified");
        if (values.isEmpty()) problems.add(directive.position(), "Axis values must be specified");
        return new Axis(name, values, negated);
    }

    private List<String> literals(Directive field) {
        List<String> literals = new ArrayList<>();
        for (Expression value : field.arguments()) {
            if (value instanceof ConstantExpression constant && constant.getValue() instanceof String text)
                literals.add(text);
            else problems.add(value, "Expected string literal");
        }
        return literals;
    }
}
