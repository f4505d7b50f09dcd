package dev.towline.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The steps that pipelines can call. */
final class StepTable {
    private final Map<String, StepDefinition> steps = new HashMap<>();

    /**
     * @param extra names of further steps, which only record their call
     * @param missing names of those whose plugin is not installed
     */
    StepTable(List<?> extra, List<?> missing) {
        ShellSteps.addTo(this);
        FileSteps.addTo(this);
        PlainSteps.addTo(this);
        EnvironmentSteps.addTo(this);
        FlowSteps.addTo(this);
        BlockSteps.addTo(this);
        extra.forEach(name -> add(name.toString(), null, false, PlainSteps.RECORDED));
        missing.forEach(name -> steps.remove(name.toString()));
    }

    StepDefinition find(String name) {
        return steps.get(name);
    }

    void add(String name, String mainArgument, boolean needsNode, Step behaviour) {
        steps.put(name, new StepDefinition(name, mainArgument, needsNode, behaviour));
    }

    /** Adds steps that differ in their name only. */
    void addAll(List<String> names, String mainArgument, boolean needsNode, Step behaviour) {
        names.forEach(name -> add(name, mainArgument, needsNode, behaviour));
    }
}
