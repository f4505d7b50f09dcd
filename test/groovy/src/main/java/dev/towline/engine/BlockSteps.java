package dev.towline.engine;

import com.cloudbees.groovy.cps.Continuable;
import com.cloudbees.groovy.cps.Outcome;
import hudson.AbortException;
import hudson.model.Result;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/** Blocks that change where their steps run. */
final class BlockSteps {
    private static final Step PLAIN = (run, fiber, call, answer) -> run.enter(fiber, fiber.context());

    private BlockSteps() {}

    static void addTo(StepTable table) {
        table.add("node", "label", false, BlockSteps::node);
        table.add("stage", "name", false, new Stage());
        table.add(
                "dir",
                "path",
                true,
                (run, fiber, call, answer) -> run.enter(fiber, fiber.context().inFolder(call.text("path"))));
        table.add("podTemplate", null, false, BlockSteps::pod);
        table.add("load", "path", true, BlockSteps::load);
        table.add("ws", "dir", true, PLAIN);
        table.add("container", "name", true, PLAIN);
        table.add("withDockerContainer", "image", true, PLAIN);
        table.add("withDockerRegistry", null, true, BlockSteps::dockerRegistry);
        table.add("withDockerServer", null, true, PLAIN);
        table.addAll(
                List.of("sshagent", "configFileProvider", "withSonarQubeEnv", "nodejs", "withMaven", "wrap"),
                "value",
                true,
                PLAIN);
        table.addAll(
                List.of("script", "timestamps", "throttle", "withChecks", "ansiColor"),
                "value",
                false,
                PLAIN);
    }

    private static void node(Run run, Fiber fiber, StepCall call, Answer answer) {
        String label = call.text("label") == null ? "" : call.text("label");
        run.enter(fiber, fiber.context().onNode(label, run.build().agents().take()));
    }

    /** The pod has a label of its own. */
    private static void pod(Run run, Fiber fiber, StepCall call, Answer answer) {
        String label = call.text("label") == null ? "pod" : call.text("label");
        run.enter(fiber, fiber.context().withEnv(Map.of("POD_LABEL", label)));
    }

    private static void dockerRegistry(Run run, Fiber fiber, StepCall call, Answer answer)
            throws MalformedURLException {
        String url = call.text("url");
        if (url != null && !url.isEmpty()) new URL(url);
        run.enter(fiber, fiber.context());
    }

    private static void load(Run run, Fiber fiber, StepCall call, Answer answer) throws IOException {
        String path = Workspace.resolve(fiber.context().folder, call.text("path"));
        String text = run.build().agents().workspace(fiber.context()).read(path);
        if (text == null) throw new AbortException(path + " does not exist");
        Continuable script = Bodies.of(run.build().code().load(text, path));
        fiber.enter(call, fiber.pendingRecord(), script, fiber.context().inside("load"), 1);
    }

    /** Notes how the stage went. */
    private static final class Stage implements Step {
        @Override
        public void start(Run run, Fiber fiber, StepCall call, Answer answer) {
            if (call.text("name") == null) throw new IllegalArgumentException("Stage name must not be empty");
            Context inside = fiber.context().inStage(call.text("name"));
            run.build().log().stageBegins(inside.stages);
            run.enter(fiber, inside);
        }

        @Override
        public void blockEnded(Run run, Fiber fiber, Frame frame, Outcome outcome) {
            if (outcome.getAbnormal() instanceof FlowInterruptedException interruption)
                run.build().log().mark(frame.context.stages, interruption.getResult());
            else if (outcome.isFailure()) run.build().log().mark(frame.context.stages, Result.FAILURE);
            fiber.resume(outcome);
        }
    }
}
