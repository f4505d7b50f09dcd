package org.jenkinsci.plugins.workflow.steps;

import hudson.model.Result;

/** Stands for Jenkins' exception of the same name: somebody or something ended this part of the build. */
public final class FlowInterruptedException extends InterruptedException {
    private static final long serialVersionUID = 1L;

    private final Result result;
    private final boolean actualInterruption;

    /** @param actualInterruption false where one step gave up by itself, as {@code timeout} does: {@code retry} may then try again */
    public FlowInterruptedException(Result result, boolean actualInterruption, String message) {
        super(message);
        this.result = result;
        this.actualInterruption = actualInterruption;
    }

    public Result getResult() {
        return result;
    }

    public boolean isActualInterruption() {
        return actualInterruption;
    }
}
