package dev.towline.engine;

import com.cloudbees.groovy.cps.Outcome;
import groovy.lang.Closure;
import hudson.model.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/** Blocks that decide what becomes of failures, how often and beside what their steps run. */
final class FlowSteps {
    private static final int PATIENCE = 100;

    private FlowSteps() {}

    static void addTo(StepTable table) {
        table.add("timeout", "time", false, (run, fiber, call, answer) -> run.enter(fiber, fiber.context()));
        table.add("retry", "count", false, new Retry());
        table.add("waitUntil", null, false, new WaitUntil());
        table.add("catchError", null, false, new CatchError());
        table.add("warnError", "message", false, new CatchError());
        table.add("lock", "resource", false, new Lock());
        table.add("parallel", null, false, FlowSteps::parallel);
    }

    private static void parallel(Run run, Fiber fiber, StepCall call, Answer answer) {
        List<Fiber> fibers = new ArrayList<>();
        for (Map.Entry<String, Object> branch : call.arguments.entrySet()) {
            if (branch.getKey().equals("failFast")) continue;
            if (!(branch.getValue() instanceof Closure<?> body)) {
                throw new IllegalArgumentException(
                        "Expected a closure or failFast but found " + branch.getKey() + "=" + branch.getValue());
            }
            Context inside = fiber.context().inside("parallel");
            fibers.add(run.build().program().start(branch.getKey(), fiber, Bodies.of(body), inside));
        }
        if (fibers.isEmpty()) throw new IllegalArgumentException("No branches to run");
        fiber.branches = new Branches(fibers, call.flag("failFast"));
    }

    private static final class Retry implements Step {
        @Override
        public void start(Run run, Fiber fiber, StepCall call, Answer answer) {
            run.enter(fiber, fiber.context());
        }

        @Override
        public void blockEnded(Run run, Fiber fiber, Frame frame, Outcome outcome) {
            boolean stopped = outcome.getAbnormal() instanceof FlowInterruptedException interruption
                    && interruption.isActualInterruption();
            int count = Integer.parseInt(frame.owner.text("count"));
            if (outcome.isFailure() && !stopped && frame.attempt < count) {
                run.build().log().write("ERROR: " + outcome.getAbnormal().getMessage());
                run.build().log().write("Retrying");
                run.again(fiber, frame);
            } else {
                fiber.resume(outcome);
            }
        }
    }

    private static final class WaitUntil implements Step {
        @Override
        public void start(Run run, Fiber fiber, StepCall call, Answer answer) {
            run.enter(fiber, fiber.context());
        }

        @Override
        public void blockEnded(Run run, Fiber fiber, Frame frame, Outcome outcome) {
            if (outcome.isFailure() || Boolean.TRUE.equals(outcome.getNormal())) fiber.resume(outcome);
            else if (frame.attempt < PATIENCE) run.again(fiber, frame);
            else throw new IllegalStateException("waitUntil was still waiting after " + PATIENCE + " attempts");
        }
    }

    /** {@code catchError} and {@code warnError}: a failure only marks the build and the stage. */
    private static final class CatchError implements Step {
        @Override
        public void start(Run run, Fiber fiber, StepCall call, Answer answer) {
            run.enter(fiber, fiber.context());
        }

        @Override
        public void blockEnded(Run run, Fiber fiber, Frame frame, Outcome outcome) {
            Throwable failure = outcome.getAbnormal();
            StepCall call = frame.owner;
            boolean interruption = failure instanceof FlowInterruptedException;
            if (failure == null || interruption && "false".equals(call.text("catchInterruptions"))) {
                fiber.resume(outcome);
                return;
            }
            if (call.text("message") != null) run.build().log().write(call.text("message"));
            run.build().log().write("ERROR: " + failure.getMessage());
            Result usual = call.step.equals("warnError") ? Result.UNSTABLE : Result.FAILURE;
            Result own = interruption ? ((FlowInterruptedException) failure).getResult() : usual;
            Result forBuild = call.text("buildResult") == null ? own : Result.fromString(call.text("buildResult"));
            Result forStage = call.text("stageResult") == null ? forBuild : Result.fromString(call.text("stageResult"));
            if (forBuild != Result.SUCCESS) run.build().program().worsen(forBuild);
            run.build().log().mark(frame.context.stages, forStage);
            fiber.resume(new Outcome(null, null));
        }
    }

    private static final class Lock implements Step {
        @Override
        public void start(Run run, Fiber fiber, StepCall call, Answer answer) {
            String name = name(call);
            if (call.flag("skipIfLocked") && run.controller().isLocked(name)) fiber.resume(new Outcome(null, null));
            else if (run.controller().acquire(name, run, fiber.number)) run.enter(fiber, fiber.context());
        }

        @Override
        public void blockEnded(Run run, Fiber fiber, Frame frame, Outcome outcome) {
            run.controller().release(name(frame.owner));
            fiber.resume(outcome);
        }

        private static String name(StepCall call) {
            String name = call.text("resource") == null ? call.text("label") : call.text("resource");
            if (name == null)
                throw new IllegalArgumentException("Either resource label or resource name must be specified.");
            return name;
        }
    }
}
