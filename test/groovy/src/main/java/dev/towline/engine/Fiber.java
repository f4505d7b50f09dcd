package dev.towline.engine;

import com.cloudbees.groovy.cps.Continuable;
import com.cloudbees.groovy.cps.Outcome;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Deque;

/** A thread of a program: the script, or one branch of {@code parallel}. */
final class Fiber implements Serializable {
    private static final long serialVersionUID = 1L;

    final int number;
    /** The branch; empty for the script. */
    final String name;
    /** The fiber that called {@code parallel}; null for the script. */
    final Fiber parent;

    private final Deque<Frame> frames = new ArrayDeque<>();
    /** What the program goes on with; null while it waits. */
    private Outcome next = new Outcome(null, null);
    /** The step it waits for; null while it can go on. */
    private StepCall pending;

    private int pendingRecord = -1;
    /** Whether the pending step has been started. */
    private boolean started;
    /** The branches that this fiber waits for. */
    Branches branches;
    /** How it ended. */
    Outcome end;

    Fiber(int number, String name, Fiber parent) {
        this.number = number;
        this.name = name;
        this.parent = parent;
    }

    void run(Continuable program, Context context) {
        frames.push(new Frame(program, context, null, -1, 1));
    }

    Frame top() {
        return frames.peek();
    }

    Context context() {
        return frames.peek().context;
    }

    /** Whether it can do something by itself: go on, or start its pending step. */
    boolean isRunnable() {
        return end == null && (next != null || (pending != null && !started));
    }

    boolean isWaitingToStart() {
        return pending != null && !started;
    }

    StepCall pending() {
        return pending;
    }

    int pendingRecord() {
        return pendingRecord;
    }

    /** The program has suspended and asks for a step. */
    void suspend(StepCall call) {
        pending = call;
        started = false;
        next = null;
    }

    void startPending(int record) {
        started = true;
        pendingRecord = record;
    }

    /** Lets the innermost frame go on. */
    void resume(Outcome outcome) {
        next = outcome;
        pending = null;
        pendingRecord = -1;
    }

    Outcome takeNext() {
        Outcome taken = next;
        next = null;
        return taken;
    }

    /** Runs the block of the pending step, or of a frame that just ended, in this context. */
    void enter(StepCall call, int record, Continuable block, Context context, int attempt) {
        frames.push(new Frame(block, context, call, record, attempt));
        resume(new Outcome(null, null));
    }

    /** Has what it waits for fail, or the branches that it waits for. */
    void interrupt(Throwable cause) {
        if (end != null) return;
        if (branches != null) branches.fibers().forEach(fiber -> fiber.interrupt(cause));
        else resume(new Outcome(null, cause));
    }

    Frame leave() {
        return frames.pop();
    }

    boolean isEmpty() {
        return frames.isEmpty();
    }
}
