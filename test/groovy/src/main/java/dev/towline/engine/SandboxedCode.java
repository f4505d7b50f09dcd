package dev.towline.engine;

import com.cloudbees.groovy.cps.CpsTransformer;
import com.cloudbees.groovy.cps.SandboxCpsTransformer;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.codehaus.groovy.ast.ClassCodeExpressionTransformer;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.classgen.GeneratorContext;
import org.codehaus.groovy.control.SourceUnit;
import org.kohsuke.groovy.sandbox.SandboxTransformer;

/**
 * Jenkins' transformer for sandboxed code. It asks groovy-sandbox to refuse finalizers, by a method that the newest groovy-sandbox on
 * Maven Central does not have; so the refusal is here, and all else is as it is there.
 */
final class SandboxedCode extends SandboxCpsTransformer {
    /** What {@code SandboxCpsTransformer.visitMethod} calls as {@code super.visitMethod}. */
    private static final MethodHandle VISIT_METHOD = visitMethodOfCpsTransformer();

    private final SandboxTransformer sandbox = new SandboxTransformer();
    private ClassCodeExpressionTransformer plainCode;

    @Override
    public void call(SourceUnit source, GeneratorContext context, ClassNode type) {
        plainCode = sandbox.createVisitor(source, type);
        super.call(source, context, type);
    }

    @Override
    public void visitMethod(MethodNode method) {
        refuseFinalizer(method);
        try {
            VISIT_METHOD.invoke((SandboxCpsTransformer) this, method);
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    protected void visitNontransformedMethod(MethodNode method) {
        refuseFinalizer(method);
        plainCode.visitMethod(method);
    }

    private static void refuseFinalizer(MethodNode method) {
        if (method.getName().equals("finalize") && method.isVoidMethod() && method.getParameters().length == 0) {
            throw new SecurityException("Sandboxed code may not override Object.finalize()");
        }
    }

    private static MethodHandle visitMethodOfCpsTransformer() {
        try {
            MethodHandles.Lookup lookup =
                    MethodHandles.privateLookupIn(SandboxCpsTransformer.class, MethodHandles.lookup());
            MethodType type = MethodType.methodType(void.class, MethodNode.class);
            return lookup.findSpecial(CpsTransformer.class, "visitMethod", type, SandboxCpsTransformer.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }
}
