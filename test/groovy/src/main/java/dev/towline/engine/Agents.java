package dev.towline.engine;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The workspaces of a build, which are empty when a node is taken, and its stashes. */
final class Agents {
    private final Map<String, String> repository;
    private final Map<Integer, Workspace> workspaces = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> stashes = new HashMap<>();

    /** @param repository the files that a checkout brings */
    Agents(Map<String, String> repository) {
        this.repository = repository;
    }

    /** The number of a new workspace. */
    int take() {
        int number = workspaces.size() + 1;
        workspaces.put(number, new Workspace());
        return number;
    }

    Workspace workspace(Context context) {
        return workspaces.get(context.workspace);
    }

    void checkout(Context context) {
        Workspace workspace = workspace(context);
        repository.forEach((path, text) -> workspace.write(Workspace.resolve(context.folder, path), text));
    }

    void stash(String name, Map<String, String> files) {
        stashes.put(name, files);
    }

    /** The files of a stash; null where there is none of this name. */
    Map<String, String> stash(String name) {
        return stashes.get(name);
    }
}
