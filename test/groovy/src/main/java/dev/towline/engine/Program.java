package dev.towline.engine;

import com.cloudbees.groovy.cps.Continuable;
import hudson.model.Result;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All that Jenkins keeps of a running pipeline over a restart. */
final class Program implements Serializable {
    private static final long serialVersionUID = 1L;

    private final List<Fiber> fibers = new ArrayList<>();
    private int lastNumber;
    /** What {@code currentBuild.result} says; null while nothing has spoiled the build. */
    private Result result;
    /** What the script assigned to {@code env}. */
    final Map<String, String> env = new LinkedHashMap<>();
    /** Variables of an {@code environment} section that is being evaluated. */
    final Map<String, String> provided = new LinkedHashMap<>();

    final Map<String, Object> params = new LinkedHashMap<>();
    String displayName;
    String description;

    Program(Continuable script, Map<String, Object> params) {
        this.params.putAll(params);
        start("", null, script, Context.EMPTY);
    }

    Fiber start(String name, Fiber parent, Continuable code, Context context) {
        Fiber fiber = new Fiber(lastNumber++, name, parent);
        fiber.run(code, context);
        fibers.add(fiber);
        return fiber;
    }

    /** The fibers that have not ended, in the order in which they began. */
    List<Fiber> fibers() {
        return fibers;
    }

    Fiber fiber(int number) {
        return fibers.stream()
                .filter(fiber -> fiber.number == number)
                .findFirst()
                .orElseThrow();
    }

    void remove(Fiber fiber) {
        fibers.remove(fiber);
    }

    Result result() {
        return result;
    }

    /** Results only ever get worse. */
    void worsen(Result to) {
        if (result == null || to.isWorseThan(result)) result = to;
    }
}
