package dev.towline.engine;

import hudson.AbortException;
import hudson.model.Result;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/** What the world outside says to a step. All of it is optional. */
final class Answer {
    private final Map<?, ?> said;

    Answer(Map<?, ?> said) {
        this.said = said;
    }

    String stdout() {
        Object stdout = said.get("stdout");
        return stdout == null ? "" : stdout.toString();
    }

    int status() {
        return said.get("status") instanceof Number status ? status.intValue() : 0;
    }

    boolean hasValue() {
        return said.containsKey("value");
    }

    Object value() {
        return said.get("value");
    }

    /** Marks the build where the answer says so, then throws where it says that the step fails. */
    void applyTo(Run run, Context context) throws AbortException, FlowInterruptedException {
        if (said.get("result") != null)
            run.build().mark(Result.fromString(said.get("result").toString()), context);
        if (said.get("fail") != null) throw new AbortException(said.get("fail").toString());
        if (said.get("interrupt") == null) return;
        switch (said.get("interrupt").toString()) {
            case "abort" -> {
                FlowInterruptedException abort =
                        new FlowInterruptedException(Result.ABORTED, true, "Aborted by a user");
                run.interrupt(abort);
                throw abort;
            }
            case "reject" -> throw new FlowInterruptedException(Result.ABORTED, true, "Rejected by a user");
            case "timeout" -> throw new FlowInterruptedException(Result.ABORTED, false, "Timeout has been exceeded");
            default -> throw new IllegalArgumentException("there is no interruption " + said.get("interrupt"));
        }
    }
}
