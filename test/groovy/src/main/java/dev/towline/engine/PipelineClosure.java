package dev.towline.engine;

import com.cloudbees.groovy.cps.Block;
import com.cloudbees.groovy.cps.Env;
import com.cloudbees.groovy.cps.impl.CpsClosure;
import java.util.List;

/** The class of every closure: what Groovy would print goes to the build's log. */
public class PipelineClosure extends CpsClosure {
    private static final long serialVersionUID = 1L;

    public PipelineClosure(Object owner, Object thisObject, List<String> parameters, Block body, Env capture) {
        super(owner, thisObject, parameters, body, capture);
    }

    public void print(Object value) {
        println(value);
    }

    public void println() {
        println("");
    }

    public void println(Object value) {
        Steps.call("echo", String.valueOf(value));
    }

    /** In the place of Groovy's own {@code sleep}. */
    public Object sleep(long seconds) {
        return Steps.call("sleep", seconds);
    }
}
