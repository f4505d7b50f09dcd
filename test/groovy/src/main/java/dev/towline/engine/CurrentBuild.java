package dev.towline.engine;

import hudson.model.Result;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/** The global variable {@code currentBuild}. */
public final class CurrentBuild implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The build before this one. */
    public record Previous(String result) implements Serializable {
        public String getResult() {
            return result;
        }

        public String getCurrentResult() {
            return result;
        }
    }

    /** What a fetch brought. */
    public record ChangeSet(List<Change> items) {
        public List<Change> getItems() {
            return items;
        }
    }

    /** One commit of it. */
    public record Change(List<?> paths) {
        public List<ChangedFile> getAffectedFiles() {
            return paths.stream().map(path -> new ChangedFile(path.toString())).toList();
        }
    }

    /** One file of that. */
    public record ChangedFile(String path) {
        public String getPath() {
            return path;
        }
    }

    public String getResult() {
        Result result = program().result();
        return result == null ? null : result.toString();
    }

    public void setResult(String result) {
        program().worsen(Result.fromString(result));
    }

    public String getCurrentResult() {
        return current().toString();
    }

    public boolean resultIsBetterOrEqualTo(String other) {
        return current().isBetterOrEqualTo(Result.fromString(other));
    }

    public boolean resultIsWorseOrEqualTo(String other) {
        return current().isWorseOrEqualTo(Result.fromString(other));
    }

    public int getNumber() {
        return Build.current().number();
    }

    public String getId() {
        return String.valueOf(getNumber());
    }

    public String getAbsoluteUrl() {
        return Build.current().environment("BUILD_URL");
    }

    public String getProjectName() {
        return Build.current().environment("JOB_BASE_NAME");
    }

    public String getFullProjectName() {
        return Build.current().environment("JOB_NAME");
    }

    public String getFullDisplayName() {
        return getFullProjectName() + " " + getDisplayName();
    }

    public String getDisplayName() {
        String name = program().displayName;
        return name == null ? "#" + getNumber() : name;
    }

    public void setDisplayName(String name) {
        program().displayName = name;
    }

    public String getDescription() {
        return program().description;
    }

    public void setDescription(String text) {
        program().description = text;
    }

    /** Always the same moment. */
    public long getStartTimeInMillis() {
        return 1_790_000_000_000L;
    }

    public String getDurationString() {
        return "1 sec and counting";
    }

    public Previous getPreviousBuild() {
        String result = Build.current().request().previousResult();
        return result == null ? null : new Previous(result);
    }

    public List<Map<String, Object>> getBuildCauses() {
        return List.of(Map.of("shortDescription", "Started by an SCM change"));
    }

    /** One commit that changed all files of the request; none where there are none. */
    public List<ChangeSet> getChangeSets() {
        List<?> files = Build.current().request().changedFiles();
        return files.isEmpty() ? List.of() : List.of(new ChangeSet(List.of(new Change(files))));
    }

    private static Result current() {
        Result result = program().result();
        return result == null ? Result.SUCCESS : result;
    }

    private static Program program() {
        return Build.current().program();
    }
}
