package dev.towline.engine;

import groovy.lang.Closure;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.codehaus.groovy.runtime.DefaultGroovyMethods;
import org.codehaus.groovy.runtime.DefaultGroovyStaticMethods;
import org.codehaus.groovy.runtime.MetaClassHelper;
import org.codehaus.groovy.runtime.StringGroovyMethods;

/**
 * Says what the sandbox would have to allow, in the words of Jenkins' lists: {@code method java.lang.String trim},
 * {@code staticMethod …}, {@code new …}; or {@code step sh} and {@code global docker} for what Pipeline allows by itself. Null for
 * the script's own classes.
 */
final class Signatures {
    private static final List<Class<?>> EXTENSIONS =
            List.of(DefaultGroovyMethods.class, StringGroovyMethods.class, DefaultGroovyStaticMethods.class);

    private Signatures() {}

    static String method(Object receiver, String name, Object... arguments) {
        if (receiver == null) return null;
        // How a closure calls what it does not have itself.
        if (name.equals("invokeMethod") && arguments.length == 2)
            return method(
                    receiver,
                    arguments[0].toString(),
                    StepCall.listOf(arguments[1]).toArray());
        if (receiver instanceof Steps) return "step " + name;
        if (receiver instanceof Closure<?> closure
                && !name.matches("call|getOwner|getDelegate|setDelegate|setResolveStrategy")) {
            return closure.getThisObject() == null ? null : method(closure.getThisObject(), name, arguments);
        }
        if (receiver instanceof PipelineScript script) return ofScript(script, name);
        if (isStandIn(receiver)) return ofStandIn(receiver, name);
        if (Code.isGroovy(receiver.getClass())) return null;
        for (Class<?> type : supertypesFirst(receiver.getClass())) {
            Method method = find(type.getDeclaredMethods(), name, arguments, false);
            if (method != null) return line("method", type, method);
        }
        // Numbers may be calculated with, and strings joined.
        boolean operator = receiver instanceof Number || receiver instanceof String && name.equals("plus");
        return operator ? null : extension(receiver, name, arguments);
    }

    static String staticMethod(Class<?> receiver, String name, Object... arguments) {
        if (Code.isGroovy(receiver)) return null;
        Method method = find(receiver.getMethods(), name, arguments, true);
        return method == null
                ? "staticMethod " + receiver.getName() + " " + name
                : line("staticMethod", method.getDeclaringClass(), method);
    }

    static String constructor(Class<?> type, Object... arguments) {
        if (Code.isGroovy(type) || type == PipelineScript.class) return null;
        for (Constructor<?> constructor : type.getConstructors()) {
            if (fits(constructor, arguments)) return "new " + type.getName() + types(constructor);
        }
        return "new " + type.getName();
    }

    static String get(Object receiver, String property) {
        if (receiver == null || receiver instanceof Map<?, ?>) return null;
        if (receiver instanceof Closure<?> closure)
            return closure.getThisObject() == null ? null : get(closure.getThisObject(), property);
        if (receiver instanceof PipelineScript script)
            return Build.current().globals().find(property, script) == null ? null : "global " + property;
        if (isStandIn(receiver)) return ofStandIn(receiver, property);
        String suffix = MetaClassHelper.capitalize(property);
        for (String getter : List.of("get" + suffix, "is" + suffix)) {
            for (Class<?> type : supertypesFirst(receiver.getClass())) {
                Method method = find(type.getDeclaredMethods(), getter, new Object[0], false);
                if (method != null) return Code.isGroovy(type) ? null : line("method", type, method);
            }
        }
        return field(receiver, property);
    }

    static String set(Object receiver, String property, Object value) {
        if (receiver == null
                || receiver instanceof Map<?, ?>
                || receiver instanceof Closure<?>
                || receiver instanceof PipelineScript) return null;
        if (isStandIn(receiver)) return ofStandIn(receiver, property);
        return method(receiver, "set" + MetaClassHelper.capitalize(property), value);
    }

