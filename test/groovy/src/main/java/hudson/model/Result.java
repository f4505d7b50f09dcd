package hudson.model;

import java.io.Serializable;

/** Stands for Jenkins' build results, from best to worst. */
public final class Result implements Serializable {
    private static final long serialVersionUID = 1L;

    public static final Result SUCCESS = new Result("SUCCESS", 0);
    public static final Result UNSTABLE = new Result("UNSTABLE", 1);
    public static final Result FAILURE = new Result("FAILURE", 2);
    public static final Result NOT_BUILT = new Result("NOT_BUILT", 3);
    public static final Result ABORTED = new Result("ABORTED", 4);

    private static final Result[] ALL = {SUCCESS, UNSTABLE, FAILURE, NOT_BUILT, ABORTED};

    private final String name;
    private final int ordinal;

    private Result(String name, int ordinal) {
        this.name = name;
        this.ordinal = ordinal;
    }

    /** The result of this name; an unknown one is a failure, as in Jenkins. */
    public static Result fromString(String name) {
        for (Result result : ALL) {
            if (result.name.equalsIgnoreCase(name)) return result;
        }
        return FAILURE;
    }

    public boolean isWorseThan(Result other) {
        return ordinal > other.ordinal;
    }

    public boolean isWorseOrEqualTo(Result other) {
        return ordinal >= other.ordinal;
    }

    public boolean isBetterOrEqualTo(Result other) {
        return ordinal <= other.ordinal;
    }

    private Object readResolve() {
        return ALL[ordinal];
    }

    @Override
    public String toString() {
        return name;
    }
}
