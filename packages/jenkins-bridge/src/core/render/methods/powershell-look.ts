import type { Look } from '../publication-script.js';

/** The same for an agent on Windows: a script for PowerShell that prints what `lookScript` does. */
export function powershellLook({ tool }: Look): string {
  return [
    '# The checkout may have gone on to a newer commit.',
    'git checkout --quiet --detach $env:TOWLINE_REVISION',
    'if ($LASTEXITCODE -ne 0) { exit 1 }',
    '$tip = git rev-parse --quiet --verify "refs/remotes/origin/$env:BRANCH"',
    "if ($LASTEXITCODE -ne 0) { '!not-fetched'; exit 0 }",
    "if ((git rev-parse --is-shallow-repository) -ne 'false') { '!shallow'; exit 0 }",
    'git merge-base --is-ancestor $env:TOWLINE_REVISION $tip',
    "if ($LASTEXITCODE -ne 0) { '!off-branch'; exit 0 }",
    'foreach ($commit in git rev-list --topo-order --ancestry-path "$env:TOWLINE_REVISION..$tip") {',
    `  $answer = cmd /c "${tool.exists('%IMAGE%:$commit')} 2>&1"`,
    '  if ($LASTEXITCODE -eq 0) { $commit; exit 0 }',
    '  if ("$answer" -notmatch \'no such manifest|manifest unknown|not found\') { [Console]::Error.WriteLine($answer); exit 1 }',
    '}',
    'exit 0',
  ].join('\n');
}
