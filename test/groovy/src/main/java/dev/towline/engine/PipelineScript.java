package dev.towline.engine;

import com.cloudbees.groovy.cps.SerializableScript;
import groovy.lang.Closure;
import groovy.lang.MissingPropertyException;
import org.codehaus.groovy.runtime.InvokerHelper;

/** The class of every script: the Jenkinsfile and the variables of libraries. Finds steps and global variables as Jenkins does. */
public abstract class PipelineScript extends SerializableScript {
    private static final long serialVersionUID = 1L;

    @Override
    public final Object invokeMethod(String name, Object arguments) {
        if (getBinding().hasVariable(name) && getBinding().getVariable(name) instanceof Closure<?> closure) {
            return closure.call((Object[]) arguments);
        }
        Object global = Build.current().globals().find(name, this);
        if (global != null) return InvokerHelper.getMetaClass(global).invokeMethod(global, "call", arguments);
        return Steps.call(name, arguments);
    }

    @Override
    public Object getProperty(String name) {
        try {
            return super.getProperty(name);
        } catch (MissingPropertyException missing) {
            Object global = Build.current().globals().find(name, this);
            if (global != null) return global;
            String variable = Build.current().environment(name);
            if (variable != null) return variable;
            throw missing;
        }
    }

    @Override
    public void print(Object value) {
        println(value);
    }

    @Override
    public void println() {
        Steps.call("echo", "");
    }

    @Override
    public void println(Object value) {
        Steps.call("echo", String.valueOf(value));
    }

    /** In the place of Groovy's own {@code sleep}. */
    public Object sleep(long seconds) {
        return Steps.call("sleep", seconds);
    }
}
