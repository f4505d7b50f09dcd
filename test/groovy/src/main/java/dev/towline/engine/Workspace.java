package dev.towline.engine;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files of an agent's workspace, by path. */
final class Workspace {
    private final Map<String, String> files = new LinkedHashMap<>();

    String read(String path) {
        return files.get(path);
    }

    void write(String path, String text) {
        files.put(path, text);
    }

    /** Removes what lies in a folder. */
    void clear(String folder) {
        files.keySet().removeIf(path -> folder.isEmpty() || path.startsWith(folder + "/"));
    }

    /** The files whose path, seen from the folder, matches one of these Ant patterns (null: all), by that path. */
    Map<String, String> select(String folder, String patterns) {
        Map<String, String> selected = new LinkedHashMap<>();
        files.forEach((path, text) -> {
            if (!folder.isEmpty() && !path.startsWith(folder + "/")) return;
            String seen = folder.isEmpty() ? path : path.substring(folder.length() + 1);
            if (patterns == null || matchesAny(seen, patterns)) selected.put(seen, text);
        });
        return selected;
    }

    /** A path as seen from a folder, both inside the workspace; absolute paths stay as they are. */
    static String resolve(String folder, String path) {
        return Path.of(folder).resolve(path).normalize().toString();
    }

    private static boolean matchesAny(String path, String patterns) {
        for (String pattern : patterns.split("[,\\s]+")) {
            if (AntPattern.matches(pattern, path)) return true;
        }
        return false;
    }
}
