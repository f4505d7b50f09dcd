package dev.towline

/** Publishes images that are built, tested and scanned. Runs where they were built. */
class Publisher implements Serializable {
    private static final long serialVersionUID = 1L

    private final def script
    private final Shell shell
    private final TagRules rules
    private final Map builder
    private final Map publication
    private final Sources sources
    private final Map facts

    /** `what` is `[rules, builder, publication, sources, facts]`. */
    Publisher(script, Map what) {
        this.script = script
        this.shell = new Shell(script)
        this.rules = what.rules
        this.builder = what.builder
        this.publication = what.publication
        this.sources = what.sources
        this.facts = what.facts
    }

    /** The tags of this build; fails where one cannot be made, before anything is pushed. */
    Map tags() {
        Map tags = Tags.resolve(publication.tags, facts, rules.placeholders)
        if (!tags.refused.isEmpty()) script.error('Nothing is pushed: ' + tags.refused.join('; '))
        return tags
    }

    /** Whether this build may publish anything: it is entirely well, and the condition of the publication holds. Else says why not. */
    boolean mayPublish() {
        String result = script.currentBuild.currentResult
        if (result != 'SUCCESS') {
            script.echo("Nothing is pushed: the build is ${result}.")
            return false
        }
        if (Conditions.hold(publication.when, facts)) return true
        script.echo('Nothing is pushed: the condition of the publication does not hold.')
        return false
    }

    /** Pushes every image under its fixed tags, then moves the others. Gives back `[repository, tag, commit]` of each. */
    List publish(List images) {
        Map tags = tags()
        List published = []
        for (int at = 0; at < tags.left.size(); at++) leave(tags.left[at].tag, tags.left[at].why)
        ensureRepositories(images)
        signedIn(images) {
            for (int at = 0; at < images.size(); at++) {
                pushFixed(images[at], tags.fixed)
                published.add([
                    repository: address(images[at]), tag: (tags.commit ?: tags.fixed[0] ?: tags.moving[0])?.tag, commit: facts.sha,
                ])
            }
            new Surroundings(script).locked(publication.lock) {
                for (int at = 0; at < images.size(); at++) {
                    for (int each = 0; each < tags.moving.size(); each++) move(images[at], tags.moving[each], tags.commit)
                }
            }
        }
        return published
    }

    /** Pushes the image of one platform under a tag that no policy takes for a version. Gives back its reference. */
    String pushLeg(Map image, Map leg) {
        String reference = address(image) + ':' + leg.tag
        ensureRepositories([image])
        signedIn([image]) {
            shell.run(tool(image).push(shell.word(leg.local), shell.word(reference)))
            if (leg.local != null) workbench().pushCache(image.image, leg, facts)
        }
        return reference
    }

    /** More tags for images that are published. They go where they are told, also backwards. */
    def retag(List images, List templates) {
        Map more = resolveMore(templates)
        signedIn(images) {
            for (int at = 0; at < images.size(); at++) copyAll(images[at], address(images[at]), more, publication.registry)
        }
    }

    /** The same images, in another registry. */
    def copyTo(Map registry, List images, List templates) {
        Map more = resolveMore(templates)
        new SignIn(script, builder.kind).with([publication.registry, registry]) {
            for (int at = 0; at < images.size(); at++) {
                String to = RegistryAddress.host(registry) + '/' + RegistryAddress.path(registry, images[at].repository)
                copyAll(images[at], to, more, registry)
            }
        }
    }

    private Map resolveMore(List templates) {
        Map more = Tags.resolve(templates, facts, rules.placeholders)
        if (!more.refused.isEmpty()) script.error('Nothing is tagged: ' + more.refused.join('; '))
        return more
    }

    private def copyAll(Map image, String to, Map more, Map target) {
        Map tags = tags()
        List made = more.fixed + more.moving
        for (int at = 0; at < made.size(); at++) {
            copy(tool(image, target), address(image) + ':' + (tags.commit ?: tags.fixed[0]).tag, to + ':' + made[at].tag)
        }
    }

    private def pushFixed(Map image, List fixed) {
        List missing = []
        for (int at = 0; at < fixed.size(); at++) {
            String tag = fixed[at].tag
            String reference = address(image) + ':' + tag
            if (!TagMutability.canMove(publication.mutability, tag) && shell.succeeds(tool(image).exists(shell.word(reference)))) {
                tellKept(image, reference)
            } else {
                missing.add(tag)
            }
        }
        if (missing.isEmpty()) return
        if (image.legs != null || isMadeInRegistry(image)) {
            makeThere(image, missing)
        } else {
            for (int at = 0; at < missing.size(); at++) push(image, missing[at])
            workbench().pushCache(image.image, image, facts)
        }
    }

    /** Tells of an image that the registry keeps, and whether it is the one that was built here, where that can be told. */
    private def tellKept(Map image, String reference) {
        boolean isKnown = image.legs == null && image.platforms.size() < 2 && !isMadeInRegistry(image) && script.isUnix()
        if (!isKnown) {
            script.echo("WARNING: ${reference} is there already and stays, with the same content or with another one.")
        } else if (shell.succeeds(tool(image).isSame(shell.word(image.local), shell.word(reference)))) {
            script.echo("${reference} is there already, with the same content.")
        } else {
            script.echo("WARNING: ${reference} is there already with other content, and stays: it cannot be moved.")
        }
    }

