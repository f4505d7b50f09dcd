package dev.towline.engine;

import com.cloudbees.groovy.cps.Outcome;
import hudson.model.Result;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/** The branches of one call of {@code parallel}. */
record Branches(List<Fiber> fibers, boolean failFast) implements Serializable {
    boolean haveEnded() {
        return fibers.stream().allMatch(fiber -> fiber.end != null);
    }

    /** The values by branch, or the failure that says most: one that nobody asked for before an interruption. */
    Outcome outcome() {
        Throwable worst = null;
        Map<String, Object> values = new LinkedHashMap<>();
        for (Fiber fiber : fibers) {
            Throwable failure = fiber.end.getAbnormal();
            if (failure != null
                    && (worst == null
                            || worst instanceof FlowInterruptedException
                                    && !(failure instanceof FlowInterruptedException))) {
                worst = failure;
            }
            values.put(fiber.name, fiber.end.getNormal());
        }
        return worst == null ? new Outcome(values, null) : new Outcome(null, worst);
    }

    /** Interrupts the branches that have not ended, where the first failure shall end all. */
    void interruptOthers() {
        if (!failFast) return;
        for (Fiber fiber : fibers) {
            fiber.interrupt(new FlowInterruptedException(Result.ABORTED, true, "Failed in another branch"));
        }
    }
}
