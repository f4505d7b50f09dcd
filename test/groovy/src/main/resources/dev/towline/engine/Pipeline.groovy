package dev.towline.engine

/**
 * Runs the model of a declarative pipeline: opens the blocks that Jenkins opens, in its order. Like the code that it runs it is
 * CPS-transformed, so it loops by index over everything that has steps inside.
 */
class Pipeline implements Serializable {
    private static final long serialVersionUID = 1L

    final PipelineScript script
    private final PipelineAgent agents
    private Map model

    Pipeline(PipelineScript script) {
        this.script = script
        this.agents = new PipelineAgent(script)
    }

    def call(Map given) {
        model = given
        agents.checksOut = !DeclarativeSupport.has(model.options, 'skipDefaultCheckout')
        setProperties()
        Throwable failure = null
        boolean posted = false
        try {
            agents.within(model.agent, true) {
                inBlocks(model) {
                    inOptions(model.options, 0) {
                        withTools(model.tools) {
                            failure = runStages(model.stages, null, null)
                            posted = true
                            failure = runLastPost(failure)
                        }
                        // For the options around, like catchError.
                        if (failure != null) throw failure
                    }
                    failure = null
                }
            }
        } catch (Throwable problem) {
            failure = problem
        }
        if (!posted) failure = runLastPost(failure)
        if (failure != null) throw failure
    }

    private void setProperties() {
        def properties = DeclarativeSupport.jobProperties(model.options, called(model.options))
        def parameters = called(model.parameters)
        def triggers = called(model.triggers)
        if (model.parameters != null) properties.add(DeclarativeSupport.parameters(model.parameters, parameters))
        if (model.triggers != null) properties.add(DeclarativeSupport.triggers(model.triggers, triggers))
        if (!properties.isEmpty()) script.properties(properties)
    }

    /** The values of calls, null for those without. */
    private List called(List calls) {
        def values = []
        for (int i = 0; calls != null && i < calls.size(); i++) values.add(calls[i].value == null ? null : calls[i].value.call())
        return values
    }

    /** Runs stages one after the other. After a failure, which is given back, they are only entered. */
    private Throwable runStages(List stages, Throwable earlier, String reason) {
        Throwable failure = earlier
        for (int i = 0; i < stages.size(); i++) {
            def why = reason
            if (why == null && failure != null) why = 'earlier failure(s)'
            try {
                runStage(stages[i], why)
            } catch (Throwable problem) {
                if (failure == null) failure = problem
            }
        }
        return failure
    }

    private void runStage(Map stage, String reason) {
        script.stage(stage.name) {
            def why = reason
            if (why == null && skipsUnstable()) why = 'earlier stage(s) marking the build as unstable'
            if (why != null) {
                skip(stage, why)
            } else {
                try {
                    withAxes(stage.axes) { enter(stage) }
                } catch (Throwable problem) {
                    DeclarativeSupport.failed(problem)
                    throw problem
                }
            }
        }
    }

    private boolean skipsUnstable() {
        return DeclarativeSupport.has(model.options, 'skipStagesAfterUnstable') && script.currentBuild.result == 'UNSTABLE'
    }

    /** Options, then the input, then the agent, then the condition, unless that shall come before one of them. */
    private void enter(Map stage) {
        def when = stage.when
        boolean runs = when?.beforeOptions ? isMet(when) : true
        if (runs) {
            inOptions(stage.options, 0) {
                if (when?.beforeInput) runs = isMet(when)
                if (runs) {
                    withInput(stage.input) {
                        if (when?.beforeAgent) runs = isMet(when)
                        if (runs) {
                            agents.within(stage.agent, false, stage.options) {
                                if (when != null && !when.beforeOptions && !when.beforeInput && !when.beforeAgent) runs = isMet(when)
                                if (runs) runContent(stage)
                            }
                        }
                    }
                }
            }
        }
        if (!runs) skip(stage, 'when conditional')
    }

    private void runContent(Map stage) {
        inBlocks(stage) {
            withTools(stage.tools) {
                Throwable failure = null
                try {
                    if (stage.steps != null) stage.steps.call()
                    else if (stage.stages != null) failure = runStages(stage.stages, null, null)
                    else script.parallel(branches(stage))
                } catch (Throwable problem) {
                    failure = problem
                }
                if (failure != null) DeclarativeSupport.failed(failure)
                failure = runPost(stage.post, failure, true)
                if (failure != null) throw failure
            }
        }
    }

