package dev.towline.engine.declarative;

import java.util.ArrayList;
import java.util.List;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.Statement;

/**
 * A line like {@code name 'value'} or {@code name { … }}.
 *
 * @param arguments without the block
 * @param block null where there is none
 */
record Directive(String name, List<Expression> arguments, ClosureExpression block, Expression node) {
    /** The directive that a statement is; null where it is none. */
    static Directive of(Statement statement) {
        return statement instanceof ExpressionStatement line ? of(line.getExpression()) : null;
    }

    static Directive of(Expression expression) {
        if (!(expression instanceof MethodCallExpression call) || !call.isImplicitThis()) return null;
        if (!(call.getMethod() instanceof ConstantExpression name)) return null;
        List<Expression> arguments = new ArrayList<>();
        if (call.getArguments() instanceof TupleExpression tuple) arguments.addAll(tuple.getExpressions());
        ClosureExpression block = null;
        if (!arguments.isEmpty() && arguments.get(arguments.size() - 1) instanceof ClosureExpression last) {
            block = last;
            arguments.remove(arguments.size() - 1);
        }
        return new Directive(name.getText(), arguments, block, call);
    }

    /** The statements of a block. */
    static List<Statement> statements(ClosureExpression block) {
        return block.getCode() instanceof BlockStatement code ? code.getStatements() : List.of(block.getCode());
    }

    /** The only argument: a value, or the map of those with names; null where there is not exactly one. */
    Expression argument() {
        if (arguments.size() != 1) return null;
        Expression only = arguments.get(0);
        // Groovy has a class of its own for the arguments of a call that all have names.
        return only instanceof MapExpression named ? new MapExpression(named.getMapEntryExpressions()) : only;
    }

    /** The argument where it is a string without interpolation; else null. */
    String text() {
        return argument() instanceof ConstantExpression constant && constant.getValue() instanceof String text
                ? text
                : null;
    }

    ASTNode position() {
        return node;
    }
}
