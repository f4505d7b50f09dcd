package dev.towline.engine;

import com.cloudbees.groovy.cps.Continuable;
import groovy.lang.GroovyObjectSupport;
import java.io.Serializable;

/** The variable {@code steps} of scripts, and the one way by which programs ask for steps. */
public final class Steps extends GroovyObjectSupport implements Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public Object invokeMethod(String name, Object arguments) {
        return call(name, arguments);
    }

    /** Suspends the program until the step is done. */
    static Object call(String name, Object arguments) {
        StepDefinition step = Build.current().steps().find(name);
        if (step != null) return Continuable.suspend(name, StepCall.of(step, arguments));
        if (Symbols.has(name)) return Symbols.describe(name, arguments);
        throw new NoSuchMethodError("No such DSL method '" + name + "' found among steps");
    }
}
