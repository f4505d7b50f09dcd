package dev.towline.engine.declarative;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.VariableScope;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.ListExpression;
import org.codehaus.groovy.ast.expr.MapEntryExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.Statement;

/** Makes expressions of Groovy. */
final class Ast {
    private Ast() {}

    static Expression constant(Object value) {
        return new ConstantExpression(value);
    }

    static Expression list(List<? extends Expression> items) {
        return new ListExpression(new ArrayList<>(items));
    }

    /** A map literal; entries without a value are left out. */
    static Expression map(Map<String, Expression> entries) {
        MapExpression map = new MapExpression();
        entries.forEach((key, value) -> {
            if (value != null) map.addMapEntryExpression(new MapEntryExpression(constant(key), value));
        });
        return map;
    }

    /** A closure that gives the value of an expression when it is called. */
    static Expression later(Expression value) {
        Statement statement = new ExpressionStatement(value);
        statement.setSourcePosition(value);
        return block(new BlockStatement(new ArrayList<>(List.of(statement)), new VariableScope()), value);
    }

    /** A closure of statements. */
    static Expression block(Statement code, ASTNode position) {
        ClosureExpression closure = new ClosureExpression(Parameter.EMPTY_ARRAY, code);
        closure.setVariableScope(new VariableScope());
        closure.setSourcePosition(position);
        return closure;
    }
}
