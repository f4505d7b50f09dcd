package dev.towline.engine;

import com.cloudbees.groovy.cps.Outcome;

/** What a step does. */
interface Step {
    /** Starts it, once the world has answered; must resume the fiber, give it a block to run, or park it. */
    void start(Run run, Fiber fiber, StepCall call, Answer answer) throws Exception;

    /** Its block has ended; must resume the fiber or give it a block again. */
    default void blockEnded(Run run, Fiber fiber, Frame frame, Outcome outcome) throws Exception {
        fiber.resume(outcome);
    }
}
