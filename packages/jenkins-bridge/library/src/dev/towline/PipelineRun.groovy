package dev.towline

import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException

/** A whole pipeline: clone, build, test, scan, push, and what follows. */
class PipelineRun implements Serializable {
    private static final long serialVersionUID = 1L

    private final def script
    private final TagRules rules
    private final Map pipeline
    private final Sources sources
    private final Surroundings surroundings
    private final PipelineImages images
    private Map facts
    private List published = []

    /** `pipeline` is complete, as {@link Model#pipeline} gives it back. */
    PipelineRun(script, TagRules rules, Map pipeline) {
        this.script = script
        this.rules = rules
        this.pipeline = pipeline
        this.sources = new Sources(script, pipeline.source)
        this.surroundings = new Surroundings(script)
        this.images = new PipelineImages(script, pipeline, sources)
    }

    def run() {
        new JobProperties(script).set(pipeline)
        String result = 'FAILURE'
        try {
            stamped {
                surroundings.within(pipeline.options.timeout) {
                    retried {
                        surroundings.with(pipeline.environment) { attempt() }
                    }
                }
            }
            result = script.currentBuild.currentResult
        } catch (FlowInterruptedException interruption) {
            result = 'ABORTED'
            throw interruption
        } finally {
            new Notifications(script).send(pipeline.notifications, result, facts?.sha)
        }
    }

    private def stamped(Closure body) {
        return pipeline.options.timestamps ? script.timestamps { body() } : body()
    }

    private def retried(Closure body) {
        int retries = pipeline.options.retries
        return retries == 0 ? body() : script.retry(retries + 1) { body() }
    }

    private def attempt() {
        Phases phases = new Phases(script, images.mainAgent(), { images.keepHere() }, { returned() })
        phases.inside { stage('Clone repository') { cloned() } }
        for (int at = 0; at < pipeline.prepare.size(); at++) prepare(phases, pipeline.prepare[at])
        phases.inside { known { images.buildHere(facts) } }
        if (images.haveParts()) phases.outside { known { images.buildElsewhere(facts) } }
        tests(phases)
        if (!pipeline.scans.isEmpty()) phases.inside { !isWell() || known { images.scanHere() } }
        if (images.haveParts()) phases.outside { !isWell() || known { images.checkElsewhere() } }
        phases.inside { publisher().mayPublish() }
        approve(phases, pipeline.publication.approval)
        if (images.haveParts()) phases.outside { known { images.pushParts(publisher()) } }
        phases.inside { known { push() } }
        for (int at = 0; at < pipeline.after.size(); at++) follow(phases, pipeline.after[at])
        phases.run { images.cleanUp() }
    }

    /** A stage that goes on where its body does not say otherwise. */
    private boolean stage(String name, Closure body) {
        boolean goesOn = true
        script.stage(name) { goesOn = body() != false }
        return goesOn
    }

    /** Runs the body with the facts of the build as variables. */
    private boolean known(Closure body) {
        boolean goesOn = true
        script.withEnv(BuildFacts.variables(facts)) { goesOn = body() != false }
        return goesOn
    }

    /** What a new pod needs to go on. */
    private def returned() {
        known { sources.checkoutAgain() }
        images.restoreHere()
    }

    private boolean cloned() {
        sources.checkout()
        facts = new BuildFacts(script).gather(pipeline, pipeline.source.branch)
        images.name(facts)
        if (Conditions.hold(pipeline.source.filters, facts)) return true
        script.currentBuild.result = 'NOT_BUILT'
        script.echo('Nothing is built: no filter of the source lets this branch, tag or change request in.')
        return false
    }

    private def prepare(Phases phases, Map part) {
        Closure body = {
            known {
                stage(part.name) {
                    if (part.agent == null) new Shell(script).run(part.run)
                    else elsewhere(part.agent) { new Shell(script).run(part.run) }
                }
            }
        }
        if (part.agent == null) phases.inside(body)
        else phases.outside(body)
    }

    private def elsewhere(Map agent, Closure body) {
        new Agents(script).on(agent) {
            sources.checkoutAgain()
            body()
        }
        return true
    }

    private def tests(Phases phases) {
        List here = pipeline.tests.findAll { it.agent == null && !images.isElsewhere(it) }
        List away = pipeline.tests.findAll { it.agent != null }
        if (pipeline.options.parallelTests && here.size() > 1) {
            phases.inside { !isWell() || known { parallelTests(here) } }
        } else {
            for (int at = 0; at < here.size(); at++) test(phases, here[at])
        }
        for (int at = 0; at < away.size(); at++) testAway(phases, away[at])
    }

    private def test(Phases phases, Map test) {
        phases.inside { !isWell() || known { stage(test.name) { images.test(test) } } }
    }

    private def testAway(Phases phases, Map test) {
        phases.outside { !isWell() || known { stage(test.name) { elsewhere(test.agent) { images.test(test) } } } }
    }

    /** Nothing more is tested of a build that is unstable: it is not published. */
    private boolean isWell() {
        return script.currentBuild.currentResult == 'SUCCESS'
    }

    private boolean parallelTests(List tests) {
        Map branches = [failFast: false]
        for (int at = 0; at < tests.size(); at++) addBranch(branches, tests[at])
        return stage('Tests') { script.parallel(branches) }
    }

    private def addBranch(Map branches, Map test) {
        branches[test.name] = { stage(test.name) { images.test(test) } }
    }

    private def approve(Phases phases, Map approval) {
        if (approval != null) phases.outside { stage('Approval') { ask(approval) } }
    }

    private def ask(Map approval) {
        Map question = [message: approval.message]
        if (!approval.submitters.isEmpty()) question.submitter = approval.submitters.join(',')
        surroundings.within(approval.timeout) { script.input(question) }
        return true
    }

    private boolean push() {
        return stage(pipeline.images.size() > 1 ? 'Push images' : 'Push image') {
            published = publisher().publish(images.all())
        }
    }

    private def follow(Phases phases, Map step) {
        if (step.approval != null) phases.outside { !isDue(step) || stage('Approval') { ask(step.approval) } }
        Closure body = { !isDue(step) || known { stage(AfterSteps.title(step)) { after(step) } } }
        if (step.agent == null) phases.inside(body)
        else phases.outside(body)
    }

    private boolean isDue(Map step) {
        return isWell() && Conditions.hold(step.when, facts)
    }

    private def after(Map step) {
        AfterSteps steps = new AfterSteps(script, publisher())
        if (step.agent == null) steps.run(step, images.all(), published)
        else elsewhere(step.agent) { steps.run(step, images.all(), published) }
        return true
    }

    private Publisher publisher() {
        Map what = [
            rules: rules, builder: pipeline.builder, publication: pipeline.publication, sources: sources, facts: facts,
        ]
        return new Publisher(script, what)
    }
}
