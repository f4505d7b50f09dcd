package dev.towline.engine;

import com.cloudbees.groovy.cps.Continuable;
import com.cloudbees.groovy.cps.Outcome;
import hudson.model.Result;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.MissingContextVariableException;

/** Drives the program of one build: until a step must be answered from outside, or to its end. */
final class Run {
    /** Who is told what happens; each {@code ask} must be followed by {@link #answer}. */
    interface Listener {
        void ask(CallRecord call);

        void left(int call);

        void ended(Map<String, Object> result);

        /** Has work done after the present one. */
        void later(Runnable work);
    }

    private final Build build;
    private final Controller controller;
    private final Listener listener;
    private final Scheduler scheduler;
    private final List<CallRecord> calls = new ArrayList<>();
    /** The fiber whose step is being answered; -1 where there is none. */
    private int asking = -1;

    private boolean ended;

    Run(Request request, Controller controller, Listener listener) {
        this.build = new Build(request);
        this.controller = controller;
        this.listener = listener;
        scheduler = new Scheduler(request.seed());
    }

    Build build() {
        return build;
    }

    Controller controller() {
        return controller;
    }

    /** Compiles the script and runs until the first step. */
    void start() {
        build.within(() -> {
            try {
                build.code(Code.of(build.request()));
                build.program(new Program(
                        Bodies.of(build.code().script()), build.request().params()));
                advance();
            } catch (Exception refused) {
                finish(new Outcome(null, refused));
            }
        });
    }

    /** The world has answered the step that was asked for. */
    void answer(Answer answer) {
        build.within(() -> {
            Fiber fiber = program().fiber(asking);
            asking = -1;
            // It was interrupted while it waited for the answer.
            if (fiber.pending() != null) take(answer, fiber);
            advance();
        });
    }

    private void take(Answer answer, Fiber fiber) {
        StepCall call = fiber.pending();
        int record = fiber.pendingRecord();
        try {
            answer.applyTo(this, fiber.context());
            build.steps().find(call.step).behaviour().start(this, fiber, call, answer);
        } catch (Exception failure) {
            fiber.resume(new Outcome(null, failure));
        }
        if (record == build.request().restartAt()) restart();
    }

    /** Runs the block of a fiber's pending step, in this context. */
    void enter(Fiber fiber, Context context) {
        StepCall call = fiber.pending();
        if (call.body == null) throw new IllegalStateException(call.step + " step must be called with a body");
        fiber.enter(call, fiber.pendingRecord(), Bodies.of(call.body), context.inside(call.step), 1);
    }

    /** Runs the block of a frame that has ended once more. */
    void again(Fiber fiber, Frame frame) {
        fiber.enter(frame.owner, frame.record, Bodies.of(frame.owner.body), frame.context, frame.attempt + 1);
    }

    /** A lock that a fiber waited for is its own now. */
    void granted(int number) {
        listener.later(() -> build.within(() -> {
            Fiber fiber = program().fiber(number);
            enter(fiber, fiber.context());
            if (asking < 0) advance();
        }));
    }

    /** Ends all that the build is doing. */
    void interrupt(FlowInterruptedException cause) {
        for (Fiber fiber : program().fibers()) {
            if (fiber.branches == null) fiber.interrupt(cause);
        }
    }

    /** Ends all that the build is doing, at the word of another build. */
    void interruptLater(FlowInterruptedException cause) {
        listener.later(() -> build.within(() -> {
            if (ended) return;
            interrupt(cause);
            if (asking < 0) advance();
        }));
    }

    private void advance() {
        while (!ended && asking < 0) {
            Fiber fiber = scheduler.choose(program().fibers());
            if (fiber == null) return;
            build.running(fiber);
            if (fiber.isWaitingToStart()) startStep(fiber);
            else goOn(fiber);
        }
    }

    private void startStep(Fiber fiber) {
        StepCall call = fiber.pending();
        CallRecord record = new CallRecord(calls.size(), fiber.name, call, fiber.context());
        calls.add(record);
        fiber.startPending(record.index());
        if (build.steps().find(call.step).needsNode() && fiber.context().node == null) {
            fiber.resume(new Outcome(null, new MissingContextVariableException(call.step)));
        } else {
            asking = fiber.number;
            listener.ask(record);
        }
    }

    private void goOn(Fiber fiber) {
        Continuable code = fiber.top().program;
        Outcome outcome = code.run0(fiber.takeNext(), Continuable.categories);
        if (!code.isResumable()) {
            frameEnded(fiber, outcome);
        } else if (outcome.getNormal() instanceof StepCall call) {
            fiber.suspend(call);
            save();
        } else {
            fiber.resume(outcome);
        }
    }

    private void frameEnded(Fiber fiber, Outcome outcome) {
        Frame frame = fiber.leave();
        if (frame.owner != null) {
            listener.left(frame.record);
            blockEnded(fiber, frame, outcome);
        } else if (fiber.parent == null) {
            finish(outcome);
        } else {
            branchEnded(fiber, outcome);
        }
    }

    private void blockEnded(Fiber fiber, Frame frame, Outcome outcome) {
        try {
            build.steps().find(frame.owner.step).behaviour().blockEnded(this, fiber, frame, outcome);
        } catch (Exception failure) {
            fiber.resume(new Outcome(null, failure));
        }
    }

    private void branchEnded(Fiber fiber, Outcome outcome) {
        fiber.end = outcome;
        program().remove(fiber);
        Branches branches = fiber.parent.branches;
        if (outcome.isFailure()) branches.interruptOthers();
        if (!branches.haveEnded()) return;
        fiber.parent.branches = null;
        fiber.parent.resume(branches.outcome());
    }

    /** Writes the program and goes on with what was read again, so that nothing is used that would not survive a restart. */
    private void save() {
        if (!build.request().serialize()) return;
        try {
            build.program(Snapshot.of(program()).restore(build.code().loader()));
        } catch (IOException | ClassNotFoundException failure) {
            finish(new Outcome(null, failure));
        }
    }

    /** The controller restarts: all classes are new, the program is what was written. */
    private void restart() {
        try {
            Snapshot snapshot = Snapshot.of(program());
            build.code(Code.anew(build.request()));
            build.code().script();
            build.program(snapshot.restore(build.code().loader()));
            build.log().write("Resuming build after a restart");
        } catch (IOException | ClassNotFoundException failure) {
            finish(new Outcome(null, failure));
        }
    }

    private void finish(Outcome outcome) {
        ended = true;
        Throwable failure = outcome.getAbnormal();
        Result own = failure == null
                ? Result.SUCCESS
                : failure instanceof FlowInterruptedException interruption ? interruption.getResult() : Result.FAILURE;
        Result marked = program() == null || program().result() == null
                ? Result.SUCCESS
                : program().result();
        listener.ended(Report.of(build, calls, own.isWorseThan(marked) ? own : marked, failure));
        controller.forget(this);
    }

    private Program program() {
        return build.program();
    }
}
