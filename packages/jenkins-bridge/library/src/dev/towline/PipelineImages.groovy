package dev.towline

/** The images of a pipeline: some are built on its agent, others elsewhere, whole or in parts. */
class PipelineImages implements Serializable {
    private static final long serialVersionUID = 1L

    private final def script
    private final Map pipeline
    private final Sources sources
    private final Workbench workbench
    private final TestRun testRun
    private final KeptImage kept
    /** Each `[image, repository, local, platforms, legs, parts, builder]`; `parts`, each `[agent, platforms, tag, local, node]`, only where it is built elsewhere. */
    private List images = []

    PipelineImages(script, Map pipeline, Sources sources) {
        this.script = script
        this.pipeline = pipeline
        this.sources = sources
        this.workbench = new Workbench(script, pipeline.builder)
        this.testRun = new TestRun(script, pipeline.builder, pipeline.environment.keySet().toList())
        this.kept = new KeptImage(script, pipeline.builder)
    }

    /** The agent of the pipeline; that of its first image, where it has none. */
    Map mainAgent() {
        if (pipeline.agent.kind != 'none') return pipeline.agent
        Map image = pipeline.images[0]
        return image.agent ?: image.platforms.legs[0].agent
    }

    List all() {
        return images
    }

    boolean haveParts() {
        return pipeline.images.any { isApart(it) }
    }

    /** Whether a test runs inside an image that is not built on the agent of the pipeline. */
    boolean isElsewhere(Map test) {
        return test.kind == 'built-image' && isApart(imageOf(test))
    }

    /** Gives all images their names, once the commit is known. */
    def name(Map facts) {
        images = []
        for (int at = 0; at < pipeline.images.size(); at++) images.add(named(pipeline.images[at], facts, at))
    }

    private Map named(Map image, Map facts, int number) {
        String repository = image.repository ?: image.name
        String path = RegistryAddress.path(pipeline.publication.registry, repository)
        List platforms = image.platforms.kind == 'together' ? image.platforms.of : []
        Map built = [
            image: image, repository: repository, platforms: platforms, builder: pipeline.builder,
            local: workbench.localName(path, facts.sha), legs: null, parts: null, isBuilt: false, last: lastPushed(path),
        ]
        if (!isApart(image)) return built
        List legs = image.platforms.kind == 'apart' ? image.platforms.legs : [[platform: 'agent', agent: image.agent]]
        built.parts = []
        for (int at = 0; at < legs.size(); at++) {
            String tag = LegTag.of(facts, legs[at].platform)
            List own = image.platforms.kind == 'apart' ? [legs[at].platform] : platforms
            built.parts.add([
                title: legs[at].platform, agent: legs[at].agent, platforms: own, tag: tag, local: workbench.localName(path, tag), node: null, reference: null, last: built.last,
                stash: 'towline-node-' + number + '-' + at,
            ])
        }
        return built
    }

    /** The image that was pushed last, under a tag that moves. */
    private String lastPushed(String path) {
        Map moving = pipeline.publication.tags.find { !it.template.contains('{') }
        return moving == null ? null : RegistryAddress.host(pipeline.publication.registry) + '/' + path + ':' + moving.template
    }

    private boolean isApart(Map image) {
        return image.platforms.kind == 'apart' || (image.agent != null && pipeline.agent.kind != 'none') ||
            (image.agent != null && image.agent != mainAgent())
    }

    private Map imageOf(Map test) {
        return test.image == null ? pipeline.images[0] : pipeline.images.find { it.name == test.image }
    }

    /** Builds those that are built on the agent of the pipeline. */
    def buildHere(Map facts) {
        List here = images.findAll { it.parts == null }
        if (pipeline.options.parallelBuilds && here.size() > 1) {
            Map branches = [failFast: true]
            for (int at = 0; at < here.size(); at++) addBuild(branches, here[at], facts)
            script.stage('Build images') { script.parallel(branches) }
            return
        }
        for (int at = 0; at < here.size(); at++) build(here[at], facts)
    }

    private def addBuild(Map branches, Map built, Map facts) {
        branches[built.image.name] = { build(built, facts) }
    }

    private def build(Map built, Map facts) {
        script.stage(buildTitle(built)) { workbench.build(built.image, built, facts) }
        built.isBuilt = true
    }

    private String buildTitle(Map built) {
        return images.size() > 1 ? 'Build ' + built.image.name : 'Build image'
    }

    /** Keeps what is built on the agent of the pipeline, before that is gone. */
    def keepHere() {
        for (int at = 0; at < images.size(); at++) {
            if (images[at].parts == null && images[at].isBuilt) kept.keep(images[at].local, 'towline-image-' + at)
        }
    }

