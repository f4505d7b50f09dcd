package dev.towline

import com.cloudbees.groovy.cps.NonCPS

/** Finds the newest commit of a branch that has an image. */
class Look {
    /**
     * A script for a POSIX shell that prints its tag; nothing where no commit that descends from ours has one; or `!off-branch`, `!shallow`,
     * `!not-fetched`. It needs IMAGE, BRANCH and TOWLINE_REVISION. `template` is that of the tag that names the commit.
     */
    @NonCPS
    static String script(RegistryTool tool, Map registry, List template, Map placeholders) {
        boolean known = isMadeOfCommit(template, placeholders)
        List lines = [
            'set +x',
            '# The checkout may have gone on to a newer commit.',
            'git checkout --quiet --detach "$TOWLINE_REVISION"',
            'tip=$(git rev-parse --quiet --verify "refs/remotes/origin/$BRANCH") || { echo \'!not-fetched\'; exit; }',
            '[ "$(git rev-parse --is-shallow-repository)" = false ] || { echo \'!shallow\'; exit; }',
            'git merge-base --is-ancestor "$TOWLINE_REVISION" "$tip" || { echo \'!off-branch\'; exit; }',
        ]
        if (!known) lines.addAll(listing(registry))
        lines.add('for commit in $(git rev-list --topo-order --ancestry-path "$TOWLINE_REVISION..$tip"); do')
        lines.addAll(known ? asking(template, tool) : finding(template, placeholders))
        lines.add('done')
        return lines.join('\n')
    }

    /** The same for an agent on Windows: a script for PowerShell. */
    @NonCPS
    static String powershell(RegistryTool tool) {
        return [
            '# The checkout may have gone on to a newer commit.',
            'git checkout --quiet --detach $env:TOWLINE_REVISION',
            'if ($LASTEXITCODE -ne 0) { exit 1 }',
            '$tip = git rev-parse --quiet --verify "refs/remotes/origin/$env:BRANCH"',
            'if ($LASTEXITCODE -ne 0) { \'!not-fetched\'; exit 0 }',
            'if ((git rev-parse --is-shallow-repository) -ne \'false\') { \'!shallow\'; exit 0 }',
            'git merge-base --is-ancestor $env:TOWLINE_REVISION $tip',
            'if ($LASTEXITCODE -ne 0) { \'!off-branch\'; exit 0 }',
            'foreach ($commit in git rev-list --topo-order --ancestry-path "$env:TOWLINE_REVISION..$tip") {',
            '  $answer = cmd /c "' + tool.exists('%IMAGE%:$commit') + ' 2>&1"',
            '  if ($LASTEXITCODE -eq 0) { $commit; exit 0 }',
            '  if ("$answer" -notmatch \'no such manifest|manifest unknown|not found\') { [Console]::Error.WriteLine($answer); exit 1 }',
            '}',
            'exit 0',
        ].join('\n')
    }

    /** Whether the tag of a commit can be told from the commit alone, so that nothing needs to be listed. */
    @NonCPS
    private static boolean isMadeOfCommit(List template, Map placeholders) {
        return template.every { it.name == null || placeholders[it.name].commit }
    }

    @NonCPS
    private static List asking(List template, RegistryTool tool) {
        StringBuilder parts = new StringBuilder()
        for (Map part : template) parts.append(part.name == null ? part.text : commitPart(part.name))
        String tag = parts.toString()
        boolean isWhole = tag == '${commit}'
        String name = isWhole ? '$commit' : '$tag'
        List lines = isWhole ? [] : ['  tag="' + tag + '"']
        lines.add("  if answer=\$(${tool.exists('"$IMAGE:' + name + '"')} 2>&1); then echo \"${name}\"; exit; fi".toString())
        lines.add('  case $answer in *\'no such manifest\'* | *\'manifest unknown\'* | *\'not found\'*) ;; *) echo "$answer" >&2; exit 1 ;; esac')
        return lines
    }

    @NonCPS
    private static List finding(List template, Map placeholders) {
        StringBuilder pattern = new StringBuilder()
        for (Map part : template) {
            if (part.name == null) pattern.append(part.text.replace('.', '[.]'))
            else if (placeholders[part.name].commit) pattern.append(commitPart(part.name))
            else pattern.append('(').append(placeholders[part.name].form.replace('\\d', '[0-9]').replace('(?:', '(')).append(')')
        }
        return [
            '  tag=$(printf \'%s\\n\' $tags | grep -E "^' + pattern.toString() + '$" | tail -n 1)',
            '  if [ -n "$tag" ]; then echo "$tag"; exit; fi',
        ]
    }

    @NonCPS
    private static String commitPart(String name) {
        if (name == 'shortSha') return '$(printf %.7s "$commit")'
        return name == 'sha8' ? '$(printf %.8s "$commit")' : '${commit}'
    }

    @NonCPS
    private static List listing(Map registry) {
        if (registry.kind == 'ecr') {
            return ["tags=\$(aws ecr list-images --registry-id ${registry.account} --region ${registry.region} --repository-name \"\${IMAGE#*/}\"" +
                " --query 'imageIds[].imageTag' --output text)"]
        }
        String tls = RegistryTool.isPlain(registry) ? ' --tls-verify=false' : ''
        return ["tags=\$(skopeo list-tags${tls} \"docker://\$IMAGE\")".toString(), 'tags=$(printf %s "$tags" | tr -d \'", \')']
    }
}
