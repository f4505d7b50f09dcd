package dev.towline.engine;

import com.cloudbees.groovy.cps.Outcome;
import hudson.AbortException;
import hudson.model.Result;
import java.util.List;

/** Steps that only do something to the build, or to others, and give back what the answer says. */
final class PlainSteps {
    /** Nothing is done. */
    static final Step RECORDED = (run, fiber, call, answer) -> fiber.resume(new Outcome(answer.value(), null));

    private PlainSteps() {}

    static void addTo(StepTable table) {
        table.add("junit", "testResults", true, RECORDED);
        table.add("archiveArtifacts", "artifacts", true, RECORDED);
        table.add("publishHTML", "target", true, RECORDED);
        table.add("recordIssues", null, true, RECORDED);
        table.add("writeJSON", null, true, RECORDED);
        table.add("writeYaml", null, true, RECORDED);
        table.add("tool", "name", true, RECORDED);
        table.add(
                "envVarsForTool",
                null,
                true,
                (run, fiber, call, answer) ->
                        fiber.resume(new Outcome(answer.hasValue() ? answer.value() : List.of(), null)));
        table.add("properties", "properties", false, RECORDED);
        table.add("input", "message", false, RECORDED);
        table.add("sleep", "time", false, RECORDED);
        table.add(
                "ecrLogin",
                null,
                true,
                (run, fiber, call, answer) -> fiber.resume(new Outcome(
                        answer.hasValue()
                                ? answer.value()
                                : "docker login -u AWS -p token https://registry.example.com",
                        null)));
        table.add("build", "job", false, RECORDED);
        table.add("addBadge", null, false, RECORDED);
        table.add("mail", null, false, RECORDED);
        table.add("emailext", null, false, RECORDED);
        table.add("slackSend", "message", false, RECORDED);
        table.add("office365ConnectorSend", null, false, RECORDED);
        table.add("httpRequest", "url", false, RECORDED);
        table.add("githubNotify", null, false, RECORDED);
        table.add("dockerFingerprintFrom", null, true, RECORDED);
        table.add(
                "isUnix",
                null,
                true,
                (run, fiber, call, answer) -> fiber.resume(new Outcome(
                        answer.hasValue()
                                ? answer.value()
                                : !fiber.context().node.contains("windows"),
                        null)));
        table.add("echo", "message", false, PlainSteps::echo);
        table.add("error", "message", false, PlainSteps::fail);
        table.add("unstable", "message", false, PlainSteps::unstable);
        table.add("milestone", "ordinal", false, PlainSteps::milestone);
    }

    private static void echo(Run run, Fiber fiber, StepCall call, Answer answer) {
        run.build().log().write(String.valueOf(call.text("message")));
        fiber.resume(new Outcome(null, null));
    }

    private static void fail(Run run, Fiber fiber, StepCall call, Answer answer) throws AbortException {
        throw new AbortException(String.valueOf(call.text("message")));
    }

    private static void unstable(Run run, Fiber fiber, StepCall call, Answer answer) {
        run.build().log().write("WARNING: " + call.text("message"));
        run.build().mark(Result.UNSTABLE, fiber.context());
        fiber.resume(new Outcome(null, null));
    }

    private static void milestone(Run run, Fiber fiber, StepCall call, Answer answer) throws Exception {
        run.controller().pass(call, run);
        fiber.resume(new Outcome(null, null));
    }
}
