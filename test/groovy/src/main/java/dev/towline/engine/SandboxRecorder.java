package dev.towline.engine;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.kohsuke.groovy.sandbox.GroovyInterceptor;

/** Notes everything that the sandbox would have to allow. It refuses nothing. */
final class SandboxRecorder extends GroovyInterceptor {
    private final Set<String> signatures = new TreeSet<>();

    List<String> signatures() {
        return List.copyOf(signatures);
    }

    @Override
    public Object onMethodCall(Invoker invoker, Object receiver, String method, Object... arguments) throws Throwable {
        note(Signatures.method(receiver, method, arguments));
        return super.onMethodCall(invoker, receiver, method, arguments);
    }

    @Override
    public Object onStaticCall(Invoker invoker, Class receiver, String method, Object... arguments) throws Throwable {
        note(Signatures.staticMethod(receiver, method, arguments));
        return super.onStaticCall(invoker, receiver, method, arguments);
    }

    @Override
    public Object onNewInstance(Invoker invoker, Class receiver, Object... arguments) throws Throwable {
        note(Signatures.constructor(receiver, arguments));
        return super.onNewInstance(invoker, receiver, arguments);
    }

    @Override
    public Object onGetProperty(Invoker invoker, Object receiver, String property) throws Throwable {
        note(Signatures.get(receiver, property));
        return super.onGetProperty(invoker, receiver, property);
    }

    @Override
    public Object onSetProperty(Invoker invoker, Object receiver, String property, Object value) throws Throwable {
        note(Signatures.set(receiver, property, value));
        return super.onSetProperty(invoker, receiver, property, value);
    }

    @Override
    public Object onGetAttribute(Invoker invoker, Object receiver, String attribute) throws Throwable {
        note("field " + receiver.getClass().getName() + " " + attribute);
        return super.onGetAttribute(invoker, receiver, attribute);
    }

    @Override
    public Object onGetArray(Invoker invoker, Object receiver, Object index) throws Throwable {
        note(Signatures.method(receiver, "getAt", index));
        return super.onGetArray(invoker, receiver, index);
    }

    @Override
    public Object onSetArray(Invoker invoker, Object receiver, Object index, Object value) throws Throwable {
        note(Signatures.method(receiver, "putAt", index, value));
        return super.onSetArray(invoker, receiver, index, value);
    }

    private void note(String signature) {
        if (signature != null) signatures.add(signature);
    }
}
