import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { isCodedError } from '@towline/shared/errors';
import { parsePlatform } from '@towline/shared/image';
import { isDockerfileError } from '../dockerfile/dockerfile-error.js';
import { parseDockerfile } from '../dockerfile/parse-dockerfile.js';
import { evaluateStage } from './evaluate-stage.js';
import { type ContainerConfig, emptyConfig } from './image-config.js';
import { planStages } from './plan-stages.js';

const corpus = fileURLToPath(new URL('./testdata/dockerfiles/', import.meta.url));

/** What every image that is not scratch has, so that what a stage changes can be seen. */
const base: ContainerConfig = {
  Env: ['PATH=/usr/bin:/bin', 'LANG=C.UTF-8'],
  Cmd: ['sh'],
  WorkingDir: '/srv',
  Labels: { from: 'base' },
};

interface Inputs {
  readonly buildArgs?: Readonly<Record<string, string>>;
  readonly target?: string;
  readonly platform?: string;
}

/** Each folder has a Dockerfile, what the build is given (build.json, where it is given something) and what it comes to. */
describe('the corpus of Dockerfiles', () => {
  const names = readdirSync(corpus);

  it.each(names)('%s', (name) => {
    const come = `${JSON.stringify(evaluate(name), null, 2)}\n`;
    const expected = `${corpus}${name}/expected.json`;
    if (process.env.UPDATE_CORPUS === '1') writeFileSync(expected, come);
    expect(come).toBe(readFileSync(expected, 'utf8'));
  });

  it('has sixty and more', () => {
    expect(names.length).toBeGreaterThanOrEqual(60);
  });
});

function evaluate(name: string) {
  const options = `${corpus}${name}/build.json`;
  const inputs: Inputs = existsSync(options) ? JSON.parse(readFileSync(options, 'utf8')) : {};
  try {
    return comeTo(readFileSync(`${corpus}${name}/Dockerfile`, 'utf8'), inputs);
  } catch (error) {
    if (isDockerfileError(error)) return { code: error.code, findings: error.findings };
    if (!isCodedError(error)) throw error;
    return { code: error.code, message: error.message, hint: error.hint };
  }
}

function comeTo(text: string, { buildArgs = {}, target, platform = 'linux/amd64' }: Inputs) {
  const dockerfile = parseDockerfile(text);
  const buildPlatform = parsePlatform('linux/amd64');
  const { stages, globals } = planStages(dockerfile, {
    buildArgs,
    target,
    platform: parsePlatform(platform),
    buildPlatform,
  });
  const configs = new Map<number, ContainerConfig>();
  const built = stages.map(({ stage, base: source, platform: of }) => {
    const below = source.kind === 'stage' ? configs.get(source.index) : undefined;
    const begun = source.kind === 'scratch' ? emptyConfig(of).config : (below ?? base);
    const { config, author, steps } = evaluateStage({
      dockerfile,
      index: stage.index,
      base: begun,
      globals,
      buildArgs,
    });
    configs.set(stage.index, config);
    return { stage: stage.index, base: source, platform: of, author, config, steps };
  });
  return {
    stages: built.map(({ config, ...rest }) => (rest.stage === built.at(-1)?.stage ? { ...rest, config } : rest)),
  };
}
