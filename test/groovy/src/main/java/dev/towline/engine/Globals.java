package dev.towline.engine;

import java.util.Set;

/** The global variables of a build, made when they are first used and then kept in the script's binding. */
final class Globals {
    private static final Set<String> STAND_INS = Set.of("docker", "pipeline");

    private final Build build;

    Globals(Build build) {
        this.build = build;
    }

    /** The variable, or null where there is none of this name. */
    Object find(String name, PipelineScript script) {
        Object value = make(name, script);
        if (value != null) script.getBinding().setVariable(name, value);
        return value;
    }

    private Object make(String name, PipelineScript script) {
        if (script.getBinding().hasVariable(name)) return script.getBinding().getVariable(name);
        if (STAND_INS.contains(name))
            return Code.standIn(Character.toUpperCase(name.charAt(0)) + name.substring(1), script);
        return switch (name) {
            case "steps" -> new Steps();
            case "env" -> new EnvironmentVariable();
            case "currentBuild" -> new CurrentBuild();
            case "params" -> build.program().params;
            case "scm" -> new Scm();
            default -> build.code().variable(name);
        };
    }
}
