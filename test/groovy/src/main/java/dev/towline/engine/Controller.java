package dev.towline.engine;

import hudson.model.Result;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/** What the builds of one Jenkins share: locks and milestones. */
final class Controller {
    private record Owner(Run run, int fiber) {}

    private final Map<String, Owner> locks = new HashMap<>();
    private final Map<String, Deque<Owner>> waiting = new HashMap<>();
    private final Map<Integer, Integer> newestPassed = new HashMap<>();
    private final Map<Run, Integer> lastPassed = new LinkedHashMap<>();

    boolean isLocked(String resource) {
        return locks.containsKey(resource);
    }

    /** Whether the lock was free; who waits for it is told by {@link Run#granted}. */
    boolean acquire(String resource, Run run, int fiber) {
        Owner owner = new Owner(run, fiber);
        if (locks.putIfAbsent(resource, owner) == null) return true;
        waiting.computeIfAbsent(resource, name -> new ArrayDeque<>()).add(owner);
        return false;
    }

    void release(String resource) {
        locks.remove(resource);
        Owner next = waiting.getOrDefault(resource, new ArrayDeque<>()).poll();
        if (next == null) return;
        locks.put(resource, next);
        next.run().granted(next.fiber());
    }

    /** Lets a build pass, or refuses it where a newer one has; ends older ones that are between an earlier milestone and this one. */
    void pass(StepCall milestone, Run run) throws FlowInterruptedException {
        int ordinal = ordinal(milestone, run);
        int newest = newestPassed.getOrDefault(ordinal, 0);
        if (newest > run.build().number()) throw superseded(newest);
        newestPassed.put(ordinal, run.build().number());
        lastPassed.put(run, ordinal);
        for (Map.Entry<Run, Integer> other : lastPassed.entrySet()) {
            if (other.getKey().build().number() < run.build().number() && other.getValue() < ordinal)
                other.getKey().interruptLater(superseded(run.build().number()));
        }
    }

    /** A build has ended: nothing of it is left. */
    void forget(Run run) {
        lastPassed.remove(run);
        waiting.values().forEach(queue -> queue.removeIf(owner -> owner.run() == run));
        locks.entrySet().stream()
                .filter(lock -> lock.getValue().run() == run)
                .map(Map.Entry::getKey)
                .toList()
                .forEach(this::release);
    }

    /** A milestone without a number follows the one before. */
    private int ordinal(StepCall milestone, Run run) {
        String given = milestone.text("ordinal");
        return given == null ? lastPassed.getOrDefault(run, -1) + 1 : Integer.parseInt(given);
    }

    private static FlowInterruptedException superseded(int by) {
        return new FlowInterruptedException(Result.NOT_BUILT, true, "Superseded by build #" + by);
    }
}
