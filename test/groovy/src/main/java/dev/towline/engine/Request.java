package dev.towline.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a caller asks to run. */
final class Request {
    private final Map<?, ?> fields;

    Request(Map<?, ?> fields) {
        this.fields = fields;
    }

    String script() {
        return fields.get("script").toString();
    }

    boolean sandbox() {
        return Boolean.TRUE.equals(fields.get("sandbox"));
    }

    /** Whether the program is written and read again at every step. */
    boolean serialize() {
        return !Boolean.FALSE.equals(fields.get("serialize"));
    }

    /** After which step the controller restarts; -1 for never. */
    int restartAt() {
        return fields.get("restartAt") instanceof Number step ? step.intValue() : -1;
    }

    /** The seed of the order in which branches go on; null for turns. */
    Long seed() {
        return fields.get("seed") instanceof Number seed ? seed.longValue() : null;
    }

    int buildNumber() {
        return fields.get("buildNumber") instanceof Number number ? number.intValue() : 1;
    }

    /** The result of the build before; null for none. */
    String previousResult() {
        return text("previousResult");
    }

    /** The class of what started the build, as {@code triggeredBy} names it. */
    String trigger() {
        return text("trigger");
    }

    /** The files that the build's commits changed. */
    List<?> changedFiles() {
        return fields.get("changedFiles") instanceof List<?> files ? files : List.of();
    }

    /** Builds that name the same controller share its locks and milestones. */
    String controller() {
        return text("controller");
    }

    /** The commit that a checkout brings. */
    String commit() {
        return text("commit");
    }

    /** What a checkout brings. */
    Map<String, String> files() {
        return texts("files");
    }

    Map<String, String> env() {
        return texts("env");
    }

    Map<String, Object> params() {
        return Plain.ofMap(map("params"));
    }

    /** The libraries that the controller knows, by name. */
    Map<String, LibraryFolder> libraries() {
        Map<String, LibraryFolder> libraries = new LinkedHashMap<>();
        map("libraries").forEach((name, value) -> {
            Map<?, ?> library = (Map<?, ?>) value;
            libraries.put(
                    name.toString(),
                    new LibraryFolder(library.get("folder").toString(), !Boolean.FALSE.equals(library.get("trusted"))));
        });
        return libraries;
    }

    /** Steps of plugins that the engine does not know. */
    List<?> extraSteps() {
        return fields.get("extraSteps") instanceof List<?> steps ? steps : List.of();
    }

    /** Steps whose plugin is not installed. */
    List<?> missingSteps() {
        return fields.get("missingSteps") instanceof List<?> steps ? steps : List.of();
    }

    private String text(String name) {
        return fields.get(name) == null ? null : fields.get(name).toString();
    }

    private Map<String, String> texts(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        map(name).forEach((key, value) -> texts.put(key.toString(), value.toString()));
        return texts;
    }

    private Map<?, ?> map(String name) {
        return fields.get(name) instanceof Map<?, ?> map ? map : Map.of();
    }
}
