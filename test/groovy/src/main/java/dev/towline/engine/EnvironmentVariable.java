package dev.towline.engine;

import groovy.lang.GroovyObjectSupport;
import java.io.Serializable;
import java.util.Map;

/** The global variable {@code env}. */
public final class EnvironmentVariable extends GroovyObjectSupport implements Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public Object getProperty(String name) {
        return name.equals("environment") ? getEnvironment() : Build.current().environment(name);
    }

    @Override
    public void setProperty(String name, Object value) {
        Build.current().program().env.put(name, String.valueOf(value));
    }

    /** All variables, without those of the blocks around. */
    public Map<String, String> getEnvironment() {
        return Build.current().environment();
    }
}
