package dev.towline.engine;

import hudson.model.Result;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;

/** What a caller is told of a build that has ended. */
final class Report {
    private Report() {}

    static Map<String, Object> of(Build build, List<CallRecord> calls, Result result, Throwable failure) {
        if (failure != null) build.log().write("ERROR: " + failure.getMessage());
        build.log().write("Finished: " + result);
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("result", result.toString());
        report.put("calls", calls.stream().map(CallRecord::toMap).toList());
        report.put("stages", build.log().stages());
        report.put("log", build.log().lines());
        report.put("error", failure == null ? null : describe(failure));
        report.put(
                "sandbox", build.sandbox() == null ? List.of() : build.sandbox().signatures());
        return report;
    }

    private static Map<String, Object> describe(Throwable failure) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("type", failure.getClass().getName());
        error.put("message", String.valueOf(failure.getMessage()));
        error.put("line", line(failure));
        error.put(
                "findings",
                failure instanceof MultipleCompilationErrorsException refused
                        ? ScriptReader.findings(refused)
                        : List.of());
        return error;
    }

    /** The line of the script where it happened; null where none is known. */
    private static Integer line(Throwable failure) {
        for (StackTraceElement element : failure.getStackTrace()) {
            if ("WorkflowScript".equals(element.getFileName()) && element.getLineNumber() > 0)
                return element.getLineNumber();
        }
        return null;
    }
}
