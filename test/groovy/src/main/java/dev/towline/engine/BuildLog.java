package dev.towline.engine;

import hudson.model.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a build wrote, and how its stages went. Credentials are masked. */
final class BuildLog {
    private final List<String> lines = new ArrayList<>();
    private final Map<String, String> stages = new LinkedHashMap<>();
    private final List<String> secrets = new ArrayList<>();

    void write(String text) {
        String masked = text;
        for (String secret : secrets) masked = masked.replace(secret, "****");
        lines.addAll(masked.lines().toList());
    }

    void hide(String secret) {
        secrets.add(secret);
    }

    void stageBegins(List<String> path) {
        stages.putIfAbsent(String.join(" / ", path), Result.SUCCESS.toString());
    }

    void stageSkipped(List<String> path) {
        stages.put(String.join(" / ", path), "SKIPPED");
    }

    /** A stage and those around it are at best this. */
    void mark(List<String> path, Result result) {
        for (int length = path.size(); length > 0; length--) {
            stages.merge(String.join(" / ", path.subList(0, length)), result.toString(), BuildLog::worse);
        }
    }

    List<String> lines() {
        return lines;
    }

    Map<String, String> stages() {
        return stages;
    }

    private static String worse(String one, String other) {
        if (one.equals("SKIPPED")) return one;
        return Result.fromString(other).isWorseThan(Result.fromString(one)) ? other : one;
    }
}
