package dev.towline.engine.declarative;

import java.util.List;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.Statement;

/** Reads blocks of steps: steps only, but for what stands in {@code script}. */
final class StepsReader {
    private final Problems problems;

    StepsReader(Problems problems) {
        this.problems = problems;
    }

    /** The block, as a closure. */
    Expression read(Directive owner) {
        if (owner.block() == null) {
            problems.add(owner.position(), "Expected a block for " + owner.name());
            return Ast.constant(null);
        }
        if (Directive.statements(owner.block()).isEmpty())
            problems.add(owner.position(), "No steps specified for branch");
        check(owner.block());
        return Ast.block(owner.block().getCode(), owner.block());
    }

    private void check(ClosureExpression block) {
        List<Statement> statements = Directive.statements(block);
        for (Statement statement : statements) {
            Directive step = Directive.of(statement);
            if (step == null)
                problems.add(
                        statement,
                        isMethodCall(statement)
                                ? "Method calls on objects not allowed outside \"script\" blocks."
                                : "Expected a step");
            else if (step.name().equals("script") && step.block() == null)
                problems.add(step.position(), "script step without a block");
            else if (!step.name().equals("script") && step.block() != null) check(step.block());
        }
    }

    private static boolean isMethodCall(Statement statement) {
        return statement instanceof ExpressionStatement line && line.getExpression() instanceof MethodCallExpression;
    }
}
