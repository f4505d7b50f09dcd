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
        signedIn([image]) { shell.run(tool(image).push(shell.word(leg.local), shell.word(reference))) }
        return reference
    }

    /** More tags for images that are published. They go where they are told, also backwards. */
    def retag(List images, List templates) {
        Map more = resolveMore(templates)
        signedIn(images) {
            for (int at = 0; at < images.size(); at++) copyAll(images[at], address(images[at]), more)
        }
    }

    /** The same images, in another registry. */
    def copyTo(Map registry, List images, List templates) {
        Map more = resolveMore(templates)
        new SignIn(script, tool(images[0])).with([publication.registry, registry]) {
            for (int at = 0; at < images.size(); at++) {
                copyAll(images[at], RegistryAddress.host(registry) + '/' + RegistryAddress.path(registry, images[at].repository), more)
            }
        }
    }

    private Map resolveMore(List templates) {
        Map more = Tags.resolve(templates, facts, rules.placeholders)
        if (!more.refused.isEmpty()) script.error('Nothing is tagged: ' + more.refused.join('; '))
        return more
    }

    private def copyAll(Map image, String to, Map more) {
        Map tags = tags()
        List made = more.fixed + more.moving
        for (int at = 0; at < made.size(); at++) {
            copy(image, address(image) + ':' + (tags.commit ?: tags.fixed[0]).tag, to + ':' + made[at].tag)
        }
    }

    private def pushFixed(Map image, List fixed) {
        List missing = []
        for (int at = 0; at < fixed.size(); at++) {
            String tag = fixed[at].tag
            String reference = address(image) + ':' + tag
            if (!TagMutability.canMove(publication.mutability, tag) && shell.succeeds(tool(image).exists(shell.word(reference)))) {
                script.echo("WARNING: ${reference} is there already and stays as it is, since it cannot be moved.")
            } else {
                missing.add(tag)
            }
        }
        if (missing.isEmpty()) return
        if (isTogether(image)) pushTogether(image, missing)
        else if (image.legs != null) putTogether(image, missing)
        else for (int at = 0; at < missing.size(); at++) push(image, missing[at])
    }

    private def pushTogether(Map image, List tags) {
        List references = []
        for (int at = 0; at < tags.size(); at++) references.add(address(image) + ':' + tags[at])
        if (builder.kind == 'buildx') {
            new Workbench(script, builder).pushTogether(image.image, image, facts, references)
            return
        }
        for (int at = 0; at < references.size(); at++) {
            if (builder.kind == 'towline') shell.run(tool(image).push(shell.word(image.local), shell.word(references[at])))
            else shell.run("${builder.kind} manifest push --all ${shell.word(image.local)} ${shell.word('docker://' + references[at])}")
        }
    }

    /** All parts are there: now they become one image. */
    private def putTogether(Map image, List tags) {
        String first = address(image) + ':' + tags[0]
        List parts = []
        for (int at = 0; at < image.legs.size(); at++) parts.add(shell.word(image.legs[at]))
        shell.run(tool(image).index(shell.word(first), parts))
        for (int at = 1; at < tags.size(); at++) copy(image, first, address(image) + ':' + tags[at])
    }

    private def push(Map image, String tag) {
        boolean isNamedSo = image.local.startsWith(path(image) + ':')
        if (builder.kind == 'docker' && isNamedSo && SignIn.isKeptByJenkins(publication.registry)) {
            script.docker.image(image.local).push(tag)
        } else {
            shell.run(tool(image).push(shell.word(image.local), shell.word(address(image) + ':' + tag)))
        }
    }

    private def copy(Map image, String from, String to) {
        script.withEnv(['FROM=' + from, 'TO=' + to]) { shell.run(tool(image).copy(shell.variable('FROM'), shell.variable('TO'))) }
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
        String look = Look.script(tool(image), publication.registry, path(image), commit.parts, rules.placeholders)
        String there = null
        while (true) {
            sources.fetch()
            String answer = script.withEnv(["IMAGE=${address(image)}".toString(), "BRANCH=${branch}".toString(), "TOWLINE_REVISION=${facts.sha}".toString()]) {
                script.sh(script: look, returnStdout: true).trim()
            }
            if (answer.startsWith('!')) return leave(moving.tag, reasonOf(answer.substring(1), branch))
            String to = answer.isEmpty() ? commit.tag : answer
            if (to == there) return null
            if (to == commit.tag && image.legs == null && !isTogether(image)) push(image, moving.tag)
            else copy(image, address(image) + ':' + to, address(image) + ':' + moving.tag)
            there = to
        }
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
        new SignIn(script, tool(images[0])).withAwsIdentity(publication.registry) {
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
        SignIn signIn = new SignIn(script, tool(images[0]))
        if (builder.kind == 'docker' || builder.kind == 'buildx') return signIn.withDocker(publication.registry, body)
        return signIn.with([publication.registry], body)
    }

    private RegistryTool tool(Map image) {
        return new RegistryTool(builder.kind, image.legs != null || isTogether(image))
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
