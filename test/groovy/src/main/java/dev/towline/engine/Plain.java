package dev.towline.engine;

import groovy.lang.Closure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values of a program as values of JSON. */
final class Plain {
    private Plain() {}

    static Object of(Object value) {
        if (value == null || value instanceof Boolean || value instanceof Number) return value;
        if (value instanceof Map<?, ?> map) return ofMap(map);
        if (value instanceof List<?> list) {
            List<Object> plain = new ArrayList<>();
            list.forEach(item -> plain.add(of(item)));
            return plain;
        }
        if (value instanceof Closure<?>) return "{ closure }";
        return value.toString();
    }

    static Map<String, Object> ofMap(Map<?, ?> map) {
        Map<String, Object> plain = new LinkedHashMap<>();
        map.forEach((key, item) -> plain.put(String.valueOf(key), of(item)));
        return plain;
    }
}