    /** Has it on a new agent. */
    def restoreHere() {
        for (int at = 0; at < images.size(); at++) {
            if (images[at].parts == null && images[at].isBuilt) kept.restore('towline-image-' + at)
        }
    }

    /** Builds the others on their agents; the parts of an image at the same time. */
    def buildElsewhere(Map facts) {
        for (int at = 0; at < images.size(); at++) {
            if (images[at].parts != null) buildParts(images[at], facts)
        }
    }

    private def buildParts(Map built, Map facts) {
        Map branches = [failFast: true]
        for (int at = 0; at < built.parts.size(); at++) addPart(branches, built, built.parts[at], facts)
        script.stage(buildTitle(built)) { script.parallel(branches) }
    }

    private def addPart(Map branches, Map built, Map part, Map facts) {
        branches[part.title] = {
            new Agents(script).on(part.agent) {
                sources.checkoutAgain()
                part.node = script.env.NODE_NAME
                workbench.build(built.image, part, facts)
                if (Agents.isFleeting(part.agent)) kept.keep(part.local, part.stash)
            }
        }
    }

    /** `test` of the model, on the agent around. */
    def test(Map test) {
        if (test.kind != 'built-image') {
            testRun.test(test, null)
            return
        }
        Map built = images.find { it.image.name == imageOf(test).name }
        testRun.test(test, built.local)
    }

    /** Scans those that are built on the agent of the pipeline. */
    def scanHere() {
        for (int at = 0; at < pipeline.scans.size(); at++) {
            List chosen = chosenFor(pipeline.scans[at]).findAll { it.parts == null }
            if (!chosen.isEmpty()) scan(pipeline.scans[at], chosen)
        }
    }

    private List chosenFor(Map scan) {
        return scan.images == null ? images : images.findAll { scan.images.contains(it.image.name) }
    }

    private def scan(Map scan, List chosen) {
        script.stage(scanTitle(scan)) {
            for (int at = 0; at < chosen.size(); at++) testRun.scan(scan, chosen[at])
        }
    }

    private static String scanTitle(Map scan) {
        return scan.kind == 'command' ? scan.name : 'Scan with ' + scan.kind
    }

    /** Tests and scans parts where they were built. */
    def checkElsewhere() {
        for (int at = 0; at < images.size(); at++) {
            Map built = images[at]
            if (built.parts != null && !(testsOf(built) + scansOf(built)).isEmpty()) {
                onParts('Test ' + built.image.name, built) { Map part -> check(built, part) }
            }
        }
    }

    private List testsOf(Map built) {
        return pipeline.tests.findAll { it.kind == 'built-image' && imageOf(it).name == built.image.name }
    }

    private List scansOf(Map built) {
        return pipeline.scans.findAll { it.images == null || it.images.contains(built.image.name) }
    }

    private def check(Map built, Map part) {
        List tests = testsOf(built)
        List scans = scansOf(built)
        for (int at = 0; at < tests.size(); at++) testRun.test(tests[at], part.local)
        for (int at = 0; at < scans.size(); at++) testRun.scan(scans[at], [local: part.local, image: built.image, builder: built.builder])
    }

    /** Pushes parts from where they were built, under tags that no policy takes for versions. */
    def pushParts(Publisher publisher) {
        for (int at = 0; at < images.size(); at++) {
            if (images[at].parts == null) continue
            Map built = images[at]
            onParts('Push parts of ' + built.image.name, built) { Map part -> part.reference = publisher.pushLeg(built, part) }
            built.legs = built.parts.collect { it.reference }
        }
    }

    /** On the agents that still have them. */
    private def onParts(String title, Map built, Closure body) {
        Map branches = [failFast: true]
        for (int at = 0; at < built.parts.size(); at++) {
            addOnPart(branches, built.parts[at], body)
        }
        script.stage(title) { script.parallel(branches) }
    }

    private def addOnPart(Map branches, Map part, Closure body) {
        branches[part.title] = {
            Agents agents = new Agents(script)
            Closure there = {
                sources.checkoutAgain()
                if (Agents.isFleeting(part.agent)) kept.restore(part.stash)
                body(part)
            }
            if (Agents.isFleeting(part.agent)) agents.on(part.agent, there)
            else agents.again(part.agent, part.node, there)
        }
    }

    /** Removes from the agent what the pipeline wants removed. */
    def cleanUp() {
        if (pipeline.cleanUp.images) {
            for (int at = 0; at < images.size(); at++) workbench.remove(images[at].local)
        }
        if (pipeline.cleanUp.workspace) script.cleanWs()
    }
}
