package dev.towline.engine;

import hudson.model.Result;

/** The conditions of {@code post}. */
final class PostConditions {
    private PostConditions() {}

    static boolean isMet(String condition, Result now) {
        String previous = Build.current().request().previousResult();
        boolean well = now == Result.SUCCESS;
        return switch (condition) {
            case "always", "cleanup" -> true;
            case "changed" -> !now.toString().equals(previous);
            case "fixed" -> well && ("FAILURE".equals(previous) || "UNSTABLE".equals(previous));
            case "regression" -> previous != null && now.isWorseThan(Result.fromString(previous));
            case "success" -> well;
            case "unsuccessful" -> !well;
            case "notBuilt" -> now == Result.NOT_BUILT;
            default -> now.toString().equalsIgnoreCase(condition);
        };
    }
}