    private static String field(Object receiver, String name) {
        if (receiver instanceof Class<?> type) {
            for (Field field : type.getFields()) {
                if (field.getName().equals(name) && Modifier.isStatic(field.getModifiers()))
                    return "staticField " + type.getName() + " " + name;
            }
        }
        return Code.isGroovy(receiver.getClass())
                ? null
                : "field " + receiver.getClass().getName() + " " + name;
    }

    private static String ofScript(PipelineScript script, String name) {
        boolean own = Stream.of(script.getClass().getMethods())
                .anyMatch(method -> method.getName().equals(name));
        if (own || script.getBinding().hasVariable(name)) return null;
        return Build.current().steps().find(name) == null ? "global " + name : "step " + name;
    }

    /** Whether it stands for a class of Jenkins or of a plugin, whose members are allowed by themselves. */
    private static boolean isStandIn(Object receiver) {
        return !(receiver instanceof Closure<?>)
                && receiver.getClass().getName().startsWith("dev.towline.engine.");
    }

    private static String ofStandIn(Object receiver, String member) {
        return "global " + receiver.getClass().getSimpleName() + " " + member;
    }

    private static String extension(Object receiver, String name, Object[] arguments) {
        List<Object> all = new ArrayList<>(List.of(receiver));
        all.addAll(Arrays.asList(arguments));
        for (Class<?> type : EXTENSIONS) {
            Method method = find(type.getMethods(), name, all.toArray(), true);
            if (method != null) return line("staticMethod", type, method);
        }
        return "method " + receiver.getClass().getName() + " " + name;
    }

    private static Method find(Method[] methods, String name, Object[] arguments, boolean isStatic) {
        Method found = null;
        for (Method method : methods) {
            boolean candidate = method.getName().equals(name)
                    && Modifier.isStatic(method.getModifiers()) == isStatic
                    && !method.isSynthetic();
            if (candidate && fits(method, arguments) && (found == null || isCloser(method, found))) found = method;
        }
        return found;
    }

    private static boolean isCloser(Method one, Method other) {
        for (int i = 0; i < one.getParameterCount() && i < other.getParameterCount(); i++) {
            Class<?> mine = one.getParameterTypes()[i];
            Class<?> theirs = other.getParameterTypes()[i];
            if (mine != theirs) return theirs.isAssignableFrom(mine);
        }
        return false;
    }

    private static boolean fits(Executable executable, Object[] arguments) {
        Class<?>[] types = executable.getParameterTypes();
        if (types.length != arguments.length) return executable.isVarArgs() && arguments.length >= types.length - 1;
        for (int i = 0; i < types.length; i++) {
            if (arguments[i] != null
                    && !MetaClassHelper.isAssignableFrom(boxed(types[i]), arguments[i].getClass())
                    && !(types[i] == String.class && arguments[i] instanceof CharSequence)) return false;
        }
        return true;
    }

    private static Class<?> boxed(Class<?> type) {
        return type.isPrimitive() ? MethodType.methodType(type).wrap().returnType() : type;
    }

    /** The most general type that has a method names it, as in Jenkins' lists. */
    private static Set<Class<?>> supertypesFirst(Class<?> type) {
        Set<Class<?>> types = new LinkedHashSet<>();
        if (type.getSuperclass() != null) types.addAll(supertypesFirst(type.getSuperclass()));
        for (Class<?> parent : type.getInterfaces()) types.addAll(supertypesFirst(parent));
        types.add(type);
        return types;
    }

    private static String line(String kind, Class<?> type, Method method) {
        return kind + " " + type.getName() + " " + method.getName() + types(method);
    }

    private static String types(Executable executable) {
        return Stream.of(executable.getParameterTypes())
                .map(type -> " " + name(type))
                .collect(Collectors.joining());
    }

    private static String name(Class<?> type) {
        return type.isArray() ? name(type.getComponentType()) + "[]" : type.getName();
    }
}
