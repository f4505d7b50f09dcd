package dev.towline.engine.declarative;

import java.util.List;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.classgen.GeneratorContext;
import org.codehaus.groovy.control.CompilePhase;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.customizers.CompilationCustomizer;

/** Turns {@code pipeline { … }} into a call of the global variable {@code pipeline} with the model of what stands in the block. */
public final class DeclarativeTransformer extends CompilationCustomizer {
    public DeclarativeTransformer() {
        super(CompilePhase.CONVERSION);
    }

    @Override
    public void call(SourceUnit source, GeneratorContext context, ClassNode type) {
        if (!type.isScript()) return;
        List<Statement> statements = source.getAST().getStatementBlock().getStatements();
        for (Statement statement : statements) {
            Directive directive = Directive.of(statement);
            if (directive == null || !directive.name().equals("pipeline") || directive.block() == null) continue;
            PipelineReader reader = new PipelineReader(new Problems(source));
            ((MethodCallExpression) directive.node()).setArguments(new ArgumentListExpression(reader.read(directive)));
        }
    }
}
