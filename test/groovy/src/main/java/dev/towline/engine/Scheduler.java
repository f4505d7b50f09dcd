package dev.towline.engine;

import java.util.List;
import java.util.Random;

/** Chooses which branch goes on: in turns, or at random by a seed. */
final class Scheduler {
    private final Random random;
    private int last = -1;

    Scheduler(Long seed) {
        // Neighbouring seeds would begin alike.
        random = seed == null ? null : new Random(seed * 0x9E3779B97F4A7C15L);
    }

    /** One that can do something; null where all of them wait. */
    Fiber choose(List<Fiber> fibers) {
        List<Fiber> runnable = fibers.stream().filter(Fiber::isRunnable).toList();
        if (runnable.isEmpty()) return null;
        if (random != null) return runnable.get(random.nextInt(runnable.size()));
        Fiber chosen = runnable.stream()
                .filter(fiber -> fiber.number > last)
                .findFirst()
                .orElse(runnable.get(0));
        last = chosen.number;
        return chosen;
    }
}
