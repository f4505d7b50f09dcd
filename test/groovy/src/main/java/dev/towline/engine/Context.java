package dev.towline.engine;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the blocks around a step provide. Immutable: every block makes a new one from that around it. */
final class Context implements Serializable {
    private static final long serialVersionUID = 1L;

    static final Context EMPTY = new Context(Map.of(), null, 0, "", List.of(), List.of());

    /** Variables that blocks have set. */
    final Map<String, String> env;
    /** The label that the node was asked for ("" for any); null outside a node. */
    final String node;
    /** Which workspace; 0 outside a node. */
    final int workspace;
    /** Folder inside the workspace. */
    final String folder;
    /** Names of the stages, outermost first. */
    final List<String> stages;
    /** Names of the block steps, outermost first. */
    final List<String> within;

    private Context(
            Map<String, String> env,
            String node,
            int workspace,
            String folder,
            List<String> stages,
            List<String> within) {
        this.env = env;
        this.node = node;
        this.workspace = workspace;
        this.folder = folder;
        this.stages = stages;
        this.within = within;
    }

    Context inside(String step) {
        return new Context(env, node, workspace, folder, stages, append(within, step));
    }

    Context withEnv(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(env);
        all.putAll(more);
        return new Context(all, node, workspace, folder, stages, within);
    }

    Context onNode(String label, int newWorkspace) {
        Map<String, String> names = Map.of(
                "NODE_NAME",
                label.isEmpty() ? "agent" : label,
                "WORKSPACE",
                "/workspace/" + newWorkspace,
                "EXECUTOR_NUMBER",
                "0");
        return new Context(env, label, newWorkspace, "", stages, within).withEnv(names);
    }

    Context inFolder(String path) {
        return new Context(env, node, workspace, Workspace.resolve(folder, path), stages, within);
    }

    Context inStage(String name) {
        return new Context(env, node, workspace, folder, append(stages, name), within)
                .withEnv(Map.of("STAGE_NAME", name));
    }

    private static List<String> append(List<String> list, String last) {
        List<String> longer = new ArrayList<>(list);
        longer.add(last);
        return longer;
    }
}