    private Map branches(Map stage) {
        def branches = [:]
        def stages = stage.parallel == null ? DeclarativeSupport.cells(stage.matrix) : stage.parallel
        for (int i = 0; i < stages.size(); i++) branches[stages[i].name] = branch(stages[i])
        if (stage.failFast || DeclarativeSupport.has(model.options, 'parallelsAlwaysFailFast')) branches.failFast = true
        return branches
    }

    private Closure branch(Map stage) {
        return { runStage(stage, null) }
    }

    /** Stages inside one that is skipped are entered, and skipped too. */
    private void skip(Map stage, String reason) {
        DeclarativeSupport.skipped(stage.name, reason)
        def inner = stage.stages == null ? stage.parallel : stage.stages
        if (inner != null) runStages(inner, null, reason)
    }

    private Throwable runLastPost(Throwable failure) {
        DeclarativeSupport.ended(failure)
        if (!DeclarativeSupport.anyMet(model.post, failure)) return failure
        Throwable after = failure
        script.stage('Declarative: Post Actions') { after = runPost(model.post, failure, false) }
        return after
    }

    private Throwable runPost(List post, Throwable failure, boolean inStage) {
        Throwable after = failure
        for (int i = 0; post != null && i < post.size(); i++) {
            if (DeclarativeSupport.isMet(post[i].name, after, inStage)) {
                try {
                    post[i].steps.call()
                } catch (Throwable problem) {
                    DeclarativeSupport.failed(problem)
                    DeclarativeSupport.log('Error when executing ' + post[i].name + ' post condition: ' + problem.message)
                    if (after == null) after = problem
                }
            }
        }
        return after
    }

    private def inBlocks(Map owner, Closure body) {
        def bindings = credentials(owner.environment)
        if (bindings.isEmpty()) return withVariables(owner.environment, body)
        script.withCredentials(bindings) { withVariables(owner.environment, body) }
    }

    private List credentials(List environment) {
        def bindings = []
        for (int i = 0; environment != null && i < environment.size(); i++) {
            def variable = environment[i]
            if (variable.credentials != null) bindings.addAll(DeclarativeSupport.bindings(variable.name, variable.credentials.call().toString()))
        }
        return bindings
    }

    /** A variable may use those before it. */
    private def withVariables(List environment, Closure body) {
        def overrides = []
        try {
            for (int i = 0; environment != null && i < environment.size(); i++) {
                def variable = environment[i]
                if (variable.value != null) {
                    def value = variable.value.call().toString()
                    DeclarativeSupport.provide(variable.name, value)
                    overrides.add(variable.name + '=' + value)
                }
            }
        } finally {
            DeclarativeSupport.provideNoMore()
        }
        if (overrides.isEmpty()) return body()
        script.withEnv(overrides) { body() }
    }

    private def withAxes(List axes, Closure body) {
        if (axes == null) return body()
        script.withEnv(axes) { body() }
    }

    private def withTools(Closure tools, Closure body) {
        if (tools == null || script.env.NODE_NAME == null) return body()
        def entries = DeclarativeSupport.entries(tools.call())
        def overrides = []
        for (int i = 0; i < entries.size(); i++) {
            script.tool(name: entries[i][1], type: entries[i][0])
            overrides.addAll(script.envVarsForTool(toolId: entries[i][0], toolVersion: entries[i][1]))
        }
        script.withEnv(overrides) { body() }
    }

    private def withInput(Closure input, Closure body) {
        if (input == null) return body()
        def answer = script.input(input.call())
        def overrides = DeclarativeSupport.overrides(answer)
        if (overrides.isEmpty()) return body()
        script.withEnv(overrides) { body() }
    }

    private def inOptions(List options, int from, Closure body) {
        if (options == null || from >= options.size()) return body()
        def option = options[from]
        def rest = { inOptions(options, from + 1, body) }
        if (!option.wrapper) return rest()
        def value = option.value == null ? null : option.value.call()
        return value == null ? script."${option.name}"(rest) : script."${option.name}"(value, rest)
    }

    private boolean isMet(Map when) {
        for (int i = 0; i < when.conditions.size(); i++) {
            if (!isConditionMet(when.conditions[i])) return false
        }
        return true
    }

    private boolean isConditionMet(Map condition) {
        if (condition.name == 'not') return !isConditionMet(condition.children[0])
        if (condition.children != null) {
            boolean decisive = condition.name == 'anyOf'
            for (int i = 0; i < condition.children.size(); i++) {
                if (isConditionMet(condition.children[i]) == decisive) return decisive
            }
            return !decisive
        }
        def value = condition.value == null ? null : condition.value.call()
        return condition.name == 'expression' ? (value as boolean) : DeclarativeSupport.condition(condition.name, value)
    }
}
