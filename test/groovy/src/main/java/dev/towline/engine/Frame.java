package dev.towline.engine;

import com.cloudbees.groovy.cps.Continuable;
import java.io.Serializable;

/** One running part of a program: the script itself, or the block of a step. */
final class Frame implements Serializable {
    private static final long serialVersionUID = 1L;

    final Continuable program;
    final Context context;
    /** The step whose block this is, and the number of its record; null and -1 for the script and for branches. */
    final StepCall owner;

    final int record;
    /** How often the block has been started. */
    final int attempt;

    Frame(Continuable program, Context context, StepCall owner, int record, int attempt) {
        this.program = program;
        this.context = context;
        this.owner = owner;
        this.record = record;
        this.attempt = attempt;
    }
}
