import { readdirSync, readFileSync } from 'node:fs';

const testdata = new URL('../../packages/jenkins-bridge/src/core/render/testdata/', import.meta.url);

/** The two syntaxes of a Jenkinsfile. */
export const syntaxes = ['declarative', 'scripted'] as const;

/** One of {@link syntaxes}. */
export type Syntax = (typeof syntaxes)[number];

/** The features that there is a rendered Jenkinsfile of, in both syntaxes. */
export const features: readonly string[] = readdirSync(testdata);

/** The Jenkinsfile that the pipeline of a feature becomes. */
export function renderedFile(feature: string, syntax: Syntax): string {
  return readFileSync(new URL(`${feature}/Jenkinsfile.${syntax}`, testdata), 'utf8');
}

/** Each feature in each syntax. */
export const renderedFiles = features.flatMap((feature) => syntaxes.map((syntax) => ({ feature, syntax })));
