package dev.towline.engine;

import com.cloudbees.groovy.cps.Outcome;
import hudson.AbortException;
import java.util.List;

/** Commands on an agent. The world answers with output and exit status. */
final class ShellSteps {
    private ShellSteps() {}

    static void addTo(StepTable table) {
        table.addAll(List.of("sh", "bat", "powershell", "pwsh"), "script", true, ShellSteps::run);
    }

    private static void run(Run run, Fiber fiber, StepCall call, Answer answer) throws AbortException {
        if (call.text("script") == null) throw new IllegalArgumentException("Missing required parameter: \"script\"");
        run.build().log().write("+ " + call.text("script"));
        if (call.flag("returnStatus")) {
            fiber.resume(new Outcome(answer.status(), null));
            return;
        }
        if (answer.status() != 0) throw new AbortException("script returned exit code " + answer.status());
        boolean output = call.flag("returnStdout");
        if (!output) run.build().log().write(answer.stdout());
        fiber.resume(new Outcome(output ? answer.stdout() : null, null));
    }
}