    /** No agent has the image: it is put together of its parts, which are all there, or built once more. */
    private def makeThere(Map image, List tags) {
        String first = address(image) + ':' + tags[0]
        if (image.legs == null) workbench().pushTogether(image.image, image, facts, first)
        else shell.run(tool(image).index(shell.word(first), words(image.legs)))
        for (int at = 1; at < tags.size(); at++) copy(tool(image), first, address(image) + ':' + tags[at])
    }

    private List words(List texts) {
        List words = []
        for (int at = 0; at < texts.size(); at++) words.add(shell.word(texts[at]))
        return words
    }

    private def push(Map image, String tag) {
        boolean isNamedSo = image.local.startsWith(path(image) + ':')
        if (builder.kind == 'docker' && isNamedSo && SignIn.isKeptByJenkins(publication.registry)) {
            script.docker.image(image.local).push(tag)
            return
        }
        String reference = shell.word(address(image) + ':' + tag)
        shell.run(isTogether(image) ? tool(image).pushAll(shell.word(image.local), reference) : tool(image).push(shell.word(image.local), reference))
    }

    private def copy(RegistryTool tool, String from, String to) {
        script.withEnv(['FROM=' + from, 'TO=' + to]) { shell.run(tool.copy(shell.variable('FROM'), shell.variable('TO'))) }
    }

    /**
     * Moves a tag to the newest commit of its branch that has an image, and looks again until nothing is left to move: whoever moves a tag
     * looks afterwards, so builds may end in any order.
     */
    private def move(Map image, Map moving, Map commit) {
        boolean ofBranch = TagTemplate.namesBranch(moving.parts)
        String branch = ofBranch && facts.branch != null ? facts.branch : sources.branch()
        if (!TagMutability.canMove(publication.mutability, moving.tag)) return leave(moving.tag, 'immutable')
        if (commit == null) return leave(moving.tag, 'commit-unpublished')
        // What cannot be moved may be on an image of an earlier build: then only a copy is the same.
        boolean isOwn = image.legs == null && !isTogether(image) && !isMadeInRegistry(image) && TagMutability.canMove(publication.mutability, commit.tag)
        String there = null
        while (true) {
            sources.fetch()
            String answer = script.withEnv(["IMAGE=${address(image)}".toString(), "BRANCH=${branch}".toString(), "TOWLINE_REVISION=${facts.sha}".toString()]) {
                look(image, commit)
            }
            if (answer.startsWith('!')) return leave(moving.tag, reasonOf(answer.substring(1), branch))
            String to = answer.isEmpty() ? commit.tag : answer
            if (to == there) return null
            if (to == commit.tag && isOwn) push(image, moving.tag)
            else copy(tool(image), address(image) + ':' + to, address(image) + ':' + moving.tag)
            there = to
        }
    }

    private String look(Map image, Map commit) {
        if (!script.isUnix()) return script.powershell(script: Look.powershell(tool(image)), returnStdout: true).trim()
        return script.sh(script: Look.script(tool(image), publication.registry, commit.parts, rules.placeholders), returnStdout: true).trim()
    }

    /** A build of another branch has not fetched the one that the tag follows, and need not. */
    private String reasonOf(String said, String branch) {
        boolean isElsewhere = facts.changeRequest != null || (facts.branch != null && facts.branch != branch)
        return said == 'not-fetched' && isElsewhere ? 'off-branch' : said
    }

    private def leave(String tag, String why) {
        script.echo(rules.leaveMessage(tag, why))
        return null
    }

    private def ensureRepositories(List images) {
        Map wanted = publication.ensureRepository
        if (wanted == null) return
        new SignIn(script, builder.kind).withAwsIdentity(publication.registry) {
            for (int at = 0; at < images.size(); at++) {
                // The public gallery has its alias in the address alone.
                String name = publication.registry.kind == 'ecr-public' ? images[at].repository : path(images[at])
                ensureRepository(name, wanted)
            }
        }
    }

    private def ensureRepository(String name, Map wanted) {
        Map registry = publication.registry
        if (shell.succeeds(EcrRepository.describe(registry, shell.word(name)))) return
        shell.run(EcrRepository.create(registry, shell.word(name)) + shell.words(EcrRepository.settings(registry, wanted, publication.mutability)))
        String policy = EcrRepository.policy(registry, wanted)
        if (policy != null) shell.run(EcrRepository.keep(registry, shell.word(name)) + shell.word(policy))
    }

    /** The docker command is signed in by docker-workflow, all others by a folder of their own. */
    private def signedIn(List images, Closure body) {
        SignIn signIn = new SignIn(script, builder.kind)
        if (builder.kind == 'docker' || builder.kind == 'buildx') return signIn.withDocker(publication.registry, body)
        return signIn.with([publication.registry], body)
    }

    private RegistryTool tool(Map image, Map target = null) {
        boolean several = image.image.platforms.kind != 'agent' || image.legs != null
        return new RegistryTool([builder: builder.kind, registry: publication.registry, target: target, severalPlatforms: several])
    }

    private Workbench workbench() {
        return new Workbench(script, builder)
    }

    private boolean isMadeInRegistry(Map image) {
        return Workbench.isMadeInRegistry(builder, image.platforms)
    }

    private static boolean isTogether(Map image) {
        return image.platforms.size() > 1
    }

    private String path(Map image) {
        return RegistryAddress.path(publication.registry, image.repository)
    }

    private String address(Map image) {
        return RegistryAddress.host(publication.registry) + '/' + path(image)
    }
}
