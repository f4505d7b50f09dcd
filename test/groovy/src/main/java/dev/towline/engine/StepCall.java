package dev.towline.engine;

import groovy.lang.Closure;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a program asks for when it suspends: a step, with its arguments by name and its block. */
final class StepCall implements Serializable {
    private static final long serialVersionUID = 1L;

    final String step;
    final Map<String, Object> arguments;
    final Closure<?> body;

    private StepCall(String step, Map<String, Object> arguments, Closure<?> body) {
        this.step = step;
        this.arguments = arguments;
        this.body = body;
    }

    /** Reads arguments as Groovy passes them: names, or one value for the step's main argument; a closure at the end is the block. */
    static StepCall of(StepDefinition step, Object arguments) {
        List<Object> values = new ArrayList<>(listOf(arguments));
        Closure<?> body = null;
        if (!values.isEmpty() && values.get(values.size() - 1) instanceof Closure<?> closure) {
            body = closure;
            values.remove(values.size() - 1);
        }
        Map<String, Object> named = new LinkedHashMap<>();
        if (values.size() > 1) throw new IllegalArgumentException("Expected named arguments but got " + values);
        if (values.size() == 1) {
            if (values.get(0) instanceof Map<?, ?> map && !isSymbol(map))
                map.forEach((name, value) -> named.put(String.valueOf(name), value));
            else if (step.mainArgument() == null)
                throw new IllegalArgumentException("Expected named arguments but got " + values);
            else if (values.get(0) != null) named.put(step.mainArgument(), values.get(0));
        }
        return new StepCall(step.name(), named, body);
    }

    /** The argument as text; null where it was not given. */
    String text(String name) {
        Object value = arguments.get(name);
        return value == null ? null : value.toString();
    }

    boolean flag(String name) {
        return Boolean.parseBoolean(text(name));
    }

    private static boolean isSymbol(Map<?, ?> map) {
        return map.containsKey(Symbols.NAME) || map.containsKey("$class");
    }

    static List<?> listOf(Object arguments) {
        if (arguments == null) return List.of();
        if (arguments instanceof Object[] array) return Arrays.asList(array);
        if (arguments instanceof List<?> list) return list;
        return List.of(arguments);
    }
}
