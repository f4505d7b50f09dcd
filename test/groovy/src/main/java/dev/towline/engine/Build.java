package dev.towline.engine;

import com.cloudbees.groovy.cps.sandbox.DefaultInvoker;
import com.cloudbees.groovy.cps.sandbox.Invoker;
import com.cloudbees.groovy.cps.sandbox.SandboxInvoker;
import hudson.model.Result;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a program and its steps see of the build that they run in. */
final class Build {
    private static Build current;

    private final Request request;
    private final StepTable steps;
    private final Globals globals = new Globals(this);
    private final Agents agents;
    private final BuildLog log = new BuildLog();
    private final SandboxRecorder sandbox;
    private Code code;
    private Program program;
    private Fiber running;

    Build(Request request) {
        this.request = request;
        steps = new StepTable(request.extraSteps(), request.missingSteps());
        agents = new Agents(request.files());
        sandbox = request.sandbox() ? new SandboxRecorder() : null;
    }

    /** The build whose program is running now. */
    static Build current() {
        return current;
    }

    /** Does something as this build. */
    void within(Runnable work) {
        Build before = current;
        current = this;
        if (sandbox != null) sandbox.register();
        try {
            work.run();
        } finally {
            if (sandbox != null) sandbox.unregister();
            current = before;
        }
    }

    Request request() {
        return request;
    }

    StepTable steps() {
        return steps;
    }

    Globals globals() {
        return globals;
    }

    Agents agents() {
        return agents;
    }

    BuildLog log() {
        return log;
    }

    /** What the sandbox saw; null outside it. */
    SandboxRecorder sandbox() {
        return sandbox;
    }

    Code code() {
        return code;
    }

    void code(Code compiled) {
        code = compiled;
    }

    Program program() {
        return program;
    }

    void program(Program restored) {
        program = restored;
    }

    /** The fiber whose code runs now. */
    void running(Fiber fiber) {
        running = fiber;
    }

    int number() {
        return request.buildNumber();
    }

    Invoker invoker() {
        return sandbox == null ? new DefaultInvoker() : new SandboxInvoker();
    }

    /** Marks the build, and the stages of this context. */
    void mark(Result result, Context context) {
        program.worsen(result);
        log.mark(context.stages, result);
    }

    /** The stage that runs now has only been entered. */
    void skipStage() {
        log.stageSkipped(running.context().stages);
    }

    /** A variable as the code that runs now sees it; null where it is not set. */
    String environment(String name) {
        if (program != null && program.provided.containsKey(name)) return program.provided.get(name);
        String set = running == null ? null : running.context().env.get(name);
        return set == null ? environment().get(name) : set;
    }

    /** The variables of the build, without those of blocks. */
    Map<String, String> environment() {
        Map<String, String> all = new LinkedHashMap<>(BuildEnvironment.of(request));
        if (program != null) {
            program.params.forEach((name, value) -> all.put(name, String.valueOf(value)));
            all.putAll(program.env);
        }
        return all;
    }
}
