package dev.towline.engine;

import com.cloudbees.groovy.cps.Continuable;
import com.cloudbees.groovy.cps.Continuation;
import com.cloudbees.groovy.cps.Env;
import com.cloudbees.groovy.cps.Envs;
import com.cloudbees.groovy.cps.impl.ConstantBlock;
import com.cloudbees.groovy.cps.impl.CpsCallableInvocation;
import groovy.lang.Closure;
import groovy.lang.Script;

/** Code that can be run step by step. */
final class Bodies {
    private Bodies() {}

    static Continuable of(Script script) {
        return new Continuable(script, environment());
    }

    /** A block of a step. One that is not CPS-transformed runs at once; its value is then all that is left of it. */
    static Continuable of(Closure<?> body) {
        try {
            return new Continuable(new ConstantBlock(body.call()), environment());
        } catch (CpsCallableInvocation call) {
            return new Continuable(call.invoke(environment(), null, Continuation.HALT));
        }
    }

    private static Env environment() {
        return Envs.empty(Build.current().invoker());
    }
}
